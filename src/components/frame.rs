//! What stands around every screen: navigation, notices, who and where.

use leptos::{html, prelude::*};

use super::{
    navigate::Navigation, notices::NoticeBar, offline::offline_banner, session_gate::server_name,
};
use crate::{
    locales,
    routes::{ActivityList, ImageList, Route},
    say,
    state::State,
    ui::icon::Icon,
};

/// The id of what "More" opens.
const MORE: &str = "more-screens";

/// One link of the navigation. Its count is outside its name.
fn link(
    here: Memo<Route>,
    to: &Route,
    is_here: fn(&Route) -> bool,
    icon: Icon,
    words: &'static str,
    count: Signal<Option<usize>>,
) -> impl IntoView + use<> {
    view! {
        <li class="nav-item">
            <a
                class="nav-link"
                href=to.href()
                aria-current=move || is_here(&here.read()).then_some("page")
            >
                {icon.draw()}
                <span>{words}</span>
            </a>
            {move || {
                count.get().map(|count| view! { <span class="nav-count" aria-hidden="true">{count}</span> })
            }}
        </li>
    }
}

/// How many of something are known; nothing where there are none.
fn count_of(count: impl Fn() -> Option<usize> + Send + Sync + 'static) -> Signal<Option<usize>> {
    Signal::derive(move || count().filter(|count| *count > 0))
}

/// The links that have room in any window.
fn first_links(here: Memo<Route>, state: State) -> impl IntoView {
    let rows = state.machines.rows();
    let backends = state.backends.list();
    let is_machines = |route: &Route| {
        matches!(
            route,
            Route::Machines(_)
                | Route::Machine(..)
                | Route::CreateMachine(_)
                | Route::Sizes(_)
                | Route::Resize(_)
        )
    };
    let is_backends = |route: &Route| {
        matches!(
            route,
            Route::Backends | Route::Backend(..) | Route::AddBackend(_)
        )
    };
    view! {
        <ul>
            {link(
                here,
                &Route::default(),
                is_machines,
                Icon::Machines,
                say!(frame.machines),
                count_of(move || Some(rows.read().len())),
            )}
            {link(
                here,
                &Route::Backends,
                is_backends,
                Icon::Backends,
                say!(frame.backends),
                count_of(move || backends.read().data().map(|list| list.items.len())),
            )}
            {link(
                here,
                &Route::Providers(String::new()),
                |route| matches!(route, Route::Providers(_)),
                Icon::Providers,
                say!(frame.providers),
                Signal::stored(None),
            )}
            {link(
                here,
                &Route::Images(ImageList::default()),
                |route| matches!(route, Route::Images(_)),
                Icon::Images,
                say!(frame.images),
                Signal::stored(None),
            )}
        </ul>
    }
}

/// Whether the link to a screen is under "More" where there is no room for all.
fn is_under_more(route: &Route) -> bool {
    matches!(route, Route::Keys | Route::Activity(_) | Route::Account)
}

fn last_links(here: Memo<Route>, state: State) -> impl IntoView {
    let keys = state.keys.list();
    // Changes that failed while nobody looked.
    let unseen = state.activity.unseen();
    view! {
        {link(
            here,
            &Route::Keys,
            |route| matches!(route, Route::Keys),
            Icon::Keys,
            say!(frame.keys),
            count_of(move || keys.read().data().map(|list| list.items.len())),
        )}
        {link(
            here,
            &Route::Activity(ActivityList::default()),
            |route| matches!(route, Route::Activity(_)),
            Icon::Activity,
            say!(frame.activity),
            count_of(move || Some(unseen.get())),
        )}
        {link(
            here,
            &Route::Account,
            |route| matches!(route, Route::Account),
            Icon::Account,
            say!(frame.account),
            Signal::stored(None),
        )}
    }
}

/// All screens. The last ones stand in a popover that a narrow window opens by "More"; the style sheet
/// shows it as a plain part of the rail where there is room, so each link is there once.
#[component]
fn MainNavigation() -> impl IntoView {
    let state = State::get();
    let here = Navigation::get().route();
    let (popover, is_open) = (NodeRef::<html::Ul>::new(), RwSignal::new(false));
    Effect::new(move |_| {
        here.track();
        if let Some(popover) = popover.get_untracked() {
            // Refused only when it is closed already.
            let _ = popover.hide_popover();
        }
    });
    let on_toggle = move |_| {
        let popover = popover.get_untracked();
        is_open
            .set(popover.is_some_and(|popover| popover.matches(":popover-open").unwrap_or(false)));
    };
    view! {
        <nav class="rail-nav" aria-label=say!(frame.main)>
            {first_links(here, state)}
            <button
                type="button"
                class="nav-link nav-more"
                popovertarget=MORE
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                data-here=move || is_under_more(&here.read()).then_some("true")
            >
                {Icon::Dots.draw()}
                <span>{say!(frame.more)}</span>
            </button>
            <ul class="nav-rest" id=MORE popover="auto" node_ref=popover on:toggle=on_toggle>
                {last_links(here, state)}
            </ul>
        </nav>
    }
}

/// The frame around a screen.
#[component]
pub fn Frame(
    /// The screen.
    children: Children,
) -> impl IntoView {
    let state = State::get();
    let session = state.session;
    let email = session.email();
    let server = session.server();
    view! {
        <a class="skip" href="#content" on:click=|event| skip_to_content(&event)>
            {say!(frame.skip)}
        </a>
        <div class="app">
            <header class="rail">
                <p class="brand">
                    <span class="logo" aria-hidden="true"></span>
                    {locales::product()}
                </p>
                <MainNavigation />
                <p class="rail-foot">
                    <span>{move || email.get().unwrap_or_else(|| say!(frame.nobody).to_owned())}</span>
                    <span>{move || server_name(server.read().as_str())}</span>
                </p>
            </header>
            <main id="content" tabindex="-1">
                {offline_banner(state)}
                <NoticeBar />
                {children()}
            </main>
        </div>
    }
}

/// The fragment is the page's address: the skip link moves focus without touching it.
fn skip_to_content(event: &leptos::ev::MouseEvent) {
    event.prevent_default();
    crate::platform::dom::focus_id("content");
}
