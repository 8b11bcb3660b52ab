//! Whether anybody can see the page, and whether there is a network.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

fn listen(target: &web_sys::EventTarget, event: &str, handler: impl Fn() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(handler);
    if target
        .add_event_listener_with_callback(event, closure.as_ref().unchecked_ref())
        .is_ok()
    {
        // Called once when the page starts; it listens for as long as the page lives.
        closure.forget();
    }
}

/// Whether the tab is hidden now.
pub fn hidden() -> bool {
    web_sys::window()
        .and_then(|w| w.document())
        .is_some_and(|document| document.hidden())
}

/// Whether the browser says that there is no network.
fn offline() -> bool {
    web_sys::window().is_some_and(|w| !w.navigator().on_line())
}

/// The reasons not to ask a server, each on its own: a network that comes back clears the failures
/// it caused, a page that is looked at again does not.
#[derive(Debug, Clone, Copy)]
pub struct Idle {
    /// The tab is hidden.
    pub hidden: ReadSignal<bool>,
    /// The browser says it is offline.
    pub offline: ReadSignal<bool>,
}

/// Watches for both, for as long as the page lives.
pub fn idle() -> Idle {
    let (hidden_now, set_hidden) = signal(hidden());
    let (offline_now, set_offline) = signal(offline());
    if let Some(window) = web_sys::window() {
        let update = move || set_offline.set(offline());
        listen(&window, "online", update);
        listen(&window, "offline", update);
        if let Some(document) = window.document() {
            listen(&document, "visibilitychange", move || {
                set_hidden.set(hidden());
            });
        }
    }
    Idle {
        hidden: hidden_now,
        offline: offline_now,
    }
}
