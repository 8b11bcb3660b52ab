//! The page while it waits for the server's first answer.

use leptos::prelude::*;

use crate::{say, ui::empty::Loading};

/// Waiting.
#[component]
pub fn Starting() -> impl IntoView {
    view! {
        <main class="gate">
            <h1 class="unseen">{say!(frame.product)}</h1>
            <Loading what=say!(frame.starting) />
        </main>
    }
}
