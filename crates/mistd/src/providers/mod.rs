//! Where machines come from: one [`Provider`] per kind of backend.
//!
//! Owns what a kind of backend can do. A provider is made for one account and one backend, lives as
//! long as a request, and answers in the API's own types. It knows nothing of HTTP.

mod access;
mod bare_metal;
mod doors;
mod local;
mod probe;
mod processes;

use std::sync::Arc;

use async_trait::async_trait;
use mist_api::call::Action;
use mist_api::model::{Machine, Provider as ProviderTitle};
use sha1::{Digest, Sha1};
use tokio_util::sync::CancellationToken;

pub(crate) use access::{Access, Login};
use bare_metal::BareMetal;
use local::ThisComputer;
pub(crate) use probe::probe;

use crate::error::Fault;
use crate::shell::{Session, TerminalSize};
use crate::store::backends::BackendRow;
use crate::store::keys::KeyRow;
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

    /// Runs a short script for a POSIX shell and answers what it prints. `key` names the SSH key
    /// to use where one is needed.
    async fn run(
        &self,
        machine: &Machine,
        key: Option<KeyRow>,
        script: &'static str,
    ) -> Result<Vec<u8>, Fault>;

    /// Where a connection shows whether the machine is there: address and port.
    async fn knock_at(&self, machine: &Machine) -> Result<Option<(String, u16)>, Fault>;

    /// Starts a command in a terminal. Gives up once `abandoned` is cancelled.
    async fn open(
        &self,
        machine: &Machine,
        command: &str,
        size: TerminalSize,
        abandoned: &CancellationToken,
    ) -> Result<Box<dyn Session>, Fault>;
}

/// Makes providers.
#[derive(Clone)]
pub(crate) struct Providers {
    access: Access,
    /// Whether the server's own computer is offered.
    this_computer: bool,
}

impl Providers {
    pub(crate) fn new(access: Access, this_computer: bool) -> Self {
        Self {
            access,
            this_computer,
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
        titles
    }

    /// Whether a kind of backend can be used on this server.
    pub(crate) fn offers(&self, provider: &str) -> bool {
        provider == BARE_METAL || (provider == LOCAL && self.this_computer)
    }

    /// The provider for one of an account's backends.
    pub(crate) fn of(&self, account: i64, backend: BackendRow) -> Result<Arc<dyn Provider>, Fault> {
        if !self.offers(&backend.provider) {
            return Err(Fault::BackendNotFound(backend.id));
        }
        Ok(if backend.provider == LOCAL {
            Arc::new(ThisComputer::new())
        } else {
            Arc::new(BareMetal::new(account, backend, self.access.clone()))
        })
    }

    /// The row that stands for the server's own computer, if it is offered.
    pub(crate) fn this_computer(&self) -> Option<BackendRow> {
        self.this_computer.then(local::backend_row)
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
