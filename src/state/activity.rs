//! What this page changed during this visit: every call that changes something, when, how it ended and in
//! which words. Kept in memory only, without secrets, and gone with the account. The session records; how it
//! is said belongs to the screen.

use std::{collections::VecDeque, sync::Arc};

use leptos::prelude::*;
use mist_api::{ApiError, call::Request};

use crate::platform::clock;

/// Most changes kept; the oldest go first.
const MOST: usize = 500;

/// How a change stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its answer is awaited.
    Running,
    /// The server accepted it; a command ended.
    Done,
    /// The person stopped the command.
    Stopped,
    /// It was refused, or its answer was lost.
    Failed(ApiError),
}

impl Outcome {
    /// Whether it went wrong, for all that is known.
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

/// What machine and backend were called when it happened: they may be gone later. Empty where it was about
/// none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The backend's title.
    pub backend: String,
    /// The machine's name.
    pub machine: String,
}

/// One change.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Tells changes apart; later ones have higher numbers.
    pub number: u64,
    /// When it was asked for, in milliseconds since 1970.
    pub at_ms: u64,
    /// What was asked for, without secrets.
    pub request: Arc<Request>,
    /// What it was about.
    pub names: Names,
    /// How it stands, and how long it took, in milliseconds.
    pub outcome: ArcRwSignal<(Outcome, Option<f64>)>,
    /// Whether it was asked for once more.
    pub tried_again: ArcRwSignal<bool>,
}

type Naming = Box<dyn Fn(&Request) -> Names>;

/// The changes, as a handle.
#[derive(Clone, Copy)]
pub struct Activity {
    /// Newest first.
    list: RwSignal<VecDeque<Entry>>,
    last: StoredValue<u64>,
    unseen: RwSignal<usize>,
    naming: StoredValue<Option<Naming>, LocalStorage>,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            list: RwSignal::default(),
            last: StoredValue::new(0),
            unseen: RwSignal::new(0),
            naming: StoredValue::new_local(None),
        }
    }

    /// Has `naming` look up what a change is about.
    pub(super) fn on_naming(self, naming: impl Fn(&Request) -> Names + 'static) {
        self.naming.set_value(Some(Box::new(naming)));
    }

    /// The changes, newest first.
    pub fn list(self) -> ReadSignal<VecDeque<Entry>> {
        self.list.read_only()
    }

    /// How many failed since somebody last looked.
    pub fn unseen(self) -> ReadSignal<usize> {
        self.unseen.read_only()
    }

    /// Somebody looks.
    pub fn look(self) {
        if self.unseen.get_untracked() > 0 {
            self.unseen.set(0);
        }
    }

    /// Writes down that something is asked for, until the answer is known.
    pub(super) fn begin(self, request: Request) -> Recording {
        let names = self
            .naming
            .with_value(|naming| naming.as_ref().map(|naming| naming(&request)));
        self.last.update_value(|last| *last += 1);
        let otherwise = match request {
            Request::Shell(_) => Outcome::Stopped,
            _ => Outcome::Failed(ApiError::Aborted),
        };
        let entry = Entry {
            number: self.last.get_value(),
            at_ms: clock::now_ms(),
            request: Arc::new(request.without_secrets()),
            names: names.unwrap_or_default(),
            outcome: ArcRwSignal::new((Outcome::Running, None)),
            tried_again: ArcRwSignal::new(false),
        };
        let outcome = entry.outcome.clone();
        self.list.update(|list| {
            list.push_front(entry);
            list.truncate(MOST);
        });
        Recording {
            activity: self,
            outcome,
            began: clock::monotonic_ms(),
            otherwise: Some(otherwise),
        }
    }

    pub(super) fn forget(self) {
        self.list.set(VecDeque::new());
        self.unseen.set(0);
    }
}

/// A change that is under way. Dropped before its end, nobody waits for the answer any more.
pub struct Recording {
    activity: Activity,
    outcome: ArcRwSignal<(Outcome, Option<f64>)>,
    began: f64,
    /// How it ends if nobody says.
    otherwise: Option<Outcome>,
}

impl Recording {
    /// It is over, with this error or without one.
    pub(super) fn end(mut self, error: Option<&ApiError>) {
        self.otherwise = Some(error.map_or(Outcome::Done, |error| Outcome::Failed(error.clone())));
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let Some(outcome) = self.otherwise.take() else {
            return;
        };
        if outcome.is_failed() {
            // The page may have been closed down meanwhile.
            let _ = self.activity.unseen.try_update(|unseen| *unseen += 1);
        }
        let took = clock::monotonic_ms() - self.began;
        self.outcome.set((outcome, Some(took)));
    }
}
