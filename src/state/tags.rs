//! Adding tags to a machine and taking them off. What the server has confirmed shows in every list
//! at once, without waiting for the next one.

use mist_api::{
    ApiError,
    call::{AddTag, RemoveTag},
};

use super::{machines::Machines, session::Session};
use crate::routes::MachineRef;

/// The tags of machines, as a handle.
#[derive(Clone, Copy)]
pub struct Tags {
    session: Session,
    machines: Machines,
}

impl Tags {
    pub(super) fn new(session: Session, machines: Machines) -> Self {
        Self { session, machines }
    }

    /// Tags a machine.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn add(self, machine: &MachineRef, tag: &str) -> Result<(), ApiError> {
        let call = AddTag {
            backend: machine.backend.clone(),
            machine: machine.machine.clone(),
            tag: tag.to_owned(),
        };
        let answer = self.session.call(&call).await;
        match &answer {
            Ok(()) => self
                .machines
                .patch(machine, |known| known.tags.push(tag.to_owned())),
            Err(error) => self.look_after(machine, error),
        }
        answer
    }

    /// Takes a tag off a machine.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn remove(self, machine: &MachineRef, tag: &str) -> Result<(), ApiError> {
        let call = RemoveTag {
            backend: machine.backend.clone(),
            machine: machine.machine.clone(),
            tag: tag.to_owned(),
        };
        let answer = self.session.call(&call).await;
        match &answer {
            // Of equal tags one goes.
            Ok(()) => self.machines.patch(machine, |known| {
                if let Some(place) = known.tags.iter().position(|listed| listed == tag) {
                    known.tags.remove(place);
                }
            }),
            Err(error) => self.look_after(machine, error),
        }
        answer
    }

    /// A tag that is not found may be gone already, and a change whose answer was lost may have been
    /// made: the list tells.
    fn look_after(self, machine: &MachineRef, error: &ApiError) {
        if error.is_answer_lost() || matches!(error, ApiError::NotFound { .. }) {
            self.machines.refresh(&machine.backend);
        }
    }
}
