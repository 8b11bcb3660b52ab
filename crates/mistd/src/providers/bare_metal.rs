//! Servers reached over SSH, each a backend of its own with one machine.

use std::time::Duration;

use async_trait::async_trait;
use mist_api::call::Action;
use mist_api::model::{Abilities, Machine, MachineState, Probe};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::access::{Access, Login, Way};
use super::probe::{Reach, probe};
use super::tags::OwnTags;
use super::{BARE_METAL, Provider, admission, machine_id, machine_uuid};
use crate::error::Fault;
use crate::shell::{Session, TerminalSize};
use crate::ssh::{self, SshError};
use crate::store::AccountId;
use crate::store::backends::BackendRow;
use crate::store::keys::KeyRow;

/// How long a server may take to accept a connection and still count as running.
const KNOCK_TIME: Duration = Duration::from_secs(3);

/// `reboot` by name, so that the account's own PATH decides which; the folders it usually lives in
/// come last, for accounts whose PATH lacks them. The answer goes out before the server goes down.
const REBOOT: &str = r#"
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export PATH
if test "$(id -u)" -eq 0; then reboot; else sudo -n reboot; fi </dev/null >/dev/null 2>&1
"#;

/// One server.
pub(super) struct BareMetal {
    account: AccountId,
    backend: BackendRow,
    access: Access,
    tags: OwnTags,
}

impl BareMetal {
    pub(super) fn new(
        account: AccountId,
        backend: BackendRow,
        access: Access,
        tags: OwnTags,
    ) -> Self {
        Self {
            account,
            backend,
            access,
            tags,
        }
    }

    fn describe(&self, state: MachineState) -> Machine {
        let host = &self.backend.host;
        let id = machine_id(host);
        Machine {
            uuid: Some(machine_uuid(&id, BARE_METAL)),
            id,
            name: self.backend.title.clone(),
            image_id: None,
            size: None,
            state,
            private_ips: Vec::new(),
            public_ips: vec![host.clone()],
            tags: Vec::new(),
            extra: serde_json::Map::default(),
            can: Abilities {
                reboot: true,
                tag: true,
                ..Abilities::default()
            },
        }
    }

    async fn logins(&self, machine: &str, wanted: Option<KeyRow>) -> Result<Vec<Login>, Fault> {
        let BackendRow {
            id,
            host,
            user,
            port,
            ..
        } = &self.backend;
        self.access
            .logins(self.account, (id, machine), wanted, (host, user, *port))
            .await
    }

    async fn connect(
        &self,
        machine: &Machine,
        wanted: Option<KeyRow>,
    ) -> Result<(ssh::Connection, Login), Fault> {
        let logins = self.logins(&machine.id, wanted).await?;
        self.access
            .sign_in_somehow(self.account, &self.backend.id, machine, logins)
            .await
    }
}

#[async_trait]
impl Provider for BareMetal {
    async fn machines(&self) -> Result<Vec<Machine>, Fault> {
        let machine = self.describe(MachineState::Running);
        let up = match self.knock_at(&machine).await? {
            Some(door) => timeout(KNOCK_TIME, TcpStream::connect(door)).await,
            None => return self.tags.shown(vec![machine]).await,
        };
        let answers = matches!(up, Ok(Ok(_)));
        let state = if answers {
            MachineState::Running
        } else {
            MachineState::Stopped
        };
        self.tags.shown(vec![Machine { state, ..machine }]).await
    }

    async fn machine(&self, id: &str) -> Result<Machine, Fault> {
        Some(self.describe(MachineState::Running))
            .filter(|machine| machine.id == id)
            .ok_or_else(|| Fault::MachineNotFound(id.to_owned()))
    }

    async fn act(&self, machine: &Machine, action: Action) -> Result<(), Fault> {
        // Also `stop`, which 0.9.8 answers with 200 and does nothing: it says can_stop false too.
        if action != Action::Reboot {
            return Err(Fault::ActionNotSupported(action.as_str()));
        }
        let (connection, _) = self.connect(machine, None).await?;
        let outcome = ssh::run(&connection, REBOOT).await;
        connection.close().await;
        match outcome {
            Ok(output) if output.exit.is_some_and(|status| status != 0) => {
                Err(Fault::ActionFailed(action.as_str()))
            }
            // Going down, the server may cut the connection before it says how the command went.
            Ok(_) | Err(SshError::Lost { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn tag(&self, machine: &Machine, tag: &str) -> Result<(), Fault> {
        self.tags.add(&machine.id, tag).await
    }

    async fn untag(&self, machine: &Machine, tag: &str) -> Result<(), Fault> {
        self.tags.remove(&machine.id, tag).await
    }

    async fn probe(&self, machine: &Machine, key: Option<KeyRow>) -> Result<Probe, Fault> {
        probe(self, machine, key).await
    }

    async fn admit(&self, machine: &Machine, key: KeyRow, way: Way) -> Result<(), Fault> {
        admission::admit(
            &self.access,
            self.account,
            (&self.backend, machine),
            key,
            way,
        )
        .await
    }

    async fn expel(&self, _: &Machine, key: KeyRow, way: Way) {
        let login = Login {
            key,
            host: self.backend.host.clone(),
            user: way.user.unwrap_or_else(|| self.backend.user.clone()),
            port: way.port.unwrap_or(self.backend.port),
            accepted: None,
        };
        admission::expel(&self.access, self.account, &login).await;
    }

    async fn open(
        &self,
        machine: &Machine,
        command: &str,
        size: TerminalSize,
        abandoned: &CancellationToken,
    ) -> Result<Box<dyn Session>, Fault> {
        // Given up before the command is sent, it never ran; afterwards the caller hangs up.
        let (connection, _) = abandoned
            .run_until_cancelled(self.connect(machine, None))
            .await
            .ok_or(Fault::Abandoned)??;
        Ok(ssh::open(connection, command, size).await?)
    }
}

#[async_trait]
impl Reach for BareMetal {
    async fn run(
        &self,
        machine: &Machine,
        key: Option<KeyRow>,
        script: &'static str,
    ) -> Result<Vec<u8>, Fault> {
        let (connection, login) = self.connect(machine, key).await?;
        let output = ssh::run(&connection, script).await?;
        self.access
            .learn_sudo(&connection, &self.backend.id, &machine.id, &login)
            .await?;
        connection.close().await;
        Ok(output.stdout)
    }

    async fn knock_at(&self, machine: &Machine) -> Result<Option<(String, u16)>, Fault> {
        let logins = self.logins(&machine.id, None).await?;
        let port = logins.first().map_or(self.backend.port, |login| login.port);
        Ok(Some((self.backend.host.clone(), port)))
    }
}
