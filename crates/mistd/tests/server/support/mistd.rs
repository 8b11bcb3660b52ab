//! A running `mistd` with a data folder of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

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
    folder: TempDir,
    child: Child,
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
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening ")
            .unwrap_or_else(|| panic!("mistd did not start: {}", read(&folder.path().join("log"))));
        Self {
            url: url.to_owned(),
            folder,
            child,
        }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn log(&self) -> String {
        read(&self.folder.path().join("log"))
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
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
    pub(crate) fn stop(mut self) -> TempDir {
        self.terminate();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}: {}", self.log());
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }

    pub(crate) fn terminate(&self) {
        let pid = rustix::process::Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        let _gone = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
    }
}

impl Drop for Mistd {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.terminate();
            let _status = self.child.wait();
        }
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
