//! An address that means nothing here.

use leptos::prelude::*;

use crate::{
    routes::Route,
    say,
    ui::{empty::Empty, page::PageHead},
};

/// Says so, and shows the way back.
#[component]
pub fn NotFoundPage(
    /// The address as it was typed.
    #[prop(into)]
    address: Signal<String>,
) -> impl IntoView {
    let words = say!(frame.not_found, address = address.get_untracked());
    view! {
        <PageHead title=say!(frame.not_found_title) />
        <Empty title=words>
            <a class="btn primary" href=Route::default().href()>
                {say!(frame.to_machines)}
            </a>
        </Empty>
    }
}
