//! The sizes of all backends in one table.

use leptos::prelude::*;

use crate::{say, ui::page::PageHead};

/// The screen.
#[component]
pub fn SizesPage() -> impl IntoView {
    view! { <PageHead title=say!(sizes.title) /> }
}
