//! Ways into the page: what was kept, what another tab hands over, the form, a link, or no sign-in
//! at all.

use std::time::Duration;

use futures::{channel::oneshot, future::select};
use leptos::prelude::*;
use mist_api::{
    ApiError, Client, Credentials, Secret, ServerUrl,
    call::{ListBackends, SignIn},
    model::{Backend, Listed},
};

use super::{
    Phase, Session, Why,
    keeping::{self, Keep},
};
use crate::{
    platform::{boot, clock, http::BrowserTransport},
    state::hosting,
};

/// How long a new tab waits for an open one to hand it its session.
const HAND_OVER: Duration = Duration::from_millis(250);

impl Session {
    /// Finds out where the page stands: what was kept, what another tab has, what the server asks.
    pub async fn start(self) {
        // The screens that say what is wrong stay while the server is asked again, and so does what is
        // shown from memory.
        let stays = |phase: &Phase| {
            matches!(
                phase,
                Phase::Unreachable(_) | Phase::SignedOut(Why::NoServer(_))
            )
        };
        if !self.phase.with_untracked(stays) && !self.is_remembered() {
            self.phase.set(Phase::Starting);
        }
        let began = self.phase.get_untracked();
        let server = self.server.get_untracked();
        if self.credentials.with_untracked(Option::is_none) {
            match keeping::credentials(&server) {
                Some(kept) => self.credentials.set(Some(kept)),
                None => self.ask_tabs(&server).await,
            }
        }
        loop {
            let used = self.credentials.get_untracked();
            let client = Client::new(BrowserTransport, server.clone(), used.clone());
            let meanwhile = self.remember_if_late();
            let answer = client.call(&ListBackends).await;
            drop(meanwhile);
            let phase = self.phase.get_untracked();
            // Another server was gone to meanwhile.
            if self.server.with_untracked(|here| *here != server) {
                return;
            }
            let is_through = matches!(phase, Phase::In | Phase::SignedOut(_));
            let settled = phase != began && is_through && !self.is_remembered();
            if settled || self.credentials.with_untracked(|held| *held != used) {
                return;
            }
            match (answer, used) {
                (Ok(backends), _) => self.enter(backends),
                (Err(ApiError::Unauthorised { .. }), Some(refused)) => {
                    // Only what was refused is forgotten: another tab may have kept a newer one.
                    keeping::forget_this(&server, &refused);
                    let next = keeping::credentials(&server);
                    if next.is_none() {
                        self.forget_refused(&refused);
                    }
                    self.credentials.set(next.clone());
                    if next.is_some() {
                        continue;
                    }
                    self.phase.set(Phase::SignedOut(Why::Expired));
                }
                (Err(ApiError::Unauthorised { .. }), None) => {
                    self.empty_remembered();
                    self.phase.set(Phase::SignedOut(Why::Asked));
                }
                // A static host without an API answers with a page of its own. Where somebody is
                // signed in there was a server once: something stands before it for a while.
                (
                    Err(
                        error @ (ApiError::NotFound { .. }
                        | ApiError::NoEndpoint { .. }
                        | ApiError::NotAllowed { .. }
                        | ApiError::Undecodable { .. }),
                    ),
                    None,
                ) => self.phase.set(Phase::SignedOut(Why::NoServer(error))),
                (Err(error), _) => self.fall_back(error).await,
            }
            return;
        }
    }

    fn enter(self, backends: Listed<Backend>) {
        self.first_backends.set_value(Some(backends));
        keeping::note_used(&self.server.get_untracked());
        self.forget_other_accounts();
        self.expired.set(false);
        self.remembered_at.set(None);
        self.phase.set(Phase::In);
    }

    /// Signs in.
    ///
    /// # Errors
    ///
    /// Whatever `/auth` fails with, or the refusal of what it gave. Once a token is held it is
    /// kept: a sign-in link works only once, and a server that stumbles afterwards must not burn it.
    pub async fn sign_in(
        self,
        server: ServerUrl,
        email: String,
        password: String,
        stay: bool,
    ) -> Result<(), ApiError> {
        let open = Client::new(BrowserTransport, server.clone(), None);
        let call = SignIn {
            email: email.clone(),
            password: Secret::new(password),
        };
        let signed_in = open.call(&call).await?;
        // Servers that keep the token on their side answer without one (API notes §1).
        let tokenless = signed_in.token.is_none().then(|| email.clone());
        let credentials = signed_in.token.map(|token| Credentials { email, token });
        let client = Client::new(BrowserTransport, server.clone(), credentials.clone());
        let backends = client.call(&ListBackends).await;
        if let Err(error @ ApiError::Unauthorised { .. }) = backends {
            return Err(error);
        }
        keeping::keep_server(&server);
        if let Some(credentials) = &credentials {
            let place = if stay { Keep::OnDevice } else { Keep::InTab };
            keeping::keep(&server, credentials, place);
            self.with_tabs(|tabs| tabs.give(&server, credentials));
        }
        let generation = self.generation.get_untracked();
        self.become_account(server, credentials);
        if tokenless.is_some() {
            // Whoever it was before had no other name.
            self.forget_remembered();
        }
        self.tokenless.set(tokenless);
        self.account.set(Some(signed_in.account));
        // A session renewed under an open page leaves it open: its lists say themselves what fails.
        let in_place = self.phase.get_untracked() == Phase::In
            && self.generation.get_untracked() == generation;
        match backends {
            Ok(backends) => self.enter(backends),
            Err(_) if in_place => self.expired.set(false),
            Err(error) => {
                self.forget_other_accounts();
                self.phase.set(Phase::Unreachable(error));
            }
        }
        Ok(())
    }

    /// Follows a sign-in link from the start. The code goes to the server that the page's host names,
    /// whatever server was in use: no link can choose one.
    pub async fn follow_link(self, email: String, code: String) {
        self.phase.set(Phase::Starting);
        if let Err(error) = self.redeem(email, code).await {
            self.phase.set(Phase::SignedOut(Why::LinkRefused(error)));
        }
    }

    /// Follows a sign-in link without leaving the page; a refusal leaves all as it was.
    ///
    /// # Errors
    ///
    /// See [`Session::sign_in`].
    pub async fn redeem(self, email: String, code: String) -> Result<(), ApiError> {
        let stay = self.stays();
        self.sign_in(hosting::server(), email, code, stay).await
    }

    /// Goes in without signing in, where the server allows it.
    ///
    /// # Errors
    ///
    /// Whatever the first list fails with.
    pub async fn continue_without(self, server: ServerUrl) -> Result<(), ApiError> {
        let backends = Self::ask_openly(&server).await?;
        keeping::keep_server(&server);
        self.become_account(server, None);
        self.enter(backends);
        Ok(())
    }

    /// Whether a server answers without a token, and with what.
    ///
    /// # Errors
    ///
    /// Whatever it answers instead.
    pub async fn ask_openly(server: &ServerUrl) -> Result<Listed<Backend>, ApiError> {
        Client::new(BrowserTransport, server.clone(), None)
            .call(&ListBackends)
            .await
    }

    async fn ask_tabs(self, server: &ServerUrl) {
        // What they gave before the module came is kept already; one that was not ready then may still answer.
        if boot::is_showing() && boot::has_asked_tabs(server.as_str()) {
            self.with_tabs(|tabs| tabs.ask(server));
            return;
        }
        let (handed, waits) = oneshot::channel();
        self.handed.set_value(Some(handed));
        self.with_tabs(|tabs| tabs.ask(server));
        select(waits, clock::sleep(HAND_OVER)).await;
        self.handed.set_value(None);
    }

    /// Takes a session another tab gives, if this tab has none that works.
    pub(super) fn take(self, given: Credentials) {
        let held = self.credentials.get_untracked();
        let same_person = held.as_ref().is_none_or(|held| held.email == given.email);
        let renews = self.expired.get_untracked() && same_person;
        let phase = self.phase.get_untracked();
        let waits = matches!(
            phase,
            Phase::Starting | Phase::SignedOut(Why::Asked | Why::Expired)
        );
        if !renews && (held.is_some() || !waits) {
            return;
        }
        keeping::note_in_tab(&self.server.get_untracked(), &given);
        self.credentials.set(Some(given));
        self.expired.set(false);
        if let Some(handed) = self.handed.try_update_value(Option::take).flatten() {
            // The start that waited has given up; it finds the session all the same.
            let _ = handed.send(());
        }
        if matches!(phase, Phase::SignedOut(_)) {
            self.phase.set(Phase::Starting);
            crate::platform::task::spawn_page(self.start());
        }
    }
}
