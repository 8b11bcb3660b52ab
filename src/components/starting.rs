//! The page while it waits for the server's first answer.

use leptos::prelude::*;

use crate::{locales, platform::boot, say, ui::empty::Loading};

/// Waiting.
#[component]
pub fn Starting() -> impl IntoView {
    // What index.html shows meanwhile says the same.
    (!boot::is_showing()).then(|| {
        view! {
            <main class="gate">
                <h1 class="unseen">{locales::product()}</h1>
                <Loading what=say!(frame.starting) />
            </main>
        }
    })
}
