//! The images of a backend.

use leptos::prelude::*;

use crate::{say, ui::page::PageHead};

/// The screen.
#[component]
pub fn ImagesPage() -> impl IntoView {
    view! { <PageHead title=say!(images.title) /> }
}
