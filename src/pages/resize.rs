//! The form that gives a machine another size.

use leptos::prelude::*;

use crate::{routes::MachineRef, say, ui::page::PageHead};

/// The screen.
#[component]
pub fn ResizePage(
    /// Which machine.
    machine: MachineRef,
) -> impl IntoView {
    view! {
        <PageHead title=say!(resize.title) />
        <p class="mono">{machine.machine}</p>
    }
}
