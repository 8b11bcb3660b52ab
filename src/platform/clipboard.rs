//! Copying and pasting text.

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

/// Why the clipboard could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The page is no secure context: no browser offers it the clipboard.
    NotSecure,
    /// The browser or the person said no, or there is nothing to read.
    Refused,
}

/// The text on the clipboard. Browsers allow it in answer to a press only, and may ask first.
///
/// # Errors
///
/// [`Unreadable`]: the browser keeps it from this page.
pub async fn read() -> Result<String, Unreadable> {
    let window = web_sys::window().ok_or(Unreadable::Refused)?;
    if !window.is_secure_context() {
        return Err(Unreadable::NotSecure);
    }
    let text = JsFuture::from(window.navigator().clipboard().read_text())
        .await
        .map_err(|_| Unreadable::Refused)?;
    text.as_string().ok_or(Unreadable::Refused)
}
