//! The page when its server does not answer at all.

use std::time::Duration;

use leptos::prelude::*;
use mist_api::ApiError;

use crate::{
    locales::explain,
    platform::{clock, dom, task},
    say,
    state::State,
    ui::notice::TroubleNotice,
};

/// How long until the server is asked again by itself.
const AGAIN: Duration = Duration::from_secs(5);

/// A server's address for people: the page's own origin has no other name than its host.
pub fn server_name(address: &str) -> String {
    if address.is_empty() {
        say!(frame.own_server).to_owned()
    } else {
        address.to_owned()
    }
}

/// The server can't be reached: says so, tries again by itself and on request.
#[component]
pub fn Unreachable(
    /// Why not.
    #[prop(into)]
    error: Signal<ApiError>,
) -> impl IntoView {
    let session = State::get().session;
    let name = server_name(session.server().get_untracked().as_str());
    let trouble = explain::trouble(
        say!(sign_in.unreachable, server = name),
        &error.get_untracked(),
    );
    let title = say!(sign_in.unreachable_title);
    dom::set_title(&say!(frame.tab_title, screen = title));
    // The answer takes this screen away, and with it this loop.
    task::spawn_scoped(async move {
        loop {
            clock::sleep(AGAIN).await;
            session.start().await;
        }
    });
    view! {
        <main class="gate">
            <div class="card gate-card">
                <h1>{title}</h1>
                <TroubleNotice
                    trouble=Some(trouble)
                    on_retry=Callback::new(move |()| task::spawn_page(session.start()))
                />
            </div>
        </main>
    }
}
