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
pub(super) async fn end_session(leader: &mut Child) {
    // The id of a child that was not waited for yet cannot have been given to anybody else.
    let session = leader
        .id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(Pid::from_raw);
    let Some(session) = session else { return };
    let mut groups = groups_of(session);
    signal(&groups, Signal::HUP);
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline {
        if all_gone(leader, &groups) {
            return;
        }
        sleep(LOOK).await;
    }
    // Whoever is left keeps the session's number from being given to others.
    groups.extend(groups_of(session));
    signal(&groups, Signal::KILL);
    if timeout(REAP_TIME, leader.wait()).await.is_err() {
        tracing::warn!("a command that was killed is still there");
    }
}

/// Whether the leader has ended and no member of the groups is left.
fn all_gone(leader: &mut Child, groups: &HashSet<Pid>) -> bool {
    let ended = matches!(leader.try_wait(), Ok(Some(_)));
    ended
        && groups
            .iter()
            .all(|group| test_kill_process_group(*group).is_err())
}

fn signal(groups: &HashSet<Pid>, signal: Signal) {
    for group in groups {
        // Gone already, or another user's: neither is ours to mend.
        if let Err(error) = kill_process_group(*group, signal) {
            tracing::debug!(%error, "signalling a process group");
        }
    }
}

/// The process groups of a session. Where there is no `/proc` to look through, the leader's own.
fn groups_of(session: Pid) -> HashSet<Pid> {
    let mut groups = HashSet::from([session]);
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in processes {
        // Not every entry is a process, and processes end while we look.
        if let Ok(stat) = std::fs::read(process.path().join("stat"))
            && let Some((group, its_session)) = group_and_session(&String::from_utf8_lossy(&stat))
            && its_session == session.as_raw_nonzero().get()
        {
            groups.extend(Pid::from_raw(group));
        }
    }
    groups
}

/// Reads process group and session from a line of `/proc/PID/stat`: `PID (NAME) STATE PARENT GROUP
/// SESSION …`, where the name may contain anything.
fn group_and_session(stat: &str) -> Option<(i32, i32)> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_ascii_whitespace().skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::group_and_session;

    #[test]
    fn a_name_cannot_pretend_to_be_fields() {
        let stat = "42 (a) R 1 2 3) S 7 40 39 34816 40 4194304";
        assert_eq!(group_and_session(stat), Some((40, 39)));
        assert_eq!(group_and_session("0 (kthreadd) S 0 0 0"), Some((0, 0)));
        assert_eq!(group_and_session("42 (x"), None);
    }
}
