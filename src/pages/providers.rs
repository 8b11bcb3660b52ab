//! The kinds of backend there are, and the way to add one of each.

use leptos::prelude::*;

use crate::{say, ui::page::PageHead};

/// The screen.
#[component]
pub fn ProvidersPage() -> impl IntoView {
    view! { <PageHead title=say!(providers.title) /> }
}
