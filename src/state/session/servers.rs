//! The servers that this browser knows: going from one to another without mixing what belongs to each, and
//! letting go of them.

use leptos::prelude::*;
use mist_api::{Client, Credentials, ServerUrl, call::SignOut};

use super::{super::remembered::keeping as remembered, Phase, Session, Why, keeping};
use crate::{
    platform::{http::BrowserTransport, task},
    state::hosting,
};

/// A server that was used in this browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownServer {
    /// Where it is.
    pub url: ServerUrl,
    /// Whose session is kept for it.
    pub email: Option<String>,
    /// Whether that outlives the tab.
    pub on_device: bool,
    /// Whether it is the one in use.
    pub is_here: bool,
}

impl Session {
    /// The servers that were used in this browser, the one in use first.
    pub fn servers(self) -> Signal<Vec<KnownServer>> {
        Signal::derive(move || {
            self.kept.track();
            self.credentials.track();
            let here = self.server.get();
            let known = |url: ServerUrl| KnownServer {
                email: keeping::credentials(&url).map(|kept| kept.email),
                on_device: keeping::is_on_device(&url),
                is_here: url == here,
                url,
            };
            let mut others = keeping::servers();
            others.retain(|url| *url != here && hosting::may_change_server());
            std::iter::once(here.clone())
                .chain(others)
                .map(known)
                .collect()
        })
    }

    /// Goes to another server: with the session kept for it, or to its sign-in. Nothing of the server so far
    /// goes along; its session stays kept.
    pub fn switch(self, server: ServerUrl) {
        let is_in = self.phase.with_untracked(|phase| *phase == Phase::In);
        if is_in && self.server.with_untracked(|here| *here == server) {
            return;
        }
        let kept = keeping::credentials(&server);
        keeping::keep_server(&server);
        // First of all the screens go: none of them is to see the other server's data come in.
        self.expired.set(false);
        self.phase.set(Phase::Starting);
        self.become_account(server, kept);
        task::spawn_page(self.start());
    }

    /// Shows the sign-in screen to choose another server there. The session here stays kept.
    pub fn look_elsewhere(self) {
        self.expired.set(false);
        self.phase.set(Phase::SignedOut(Why::Elsewhere));
        self.turn_over();
        self.credentials.set(None);
    }

    /// Forgets a server other than the one in use, and tells it that its session is over.
    pub fn forget_server(self, server: &ServerUrl) {
        self.end_kept(server);
        remembered::forget_server(server);
        keeping::forget_used(server);
        self.kept.notify();
    }

    /// Signs out of every server, in this tab and all others of this browser.
    pub fn sign_out_everywhere(self) {
        self.with_tabs(super::super::tabs::Tabs::end_all);
        self.end_all();
    }

    /// Ends every session that this tab knows of.
    pub(super) fn end_all(self) {
        let here = self.server.get_untracked();
        // The one in use may be held by this tab alone.
        let held = self.credentials.get_untracked();
        if keeping::credentials(&here).is_none()
            && let Some(held) = held
        {
            tell(&here, held);
        }
        for server in keeping::servers() {
            self.end_kept(&server);
        }
        remembered::forget_all();
        self.kept.notify();
        self.leave(Why::SignedOut);
    }

    fn end_kept(self, server: &ServerUrl) {
        if let Some(kept) = keeping::credentials(server) {
            self.with_tabs(|tabs| tabs.end(server, &kept.email));
            tell(server, kept);
        }
        keeping::forget(server);
    }
}

/// Tells a server that a session is over. Best effort: most servers have no such call (404), and the token is
/// gone from here.
pub(super) fn tell(server: &ServerUrl, credentials: Credentials) {
    let client = Client::new(BrowserTransport, server.clone(), Some(credentials));
    task::spawn_page(async move { drop(client.call(&SignOut).await) });
}
