//! Running a short script over SSH and collecting what it prints.

use std::time::Duration;

use russh::client::Msg;
use russh::{Channel, ChannelMsg};
use tokio::time::timeout;

use super::{Connection, SshError};

/// How long a script may take.
const SCRIPT_TIME: Duration = Duration::from_secs(20);
/// How much of its output is kept.
const MOST_OUTPUT: usize = 64 * 1024;

/// What a script printed on standard output, and its exit status if it came to its end.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) stdout: Vec<u8>,
    pub(crate) exit: Option<u32>,
}

/// Runs a script for a POSIX shell. It goes through standard input, since the account's login shell
/// may be another one and would read an argument by its own rules.
pub(crate) async fn run(connection: &Connection, script: &str) -> Result<Output, SshError> {
    let lost = || SshError::Lost {
        host: connection.host().to_owned(),
    };
    let outcome = async { run_on(connection.channel().await?, script).await };
    timeout(SCRIPT_TIME, outcome)
        .await
        .map_err(|_| lost())?
        .map_err(|error| {
            tracing::debug!(%error, "running a script over SSH");
            lost()
        })
}

/// The same on a channel that is open already, without a limit in time.
pub(super) async fn run_on(
    mut channel: Channel<Msg>,
    script: &str,
) -> Result<Output, russh::Error> {
    channel.exec(true, "exec sh").await?;
    channel.data_bytes(script.as_bytes().to_vec()).await?;
    channel.eof().await?;
    let mut output = Output::default();
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Data { data } => {
                let room = MOST_OUTPUT.saturating_sub(output.stdout.len());
                output.stdout.extend(data.iter().take(room));
            }
            ChannelMsg::ExitStatus { exit_status } => output.exit = Some(exit_status),
            ChannelMsg::Failure => return Err(russh::Error::RequestDenied),
            _ => {}
        }
    }
    Ok(output)
}
