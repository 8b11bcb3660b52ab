//! The calls that make machines: a few at a time, each with its own end.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::{ApiError, call::CreateMachine};

use super::{Creating, Making, Stage};
use crate::{platform::task, routes::MachineRef, say};

/// Most machines asked for at once.
const AT_ONCE: usize = 3;

impl Creating {
    /// Asks for machines of one backend, whose title this is. The form is done with.
    pub fn send(self, backend: &str, calls: Vec<CreateMachine>) {
        let backend: Arc<str> = backend.into();
        let again = self.again.get_value();
        self.again.set_value(None);
        self.list.update(|list| {
            list.retain(|making| Some(making.number) != again);
            for call in calls {
                self.number.update_value(|number| *number += 1);
                list.push(Making {
                    number: self.number.get_value(),
                    call: Arc::new(call),
                    backend: backend.clone(),
                    stage: Stage::Waiting,
                });
            }
        });
        self.form.reset();
        self.pump.set_value(Some(Self::send_waiting));
        self.send_waiting();
    }

    /// Sends what waits, as far as there is room.
    fn send_waiting(self) {
        while !self.session.expired().get_untracked() {
            let next = self.list.try_maybe_update(|list| {
                let is_asking = |making: &&Making| making.stage == Stage::Asking;
                let is_full = list.iter().filter(is_asking).count() >= AT_ONCE;
                let mut waiting = list.iter_mut().filter(|_| !is_full);
                let next = waiting.find(|making| making.stage == Stage::Waiting);
                let next = next.map(|making| {
                    making.stage = Stage::Asking;
                    (making.number, making.call.clone())
                });
                (next.is_some(), next)
            });
            let Some(Some((number, call))) = next else {
                return;
            };
            task::spawn_page(self.make(number, call));
        }
    }

    async fn make(self, number: u64, call: Arc<CreateMachine>) {
        let name = &call.name;
        match self.session.call(&*call).await {
            Ok(made) => {
                self.set(number, Stage::Made(made.id));
                self.notices.say(say!(create.created, name = name));
                self.machines.refresh(&call.backend);
                // The server has put the key on it.
                if call.key.is_some() {
                    self.keys.refresh();
                }
            }
            // Refused before it was looked at: it waits until somebody has signed in again.
            Err(ApiError::Unauthorised { .. }) if self.session.expired().get_untracked() => {
                self.set(number, Stage::Waiting);
            }
            Err(error) => {
                if error.is_answer_lost() {
                    self.machines.refresh(&call.backend);
                }
                self.set(number, Stage::Failed(error));
                if !self.watched.get_value() {
                    self.notices.say(say!(create.failed_meanwhile, name = name));
                }
            }
        }
        self.send_waiting();
    }

    fn set(self, number: u64, stage: Stage) {
        self.list.update(|list| {
            if let Some(making) = list.iter_mut().find(|making| making.number == number) {
                making.stage = stage;
            }
        });
    }

    /// What is listed by now is no longer being made.
    pub(super) fn settle(self) {
        let is_listed = |making: &Making| match &making.stage {
            Stage::Made(id) => {
                let machine = MachineRef {
                    backend: making.call.backend.clone(),
                    machine: id.clone(),
                };
                self.machines.one(&machine).is_some()
            }
            _ => false,
        };
        self.list.try_maybe_update(|list| {
            let before = list.len();
            list.retain(|making| !is_listed(making));
            (list.len() != before, ())
        });
    }

    /// Gives up what is not sent yet.
    pub fn cancel_waiting(self) {
        let before = self.list.with_untracked(Vec::len);
        self.list
            .update(|list| list.retain(|making| making.stage != Stage::Waiting));
        let count = before - self.list.with_untracked(Vec::len);
        self.notices.say(say!(create.cancelled, count = count));
    }

    /// Puts away what failed, or is made.
    pub fn dismiss(self, number: u64) {
        self.list
            .update(|list| list.retain(|making| making.number != number));
    }
}
