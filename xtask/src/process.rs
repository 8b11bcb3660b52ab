//! Running other programs: in a process group each, so that stopping one stops what it started.
//!
//! Must not decide what is shown: that is `progress`.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::error::{Error, Result};
use crate::interrupt;

/// How often a waiting loop looks whether the child has ended or Ctrl-C was pressed.
const GLANCE: Duration = Duration::from_millis(50);

/// How long a group may take to end by itself once asked to.
const GRACE: Duration = Duration::from_secs(10);

/// A running program and all it starts; dropping it ends them.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
    name: String,
}

impl Group {
    /// Starts `command` in a process group of its own, its input closed.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self> {
        Self::spawn_with(command, Stdio::null())
    }

    /// The same with an input that stays open and silent as long as this process lives, however it
    /// ends: a program that watches it cannot be left behind.
    pub(crate) fn spawn_bound(command: &mut Command) -> Result<Self> {
        Self::spawn_with(command, Stdio::piped())
    }

    fn spawn_with(command: &mut Command, input: Stdio) -> Result<Self> {
        let name = words(command);
        let child = command
            .stdin(input)
            .process_group(0)
            .spawn()
            .map_err(Error::io(format!("run `{name}`")))?;
        Ok(Self { child, name })
    }

    /// The child itself, to take its pipes.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Its exit status if it has ended.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .map_err(Error::io(format!("wait for `{}`", self.name)))
    }

    /// Waits for the end, calling `tick` some twenty times a second. Ctrl-C ends the group.
    pub(crate) fn wait(&mut self, mut tick: impl FnMut()) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if interrupt::raised() {
                self.stop()?;
                return Err(Error::Interrupted);
            }
            tick();
            thread::sleep(GLANCE);
        }
    }

    /// Asks the group to end, waits for it, and ends it by force after ten seconds.
    pub(crate) fn stop(&mut self) -> Result<()> {
        self.signal(Signal::TERM);
        let asked = Instant::now();
        while self.ended()?.is_none() {
            if asked.elapsed() > GRACE {
                self.signal(Signal::KILL);
            }
            thread::sleep(GLANCE);
        }
        Ok(())
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // The one way this fails is a group that has already ended, which is what we want.
            let _ = kill_process_group(pid, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// The standard output of a quick command, or `None` when it cannot run or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let out = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status
        .success()
        .then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// A command as a person would type it.
pub(crate) fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// How a program ended, as the end of a sentence about it.
pub(crate) fn outcome(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with status {code}"),
        None => format!("was ended by a signal ({status})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stopping_ends_what_the_child_started_too() {
        let mut command = Command::new("sh");
        command
            .args(["-c", "sleep 600 & echo $!; wait"])
            .stdout(Stdio::piped());
        let mut group = Group::spawn(&mut command).unwrap();
        let mut line = String::new();
        let out = group.child().stdout.take().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).unwrap();
        let grandchild = Pid::from_raw(line.trim().parse().unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(grandchild).is_ok());

        group.stop().unwrap();

        let deadline = Instant::now() + Duration::from_secs(5);
        while runs(grandchild) {
            assert!(Instant::now() < deadline, "the grandchild is still running");
            thread::yield_now();
        }
    }

    /// A zombie that nobody has collected yet counts as ended.
    fn runs(pid: Pid) -> bool {
        let Ok(ps) = Command::new("ps")
            .args(["-o", "stat=", "-p", &pid.to_string()])
            .output()
        else {
            return rustix::process::test_kill_process(pid).is_ok();
        };
        let state = String::from_utf8_lossy(&ps.stdout).trim().to_owned();
        !state.is_empty() && !state.starts_with('Z')
    }

    #[test]
    fn a_command_is_shown_as_typed() {
        let mut command = Command::new("/opt/tools/trunk");
        command.args(["build", "--release"]);
        assert_eq!(words(&command), "trunk build --release");
    }
}
