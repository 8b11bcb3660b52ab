//! The form that makes machines.

use leptos::prelude::*;

use crate::{say, ui::page::PageHead};

/// The screen.
#[component]
pub fn CreatePage() -> impl IntoView {
    view! { <PageHead title=say!(create.title) /> }
}
