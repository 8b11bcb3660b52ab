//! Making machines: one page, from the backend to the button. What it is made of is in the address; what is
//! typed and what is under way lives in `state::creating`.

pub mod choosing;
pub mod image;
pub mod names;
pub mod offers;
pub mod order;
pub mod sections;
pub mod summary;

use leptos::{ev::SubmitEvent, prelude::*};
use mist_api::call::ListNetworks;

use self::{choosing::Choosing, order::Ordering};
use crate::{
    components::{
        failures::{Freshness, list_trouble},
        navigate::Navigation,
    },
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::State,
    ui::{
        changing::dynamic,
        empty::{Empty, Loading},
        page::PageHead,
    },
};

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The backends have not come yet.
    Loading,
    /// They did not come, which is said above.
    Failed,
    /// There are no backends.
    NoBackends,
    /// There are single servers only.
    NoClouds,
    /// Those that can are switched off.
    AllOff,
    /// The form.
    Form,
}

/// Why no machine can be made here, and what mends it.
fn none(why: &'static str, link: &'static str, to: String) -> AnyView {
    view! {
        <Empty title=say!(create.none_title) why=why>
            <a class="btn primary" href=to>
                {link}
            </a>
        </Empty>
    }
    .into_any()
}

/// The parts that wait for a backend: each provider wants others.
fn parts(ordering: &Ordering) -> AnyView {
    let ordering = *ordering;
    let choosing = ordering.choosing;
    let has_location = Memo::new(move |_| choosing.rules().location);
    let has_key = Memo::new(move |_| choosing.rules().key);
    let lacks = ordering.state.session.lacks::<ListNetworks>();
    let has_networks = Memo::new(move |_| {
        let offers = choosing.offers.read();
        let is_empty = offers.networks.as_ref().is_some_and(Vec::is_empty);
        choosing.rules().networks && !lacks.get() && !is_empty
    });
    let when = move |is_there: Memo<bool>, draw: fn(&Ordering) -> AnyView| {
        dynamic(move || {
            if is_there.get() {
                draw(&ordering)
            } else {
                ().into_any()
            }
        })
    };
    view! {
        {image::image(&ordering)}
        {offers::size(&ordering)}
        {when(has_location, offers::location)}
        {when(has_key, sections::key)}
        {when(has_networks, sections::networks)}
        {sections::first_run(&ordering)}
    }
    .into_any()
}

fn form(ordering: &Ordering, navigation: Navigation) -> AnyView {
    let ordering = *ordering;
    let choosing = ordering.choosing;
    // Another backend begins anew: what was searched for is nothing there.
    let backend = Memo::new(move |_| {
        let backend = choosing.backend.read();
        backend.as_ref().map(|known| known.id.clone())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        ordering.send(navigation);
    };
    view! {
        <form class="create" on:submit=submit novalidate>
            <div class="parts">
                {sections::basics(&ordering)}
                {dynamic(move || match backend.get() {
                    Some(_) => parts(&ordering),
                    None => {
                        view! { <p class="hint">{say!(create.first_backend)}</p> }.into_any()
                    }
                })}
            </div>
            {summary::summary(&ordering)}
        </form>
    }
    .into_any()
}

/// The screen.
#[component]
pub fn CreatePage() -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let choosing = Choosing::new(state, navigation);
    let ordering = Ordering::new(state, &choosing);
    let list = state.backends.list();
    let shows = Memo::new(move |_| {
        let is_empty = list.with(|list| list.data().map(|list| list.items.is_empty()));
        let makers = choosing.makers();
        match is_empty {
            None if list.with(|list| list.error().is_some()) => Shows::Failed,
            None => Shows::Loading,
            Some(true) => Shows::NoBackends,
            Some(false) if makers.is_empty() => Shows::NoClouds,
            Some(false) if makers.iter().all(|known| !known.enabled) => Shows::AllOff,
            Some(false) => Shows::Form,
        }
    });
    // Filled with what failed: the name is what is most often changed.
    if state.creating.is_again() {
        task::spawn_scoped(async {
            clock::next_frame().await;
            dom::focus_first("#create-basics input");
        });
    }
    let add = || Route::add_backend().href();
    let content = move || match shows.get() {
        Shows::Loading => view! { <Loading what=say!(backends.loading) /> }.into_any(),
        Shows::Failed => ().into_any(),
        Shows::NoBackends => none(say!(create.none_any), say!(backends.add), add()),
        Shows::NoClouds => none(say!(create.none_servers), say!(backends.add), add()),
        Shows::AllOff => none(
            say!(create.none_on),
            say!(create.to_backends),
            Route::Backends.href(),
        ),
        Shows::Form => form(&ordering, navigation),
    };
    view! {
        <PageHead title=say!(create.title) />
        {list_trouble(
            say!(backends.failed),
            move || list.with(Freshness::of),
            move || state.backends.refresh(),
        )}
        {dynamic(content)}
    }
}
