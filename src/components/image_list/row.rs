//! One image of the list: its star, its name and id, and the ways to more.

use leptos::{ev::FocusEvent, prelude::*};
use mist_api::ApiError;

use super::{details::Details, selection::Selection};
use crate::{
    locales::explain::{self, Trouble},
    platform::{clock, dom, task},
    routes::{Plan, Route},
    say,
    ui::{
        changing::{dynamic, text},
        icon::Icon,
    },
};

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    id: String,
    name: String,
    star: bool,
}

/// Where machines are made of an image.
pub(super) fn create(backend: &str, image: &str) -> String {
    let plan = Plan {
        backend: backend.to_owned(),
        image: image.to_owned(),
        ..Plan::default()
    };
    Route::CreateMachine(plan).href()
}

/// Turns an image's star over; what is refused goes to `trouble`.
fn turn_over(
    selection: Selection,
    shown: Shown,
    is_starred: bool,
    trouble: RwSignal<Option<Trouble>>,
) {
    let Selection { state, backend, .. } = selection;
    let backend = backend.get_untracked();
    trouble.set(None);
    task::spawn_page(async move {
        let Shown { id, name, .. } = shown;
        let verb = if is_starred {
            say!(images.unstar_verb)
        } else {
            say!(images.star_verb)
        };
        let has_slash = id.contains('/');
        match state.images.star(backend, id, !is_starred).await {
            // Pressed again meanwhile: the first press says how it ended.
            None => {}
            Some(Ok(true)) => state.notices.say(say!(images.starred, name = name)),
            Some(Ok(false)) => state.notices.say(say!(images.unstarred, name = name)),
            Some(Err(error)) => {
                let failed = say!(images.star_failed, name = &name);
                let mut refusal = explain::change(verb, &name, failed, &error);
                if has_slash && matches!(error, ApiError::NoEndpoint { .. }) {
                    refusal.advice = Some(say!(images.star_slash).to_owned());
                }
                state.notices.refuse(trouble, refusal);
            }
        }
    });
}

fn star_button(
    selection: Selection,
    shown: Memo<Option<Shown>>,
    trouble: RwSignal<Option<Trouble>>,
) -> AnyView {
    let wanted = Memo::new(move |_| {
        let shown = shown.read();
        let id = &shown.as_ref()?.id;
        selection.state.images.wanted(&selection.backend.read(), id)
    });
    let is_starred = Memo::new(move |_| {
        let listed = || shown.read().as_ref().is_some_and(|shown| shown.star);
        wanted.get().unwrap_or_else(listed)
    });
    let label = move || {
        let shown = shown.read();
        let name = shown.as_ref().map_or("", |shown| shown.name.as_str());
        if is_starred.get() {
            say!(images.unstar, name = name)
        } else {
            say!(images.star, name = name)
        }
    };
    let press = move |_| {
        if let Some(shown) = shown.get_untracked() {
            turn_over(selection, shown, is_starred.get_untracked(), trouble);
        }
    };
    view! {
        <button
            type="button"
            class="btn quiet icon-only star"
            class:starred=is_starred
            aria-label=label
            aria-busy=move || wanted.get().is_some().then_some("true")
            on:click=press
        >
            {Icon::Star.draw()}
        </button>
    }
    .into_any()
}

/// The row with this number, at this place of the list.
pub(super) fn row(
    number: usize,
    place: Signal<usize>,
    selection: Selection,
    details: Details,
    trouble: RwSignal<Option<Trouble>>,
) -> AnyView {
    let shown = Memo::new(move |_| {
        selection.with(number, |image| Shown {
            id: image.id.clone(),
            name: image.name.clone(),
            star: image.star,
        })
    });
    let told = move |tell: fn(&Shown) -> &String| {
        move || shown.read().as_ref().map(tell).cloned().unwrap_or_default()
    };
    let (name, id) = (told(|shown| &shown.name), told(|shown| &shown.id));
    let is_found = Memo::new(move |_| selection.is_found(&id()));
    let mark = move || {
        if is_found.get() {
            view! { <span class="tag">{say!(images.from_server)}</span> }.into_any()
        } else {
            ().into_any()
        }
    };
    let focused = move |event: FocusEvent| {
        if event.type_() == "focusin" {
            selection.focused.set(Some(number));
        } else {
            task::spawn_page(let_go(selection, number));
        }
    };
    view! {
        <div
            class="image-row"
            role="listitem"
            aria-setsize=move || selection.order.read().len()
            aria-posinset=move || place.get() + 1
            on:focusin=focused
            on:focusout=focused
        >
            {star_button(selection, shown, trouble)}
            <button
                type="button"
                class="image-name"
                aria-haspopup="dialog"
                on:click=move |_| details.open(id())
            >
                <span class="option-name" dir="auto">
                    {text(name)}
                </span>
                <span class="option-more mono">{text(id)}</span>
            </button>
            {dynamic(mark)}
            <a
                class="btn quiet image-create"
                href=move || create(&selection.backend.read(), &id())
                aria-label=move || say!(images.create_from, name = name())
            >
                {Icon::Plus.draw()}
                <span>{say!(images.create)}</span>
            </a>
        </div>
    }
    .into_any()
}

/// A row that lost the focus stays drawn until it is sure that another one has it, or none: between the
/// two the next row must not go.
async fn let_go(selection: Selection, number: usize) {
    clock::next_frame().await;
    clock::next_frame().await;
    let is_last = selection.focused.try_get_untracked() == Some(Some(number));
    if is_last && !dom::focus_is_in(".image-row") {
        // The list may be gone by then.
        selection.focused.try_set(None);
    }
}
