//! Files people choose.

use js_sys::Array;
use mist_web::platform::file::{MAX_TEXT_FILE, read_text};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;

fn file(text: &str) -> File {
    File::new_with_str_sequence(&Array::of1(&text.into()), "id_ed25519").unwrap()
}

#[wasm_bindgen_test]
async fn a_files_text_is_read() {
    let text = "-----BEGIN OPENSSH PRIVATE KEY-----\nüñ\n";
    assert_eq!(read_text(&file(text)).await.as_deref(), Some(text));
}

#[wasm_bindgen_test]
async fn a_file_too_large_to_be_a_key_is_not_read() {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number"
    )]
    let most = MAX_TEXT_FILE as usize;
    assert!(read_text(&file(&"x".repeat(most))).await.is_some());
    assert_eq!(read_text(&file(&"x".repeat(most + 1))).await, None);
}
