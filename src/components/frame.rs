//! What stands around every screen: navigation, notices, who and where.

use leptos::prelude::*;

use super::{navigate::Navigation, notices::NoticeBar, session_gate::server_name};
use crate::{routes::Route, say, state::State, ui::icon::Icon};

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

#[component]
fn MainNavigation() -> impl IntoView {
    let state = State::get();
    let here = Navigation::get().route();
    let rows = state.machines.rows();
    let machines = Signal::derive(move || Some(rows.read().len()).filter(|count| *count > 0));
    let backends = Signal::derive(move || {
        let list = state.backends.list();
        list.read()
            .data()
            .map(|list| list.items.len())
            .filter(|count| *count > 0)
    });
    let keys = Signal::derive(move || {
        let list = state.keys.list();
        list.read()
            .data()
            .map(|list| list.items.len())
            .filter(|count| *count > 0)
    });
    let is_machines = |route: &Route| matches!(route, Route::Machines(_) | Route::Machine(..));
    let is_backends = |route: &Route| {
        matches!(
            route,
            Route::Backends | Route::Backend(..) | Route::AddBackend(_)
        )
    };
    view! {
        <nav class="rail-nav" aria-label=say!(frame.main)>
            <ul>
                {link(
                    here,
                    &Route::default(),
                    is_machines,
                    Icon::Machines,
                    say!(frame.machines),
                    machines,
                )}
                {link(
                    here,
                    &Route::Backends,
                    is_backends,
                    Icon::Backends,
                    say!(frame.backends),
                    backends,
                )}
                {link(
                    here,
                    &Route::Keys,
                    |route| matches!(route, Route::Keys),
                    Icon::Keys,
                    say!(frame.keys),
                    keys,
                )}
                {link(
                    here,
                    &Route::Account,
                    |route| matches!(route, Route::Account),
                    Icon::Account,
                    say!(frame.account),
                    Signal::stored(None),
                )}
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
    let session = State::get().session;
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
                    {say!(frame.product)}
                </p>
                <MainNavigation />
                <p class="rail-foot">
                    <span>{move || email.get().unwrap_or_else(|| say!(frame.nobody).to_owned())}</span>
                    <span>{move || server_name(server.read().as_str())}</span>
                </p>
            </header>
            <main id="content" tabindex="-1">
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
