//! Searching on the server for what the list does not have.

use leptos::prelude::*;
use mist_core::remote::Phase;

use super::selection::Selection;
use crate::{
    locales::explain::{self, Trouble},
    say,
    state::images::MOST_FOUND,
    ui::{
        button::{Button, Weight},
        changing::{dynamic, text},
        icon::Icon,
        notice::TroubleNotice,
    },
};

/// How the search for the words that stand in the search field goes.
#[derive(Debug, Clone, PartialEq)]
enum Search {
    /// Nothing stands there.
    Nothing,
    NotAsked,
    UnderWay,
    Failed(Trouble),
    /// So many were found, and so many of them are not in the list.
    Found(usize, usize),
}

fn search_of(selection: Selection) -> Search {
    let filter = selection.filter.read();
    let term = filter.query.trim();
    if term.is_empty() {
        return Search::Nothing;
    }
    let backend = selection.backend.read();
    let found = selection.state.images.found(&backend);
    let found = found.read();
    if !found.is_of(term) {
        return Search::NotAsked;
    }
    if found.answer.phase() != Phase::Idle {
        return Search::UnderWay;
    }
    match (found.answer.data(), found.answer.error()) {
        (_, Some(error)) => {
            let what = say!(images.search_failed, term = term);
            Search::Failed(explain::trouble(what, error))
        }
        (Some(ids), None) => {
            let cell = selection.state.catalogue.images.of(&backend);
            let list = cell.read();
            let listed = list.data().map(|list| list.items.as_slice());
            let listed = listed.unwrap_or_default();
            let is_new = |id: &&String| listed.iter().all(|image| image.id != **id);
            Search::Found(ids.len(), ids.iter().filter(is_new).count())
        }
        (None, None) => Search::NotAsked,
    }
}

/// How a search ended, in words.
fn ended(count: usize, new: usize) -> String {
    let found = match count {
        0 => return say!(images.found_none).to_owned(),
        // It counts those that it has twice: twins may have taken half of the room.
        count if count >= MOST_FOUND / 2 => {
            say!(images.found_most, count = count, most = MOST_FOUND)
        }
        _ => say!(images.found, count = count),
    };
    let listed = match new {
        0 => say!(images.found_listed).to_owned(),
        _ => say!(images.found_new, count = new),
    };
    [found, listed].join(" ")
}

/// The button, and how it goes: nothing while no words are searched for.
pub fn server_search(selection: Selection) -> AnyView {
    let images = selection.state.images;
    let search = Memo::new(move |_| search_of(selection));
    let has_words = Memo::new(move |_| *search.read() != Search::Nothing);
    let busy = Memo::new(move |_| *search.read() == Search::UnderWay);
    let ask = move || {
        let filter = selection.filter.get_untracked();
        images.search(&selection.backend.get_untracked(), filter.query.trim());
    };
    let words = move || match &*search.read() {
        Search::Nothing | Search::Failed(_) => String::new(),
        Search::NotAsked => say!(images.server_most, count = MOST_FOUND),
        Search::UnderWay => say!(images.server_asking).to_owned(),
        Search::Found(count, new) => ended(*count, *new),
    };
    let trouble = Signal::derive(move || match &*search.read() {
        Search::Failed(trouble) => Some(trouble.clone()),
        _ => None,
    });
    let button = move || {
        if !has_words.get() {
            return ().into_any();
        }
        view! {
            <Button
                label=say!(images.search_server)
                icon=Icon::Search
                busy=busy
                on_press=move |_| ask()
            />
        }
        .into_any()
    };
    let progress = move || {
        if !busy.get() {
            return ().into_any();
        }
        view! {
            <progress aria-label=say!(images.server_asking)></progress>
            <Button
                label=say!(images.server_stop)
                weight=Weight::Quiet
                on_press=move |_| images.stop(&selection.backend.get_untracked())
            />
        }
        .into_any()
    };
    view! {
        <div class="server-search">
            {dynamic(button)} {dynamic(progress)} <p class="hint" role="status">
                {text(words)}
            </p>
        </div>
        <div class="server-trouble">
            <TroubleNotice trouble=trouble on_retry=Callback::new(move |()| ask()) />
        </div>
    }
    .into_any()
}
