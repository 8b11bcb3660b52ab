//! Writing the lists down as they come: some time after a change, when the browser is idle, in small
//! steps, so that nobody who types feels it; and only the lists that changed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Weak},
    time::Duration,
};

use leptos::prelude::*;
use mist_api::{
    ApiError,
    model::{Backend, Listed, Machine},
};
use mist_core::remote::Remote;

use super::{BACKENDS, Remembered, keeping, keeping::Whose, shape};
use crate::{
    platform::{
        clock,
        database::{self, Change},
        task,
    },
    state::session::Phase,
};

/// How long after a list has come it is written down, at least.
const PAUSE: Duration = Duration::from_secs(2);
/// And how much longer for each machine that is known: what is large is seldom written.
const PAUSE_PER_MACHINE: Duration = Duration::from_millis(3);
/// Machines that are turned into text in one go, a few milliseconds' work.
const STEP: usize = 200;
/// More machines than this are not remembered: the lists that still fit are.
const MOST: usize = 20_000;

/// What the database holds, told by the lists themselves and not kept alive for it.
#[derive(Default)]
pub(super) struct Written {
    whose: Option<Whose>,
    backends: Weak<Listed<Backend>>,
    machines: BTreeMap<String, Weak<Listed<Machine>>>,
}

fn is_same<T>(written: &Weak<T>, list: &Arc<T>) -> bool {
    std::ptr::eq(written.as_ptr(), Arc::as_ptr(list))
}

impl Remembered {
    /// Writes each list down some time after it has come.
    pub(super) fn follow(self) {
        let taken = self.machines.taken();
        let list = self.backends.list();
        Effect::new(move |_| {
            taken.track();
            list.track();
            self.write_soon();
        });
    }

    pub(super) fn write_soon(self) {
        if self.is_due.get_value() || !self.is_wanted() {
            return;
        }
        self.is_due.set_value(true);
        task::spawn_page(async move {
            let machines = u32::try_from(untrack(|| self.machines.rows().read().len()));
            let pause = PAUSE + PAUSE_PER_MACHINE * machines.unwrap_or(u32::MAX);
            clock::sleep(pause).await;
            clock::idle().await;
            self.write().await;
            self.is_due.set_value(false);
        });
    }

    /// What is shown from memory is not written again: it is not what the server says.
    fn is_wanted(self) -> bool {
        let session = self.session;
        session.phase().get_untracked() == Phase::In
            && session.remembered_at().get_untracked().is_none()
            && untrack(|| session.whose()).is_some_and(|whose| keeping::is_on(&whose))
    }

    async fn write(self) {
        let Some(whose) = untrack(|| self.session.whose()).filter(|_| self.is_wanted()) else {
            return;
        };
        let generation = self.session.generation().get_untracked();
        let known = |list: &Remote<Listed<Backend>, ApiError>| {
            Some((list.data()?.clone(), list.fetched_at_ms()?))
        };
        let Some((backends, mut at_ms)) = self.backends.list().with_untracked(known) else {
            return;
        };
        let prefix = whose.prefix();
        let key = |name: &str| [&prefix, name].concat();
        let mut now = Written {
            whose: Some(whose.clone()),
            backends: Arc::downgrade(&backends),
            machines: BTreeMap::new(),
        };
        // Also when it was wiped since.
        let is_first = keeping::kept_at(&whose).is_none()
            || self
                .written
                .with_value(|written| written.whose != now.whose);
        let mut changes = Vec::new();
        if is_first {
            // Whatever an earlier visit left.
            changes.push(Change::RemoveAll(prefix.clone()));
        }
        let was = |same: &dyn Fn(&Written) -> bool| !is_first && self.written.with_value(same);
        if !was(&|written| is_same(&written.backends, &backends)) {
            let items: Vec<_> = backends.items.iter().map(shape::backend).collect();
            changes.push(Change::Put(key(BACKENDS), shape::list(&items)));
        }
        let mut room = MOST;
        for (id, list, fetched_at_ms) in self.machines.lists() {
            let Some(left) = room.checked_sub(list.items.len()) else {
                continue;
            };
            room = left;
            at_ms = at_ms.max(fetched_at_ms);
            let known = |written: &Written| {
                let written = written.machines.get(&id);
                written.is_some_and(|written| is_same(written, &list))
            };
            if !was(&known) {
                changes.push(Change::Put(key(&id), machines(&list).await));
            }
            now.machines.insert(id, Arc::downgrade(&list));
        }
        self.written.with_value(|written| {
            let gone = written.machines.keys();
            let gone = gone.filter(|id| !is_first && !now.machines.contains_key(*id));
            changes.extend(gone.map(|id| Change::Remove(key(id))));
        });
        // The account may have left while its lists were turned into text.
        let is_theirs = || self.session.generation().get_untracked() == generation;
        if !is_theirs() || !self.is_wanted() {
            return;
        }
        if !changes.is_empty() && database::change(&changes).await.is_err() {
            // No room, or blocked: what is kept stays as it was, and says how old it is.
            return;
        }
        if keeping::note(&whose, at_ms) && is_theirs() {
            self.written.set_value(now);
        } else {
            keeping::forget(&whose);
        }
        self.changed.notify();
    }
}

/// A list as text, made in small steps.
async fn machines(list: &Listed<Machine>) -> String {
    let mut items = Vec::with_capacity(list.items.len());
    for some in list.items.chunks(STEP) {
        clock::idle().await;
        items.extend(some.iter().map(shape::machine));
    }
    shape::list(&items)
}
