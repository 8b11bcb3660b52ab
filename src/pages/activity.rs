//! What this page changed.

use leptos::prelude::*;

use crate::{say, ui::page::PageHead};

/// The screen.
#[component]
pub fn ActivityPage() -> impl IntoView {
    view! { <PageHead title=say!(activity.title) /> }
}
