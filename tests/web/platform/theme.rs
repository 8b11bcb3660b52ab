//! Light and dark.

use mist_web::platform::theme::{self, Theme};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_choice_is_kept_and_shown() {
    let root = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .document_element()
        .unwrap();
    assert_eq!(theme::chosen(), Theme::System);
    for choice in [Theme::Dark, Theme::Light, Theme::System] {
        theme::choose(choice);
        assert_eq!(theme::chosen(), choice);
        assert_eq!(
            root.get_attribute("data-theme").as_deref(),
            Some(choice.id())
        );
    }
}
