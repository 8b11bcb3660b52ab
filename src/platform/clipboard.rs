//! Copying text.

use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard; `false` when the browser refuses (no permission, or a page that
/// is not a secure context).
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text))
        .await
        .is_ok()
}
