//! The computer the server runs on: one machine, whose commands run as the server's own user.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::ExitStatus;

use async_trait::async_trait;
use bytes::Bytes;
use mist_api::call::Action;
use mist_api::model::{Abilities, Machine, MachineState, Probe};
use pty_process::{Pty, Size};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Child;
use tokio::time::{Duration, timeout};
use tokio_util::sync::CancellationToken;

use super::access::Way;
use super::probe::{Reach, probe};
use super::processes::end_session;
use super::tags::OwnTags;
use super::{LOCAL, Provider, backend_id, machine_id, machine_uuid};
use crate::error::Fault;
use crate::shell::{Event, Session, TERM, TerminalSize, exit_by_signal};
use crate::store::backends::BackendRow;
use crate::store::keys::KeyRow;

pub(super) const TITLE: &str = "This computer";
const HOST: &str = "127.0.0.1";

/// Variables that commands inherit, besides those that begin with `LC_`.
const PASSED_ON: &[&str] = &[
    "HOME",
    "LANG",
    "LANGUAGE",
    "LOGNAME",
    "PATH",
    "SHELL",
    "TMPDIR",
    "TZ",
    "USER",
    "XDG_RUNTIME_DIR",
];

/// How much is read from a terminal at once.
const READ_BYTES: usize = 16 * 1024;
/// How long to wait for output that a program left behind, once it has ended.
const LEFTOVER_TIME: Duration = Duration::from_millis(50);
/// How much it can have left: what a terminal holds. More comes from somebody it left running.
const LEFTOVER_BYTES: usize = 128 * 1024;
/// How long a script may take.
const SCRIPT_TIME: Duration = Duration::from_secs(20);

/// The row every account gets.
pub(super) fn backend_row() -> BackendRow {
    BackendRow {
        id: backend_id(LOCAL, HOST),
        provider: LOCAL.to_owned(),
        title: TITLE.to_owned(),
        host: HOST.to_owned(),
        user: String::new(),
        port: 0,
        enabled: true,
        ..BackendRow::default()
    }
}

/// The computer itself.
pub(super) struct ThisComputer {
    name: String,
    tags: OwnTags,
}

impl ThisComputer {
    pub(super) fn new(tags: OwnTags) -> Self {
        let name = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned();
        Self {
            name: if name.is_empty() {
                "localhost".to_owned()
            } else {
                name
            },
            tags,
        }
    }

    fn describe(&self) -> Machine {
        let id = machine_id(&self.name);
        Machine {
            uuid: Some(machine_uuid(&id, LOCAL)),
            id,
            name: self.name.clone(),
            image_id: None,
            size: None,
            state: MachineState::Running,
            private_ips: Vec::new(),
            public_ips: vec![HOST.to_owned()],
            tags: Vec::new(),
            extra: serde_json::Map::default(),
            // Not even reboot: it would take the server down that is asked to do it.
            can: Abilities {
                tag: true,
                ..Abilities::default()
            },
        }
    }
}

#[async_trait]
impl Provider for ThisComputer {
    async fn machines(&self) -> Result<Vec<Machine>, Fault> {
        self.tags.shown(vec![self.describe()]).await
    }

    async fn machine(&self, id: &str) -> Result<Machine, Fault> {
        Some(self.describe())
            .filter(|machine| machine.id == id)
            .ok_or_else(|| Fault::MachineNotFound(id.to_owned()))
    }

    async fn act(&self, _: &Machine, action: Action) -> Result<(), Fault> {
        Err(Fault::ActionNotSupported(action.as_str()))
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

    async fn admit(&self, _: &Machine, _: KeyRow, _: Way) -> Result<(), Fault> {
        Err(Fault::BadRequest("this machine needs no key".to_owned()))
    }

    async fn expel(&self, _: &Machine, _: KeyRow, _: Way) {}

    async fn open(
        &self,
        _: &Machine,
        command: &str,
        size: TerminalSize,
        abandoned: &CancellationToken,
    ) -> Result<Box<dyn Session>, Fault> {
        if abandoned.is_cancelled() {
            return Err(Fault::Abandoned);
        }
        let session = LocalSession::start(command, size)
            .map_err(|error| Fault::ThisComputer(std::io::Error::other(error)))?;
        Ok(Box::new(session))
    }
}

#[async_trait]
impl Reach for ThisComputer {
    async fn run(
        &self,
        _: &Machine,
        _: Option<KeyRow>,
        script: &'static str,
    ) -> Result<Vec<u8>, Fault> {
        timeout(SCRIPT_TIME, run_script(script))
            .await
            .unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into()))
            .map_err(Fault::ThisComputer)
    }

    async fn knock_at(&self, _: &Machine) -> Result<Option<(String, u16)>, Fault> {
        Ok(None)
    }
}

/// What commands see of the server's own environment: who and where they are and which language is
/// spoken. Not the rest, which may hold secrets, such as the passphrase, and settings meant for the
/// server alone.
fn environment() -> impl Iterator<Item = (OsString, OsString)> {
    std::env::vars_os().filter(|(name, _)| {
        name.to_str()
            .is_some_and(|name| PASSED_ON.contains(&name) || name.starts_with("LC_"))
    })
}

async fn run_script(script: &str) -> Result<Vec<u8>, std::io::Error> {
    let mut child = tokio::process::Command::new("/bin/sh")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .env_clear()
        .envs(environment())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(script.as_bytes()).await?;
    }
    Ok(child.wait_with_output().await?.stdout)
}

/// A command in a local terminal.
struct LocalSession {
    terminal: Pty,
    child: Child,
    /// Whether the command has ended, and how.
    ended: bool,
    exit: Option<i32>,
    leftover: usize,
    buffer: Vec<u8>,
}

impl LocalSession {
    fn start(command: &str, size: TerminalSize) -> Result<Self, pty_process::Error> {
        let (terminal, slave) = pty_process::open()?;
        terminal.resize(Size::new(size.rows, size.columns))?;
        let shell = std::env::var_os("SHELL").unwrap_or_else(|| "/bin/sh".into());
        let home = std::env::home_dir().filter(|home| home.is_dir());
        // The child leads a session of its own, on the terminal.
        let child = pty_process::Command::new(shell)
            .arg("-c")
            .arg(command)
            .env_clear()
            .envs(environment())
            .env("TERM", TERM)
            .current_dir(home.unwrap_or_else(|| PathBuf::from("/")))
            .spawn(slave)?;
        Ok(Self {
            terminal,
            child,
            ended: false,
            exit: None,
            leftover: LEFTOVER_BYTES,
            buffer: vec![0; READ_BYTES],
        })
    }

    /// What is left of the output once the command has ended. Others it started may still hold the
    /// terminal, so its end is not waited for.
    async fn read_leftover(&mut self) -> Option<Bytes> {
        if self.leftover == 0 {
            return None;
        }
        let read = timeout(LEFTOVER_TIME, self.terminal.read(&mut self.buffer)).await;
        let count = read.ok()?.ok()?;
        self.leftover = self.leftover.saturating_sub(count);
        self.output(count)
    }

    fn end(&mut self, status: std::io::Result<ExitStatus>) {
        self.ended = true;
        self.exit = status.ok().and_then(|status| {
            let by_signal = || status.signal().map(exit_by_signal);
            status.code().or_else(by_signal)
        });
    }

    fn output(&self, count: usize) -> Option<Bytes> {
        let bytes = self.buffer.get(..count).unwrap_or_default();
        (!bytes.is_empty()).then(|| Bytes::copy_from_slice(bytes))
    }
}

#[async_trait]
impl Session for LocalSession {
    async fn next(&mut self) -> Event {
        while !self.ended {
            tokio::select! {
                biased;
                read = self.terminal.read(&mut self.buffer) => {
                    if let Some(bytes) = read.ok().and_then(|count| self.output(count)) {
                        return Event::Output(bytes);
                    }
                    // Nobody holds the terminal any more. The command may run on without it.
                    let status = self.child.wait().await;
                    self.end(status);
                }
                status = self.child.wait() => self.end(status),
            }
        }
        match self.read_leftover().await {
            Some(bytes) => Event::Output(bytes),
            None => Event::Exited(self.exit),
        }
    }

    async fn hang_up(mut self: Box<Self>) {
        end_session(&mut self.child).await;
    }

    async fn close(self: Box<Self>) {}
}
