//! Lower case of what is beyond ASCII, which the page asks of the JavaScript engine.

use mist_core::lower::lower;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_engine_folds_as_the_standard_library_does() {
    for text in [
        "Web-01",
        "ΔΙΑΚΟΜΙΣΤΗΣ",
        "Σ ΣΑΣ",
        "İSTANBUL",
        "STRASSE Ünïcode ẞ",
        "ЖЁ 機 👍",
        "",
    ] {
        assert_eq!(lower(text), text.to_lowercase());
    }
}
