//! The monitoring of simulated machines: what people set is kept in the database, what is measured is
//! computed when somebody asks.

use mist_api::model::{Account, MachineRef, Monitoring};
use mist_sim::Refusal;
use mist_sim::monitoring::{Monitor, Monitored, Rules, overview, simulated_plan};
use rusqlite::Connection;

use super::cloud::now_ms;
use crate::error::Fault;
use crate::store::{AccountId, Store, StoreError, monitors};

/// The monitoring of one account's machines.
pub(crate) struct Monitors {
    store: Store,
    account: AccountId,
}

/// A machine that is monitored, and its uuid.
pub(crate) struct Watched {
    pub(crate) machine: MachineRef,
    pub(crate) uuid: String,
    pub(crate) monitor: Monitor,
}

impl Monitors {
    pub(crate) fn new(store: Store, account: AccountId) -> Self {
        Self { store, account }
    }

    /// What is set for a machine, or a refusal if it is not monitored.
    pub(crate) async fn get(&self, place: &MachineRef) -> Result<Monitor, Fault> {
        let (account, place) = (self.account, place.clone());
        let kept = self
            .store
            .with(move |db| monitors::get(db, account, of(&place)))
            .await?;
        kept.and_then(|body| serde_json::from_str(&body).ok())
            .ok_or_else(not_monitored)
    }

    /// All that is monitored, without what is gone.
    pub(crate) async fn list(&self) -> Result<Vec<(MachineRef, Monitor)>, Fault> {
        let account = self.account;
        let rows = self
            .store
            .with(move |db| monitors::list(db, account))
            .await?;
        let known = rows.into_iter().filter_map(|row| {
            let machine = MachineRef {
                backend_id: row.backend,
                machine_id: row.machine,
            };
            Some((machine, serde_json::from_str(&row.body).ok()?))
        });
        Ok(known.collect())
    }

    /// Keeps what is set for a machine.
    pub(crate) async fn put(&self, place: &MachineRef, monitor: &Monitor) -> Result<(), Fault> {
        let (account, place) = (self.account, place.clone());
        let body = json(monitor)?;
        Ok(self
            .store
            .with(move |db| monitors::put(db, account, of(&place), &body))
            .await?)
    }

    /// Changes what is set for a machine that is monitored.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        place: &MachineRef,
        change: impl FnOnce(&mut Monitor) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Fault> {
        let (account, place) = (self.account, place.clone());
        self.store
            .with(move |db| {
                let transaction = db.transaction()?;
                let kept = monitors::get(&transaction, account, of(&place))?;
                let monitor = kept.and_then(|body| serde_json::from_str::<Monitor>(&body).ok());
                let Some(mut monitor) = monitor else {
                    return Ok(Err(not_monitored()));
                };
                let answer = match change(&mut monitor) {
                    Ok(answer) => answer,
                    Err(refusal) => return Ok(Err(refusal.into())),
                };
                match json(&monitor) {
                    Ok(body) => monitors::put(&transaction, account, of(&place), &body)?,
                    Err(fault) => return Ok(Err(fault)),
                }
                transaction.commit()?;
                Ok(Ok(answer))
            })
            .await?
    }

    /// A machine is no longer monitored, and nothing watches it.
    pub(crate) async fn forget(&self, place: &MachineRef) -> Result<(), Fault> {
        let (account, place) = (self.account, place.clone());
        self.store
            .with(move |db| {
                let transaction = db.transaction()?;
                monitors::remove(&transaction, account, of(&place))?;
                let mut rules = read_rules(&transaction, account)?;
                rules.forget(&place);
                if let Ok(body) = serde_json::to_string(&rules) {
                    monitors::put_rules(&transaction, account, &body)?;
                }
                Ok(transaction.commit()?)
            })
            .await?;
        Ok(())
    }

    /// Changes the account's rules.
    pub(crate) async fn change_rules<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Rules) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Fault> {
        let account = self.account;
        self.store
            .with(move |db| {
                let transaction = db.transaction()?;
                let mut rules = read_rules(&transaction, account)?;
                let answer = match change(&mut rules) {
                    Ok(answer) => answer,
                    Err(refusal) => return Ok(Err(refusal.into())),
                };
                match json(&rules) {
                    Ok(body) => monitors::put_rules(&transaction, account, &body)?,
                    Err(fault) => return Ok(Err(fault)),
                }
                transaction.commit()?;
                Ok(Ok(answer))
            })
            .await?
    }

    /// Everything about the account's monitoring.
    pub(crate) async fn overview(&self, watched: Vec<Watched>) -> Result<Monitoring, Fault> {
        let account = self.account;
        let rules = self.store.with(move |db| read_rules(db, account)).await?;
        let monitored: Vec<Monitored<'_>> = watched
            .iter()
            .map(|watched| Monitored {
                machine: watched.machine.clone(),
                uuid: watched.uuid.clone(),
                monitor: &watched.monitor,
            })
            .collect();
        let account = Account {
            plan: Some(simulated_plan()),
            ..Account::default()
        };
        Ok(overview(&monitored, &rules, account, now_ms()))
    }
}

fn of(place: &MachineRef) -> (&str, &str) {
    (&place.backend_id, &place.machine_id)
}

fn read_rules(db: &Connection, account: AccountId) -> Result<Rules, StoreError> {
    let kept = monitors::rules(db, account)?;
    Ok(kept
        .and_then(|body| serde_json::from_str(&body).ok())
        .unwrap_or_default())
}

fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::Internal("what is set cannot be written down"))
}

fn not_monitored() -> Fault {
    Fault::CloudRefused(Refusal {
        status: 404,
        words: "Not Found: this machine is not monitored. Enable monitoring first.".to_owned(),
    })
}
