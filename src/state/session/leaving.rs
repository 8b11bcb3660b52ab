//! Ways out of the page, and what other tabs tell of theirs.

use leptos::prelude::*;
use mist_api::{Credentials, ServerUrl};

use super::{
    super::{
        remembered::keeping::{self as remembered, Whose},
        tabs::Heard,
    },
    Phase, Session, Why, keeping, servers,
};

impl Session {
    /// Signs out: the token is forgotten here and in every open tab, and the server is told.
    pub fn sign_out(self) {
        if let Some(held) = self.credentials.get_untracked() {
            let server = self.server.get_untracked();
            self.with_tabs(|tabs| tabs.end(&server, &held.email));
            servers::tell(&server, held);
        }
        self.leave(Why::SignedOut);
    }

    /// Shows the sign-in screen on a server that asks nobody.
    pub fn ask_to_sign_in(self) {
        self.leave(Why::Wanted);
    }

    pub(super) fn leave(self, why: Why) {
        keeping::forget(&self.server.get_untracked());
        self.forget_remembered();
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
            Heard::EndedAll => self.end_all(),
            Heard::Asked(_) | Heard::Given(..) => {}
            // Of a server that this tab went away from: its session is no longer of use here either.
            Heard::Ended(from, email) => self.drop_kept(&from, &email),
        }
    }

    /// Forgets the session that this tab keeps for a server it does not use now, if it is this person's.
    fn drop_kept(self, server: &str, email: &str) {
        let Ok(server) = ServerUrl::parse(server) else {
            return;
        };
        let is_theirs = |kept: &Credentials| kept.email == email;
        remembered::forget(&Whose::new(&server, email));
        if let Some(kept) = keeping::credentials(&server).filter(is_theirs) {
            keeping::forget_this(&server, &kept);
            self.kept.notify();
        }
    }
}
