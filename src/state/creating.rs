//! Making machines: slow, because clouds take minutes. So what is typed, and the calls themselves, outlive
//! the form: leaving the screen neither loses the one nor ends the other. Nothing of it is ever stored.

mod sending;

use std::{
    collections::{BTreeSet, HashMap},
    ops::Deref,
    sync::Arc,
};

use leptos::prelude::*;
use mist_api::{ApiError, call::CreateMachine};

use super::{keys::Keys, machines::Machines, notices::Notices, session::Session};
use crate::routes::Plan;

/// What is typed and ticked; what it is made of stands in the address.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The name, or a pattern for several.
    pub name: RwSignal<String>,
    /// The key to put on it; empty before one is chosen.
    pub key: RwSignal<String>,
    /// What to run on it first.
    pub script: RwSignal<String>,
    /// Whether to monitor it from the start.
    pub monitoring: RwSignal<bool>,
    /// The ids of the networks it shall be in.
    pub networks: RwSignal<BTreeSet<String>>,
}

impl Form {
    fn new() -> Self {
        Self {
            name: RwSignal::default(),
            key: RwSignal::default(),
            script: RwSignal::default(),
            monitoring: RwSignal::default(),
            networks: RwSignal::default(),
        }
    }

    /// What belongs to one machine is done with; the key is likely to be the next one's too.
    fn reset(self) {
        self.name.set(String::new());
        self.script.set(String::new());
        self.monitoring.set(false);
        self.networks.set(BTreeSet::new());
    }
}

/// How far a machine is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Not sent yet.
    Waiting,
    /// The server makes it.
    Asking,
    /// It was not made, or nobody knows ([`ApiError::is_answer_lost`]).
    Failed(ApiError),
    /// It is made, under this id, and not listed yet.
    Made(String),
}

/// A machine that was asked for and is not listed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Making {
    /// Tells them apart.
    pub number: u64,
    /// What is sent.
    pub call: Arc<CreateMachine>,
    /// The title of its backend.
    pub backend: Arc<str>,
    /// How far it is.
    pub stage: Stage,
}

/// The making of machines, as a handle that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Creating(&'static Parts);

/// What [`Creating`] leads to.
pub struct Parts {
    session: Session,
    machines: Machines,
    keys: Keys,
    notices: Notices,
    form: Form,
    /// What was chosen last of each backend.
    plans: StoredValue<HashMap<String, Plan>>,
    /// The backend that was chosen last.
    last: StoredValue<String>,
    list: RwSignal<Vec<Making>>,
    number: StoredValue<u64>,
    /// The failure that the form is filled with.
    again: StoredValue<Option<u64>>,
    /// Whether the list is on the screen.
    watched: StoredValue<bool>,
    /// Sends what waits. Whoever asks for a machine leaves it here: so the calls that make them are in the file
    /// of the screens that ask, and not in the first.
    pump: StoredValue<Option<fn(Creating)>>,
}

impl Deref for Creating {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

impl Creating {
    pub(super) fn new(session: Session, machines: Machines, keys: Keys, notices: Notices) -> Self {
        let parts = Parts {
            session,
            machines,
            keys,
            notices,
            form: Form::new(),
            plans: StoredValue::default(),
            last: StoredValue::default(),
            list: RwSignal::default(),
            number: StoredValue::new(0),
            again: StoredValue::new(None),
            watched: StoredValue::new(false),
            pump: StoredValue::new(None),
        };
        // Made once and alive as long as the page.
        let creating = Self(Box::leak(Box::new(parts)));
        let taken = machines.taken();
        Effect::new(move |_| {
            taken.track();
            untrack(|| creating.settle());
        });
        // What waited for somebody to sign in again goes on.
        let expired = session.expired();
        Effect::new(move |_| {
            if !expired.get()
                && let Some(pump) = creating.pump.get_value()
            {
                untrack(|| pump(creating));
            }
        });
        creating
    }

    /// What is typed.
    pub fn form(self) -> Form {
        self.form
    }

    /// Where the form begins that is opened with this address: what it does not say is as it was left.
    pub fn begin(self, asked: Plan) -> Plan {
        let backend = if asked.backend.is_empty() {
            self.last.get_value()
        } else {
            asked.backend
        };
        let kept = self
            .plans
            .with_value(|plans| plans.get(&backend).cloned().unwrap_or_default());
        let or = |asked: String, kept: String| if asked.is_empty() { kept } else { asked };
        Plan {
            image: or(asked.image, kept.image),
            size: or(asked.size, kept.size),
            location: or(asked.location, kept.location),
            backend,
        }
    }

    /// Keeps what is chosen, to come back to.
    pub fn keep(self, plan: Plan) {
        if !plan.backend.is_empty() {
            self.last.set_value(plan.backend.clone());
            self.plans
                .update_value(|plans| drop(plans.insert(plan.backend.clone(), plan)));
        }
    }

    /// The machines that were asked for and are not listed yet, oldest first.
    pub fn list(self) -> ReadSignal<Vec<Making>> {
        self.list.read_only()
    }

    /// The list is on the screen, until the current owner is gone.
    pub fn watch(self) {
        self.watched.set_value(true);
        on_cleanup(move || self.watched.set_value(false));
    }

    /// Fills the form with what failed. Where the form begins then; nothing if it was put away meanwhile.
    pub fn fill_again(self, number: u64) -> Option<Plan> {
        let call = self.list.with_untracked(|list| {
            let making = list.iter().find(|making| making.number == number);
            making.map(|making| making.call.clone())
        })?;
        self.form.name.set(call.name.clone());
        self.form
            .script
            .set(call.script.clone().unwrap_or_default());
        self.form.monitoring.set(call.monitoring);
        self.form
            .networks
            .set(call.networks.iter().cloned().collect());
        if let Some(key) = &call.key {
            self.form.key.set(key.clone());
        }
        let plan = Plan {
            backend: call.backend.clone(),
            image: call.image.clone(),
            size: call.size.clone(),
            location: call.location.clone().unwrap_or_default(),
        };
        self.keep(plan.clone());
        self.again.set_value(Some(number));
        Some(plan)
    }

    /// Whether the form is filled with what failed.
    pub fn is_again(self) -> bool {
        self.again.get_value().is_some()
    }

    pub(super) fn forget(self) {
        self.form.reset();
        self.form.key.set(String::new());
        self.plans.update_value(HashMap::clear);
        self.last.set_value(String::new());
        self.list.set(Vec::new());
        self.again.set_value(None);
    }
}
