//! What of the lists is remembered on this device, so that the page opens without its server: off until
//! somebody switches it on, per server and account. `shape` says what is kept, `keeping` for whom and
//! until when, `writing` follows the lists. Never kept are secrets, keys, output, drafts and activity.

pub(super) mod keeping;
mod shape;
mod writing;

use leptos::prelude::*;
use mist_api::{
    call::{Call, ListBackends, ListMachines},
    model::{Backend, Listed, Machine},
};

use self::{keeping::Whose, writing::Written};
use super::{backends::Backends, machines::Machines, session::Session};
use crate::platform::database;

/// Under what the list of backends is kept; the list of a backend's machines is under its id, and none is
/// empty.
const BACKENDS: &str = "";

/// What was kept of an account's lists.
pub(super) struct Snapshot {
    /// When it was known, in milliseconds since 1970.
    pub(super) at_ms: u64,
    pub(super) backends: Listed<Backend>,
    /// The machines, by their backend's id.
    pub(super) machines: Vec<(String, Listed<Machine>)>,
}

/// Reads what is kept, unless it is too old, or cannot be read.
pub(super) async fn read(whose: &Whose) -> Option<Snapshot> {
    keeping::kept_at(whose)?;
    let mut texts = database::all(&whose.prefix()).await.ok()?;
    // It may have been forgotten meanwhile.
    let at_ms = keeping::kept_at(whose)?;
    let backends = texts.iter().position(|(key, _)| key == BACKENDS)?;
    let (_, backends) = texts.swap_remove(backends);
    let machines = texts.into_iter().filter_map(|(backend, text)| {
        let call = ListMachines { backend };
        let list = call.decode(text.as_bytes()).ok()?;
        Some((call.backend, list))
    });
    Some(Snapshot {
        at_ms,
        backends: ListBackends.decode(backends.as_bytes()).ok()?,
        machines: machines.collect(),
    })
}

/// Remembering, as a handle.
#[derive(Clone, Copy)]
pub struct Remembered {
    session: Session,
    backends: Backends,
    machines: Machines,
    written: StoredValue<Written>,
    /// A write is under way or waits for its time.
    is_due: StoredValue<bool>,
    /// Tells of changes to what is kept.
    changed: Trigger,
}

impl Remembered {
    pub(super) fn new(session: Session, backends: Backends, machines: Machines) -> Self {
        keeping::tidy();
        let remembered = Self {
            session,
            backends,
            machines,
            written: StoredValue::new(Written::default()),
            is_due: StoredValue::new(false),
            changed: Trigger::new(),
        };
        remembered.follow();
        remembered
    }

    /// Whether this account's lists are remembered.
    pub fn is_on(self) -> Signal<bool> {
        Signal::derive(move || {
            self.changed.track();
            self.session
                .whose()
                .is_some_and(|whose| keeping::is_on(&whose))
        })
    }

    /// When what is kept of this account was known, in milliseconds since 1970.
    pub fn kept_at(self) -> Signal<Option<u64>> {
        Signal::derive(move || {
            self.changed.track();
            keeping::kept_at(&self.session.whose()?)
        })
    }

    /// Whether anything is remembered in this browser, of whatever account.
    pub fn is_any(self) -> Signal<bool> {
        Signal::derive(move || {
            self.changed.track();
            keeping::is_any()
        })
    }

    /// Remembers this account's lists from now on, or forgets them.
    pub fn switch(self, on: bool) {
        let Some(whose) = untrack(|| self.session.whose()) else {
            return;
        };
        if on {
            keeping::switch_on(&whose);
            self.write_soon();
        } else {
            keeping::forget(&whose);
        }
        self.changed.notify();
    }

    /// Forgets the lists of all accounts on all servers, and remembers none from now on.
    pub fn forget_all(self) {
        keeping::forget_all();
        self.changed.notify();
    }
}
