//! A running `mistd` with a data folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal};
use serde_json::Value;
use tempfile::TempDir;

use super::Client;

pub(crate) const EMAIL: &str = "someone@mist.example";

const ANY_PORT: &[&str] = &["--listen", "127.0.0.1:0"];

/// The program under test.
pub(crate) fn mistd_program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mistd"));
    command
        .env_remove("MISTD_PASSPHRASE")
        .env_remove("RUST_BACKTRACE");
    command
}

pub(crate) struct Mistd {
    pub(crate) url: String,
    /// Of its certificate, if it speaks HTTPS.
    pub(crate) fingerprint: Option<String>,
    folder: TempDir,
    /// `None` once it was stopped.
    child: Option<Child>,
}

impl Mistd {
    /// Starts a server with one account without password, and these further arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let added = mistd_program()
            .args(["user", "add", EMAIL, "--no-password", "--data-dir"])
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(added.status.success(), "{added:?}");
        Self::start_in(folder, arguments)
    }

    /// Starts a server on a folder of an earlier one.
    pub(crate) fn start_in(folder: TempDir, arguments: &[&str]) -> Self {
        Self::start_with(folder, arguments, &[])
    }

    /// The same with these variables in its environment.
    pub(crate) fn start_with(
        folder: TempDir,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(folder.path().join("log"))
            .unwrap();
        let mut child = mistd_program()
            .args(["-vv", "serve", "--data-dir"])
            .arg(folder.path().join("data"))
            .args(if arguments.contains(&"--listen") {
                &[][..]
            } else {
                ANY_PORT
            })
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut fingerprint = None;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .map_while(Result::ok)
            .find_map(|line| {
                let told = line.strip_prefix("fingerprint ").map(str::to_owned);
                fingerprint = told.or(fingerprint.take());
                line.strip_prefix("listening ").map(str::to_owned)
            })
            .unwrap_or_else(|| panic!("mistd did not start: {}", read(&folder.path().join("log"))));
        Self {
            url,
            fingerprint,
            folder,
            child: Some(child),
        }
    }

    /// Adds an account that signs in by a password.
    pub(crate) fn add_account(&self, email: &str, password: &str) {
        let mut add = mistd_program()
            .args(["user", "add", email, "--data-dir"])
            .arg(self.data_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = add.stdin.take().unwrap();
        writeln!(input, "{password}").unwrap();
        drop(input);
        assert!(add.wait().unwrap().success());
    }

    fn child(&self) -> &Child {
        self.child.as_ref().unwrap()
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn log(&self) -> String {
        read(&self.folder.path().join("log"))
    }

    /// The log's lines that are JSON objects, which all have to be.
    pub(crate) fn log_lines(&self) -> Vec<Value> {
        let log = self.log();
        let parsed = log
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")));
        parsed.collect()
    }

    /// Waits until a line of the log satisfies `wanted`, and answers it.
    pub(crate) async fn logged(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        super::wait_until(what, || self.log_lines().into_iter().find(&wanted)).await
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child().id()
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    /// A fresh one-time code, from the link that `mistd link` prints.
    pub(crate) fn code(&self) -> String {
        let output = mistd_program()
            .args(["link", EMAIL, "--base-url", &self.url, "--data-dir"])
            .arg(self.data_dir())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let link = String::from_utf8(output.stdout).unwrap();
        let start = format!("{}/#/sign-in?email=someone%40mist.example&code=", self.url);
        link.trim()
            .strip_prefix(&start)
            .unwrap_or_else(|| panic!("odd link {link}"))
            .to_owned()
    }

    /// A client that is signed in.
    pub(crate) async fn client(&self) -> Client {
        Client::signed_in(&self.url, EMAIL, &self.code()).await
    }

    /// Asks it to stop and waits until it has; answers its folder.
    pub(crate) fn stop(self) -> TempDir {
        self.signal(Signal::TERM);
        let (status, folder) = self.ended();
        assert!(
            status.success(),
            "{status}: {}",
            read(&folder.path().join("log"))
        );
        folder
    }

    /// Ends it as a power cut does, and answers its folder.
    pub(crate) fn kill(self) -> TempDir {
        self.signal(Signal::KILL);
        self.ended().1
    }

    /// Waits until it has ended by itself; answers how, and its folder.
    pub(crate) fn ended(mut self) -> (ExitStatus, TempDir) {
        let mut child = self.child.take().unwrap();
        let status = child.wait().unwrap();
        let empty = tempfile::tempdir().unwrap();
        (status, std::mem::replace(&mut self.folder, empty))
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let _gone = rustix::process::kill_process(pid_of(self.child()), signal);
    }

    /// Closes its standard input.
    pub(crate) fn close_input(&mut self) {
        drop(self.child.as_mut().unwrap().stdin.take());
    }
}

impl Drop for Mistd {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take()
            && matches!(child.try_wait(), Ok(None))
        {
            let _gone = rustix::process::kill_process(pid_of(&child), Signal::TERM);
            let _status = child.wait();
        }
    }
}

fn pid_of(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
