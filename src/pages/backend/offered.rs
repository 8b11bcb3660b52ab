//! A list of what a backend offers for new machines: as far as it is there, with the way to one of it.

use leptos::prelude::*;

use crate::{
    components::failures::{Freshness, list_trouble},
    routes::{Plan, Route},
    say,
    state::catalogue::{Lists, Shelf},
    ui::{
        changing::dynamic,
        empty::{Empty, Loading},
        icon::Icon,
    },
};

/// What is said while there is nothing to show.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) failed: &'static str,
    pub(super) loading: &'static str,
    pub(super) none: &'static str,
}

/// The list of a backend, which `table` draws, given the backend's id.
pub(super) fn offered<C: Lists + Send + Sync>(
    shelf: Shelf<C>,
    backend: String,
    words: Words,
    table: fn(&str, &[C::Item]) -> AnyView,
) -> AnyView {
    shelf.follow(Signal::stored(backend.clone()));
    let cell = shelf.of(&backend);
    let content = {
        let (cell, backend) = (cell.clone(), backend.clone());
        move || {
            let list = cell.read();
            match (list.data(), list.error()) {
                (Some(list), _) if list.items.is_empty() => {
                    view! { <Empty title=words.none /> }.into_any()
                }
                (Some(list), _) => table(&backend, &list.items),
                (None, Some(_)) => ().into_any(),
                (None, None) => view! { <Loading what=words.loading /> }.into_any(),
            }
        }
    };
    view! {
        {list_trouble(words.failed, move || cell.with(Freshness::of), move || shelf.refresh(&backend))}
        {dynamic(content)}
    }
    .into_any()
}

/// The link to the form that makes a machine of what a row is about.
pub(super) fn create_link(plan: Plan, name: String) -> AnyView {
    view! {
        <a class="btn quiet" href=Route::CreateMachine(plan).href() aria-label=name>
            {Icon::Plus.draw()}
            <span class="wide">{say!(images.create)}</span>
        </a>
    }
    .into_any()
}
