//! The page without its server: opening with what is remembered of the account's lists, to read only, and
//! becoming live in place once the server answers.

use std::time::Duration;

use leptos::prelude::*;
use mist_api::{
    ApiError, Credentials,
    model::{Listed, Machine},
};

use super::{Phase, Session};
use crate::{
    platform::{
        clock,
        task::{self, Task},
    },
    state::remembered::{
        self,
        keeping::{self, Whose},
    },
};

/// How long an answer may take before what is remembered is shown meanwhile.
const PATIENCE: Duration = Duration::from_secs(4);

/// Whether there is no server at the other end: nothing answers, or a proxy that found none.
fn is_cut_off(error: &ApiError) -> bool {
    match error {
        ApiError::Network { .. } | ApiError::Timeout => true,
        ApiError::Server { status, .. } => matches!(status, 502 | 504),
        _ => false,
    }
}

impl Session {
    /// When what is shown was known, in milliseconds since 1970, while it is shown from memory and nothing
    /// can be changed; `None` while the server answers.
    pub fn remembered_at(self) -> ReadSignal<Option<u64>> {
        self.remembered_at.read_only()
    }

    pub(super) fn is_remembered(self) -> bool {
        self.remembered_at.with_untracked(Option::is_some)
    }

    /// Whose lists these are, if anybody has the page.
    pub(in crate::state) fn whose(self) -> Option<Whose> {
        let is_out = matches!(*self.phase.read(), Phase::SignedOut(_));
        (!is_out).then(|| self.account_here())
    }

    /// Tracked. Where the server keeps the token to itself nobody's name outlives a reload, and everybody in
    /// this browser is the same person to it.
    fn account_here(self) -> Whose {
        let held = self.credentials.read();
        let email = held.as_ref().map_or("", |held| held.email.as_str());
        Whose::new(&self.server.read(), email)
    }

    fn whose_now(self) -> Whose {
        untrack(|| self.account_here())
    }

    /// The machines that are remembered of a backend, and when they were known; once.
    pub(in crate::state) fn take_remembered(self, backend: &str) -> Option<(Listed<Machine>, u64)> {
        let at_ms = self.remembered_at.get_untracked()?;
        let taken = self.remembered.try_update_value(|all| all.remove(backend));
        Some((taken.flatten()?, at_ms))
    }

    /// # Errors
    ///
    /// [`ApiError::Offline`] while what is shown is shown from memory: a change must not be made on the
    /// ground of it.
    pub(super) fn refuse_offline(self) -> Result<(), ApiError> {
        if self.is_remembered() {
            return Err(ApiError::Offline);
        }
        Ok(())
    }

    /// The server has answered something: if the page is still offline, it need not be.
    pub(super) fn note_answer(self) {
        if self.is_remembered() {
            task::spawn_page(self.start());
        }
    }

    /// Until this is dropped: shows what is remembered if the first answer is late.
    pub(super) fn remember_if_late(self) -> Option<Task> {
        let waits = !self.is_remembered() && keeping::kept_at(&self.whose_now()).is_some();
        waits.then(|| {
            Task::start(async move {
                clock::sleep(PATIENCE).await;
                self.open_remembered().await;
            })
        })
    }

    /// The first answer did not come: the page opens with what is remembered, or says why it can't.
    pub(super) async fn fall_back(self, error: ApiError) {
        if self.is_remembered() {
            // Too old by now: it goes, though the page stayed open.
            if keeping::kept_at(&self.whose_now()).is_none() {
                self.turn_over();
                self.phase.set(Phase::Unreachable(error));
            }
        } else if !is_cut_off(&error) || !self.open_remembered().await {
            self.phase.set(Phase::Unreachable(error));
        }
    }

    async fn open_remembered(self) -> bool {
        let whose = self.whose_now();
        let generation = self.generation.get_untracked();
        let Some(snapshot) = remembered::read(&whose).await else {
            return false;
        };
        // Something else may have become of the page while the database was read.
        let phase = self.phase.get_untracked();
        let waits = matches!(phase, Phase::Starting | Phase::Unreachable(_));
        let is_same = self.whose_now() == whose && self.generation.get_untracked() == generation;
        if !waits || !is_same {
            return true;
        }
        let machines = snapshot.machines.into_iter().collect();
        self.remembered.set_value(machines);
        self.first_backends.set_value(Some(snapshot.backends));
        self.remembered_at.set(Some(snapshot.at_ms));
        self.phase.set(Phase::In);
        true
    }

    /// The server does not take this session any more: what is remembered of its account goes, and if it is
    /// on the screen, from there too.
    pub(super) fn forget_refused(self, refused: &Credentials) {
        keeping::forget(&Whose::new(&self.server.read_untracked(), &refused.email));
        self.close_remembered();
    }

    /// Nobody is signed in on a server that asks for it: what a closed tab left is of no use to anybody.
    pub(super) fn empty_remembered(self) {
        keeping::empty(&self.server.read_untracked());
        self.close_remembered();
    }

    fn close_remembered(self) {
        if self.is_remembered() {
            self.turn_over();
        }
    }

    /// Forgets what is remembered of the account that leaves.
    pub(super) fn forget_remembered(self) {
        keeping::forget(&self.whose_now());
    }

    /// Forgets what is remembered of whoever had this server before.
    pub(super) fn forget_other_accounts(self) {
        keeping::forget_others(&self.server.read_untracked(), &self.whose_now());
    }
}
