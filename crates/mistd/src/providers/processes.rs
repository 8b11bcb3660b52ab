//! Ending everything that runs in a local session: hang up, then kill.

use std::collections::HashSet;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

/// How long a process may take to end by itself after SIGHUP.
const GRACE: Duration = Duration::from_millis(300);
/// How often to look whether all are gone.
const LOOK: Duration = Duration::from_millis(15);
/// How long a killed process may take to be gone, before it is left to the system.
const REAP_TIME: Duration = Duration::from_millis(300);

/// Sends SIGHUP to every process group of the session that `leader` leads, and SIGKILL to what is
/// left of them after a moment. Groups made by the session's own shell jobs are among them; a process
/// that made itself a session of its own is not.
///
/// A shell may make one more group while it is being ended, so what is left is looked up anew each
/// time. Until the leader is waited for, its id and with it the session's cannot be given to others.
pub(super) async fn end_session(leader: &mut Child) {
    let session = leader
        .id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(Pid::from_raw);
    let Some(session) = session else { return };
    signal(&groups_of(session), Signal::HUP);
    if !all_gone_within(GRACE, session, None).await {
        all_gone_within(REAP_TIME, session, Some(Signal::KILL)).await;
    }
    if timeout(REAP_TIME, leader.wait()).await.is_err() {
        tracing::warn!("a command that was killed is still there");
    }
}

/// Waits until nothing of the session lives; what does is sent `again` at every look.
async fn all_gone_within(time: Duration, session: Pid, again: Option<Signal>) -> bool {
    let deadline = Instant::now() + time;
    loop {
        let left = groups_of(session);
        if left.is_empty() {
            return true;
        }
        if let Some(again) = again {
            signal(&left, again);
        }
        if Instant::now() >= deadline {
            return false;
        }
        sleep(LOOK).await;
    }
}

fn signal(groups: &HashSet<Pid>, signal: Signal) {
    for group in groups {
        // Gone already, or another user's: neither is ours to mend.
        if let Err(error) = kill_process_group(*group, signal) {
            tracing::debug!(%error, "signalling a process group");
        }
    }
}

/// The process groups of a session with somebody alive in them. Where there is no `/proc` to look
/// through, the leader's own.
fn groups_of(session: Pid) -> HashSet<Pid> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        let lives = test_kill_process_group(session).is_ok();
        return lives.then_some(session).into_iter().collect();
    };
    let mut groups = HashSet::new();
    for process in processes.flatten() {
        // Not every entry is a process, and processes end while we look.
        if let Ok(stat) = std::fs::read(process.path().join("stat"))
            && let Some(member) = Member::of(&String::from_utf8_lossy(&stat))
            && member.session == session.as_raw_nonzero().get()
            && member.lives
        {
            groups.extend(Pid::from_raw(member.group));
        }
    }
    groups
}

/// What is to be known of a process.
#[derive(Debug, PartialEq, Eq)]
struct Member {
    group: i32,
    session: i32,
    /// Not dead and only waited for.
    lives: bool,
}

impl Member {
    /// Reads a line of `/proc/PID/stat`: `PID (NAME) STATE PARENT GROUP SESSION …`, where the name may
    /// contain anything.
    fn of(stat: &str) -> Option<Self> {
        let (_, after_name) = stat.rsplit_once(')')?;
        let mut fields = after_name.split_ascii_whitespace();
        let lives = !matches!(fields.next()?, "Z" | "X");
        let mut fields = fields.skip(1);
        Some(Self {
            group: fields.next()?.parse().ok()?,
            session: fields.next()?.parse().ok()?,
            lives,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Member;

    #[test]
    fn a_name_cannot_pretend_to_be_fields() {
        let member = |group, session, lives| {
            Some(Member {
                group,
                session,
                lives,
            })
        };
        let stat = "42 (a) R 1 2 3) S 7 40 39 34816 40 4194304";
        assert_eq!(Member::of(stat), member(40, 39, true));
        assert_eq!(Member::of("0 (kthreadd) S 0 0 0"), member(0, 0, true));
        assert_eq!(Member::of("42 (sh) Z 7 40 39 0"), member(40, 39, false));
        assert_eq!(Member::of("42 (x"), None);
    }
}
