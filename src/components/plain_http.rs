//! What to know where the page came unprotected from another computer.

use leptos::prelude::*;

use crate::{platform::address, say};

/// The sentence, or nothing over https and on the server's own computer.
pub fn plain_http() -> AnyView {
    let words = (!address::is_secure()).then(|| say!(sign_in.plain));
    words
        .map(|words| view! { <p class="hint plain-http">{words}</p> })
        .into_any()
}
