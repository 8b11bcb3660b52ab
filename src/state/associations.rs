//! Which keys open which machine: making it so, and no longer so. Both go to the machine itself,
//! which may take half a minute.

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::{AssociateKey, DisassociateKey},
    model::{Association, Listed},
};

use super::{keys::Keys, session::Session};
use crate::routes::MachineRef;

/// That a key opens a machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Opener {
    /// The key's name.
    pub key: String,
    /// Whether it is the one used where none is named.
    pub is_default: bool,
    /// How it was last used there.
    pub association: Association,
}

/// Keys and machines, as a handle.
#[derive(Clone, Copy)]
pub struct Associations {
    session: Session,
    keys: Keys,
}

impl Associations {
    pub(super) fn new(session: Session, keys: Keys) -> Self {
        Self { session, keys }
    }

    /// The keys that open a machine, in the order of their names; `None` while the keys are not
    /// known.
    pub fn of(self, machine: MachineRef) -> Memo<Option<Vec<Opener>>> {
        let list = self.keys.list();
        Memo::new(move |_| {
            let list = list.read();
            let keys = list.data()?.items.iter();
            let openers = keys.filter_map(|key| {
                let association = key.machines.iter().find(|association| {
                    association.backend_id == machine.backend
                        && association.machine_id == machine.machine
                })?;
                Some(Opener {
                    key: key.id.clone(),
                    is_default: key.is_default,
                    association: association.clone(),
                })
            });
            Some(openers.collect())
        })
    }

    /// Makes a key open a machine.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn add(self, call: AssociateKey) -> Result<(), ApiError> {
        let answer = self.session.call(&call).await;
        self.take(&call.key, answer)
    }

    /// Makes a key no longer open a machine.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn remove(self, call: DisassociateKey) -> Result<(), ApiError> {
        let answer = self.session.call(&call).await;
        self.take(&call.key, answer)
    }

    fn take(
        self,
        key: &str,
        answer: Result<Listed<Association>, ApiError>,
    ) -> Result<(), ApiError> {
        match answer {
            Ok(machines) => {
                self.keys.set_machines(key, machines);
                Ok(())
            }
            Err(error) => {
                // Whether a change was made whose answer was lost, the list tells.
                if error.is_answer_lost() {
                    self.keys.refresh();
                }
                Err(error)
            }
        }
    }
}
