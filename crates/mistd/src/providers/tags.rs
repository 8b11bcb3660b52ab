//! Tags of machines that no cloud keeps tags for: they live in the database.

use mist_api::model::Machine;

use crate::error::Fault;
use crate::store::{AccountId, Store, tags};

/// The tags of one backend's machines.
pub(super) struct OwnTags {
    store: Store,
    account: AccountId,
    backend: String,
}

impl OwnTags {
    pub(super) fn new(store: Store, account: AccountId, backend: String) -> Self {
        Self {
            store,
            account,
            backend,
        }
    }

    /// Machines as they are shown: with their tags.
    pub(super) async fn shown(&self, mut machines: Vec<Machine>) -> Result<Vec<Machine>, Fault> {
        let (account, backend) = (self.account, self.backend.clone());
        let mut tags = self
            .store
            .with(move |db| tags::of_backend(db, account, &backend))
            .await?;
        for machine in &mut machines {
            machine.tags = tags.remove(&machine.id).unwrap_or_default();
        }
        Ok(machines)
    }

    pub(super) async fn add(&self, machine: &str, tag: &str) -> Result<(), Fault> {
        let (account, backend) = (self.account, self.backend.clone());
        let (machine, tag) = (machine.to_owned(), tag.to_owned());
        Ok(self
            .store
            .with(move |db| tags::add(db, account, (&backend, &machine), &tag))
            .await?)
    }

    pub(super) async fn remove(&self, machine: &str, tag: &str) -> Result<(), Fault> {
        let (account, backend) = (self.account, self.backend.clone());
        let (machine, tag) = (machine.to_owned(), tag.to_owned());
        let known = self
            .store
            .with(move |db| tags::remove(db, account, (&backend, &machine), &tag))
            .await?;
        known.then_some(()).ok_or(Fault::TagNotFound)
    }
}
