//! The page's address. Screens live in its fragment, so that any static host under any path serves
//! them all with one file.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// The fragment without its `#`, as the browser has it (still percent-encoded).
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|w| w.location().hash().ok())
        .map(|hash| hash.strip_prefix('#').unwrap_or(&hash).to_owned())
        .unwrap_or_default()
}

/// Scheme, host and port the page came from.
pub fn origin() -> String {
    web_sys::window()
        .and_then(|w| w.location().origin().ok())
        .unwrap_or_default()
}

/// Whether nobody on the way can read or change what travels: the page came over https or from this computer.
pub fn is_secure() -> bool {
    web_sys::window().is_none_or(|w| w.is_secure_context())
}

/// The page's own address without the screen.
pub fn base() -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.base_uri().ok().flatten().map(|address| {
        let page = address.split('#').next().unwrap_or_default();
        page.to_owned()
    })
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Refused only while the page is on its way elsewhere already.
        let _ = window.location().reload();
    }
}

/// Goes to `fragment` as a new step of the history.
pub fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        // A fragment is always a valid address.
        let _ = window.location().set_hash(fragment);
    }
}

/// Puts `fragment` in place of the current step, without a trace of the old one. No event tells of
/// it; the caller knows.
pub fn replace(fragment: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Ok(history) = window.history() else {
        return;
    };
    let url = format!("#{fragment}");
    // Refused only for another origin's address or far too many calls a second.
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
}

/// The fragment as a signal: follows links, back and forward.
pub fn watch() -> (ReadSignal<String>, WriteSignal<String>) {
    let (current, set_current) = signal(fragment());
    if let Some(window) = web_sys::window() {
        let closure = Closure::<dyn FnMut()>::new(move || set_current.set(fragment()));
        if window
            .add_event_listener_with_callback("hashchange", closure.as_ref().unchecked_ref())
            .is_ok()
        {
            // Called once when the page starts; it listens for as long as the page lives.
            closure.forget();
        }
    }
    (current, set_current)
}
