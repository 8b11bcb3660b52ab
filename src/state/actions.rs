//! Acting on one machine. What can't be taken back is asked for by the screen; what only
//! interrupts (stop, reboot) waits a few seconds here, with a way to take it back. Closing the tab
//! meanwhile drops it.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::{Action, MachineAction, ResizeMachine},
    model::MachineState,
};

use super::{
    machines::Machines,
    notices::{Notices, Undo},
    session::Session,
};
use crate::{
    platform::{clock, task},
    routes::MachineRef,
    say,
};

/// How long an action can be taken back.
const GRACE: Duration = Duration::from_secs(5);

/// An action that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Tells refusals apart.
    pub number: u64,
    /// The machine.
    pub machine: MachineRef,
    /// Its name.
    pub name: String,
    /// What was asked of it.
    pub action: Action,
    /// Why it was refused.
    pub error: ApiError,
}

/// Acting on machines, as a handle.
#[derive(Clone, Copy)]
pub struct Actions {
    session: Session,
    machines: Machines,
    notices: Notices,
    refused: RwSignal<Vec<Refused>>,
    /// The machines whose action can still be taken back: one at a time each.
    pending: StoredValue<HashSet<MachineRef>>,
    last: StoredValue<u64>,
}

impl Actions {
    pub(super) fn new(session: Session, machines: Machines, notices: Notices) -> Self {
        let refused = RwSignal::default();
        Self {
            session,
            machines,
            notices,
            refused,
            pending: StoredValue::new(HashSet::new()),
            last: StoredValue::new(0),
        }
    }

    /// The actions that were refused and not yet put away.
    pub fn refused(self) -> ReadSignal<Vec<Refused>> {
        self.refused.read_only()
    }

    /// Puts a refusal away.
    pub fn put_away(self, number: u64) {
        self.refused
            .update(|refused| refused.retain(|known| known.number != number));
    }

    /// Asks a machine to do something; stop and reboot after a few seconds' grace.
    pub fn ask(self, machine: MachineRef, name: String, action: Action) {
        match action {
            Action::Start | Action::Destroy => {
                task::spawn_page(self.carry_out(machine, name, action));
            }
            Action::Stop | Action::Reboot => self.ask_with_grace(machine, name, action),
        }
    }

    fn ask_with_grace(self, machine: MachineRef, name: String, action: Action) {
        if self
            .pending
            .with_value(|pending| pending.contains(&machine))
        {
            self.notices.say(say!(actions.one_at_a_time, name = name));
            return;
        }
        self.pending.update_value(|pending| {
            pending.insert(machine.clone());
        });
        let words = if action == Action::Stop {
            say!(actions.will_stop, name = &name)
        } else {
            say!(actions.will_reboot, name = &name)
        };
        let (undone, waits) = oneshot::channel();
        let undone = Mutex::new(Some(undone));
        let undo = Undo::new(move || {
            let undone = undone.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(undone) = undone {
                // Too late: it is being carried out.
                let _ = undone.send(());
            }
        });
        let notice = self.notices.offer_undo(words, undo);
        let generation = self.session.generation().get_untracked();
        task::spawn_page(async move {
            let end = select(waits, clock::sleep(GRACE)).await;
            self.notices.remove(notice);
            // Another account has the page: what this one asked for is not done.
            if self.session.generation().get_untracked() != generation {
                return;
            }
            self.pending.update_value(|pending| {
                pending.remove(&machine);
            });
            match end {
                Either::Left((Ok(()), _)) => {
                    self.notices.say(say!(actions.taken_back, name = &name));
                }
                Either::Left((Err(oneshot::Canceled), _)) => {}
                Either::Right(_) => self.carry_out(machine, name, action).await,
            }
        });
    }

    /// Gives a machine another size.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn resize(self, machine: &MachineRef, size: String) -> Result<(), ApiError> {
        let call = ResizeMachine {
            backend: machine.backend.clone(),
            machine: machine.machine.clone(),
            plan_id: size,
        };
        match self.session.call(&call).await {
            Ok(list) => {
                self.machines.apply(&machine.backend, list);
                Ok(())
            }
            Err(error) => {
                if error.is_answer_lost() {
                    // It may have been done all the same: the list tells.
                    self.machines.refresh(&machine.backend);
                }
                Err(error)
            }
        }
    }

    pub(super) fn forget(self) {
        self.refused.set(Vec::new());
        self.pending.update_value(HashSet::clear);
    }

    async fn carry_out(self, machine: MachineRef, name: String, action: Action) {
        let moving = match action {
            Action::Reboot => MachineState::Rebooting,
            Action::Start | Action::Stop | Action::Destroy => MachineState::Pending,
        };
        self.machines.set_moving(machine.clone(), moving);
        let call = MachineAction {
            backend: machine.backend.clone(),
            machine: machine.machine.clone(),
            action,
        };
        let answer = self.session.call(&call).await;
        self.machines.settle(&machine);
        match answer {
            Ok(list) => {
                self.machines.apply(&machine.backend, list);
                self.notices.say(match action {
                    Action::Start => say!(actions.started, name = name),
                    Action::Stop => say!(actions.stopped, name = name),
                    Action::Reboot => say!(actions.rebooted, name = name),
                    Action::Destroy => say!(actions.destroyed, name = name),
                });
            }
            Err(error) => {
                if error.is_answer_lost() {
                    // It may have been done all the same: the list tells.
                    self.machines.refresh(&machine.backend);
                }
                self.last.update_value(|number| *number += 1);
                let number = self.last.get_value();
                let refused = Refused {
                    number,
                    machine,
                    name,
                    action,
                    error,
                };
                self.refused.update(|list| list.push(refused));
            }
        }
    }
}
