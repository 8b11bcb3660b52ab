//! The images of one backend, thousands of them: searched while somebody types, starred, looked at in
//! detail; and by the server where the list does not have them. The one list of images, wherever they
//! are looked at.

mod details;
mod row;
pub mod selection;
pub mod server_search;

use leptos::prelude::*;

use self::{details::Details, row::row, selection::Selection, server_search::server_search};
use crate::{
    components::failures::{Freshness, list_trouble},
    locales::explain::Trouble,
    platform::heights::Row,
    say,
    state::State,
    ui::{
        button::Button,
        changing::{dynamic, text},
        empty::{Empty, Loading},
        notice::TroubleNotice,
        search::SearchField,
        windowed::{Scroller, Windowed},
    },
};

/// Which images are to be seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// What is searched for; empty for all.
    pub query: String,
    /// Only those with a star.
    pub starred: bool,
}

/// What the body of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    /// The list did not come, which is said above.
    Failed,
    NoneListed,
    NoneMatch,
    NoneStarred,
    List,
}

fn tools(selection: Selection) -> AnyView {
    let starred = move || selection.filter.read().starred;
    let field = SearchField {
        label: say!(images.search),
        hint: say!(images.search_hint),
        text: Signal::derive(move || selection.filter.read().query.clone()),
        on_search: Callback::new(move |query| selection.search(query)),
    };
    view! {
        <div class="image-tools">
            {field.view()}
            <span class="switch-label">
                <span aria-hidden="true">{say!(images.starred_only)}</span>
                <button
                    type="button"
                    class="switch"
                    role="switch"
                    aria-label=say!(images.starred_only)
                    aria-checked=move || if starred() { "true" } else { "false" }
                    on:click=move |_| selection.only_starred(!selection.filter.get_untracked().starred)
                >
                    <span class="knob" aria-hidden="true"></span>
                </button>
            </span>
        </div>
    }
    .into_any()
}

fn body_view(body: Body, selection: Selection, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    match body {
        Body::Loading => view! { <Loading what=say!(images.loading) /> }.into_any(),
        Body::Failed => ().into_any(),
        Body::NoneListed => view! { <Empty title=say!(images.none_listed) /> }.into_any(),
        Body::NoneMatch => view! {
            <Empty title=say!(images.none_match)>
                <Button
                    label=say!(machines.clear_search)
                    on_press=move |_| selection.search(String::new())
                />
            </Empty>
        }
        .into_any(),
        Body::NoneStarred => view! {
            <Empty title=say!(images.none_starred) why=say!(images.none_starred_why)>
                <Button
                    label=say!(images.show_all)
                    on_press=move |_| selection.only_starred(false)
                />
            </Empty>
        }
        .into_any(),
        Body::List => list(selection, trouble),
    }
}

fn list(selection: Selection, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let details = Details::new(selection);
    let windowed = Windowed {
        order: selection.order.into(),
        row: Row::Two,
        scroller: Scroller::Page,
        kept: selection.kept(),
        draw: Callback::new(move |(number, place)| row(number, place, selection, details, trouble)),
    };
    view! {
        <div class="images" role="list" aria-label=say!(images.title)>
            {windowed.view()}
        </div>
        {details.view()}
    }
    .into_any()
}

/// The list, with everything that is done there.
#[component]
pub fn ImageList(
    /// Whose images, by the backend's id; empty while that is not known.
    #[prop(into)]
    backend: Signal<String>,
    /// Which of them.
    #[prop(into)]
    filter: Signal<Filter>,
    /// Called to see others.
    #[prop(into)]
    on_filter: Callback<Filter>,
) -> impl IntoView {
    let state = State::get();
    let images = state.catalogue.images;
    images.follow(backend);
    let selection = Selection::new(state, backend, filter, on_filter);
    let trouble = RwSignal::new(None::<Trouble>);
    let shown = Memo::new(move |_| selection.order.read().len());
    let total = Memo::new(move |_| selection.total());
    let body = Memo::new(move |_| {
        // The numbers first: what is made of them is told of their change then.
        let (shown, total) = (shown.get(), total.get());
        let (is_known, has_failed) = selection.standing();
        let Filter { query, starred } = filter.get();
        match (shown, total) {
            (0, 0) if !is_known && has_failed => Body::Failed,
            (0, 0) if !is_known => Body::Loading,
            (0, 0) => Body::NoneListed,
            (0, _) if starred && query.trim().is_empty() => Body::NoneStarred,
            (0, _) => Body::NoneMatch,
            _ => Body::List,
        }
    });
    let unreadable = Memo::new(move |_| selection.unreadable());
    let count = move || {
        let words = say!(images.count, shown = shown.get(), count = total.get());
        match body.get() {
            Body::Loading | Body::Failed => String::new(),
            _ => words,
        }
    };
    let left_out = move || match unreadable.get() {
        0 => String::new(),
        count => say!(machines.unreadable, count = count),
    };
    view! {
        {tools(selection)}
        <div class="image-standing">
            <p class="muted" role="status">
                {text(count)}
            </p>
            {server_search(selection)}
        </div>
        {list_trouble(
            say!(images.failed),
            move || images.of(&backend.get()).with(Freshness::of),
            move || images.refresh(&backend.get_untracked()),
        )}
        <p class="hint">{text(left_out)}</p>
        <TroubleNotice trouble=trouble />
        <div aria-busy=move || {
            if body.get() == Body::Loading { "true" } else { "false" }
        }>{dynamic(move || body_view(body.get(), selection, trouble))}</div>
    }
}
