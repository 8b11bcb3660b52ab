//! One simulated cloud as a provider.

use std::sync::Arc;

use async_trait::async_trait;
use mist_api::call::Action;
use mist_api::model::{Image, Location, Machine, MachineCreated, MachineRef, Network, Probe, Size};
use mist_sim::cloud::{Cloud, NewNetwork, Wish};
use mist_sim::monitoring::{Monitor, Subject};
use mist_sim::{Record, Refusal};
use serde_json::Value;
use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

use super::Simulations;
use super::monitors::Monitors;
use super::session::SimulatedSession;
use crate::error::Fault;
use crate::providers::{Provider, Way};
use crate::shell::{Session, TerminalSize};
use crate::store::backends::BackendRow;
use crate::store::keys::KeyRow;
use crate::store::{self, AccountId, associations, simulated};

/// Where simulated machines listen for SSH.
const SSH_PORT: u16 = 22;

/// A simulated cloud, for one backend.
pub(crate) struct SimulatedCloud {
    simulations: Simulations,
    account: AccountId,
    backend: BackendRow,
}

/// Milliseconds since 1970, as the simulation counts.
pub(crate) fn now_ms() -> u64 {
    u64::try_from(store::now_milliseconds()).unwrap_or_default()
}

impl SimulatedCloud {
    pub(super) fn new(simulations: Simulations, account: AccountId, backend: BackendRow) -> Self {
        Self {
            simulations,
            account,
            backend,
        }
    }

    /// The cloud, to oneself.
    async fn locked(&self) -> Result<OwnedMutexGuard<Cloud>, Fault> {
        let place = self.simulations.place(self.account, &self.backend.id);
        let cloud = place
            .get_or_try_init(|| self.simulations.make(self.account, &self.backend))
            .await?;
        Ok(Arc::clone(cloud).lock_owned().await)
    }

    /// Asks the cloud.
    async fn ask<T>(&self, question: impl FnOnce(&Cloud, u64) -> T) -> Result<T, Fault> {
        let cloud = self.locked().await?;
        Ok(question(&cloud, now_ms()))
    }

    /// Changes the cloud, and answers once the change is kept.
    async fn change<T, F>(&self, change: F) -> Result<T, Fault>
    where
        F: FnOnce(&mut Cloud, u64) -> Result<(T, Vec<Record>), Refusal>,
    {
        let mut cloud = self.locked().await?;
        let (answer, records) = change(&mut cloud, now_ms())?;
        let (account, id) = (self.account, self.backend.id.clone());
        let simulations = self.simulations.clone();
        self.simulations
            .store
            .with(move |db| {
                let kept = simulated::keep(db, account, &id, &records);
                if kept.is_err() {
                    // It was not done then, so nobody may see it.
                    simulations.forget(account, &id);
                }
                // Held until here, also if the client leaves meanwhile: what comes later must not be kept
                // before it.
                drop(cloud);
                kept
            })
            .await?;
        Ok(answer)
    }

    /// The sizes of its machines.
    pub(crate) async fn sizes(&self) -> Result<Vec<Size>, Fault> {
        self.ask(|cloud, _| cloud.sizes()).await
    }

    /// Its places.
    pub(crate) async fn locations(&self) -> Result<Vec<Location>, Fault> {
        self.ask(|cloud, _| cloud.locations()).await
    }

    /// Its images; with a term those that the cloud finds.
    pub(crate) async fn images(&self, term: Option<String>) -> Result<Vec<Image>, Fault> {
        // Tens of thousands take a while.
        self.ask(move |cloud, _| tokio::task::block_in_place(|| cloud.images(term.as_deref())))
            .await
    }

    /// Stars an image, or no longer. Answers whether it is starred now.
    pub(crate) async fn star(&self, image: &str) -> Result<bool, Fault> {
        self.change(|cloud, _| {
            let (starred, record) = cloud.star(image);
            Ok((starred, vec![record]))
        })
        .await
    }

    /// Its networks.
    pub(crate) async fn networks(&self) -> Result<Vec<Network>, Fault> {
        self.ask(|cloud, _| cloud.networks()).await
    }

    /// Makes a network.
    pub(crate) async fn create_network(&self, network: &NewNetwork) -> Result<Value, Fault> {
        self.change(|cloud, _| cloud.create_network(network)).await
    }

    /// Deletes a network.
    pub(crate) async fn delete_network(&self, network: &str) -> Result<(), Fault> {
        self.change(|cloud, _| Ok(((), cloud.delete_network(network)?)))
            .await
    }

    /// Makes a machine, with a key on it where the cloud puts one there.
    pub(crate) async fn create(
        &self,
        wish: &Wish,
        key: Option<KeyRow>,
    ) -> Result<MachineCreated, Fault> {
        let created = self.change(|cloud, now| cloud.create(wish, now)).await?;
        let takes_keys = self
            .ask(|cloud, _| cloud.profile().family.rules().key)
            .await?;
        if let Some(key) = key.filter(|_| takes_keys) {
            let user = self.user_of(&created.id).await?;
            self.remember(&created.id, &key, user).await?;
        }
        if wish.monitoring {
            let monitor = Monitor::enable(self.subject(&created.id).await?, false, now_ms());
            let place = self.place_of(&created.id);
            self.monitors().put(&place, &monitor).await?;
        }
        Ok(created)
    }

    /// Gives a machine another size.
    pub(crate) async fn resize(&self, machine: &str, plan: &str) -> Result<(), Fault> {
        self.change(|cloud, now| Ok(((), cloud.resize(machine, plan, now)?)))
            .await
    }

    /// What is measured of a machine.
    pub(crate) async fn subject(&self, machine: &str) -> Result<Subject, Fault> {
        self.ask(|cloud, _| cloud.subject(machine)).await
    }

    fn monitors(&self) -> Monitors {
        Monitors::new(self.simulations.store.clone(), self.account)
    }

    /// A machine of this backend, named from outside.
    fn place_of(&self, machine: &str) -> MachineRef {
        MachineRef {
            backend_id: self.backend.id.clone(),
            machine_id: machine.to_owned(),
        }
    }

    /// Whom a machine lets in besides root.
    async fn user_of(&self, machine: &str) -> Result<&'static str, Fault> {
        self.ask(|cloud, _| cloud.user(machine)).await
    }

    async fn remember(&self, machine: &str, key: &KeyRow, user: &str) -> Result<(), Fault> {
        let (backend, machine) = (self.backend.id.clone(), machine.to_owned());
        let (uid, user) = (key.uid, user.to_owned());
        Ok(self
            .simulations
            .store
            .with(move |db| {
                let place = (backend.as_str(), machine.as_str());
                associations::touch(db, &uid, place, (&user, SSH_PORT))
            })
            .await?)
    }
}

#[async_trait]
impl Provider for SimulatedCloud {
    async fn machines(&self) -> Result<Vec<Machine>, Fault> {
        self.ask(Cloud::machines).await
    }

    async fn machine(&self, id: &str) -> Result<Machine, Fault> {
        self.ask(|cloud, now| cloud.machine(id, now))
            .await?
            .ok_or_else(|| Fault::MachineNotFound(id.to_owned()))
    }

    async fn act(&self, machine: &Machine, action: Action) -> Result<(), Fault> {
        self.change(|cloud, now| Ok(((), cloud.act(&machine.id, action, now)?)))
            .await?;
        if action == Action::Destroy {
            // As 0.9.8 does (API notes §9).
            let (account, backend) = (self.account, self.backend.id.clone());
            let id = machine.id.clone();
            self.simulations
                .store
                .with(move |db| associations::forget_machine(db, account, &backend, &id))
                .await?;
            let place = self.place_of(&machine.id);
            self.monitors().forget(&place).await?;
        }
        Ok(())
    }

    async fn tag(&self, machine: &Machine, tag: &str) -> Result<(), Fault> {
        self.change(|cloud, now| Ok(((), cloud.tag(&machine.id, tag, now)?)))
            .await
    }

    async fn untag(&self, machine: &Machine, tag: &str) -> Result<(), Fault> {
        self.change(|cloud, now| Ok(((), cloud.untag(&machine.id, tag, now)?)))
            .await
    }

    async fn probe(&self, machine: &Machine, key: Option<KeyRow>) -> Result<Probe, Fault> {
        let found = self.ask(|cloud, now| cloud.probe(&machine.id, now)).await?;
        let Some(probe) = found else {
            return Ok(Probe::default());
        };
        // A probe that works is remembered of the key it worked with (API notes §2.7).
        if let Some(key) = key {
            let user = self.user_of(&machine.id).await?;
            self.remember(&machine.id, &key, user).await?;
        }
        Ok(probe)
    }

    /// A simulated machine lets root in and the user of its image, on the usual port.
    async fn admit(&self, machine: &Machine, key: KeyRow, way: Way) -> Result<(), Fault> {
        let host = self.ask(|cloud, now| cloud.host(&machine.id, now)).await?;
        if host.is_none() || way.port.is_some_and(|port| port != SSH_PORT) {
            return Err(Fault::CloudRefused(Refusal {
                status: 503,
                words: "Service unavailable: SSH timed-out repeatedly.".to_owned(),
            }));
        }
        let usual = self.user_of(&machine.id).await?;
        let user = way.user.unwrap_or_else(|| usual.to_owned());
        if user != "root" && user != usual {
            return Err(Fault::CloudRefused(Refusal {
                status: 401,
                words: format!(
                    "Couldn't authenticate to machine: {} refused the key for user {user}",
                    machine.name
                ),
            }));
        }
        self.remember(&machine.id, &key, &user).await
    }

    async fn expel(&self, _: &Machine, _: KeyRow, _: Way) {}

    async fn open(
        &self,
        machine: &Machine,
        command: &str,
        size: TerminalSize,
        _: &CancellationToken,
    ) -> Result<Box<dyn Session>, Fault> {
        let host = self.ask(|cloud, now| cloud.host(&machine.id, now)).await?;
        let host = host.ok_or_else(|| {
            Fault::CloudRefused(Refusal {
                status: 503,
                words: format!("Service unavailable: {} does not run.", machine.name),
            })
        })?;
        let program = mist_sim::shell::run(&host, command, size.columns, now_ms());
        Ok(Box::new(SimulatedSession::new(program)))
    }

    fn cloud(&self) -> Option<&SimulatedCloud> {
        Some(self)
    }
}
