//! The page when its server does not answer at all.

use std::time::Duration;

use leptos::prelude::*;
use mist_api::ApiError;

use super::other_servers::other_servers;
use crate::{
    locales::{self, explain},
    platform::{clock, dom, task},
    say,
    state::{State, hosting},
    ui::{
        button::{Button, Weight},
        notice::TroubleNotice,
    },
};

/// How long until the server is asked again by itself: longer each time, up to a minute.
const AGAIN: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(1);

/// Asks again and again while the current component is on the page, seldomer each time.
pub fn keep_asking<A: Future<Output = ()>>(ask: impl Fn() -> A + 'static) {
    task::spawn_scoped(async move {
        let mut wait = AGAIN;
        loop {
            clock::sleep(wait).await;
            ask().await;
            wait = LONGEST.min(wait * 2);
        }
    });
}

/// A server's address for people: the page's own origin has no other name than its host.
pub fn server_name(address: &str) -> String {
    if address.is_empty() {
        say!(frame.own_server).to_owned()
    } else {
        address.to_owned()
    }
}

/// The server can't be reached or used: says so, tries again by itself and on request.
#[component]
pub fn Unreachable(
    /// Why not.
    #[prop(into)]
    error: Signal<ApiError>,
) -> impl IntoView {
    let state = State::get();
    let session = state.session;
    let name = server_name(session.server().get_untracked().as_str());
    let error = error.get_untracked();
    let trouble = explain::unusable(&name, &error);
    let title = if matches!(error, ApiError::Network { .. } | ApiError::Timeout) {
        say!(sign_in.unreachable_title)
    } else {
        say!(sign_in.unusable_title)
    };
    dom::set_title(&locales::tab_title(title));
    let asking = RwSignal::new(false);
    // The answer takes this screen away, and with it what waits for it.
    let ask = move || async move {
        asking.try_set(true);
        session.start().await;
        asking.try_set(false);
    };
    keep_asking(ask);
    view! {
        <main class="gate">
            <div class="card gate-card">
                <h1>{title}</h1>
                <TroubleNotice
                    trouble=Some(trouble)
                    busy=asking
                    on_retry=Callback::new(move |()| task::spawn_page(ask()))
                />
                {other_servers(state)}
                {hosting::may_change_server()
                    .then(|| {
                        view! {
                            <Button
                                label=say!(account.use_another)
                                weight=Weight::Quiet
                                on_press=move |_| session.look_elsewhere()
                            />
                        }
                    })}
            </div>
        </main>
    }
}
