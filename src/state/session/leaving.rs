//! Ways out of the page, and what other tabs tell of theirs.

use leptos::prelude::*;
use mist_api::call::SignOut;

use super::{super::tabs::Heard, Phase, Session, Why, keeping};
use crate::platform::task;

impl Session {
    /// Signs out: the token is forgotten here and in every open tab, and the server is told.
    pub fn sign_out(self) {
        let client = self.client();
        if let Some(held) = self.credentials.get_untracked() {
            self.with_tabs(|tabs| tabs.end(client.server(), &held.email));
            // Best effort: most servers have no such call (404), and the token is gone from here.
            task::spawn_page(async move { drop(client.call(&SignOut).await) });
        }
        self.leave(Why::SignedOut);
    }

    /// Shows the sign-in screen on a server that asks nobody.
    pub fn ask_to_sign_in(self) {
        self.leave(Why::Wanted);
    }

    fn leave(self, why: Why) {
        keeping::forget(&self.server.get_untracked());
        self.turn_over();
        self.credentials.set(None);
        self.expired.set(false);
        self.phase.set(Phase::SignedOut(why));
    }

    /// What another tab says of its session with the server in use.
    pub(super) fn hear(self, heard: Heard) {
        let server = self.server.get_untracked();
        match heard {
            Heard::Asked(asked) if asked == server.as_str() => {
                let held = self.credentials.get_untracked();
                if let (Some(held), false) = (held, self.expired.get_untracked()) {
                    self.with_tabs(|tabs| tabs.give(&server, &held));
                }
            }
            Heard::Given(from, given) if from == server.as_str() => self.take(given),
            Heard::Ended(from, email) if from == server.as_str() => {
                let ours = self
                    .credentials
                    .with_untracked(|held| held.as_ref().is_some_and(|held| held.email == email));
                if ours {
                    self.leave(Why::SignedOut);
                }
            }
            Heard::Asked(_) | Heard::Given(..) | Heard::Ended(..) => {}
        }
    }
}
