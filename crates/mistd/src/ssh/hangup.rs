//! Ending a command that still runs on a server: hang up, then kill its whole process group.
//!
//! The protocol's own signal requests reach the group only while its leader lives, not every server
//! has them, and closing the connection kills nobody who ignores SIGHUP. So a small script on a second
//! channel of the same connection does the work: every command of this connection is a child of the
//! same server process as the script itself, and that is how it finds the command and everything on
//! the command's terminal, jobs in groups of their own included. A server that takes one session per
//! connection told that process's number before the command began ([`super::session`]), and the script
//! comes over a second connection.

use std::time::Duration;

use russh::Sig;
use russh::client::Msg;
use russh::{ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::time::{sleep, timeout};

use super::{Connection, SshError, run};

/// How long a process may take to end by itself after SIGHUP.
const GRACE: Duration = Duration::from_millis(300);
/// How long the script may take, its own grace included.
const SCRIPT_TIME: Duration = Duration::from_millis(850);
/// The same where a connection has to be made for it first.
const LONG_SCRIPT_TIME: Duration = Duration::from_secs(4);

/// Exits 0 if it found the command (and so killed it). Begins with a line that sets `server`.
const SCRIPT: &str = r#"
groups=$(ps -A -o pid= -o ppid= -o pgid= -o tty= | awk -v me=$$ -v server="$server" '
    { group[NR] = $3; tty[NR] = $4 }
    $2 == server && $1 != me { wanted[$3] = 1; if ($4 ~ /[0-9]/) terminal[$4] = 1 }
    END {
        for (n = 1; n <= NR; n++) if (tty[n] in terminal) wanted[group[n]] = 1
        for (g in wanted) if (g > 1) print g
    }')
test -n "$groups" || exit 1
for group in $groups; do kill -s HUP -- "-$group"; done 2>/dev/null
sleep 0.25 2>/dev/null || sleep 1
for group in $groups; do kill -s KILL -- "-$group"; done 2>/dev/null
exit 0
"#;

/// Ends the command of a channel and closes the channel, within a second; where that takes a second
/// connection, a little later. `server` is the number of the process there that serves this connection, if
/// it had to be asked for.
pub(super) async fn hang_up(
    connection: &Connection,
    server: Option<u32>,
    reader: ChannelReadHalf,
    writer: ChannelWriteHalf<Msg>,
) {
    let discarding = tokio::spawn(discard(reader));
    let found = match server {
        None => timeout(SCRIPT_TIME, kill(connection, "$PPID")).await,
        Some(server) => timeout(LONG_SCRIPT_TIME, kill_from_outside(connection, server)).await,
    };
    let found = matches!(found, Ok(Ok(true)));
    if !found && !discarding.is_finished() {
        // No second channel or connection, no ps or no awk there: what the protocol itself offers. OpenSSH ignores
        // it for root; the closed terminal then still ends all that does not ignore SIGHUP.
        tracing::debug!("hanging up by signal requests");
        send(&writer, Sig::HUP).await;
        sleep(GRACE).await;
        send(&writer, Sig::KILL).await;
    }
    if let Err(error) = writer.close().await {
        tracing::debug!(%error, "closing a channel");
    }
    discarding.abort();
}

/// Whether the script found the command below the process `server`, and so killed it.
async fn kill(connection: &Connection, server: &str) -> Result<bool, SshError> {
    let output = run(connection, &format!("server={server}\n{SCRIPT}")).await?;
    Ok(output.exit == Some(0))
}

async fn kill_from_outside(connection: &Connection, server: u32) -> Result<bool, SshError> {
    let second = connection.again().await?;
    let found = kill(&second, &server.to_string()).await;
    second.close().await;
    found
}

/// Takes what still arrives: while the command's output waits unread, nothing else on the connection
/// moves, the script's answer included.
async fn discard(mut reader: ChannelReadHalf) {
    while let Some(message) = reader.wait().await {
        if matches!(message, ChannelMsg::Close) {
            return;
        }
    }
}

async fn send(writer: &ChannelWriteHalf<Msg>, signal: Sig) {
    if let Err(error) = writer.signal(signal).await {
        tracing::debug!(%error, "sending a signal");
    }
}
