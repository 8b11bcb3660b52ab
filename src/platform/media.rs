//! What the style sheet asks of the device, asked by script where a style alone won't do.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

fn list(query: &str) -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media(query).ok().flatten()
}

/// Whether `query` holds now.
pub fn matches(query: &str) -> bool {
    list(query).is_some_and(|list| list.matches())
}

/// Whether `query` holds, for as long as the current component is on the page.
pub fn watch(query: &'static str) -> ReadSignal<bool> {
    let (holds, set_holds) = signal(matches(query));
    let Some(list) = list(query) else {
        return holds;
    };
    let callback = Closure::<dyn FnMut()>::new(move || {
        set_holds.try_set(matches(query));
    });
    // By the property: a list without listeners may be collected, one whose callback is kept is not.
    list.set_onchange(Some(callback.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((list, callback));
    on_cleanup(move || {
        kept.with_value(|(list, _)| list.set_onchange(None));
    });
    holds
}
