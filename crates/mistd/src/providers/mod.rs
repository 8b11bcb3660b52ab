//! Where machines come from: one [`Provider`] per kind of backend.
//!
//! Owns what a kind of backend can do. A provider is made for one account and one backend, lives as
//! long as a request, and answers in the API's own types. It knows nothing of HTTP.

mod access;
mod admission;
mod bare_metal;
mod doors;
mod local;
mod probe;
mod processes;
mod simulated;
mod tags;

use std::sync::Arc;

use async_trait::async_trait;
use mist_api::call::Action;
use mist_api::model::{Machine, Probe, Provider as ProviderTitle};
use sha1::{Digest, Sha1};
use tokio_util::sync::CancellationToken;

pub(crate) use access::{Access, Login, Way};
use bare_metal::BareMetal;
use local::ThisComputer;
pub(crate) use simulated::{
    Credentials, Monitors, SimulatedCloud, Simulation, Simulations, Watched, now_ms,
    row as simulated_row,
};
use tags::OwnTags;

use crate::error::Fault;
use crate::shell::{Session, TerminalSize};
use crate::store::backends::{BackendRow, Gift};
use crate::store::keys::KeyRow;
use crate::store::{AccountId, Store};
use crate::vault::hexadecimal;

/// The provider of servers reached over SSH.
pub(crate) const BARE_METAL: &str = "bare_metal";
/// The provider of the computer the server runs on.
pub(crate) const LOCAL: &str = "local";

/// A kind of backend, for one backend.
#[async_trait]
pub(crate) trait Provider: Send + Sync {
    /// The machines there.
    async fn machines(&self) -> Result<Vec<Machine>, Fault>;

    /// One machine, without asking more than is needed to know that it exists: its state may be
    /// out of date.
    async fn machine(&self, id: &str) -> Result<Machine, Fault>;

    /// Does something to a machine that says it can be done.
    async fn act(&self, machine: &Machine, action: Action) -> Result<(), Fault>;

    /// Puts a tag on a machine. One that is there already is not stored twice.
    async fn tag(&self, machine: &Machine, tag: &str) -> Result<(), Fault>;

    /// Takes a tag off a machine.
    async fn untag(&self, machine: &Machine, tag: &str) -> Result<(), Fault>;

    /// Looks how a machine is, with `key` where somebody says which. A machine that lets nobody in
    /// answers less, or nothing: that is no error (API notes §2.7).
    async fn probe(&self, machine: &Machine, key: Option<KeyRow>) -> Result<Probe, Fault>;

    /// Makes a key open a machine and remembers that it does.
    async fn admit(&self, machine: &Machine, key: KeyRow, way: Way) -> Result<(), Fault>;

    /// Takes a key off a machine that it opened in this way. What fails is no fault of the
    /// request's: the key stays there, silently as in 0.9.8.
    async fn expel(&self, machine: &Machine, key: KeyRow, way: Way);

    /// Starts a command in a terminal. Gives up once `abandoned` is cancelled.
    async fn open(
        &self,
        machine: &Machine,
        command: &str,
        size: TerminalSize,
        abandoned: &CancellationToken,
    ) -> Result<Box<dyn Session>, Fault>;

    /// What it offers beyond machines, if it is a cloud.
    fn cloud(&self) -> Option<&SimulatedCloud> {
        None
    }
}

/// Makes providers.
#[derive(Clone)]
pub(crate) struct Providers {
    store: Store,
    access: Access,
    /// Whether the server's own computer is offered.
    this_computer: bool,
    /// Clouds that are not there, if the operator offers them.
    simulations: Option<Simulations>,
}

impl Providers {
    pub(crate) fn new(
        store: Store,
        access: Access,
        this_computer: bool,
        simulation: Option<Simulation>,
    ) -> Self {
        let simulations = simulation.map(|settings| Simulations::new(store.clone(), settings));
        Self {
            store,
            access,
            this_computer,
            simulations,
        }
    }

    /// The kinds of backend that can be added.
    pub(crate) fn titles(&self) -> Vec<ProviderTitle> {
        let title = |id: &str, title: &str| ProviderTitle {
            title: title.to_owned(),
            id: id.to_owned(),
            regions: Vec::new(),
            simulated: false,
        };
        let mut titles = vec![title(BARE_METAL, "Bare Metal Server")];
        if self.this_computer {
            titles.push(title(LOCAL, local::TITLE));
        }
        if self.simulations.is_some() {
            titles.extend(Simulations::titles());
        }
        titles
    }

    /// Whether a backend can be used on this server as it was started.
    pub(crate) fn offers(&self, backend: &BackendRow) -> bool {
        match backend.provider.as_str() {
            _ if backend.simulated => self.simulates(&backend.provider, &backend.region),
            BARE_METAL => true,
            LOCAL => self.this_computer,
            _ => false,
        }
    }

    /// Whether there are simulated clouds.
    pub(crate) fn has_simulations(&self) -> bool {
        self.simulations.is_some()
    }

    /// Whether a cloud can be added, which is then a simulated one.
    pub(crate) fn simulates(&self, provider: &str, region: &str) -> bool {
        self.simulations.is_some() && Simulations::has(provider, region)
    }

    /// The provider for one of an account's backends.
    pub(crate) fn of(
        &self,
        account: AccountId,
        backend: BackendRow,
    ) -> Result<Arc<dyn Provider>, Fault> {
        if !self.offers(&backend) {
            return Err(Fault::BackendNotFound(backend.id));
        }
        if let Some(simulations) = self.simulations.as_ref().filter(|_| backend.simulated) {
            return Ok(Arc::new(simulations.open(account, backend)));
        }
        Ok(if backend.provider == LOCAL {
            Arc::new(ThisComputer::new(self.tags(account, &backend)))
        } else {
            let tags = self.tags(account, &backend);
            Arc::new(BareMetal::new(account, backend, self.access.clone(), tags))
        })
    }

    fn tags(&self, account: AccountId, backend: &BackendRow) -> OwnTags {
        OwnTags::new(self.store.clone(), account, backend.id.clone())
    }

    /// The row that stands for the server's own computer, if it is offered.
    pub(crate) fn this_computer(&self) -> Option<BackendRow> {
        self.this_computer.then(local::backend_row)
    }

    /// What every account is given by itself.
    pub(crate) fn gifts(&self) -> Vec<(Gift, Vec<BackendRow>)> {
        let computer = self.this_computer();
        let computer = computer.map(|row| (Gift::ThisComputer, vec![row]));
        let demo = self.simulations.as_ref();
        let demo = demo.map(|simulations| (Gift::Demo, simulations.first_rows()));
        computer.into_iter().chain(demo).collect()
    }
}

/// A backend's id as 0.9.8 makes it, so that the same server added again gets the same id
/// (API notes §2.1): the SHA-1 of provider and host in base 58.
pub(crate) fn backend_id(provider: &str, host: &str) -> String {
    let digest = Sha1::digest(format!("{provider}{host}"));
    let digits = bs58::encode(digest)
        .with_alphabet(bs58::Alphabet::FLICKR)
        .into_string();
    // Base 58 of a number has no leading zeros, of bytes it has one per zero byte.
    digits.trim_start_matches('1').to_owned()
}

/// A machine's uuid as 0.9.8 makes it.
fn machine_uuid(machine: &str, provider: &str) -> String {
    let digest = Sha1::digest(format!("{machine}:{provider}"));
    hexadecimal(&digest)
}

/// The id 0.9.8 gives the machine at a host: the name without dots and spaces.
fn machine_id(host: &str) -> String {
    host.chars()
        .filter(|c| *c != '.' && !c.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_0_9_8() {
        assert_eq!(
            backend_id(BARE_METAL, "127.0.0.1"),
            "um33br5FaSqAM6qP56zGEbaHwEd"
        );
        assert_eq!(machine_id("127.0.0.1"), "127001");
        assert_eq!(
            machine_uuid("127001", BARE_METAL),
            "0f2d7e2640e6e0cc43770b4413504164db8738a9"
        );
    }
}
