//! Ways to the other servers this browser knows, for screens that stand before the page.

use leptos::prelude::*;
use mist_api::ServerUrl;

use crate::{
    platform::address,
    say,
    state::{State, session::KnownServer},
    ui::button::{Button, Weight},
};

/// A server's address in full: the page's own server is where the page came from.
pub fn address_of(server: &ServerUrl) -> String {
    if server.is_same_origin() {
        address::origin()
    } else {
        server.as_str().to_owned()
    }
}

/// A button for each server that can be gone to from here; nothing where there is none.
pub fn other_servers(state: State) -> AnyView {
    let session = state.session;
    let go = |known: KnownServer| {
        let label = say!(account.go_to, server = address_of(&known.url));
        let press = move |_| session.switch(known.url.clone());
        view! { <Button label=label weight=Weight::Quiet on_press=press /> }.into_any()
    };
    // Made once: what stands here does not change while somebody reads it.
    let servers = session.servers().get_untracked().into_iter();
    let ways: Vec<_> = servers
        .filter(|known| !known.is_here || known.email.is_some())
        .map(go)
        .collect();
    view! { <div class="other-servers">{ways}</div> }.into_any()
}
