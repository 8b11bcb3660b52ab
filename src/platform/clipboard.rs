//! Copying and pasting text.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlDocument, HtmlElement, HtmlTextAreaElement};

use super::dom;

/// Puts `text` on the clipboard; `false` when the browser refuses in either way.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Over http from another computer the page is no secure context, and has no such clipboard.
    if window.is_secure_context()
        && JsFuture::from(window.navigator().clipboard().write_text(text))
            .await
            .is_ok()
    {
        return true;
    }
    window
        .document()
        .is_some_and(|document| copy_selection(&document, text).unwrap_or(false))
}

/// The old way, which every browser still knows: `text` is selected in a field that nobody sees, copied from
/// there, and the focus given back.
fn copy_selection(document: &Document, text: &str) -> Option<bool> {
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.unchecked_into();
    field.set_value(text);
    field.set_read_only(true);
    field.set_class_name("unseen");
    field.set_tab_index(-1);
    field.set_attribute("aria-hidden", "true").ok()?;
    let had_focus = dom::focused();
    // Nothing outside an open dialog can be selected.
    let dialogs = document.query_selector_all("dialog[open]").ok()?;
    let dialog = dialogs
        .length()
        .checked_sub(1)
        .and_then(|last| dialogs.get(last));
    let place = dialog.or_else(|| document.body().map(Into::into))?;
    place.append_child(&field).ok()?;
    field.select();
    let copied = document
        .unchecked_ref::<HtmlDocument>()
        .exec_command("copy")
        .unwrap_or(false);
    field.unchecked_ref::<HtmlElement>().remove();
    if let Some(element) = had_focus {
        dom::focus(&element);
    }
    Some(copied)
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
