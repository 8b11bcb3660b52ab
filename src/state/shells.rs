//! The shells of all machines that were opened, each for as long as the page lives.

use std::collections::HashMap;

use leptos::prelude::*;

use super::{
    session::Session,
    shell::{RunState, Shell},
};
use crate::routes::MachineRef;

/// The shells, as a handle.
#[derive(Clone, Copy)]
pub struct Shells {
    session: Session,
    owner: StoredValue<Owner>,
    open: StoredValue<HashMap<MachineRef, Shell>>,
    any_run: RwSignal<bool>,
}

impl Shells {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            open: StoredValue::new(HashMap::new()),
            any_run: RwSignal::new(false),
        }
    }

    /// The machine's shell, opened if it was not.
    pub fn of(self, machine: &MachineRef) -> Shell {
        if let Some(shell) = self.open.with_value(|open| open.get(machine).copied()) {
            return shell;
        }
        // Under the page's own owner: it must outlive the screen that opens it.
        let shell = self
            .owner
            .get_value()
            .with(|| Shell::new(self.session, machine.clone(), self.any_run));
        self.open.update_value(|open| {
            open.insert(machine.clone(), shell);
        });
        shell
    }

    /// Whether any command was run since the page was opened.
    pub fn any_run(self) -> ReadSignal<bool> {
        self.any_run.read_only()
    }

    /// How many commands run now.
    pub fn running(self) -> usize {
        let runs = |shell: &&Shell| shell.state().with(|state| *state == RunState::Running);
        self.open
            .with_value(|open| open.values().filter(runs).count())
    }

    /// Ends all commands and empties all shells.
    pub(super) fn forget(self) {
        self.open
            .with_value(|open| open.values().for_each(|shell| shell.reset()));
        self.any_run.set(false);
    }
}
