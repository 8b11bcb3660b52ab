//! The server as a child process, and the two commands that make an account and a link.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::interrupt;
use crate::process::{self, Group, words};
use crate::progress::open_log;

/// How `mistd link` begins its complaint about an email address it does not know.
const NO_ACCOUNT: &str = "there is no account";

/// How long the server may take until it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a waiting loop looks for Ctrl-C.
pub(crate) const GLANCE: Duration = Duration::from_millis(200);

/// What is needed to run the server's commands.
#[derive(Clone, Debug)]
pub(crate) struct Mistd {
    /// The built program.
    pub program: PathBuf,
    /// Where it keeps its data.
    pub data: PathBuf,
    /// Where its own words go.
    pub log: PathBuf,
}

/// The running server.
#[derive(Debug)]
pub(crate) struct Server {
    group: Group,
    name: String,
    log: PathBuf,
    /// The SHA-256 of its certificate as browsers show it, if it speaks HTTPS.
    pub fingerprint: Option<String>,
}

impl Mistd {
    /// Starts the server, this computer and the simulated clouds included, and waits until it listens.
    /// `ended` is told when its output ends. With `secure` it speaks HTTPS.
    pub(crate) fn serve<E: Send + 'static>(
        &self,
        address: SocketAddr,
        secure: bool,
        page: &Path,
        events: Sender<E>,
        ended: E,
    ) -> Result<Server> {
        let mut command = self.command(&["serve", "--listen", &address.to_string()]);
        if secure {
            command.arg("--tls-self-signed");
        }
        command.arg("--static-dir").arg(page);
        // This computer, and clouds to try things on.
        command.args(["--this-computer", "--demo"]);
        // Its log is for people here; and should this process be killed, the server goes too.
        command.args(["--log-format", "text", "--stop-at-eof"]);
        let log = open_log(&self.log)?;
        let mut group = Group::spawn_bound(command.stdout(Stdio::piped()).stderr(log))?;
        let output = group.child().stdout.take();
        let (ready, is_ready) = channel();
        thread::spawn(move || {
            let mut fingerprint = None;
            for line in output
                .into_iter()
                .flat_map(|pipe| BufReader::new(pipe).lines())
            {
                let Ok(line) = line else { break };
                if let Some(told) = line.strip_prefix("fingerprint ") {
                    fingerprint = Some(told.to_owned());
                } else if line.starts_with("listening ") {
                    // Nobody listens any more once the wait below has ended.
                    let _ = ready.send(fingerprint.take());
                }
            }
            let _ = events.send(ended);
        });
        let mut server = Server {
            group,
            name: words(&command),
            log: self.log.clone(),
            fingerprint: None,
        };
        server.fingerprint = server.wait_until_ready(&is_ready)?;
        Ok(server)
    }

    /// Sees to it that there is an account for `email`: a server that others reach does not start without one.
    pub(crate) fn add_account(&self, email: &str) -> Result<()> {
        // One that is there stays as it is, with its password.
        self.answer(&["user", "add", email, "--no-password"])
            .map(drop)
    }

    /// A sign-in link for `email`, whose account is made if there is none.
    pub(crate) fn link(&self, email: &str, address: &str) -> Result<String> {
        let link = || self.answer(&["link", email, "--base-url", address]);
        match link() {
            Err(error) if error.to_string().contains(NO_ACCOUNT) => {
                self.add_account(email)?;
                link()
            }
            answer => answer,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data-dir").arg(&self.data);
        command
    }

    /// Runs a quick command; its answer is what it prints, its complaint the error.
    fn answer(&self, arguments: &[&str]) -> Result<String> {
        let mut command = self.command(arguments);
        let out = command
            .stdin(Stdio::null())
            .output()
            .map_err(Error::io(format!("run `{}`", words(&command))))?;
        if out.status.success() {
            return Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned());
        }
        let complaint = String::from_utf8_lossy(&out.stderr).trim().to_owned();
        let outcome = format!("{}\n{complaint}", process::outcome(out.status));
        Err(Error::Command {
            what: words(&command),
            outcome,
            log: None,
        })
    }
}

impl Server {
    fn wait_until_ready<T>(&mut self, is_ready: &Receiver<T>) -> Result<T> {
        let started = Instant::now();
        loop {
            interrupt::check()?;
            match is_ready.recv_timeout(GLANCE) {
                Ok(told) => return Ok(told),
                Err(RecvTimeoutError::Disconnected) => return Err(self.explain_end()),
                Err(RecvTimeoutError::Timeout) if started.elapsed() > PATIENCE => {
                    return Err(self.failed("does not listen after 30 seconds".to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The error for a server whose output has ended without being asked to.
    pub(crate) fn explain_end(&mut self) -> Error {
        match self.group.wait(|| ()) {
            Ok(status) => self.failed(process::outcome(status) + &self.last_words()),
            Err(error) => error,
        }
    }

    /// Why it did not start or go on, if it said so.
    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let complaint = log.lines().next_back().unwrap_or_default();
        complaint
            .strip_prefix("mistd: ")
            .map_or_else(String::new, |words| format!(": {words}"))
    }

    /// Asks the server to end and waits for it.
    pub(crate) fn stop(&mut self) -> Result<()> {
        self.group.stop()
    }

    fn failed(&self, outcome: String) -> Error {
        Error::Command {
            what: self.name.clone(),
            outcome,
            log: Some(self.log.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::testing::Folder;

    /// A shell script in the server's place, which notes how it was called and how it ended.
    fn stand_in(folder: &Folder, script: &str) -> Mistd {
        let program = folder.path().join("mistd");
        let text = format!(
            "#!/bin/sh\necho \"$@\" >> '{}/calls'\n{script}\n",
            folder.path().display()
        );
        fs::write(&program, text).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Mistd {
            program,
            data: folder.path().join("data"),
            log: folder.path().join("log"),
        }
    }

    fn here() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 8123))
    }

    fn calls(folder: &Folder) -> String {
        fs::read_to_string(folder.path().join("calls")).unwrap()
    }

    #[test]
    fn a_server_is_ready_when_it_says_so_and_ends_when_asked() {
        let folder = Folder::new("serve");
        let script = format!(
            "trap 'echo bye > \"{}/end\"; exit 0' TERM\necho starting\necho listening x\n\
             while :; do sleep 0.05; done",
            folder.path().display()
        );
        let mistd = stand_in(&folder, &script);
        let (events, heard) = channel();
        let mut server = mistd
            .serve(here(), false, Path::new("/page"), events, "ended")
            .unwrap();
        assert!(heard.try_recv().is_err(), "it runs");
        assert!(calls(&folder).starts_with("serve --listen 127.0.0.1:8123 --data-dir "));
        assert!(calls(&folder).contains("--static-dir /page --this-computer --demo"));

        server.stop().unwrap();
        assert_eq!(heard.recv().unwrap(), "ended");
        assert_eq!(
            fs::read_to_string(folder.path().join("end")).unwrap(),
            "bye\n"
        );
    }

    #[test]
    fn over_https_it_says_by_what_to_know_it() {
        let folder = Folder::new("secure");
        let script = "echo fingerprint AA:BB; echo listening x; read line";
        let mistd = stand_in(&folder, script);
        let page = Path::new("/page");
        let mut server = mistd.serve(here(), true, page, channel().0, ()).unwrap();
        assert_eq!(server.fingerprint.as_deref(), Some("AA:BB"));
        assert!(calls(&folder).contains("--tls-self-signed"));
        server.stop().unwrap();
    }

    #[test]
    fn the_servers_input_stays_open_until_it_is_let_go() {
        let folder = Folder::new("bound");
        let script = format!(
            "echo listening x\nread line\necho \"bye $line\" > '{0}/end.new'\n\
             mv '{0}/end.new' '{0}/end'",
            folder.path().display()
        );
        let mistd = stand_in(&folder, &script);
        let (events, heard) = channel();
        let mut server = mistd
            .serve(here(), false, Path::new("/page"), events, "ended")
            .unwrap();
        assert!(calls(&folder).contains("--stop-at-eof"));
        assert!(heard.try_recv().is_err(), "it runs");

        // As when this process is killed: the system closes its end.
        drop(server.group.child().stdin.take());
        assert_eq!(heard.recv().unwrap(), "ended");
        let end = fs::read_to_string(folder.path().join("end")).unwrap();
        assert_eq!(end, "bye \n");
    }

    #[test]
    fn a_server_that_ends_early_is_reported_with_its_log() {
        let folder = Folder::new("early");
        let script = "echo starting >&2; echo 'mistd: no room' >&2; exit 3";
        let mistd = stand_in(&folder, script);
        let error = mistd
            .serve(here(), false, Path::new("/page"), channel().0, ())
            .unwrap_err();
        let Error::Command {
            outcome,
            log: Some(log),
            ..
        } = error
        else {
            panic!("{error}")
        };
        assert_eq!(outcome, "ended with status 3: no room");
        let log = fs::read_to_string(log).unwrap();
        assert_eq!(log, "starting\nmistd: no room\n");
    }

    #[test]
    fn the_first_link_makes_the_account() {
        let folder = Folder::new("link");
        let account = folder.path().join("account");
        let script = format!(
            "[ $1 = user ] && {{ touch '{0}'; exit; }}\n\
             [ -e '{0}' ] || {{ echo '{NO_ACCOUNT} me' >&2; exit 1; }}\n\
             echo http://link",
            account.display()
        );
        let mistd = stand_in(&folder, &script);
        assert_eq!(
            mistd.link("me@localhost", "http://base").unwrap(),
            "http://link"
        );
        assert_eq!(calls(&folder).lines().count(), 3);
        assert_eq!(
            mistd.link("me@localhost", "http://base").unwrap(),
            "http://link"
        );
        assert_eq!(calls(&folder).lines().count(), 4);
    }

    #[test]
    fn a_link_that_cannot_be_had_says_why() {
        let folder = Folder::new("no-link");
        let mistd = stand_in(&folder, "echo 'disk full' >&2; exit 1");
        let error = mistd.link("me@localhost", "http://base").unwrap_err();
        assert!(error.to_string().contains("disk full"), "{error}");
        assert!(!calls(&folder).contains("user"), "an account was made");
    }
}
