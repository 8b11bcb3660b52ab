//! Files people choose or drop, and files they are given.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// The largest file read as text, in bytes. A private key is a few kilobytes; anything larger was
/// chosen by mistake and would only freeze the page.
pub const MAX_TEXT_FILE: f64 = 256.0 * 1024.0;

/// Whether the file has more than [`MAX_TEXT_FILE`].
pub fn is_too_large(file: &File) -> bool {
    file.size() > MAX_TEXT_FILE
}

/// The file's text; `None` when it is too large or can't be read.
pub async fn read_text(file: &File) -> Option<String> {
    if is_too_large(file) {
        return None;
    }
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// Gives the person `text` as a file called `name`.
///
/// # Errors
///
/// The browser's own, where it lets no page make files.
pub fn download(name: &str, text: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window()
        .and_then(|w| w.document())
        .ok_or_else(|| JsValue::from_str("no page"))?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
