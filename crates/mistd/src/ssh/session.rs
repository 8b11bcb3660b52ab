//! A command in a terminal on an SSH server.

use std::time::Duration;

use async_trait::async_trait;
use russh::client::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use tokio::time::{sleep, timeout};

use super::exec::run_on;
use super::hangup::hang_up;
use super::{Connection, SshError};
use crate::shell::{Event, Session, TERM, TerminalSize, exit_by_signal};

/// How long a server may take to start a command.
const OPEN_TIME: Duration = Duration::from_secs(15);
/// How long it may take to tell which process serves a connection.
const TELL_TIME: Duration = Duration::from_secs(5);
/// How often to ask for a channel where only one is allowed and the last one may not be quite gone, and how
/// long to wait in between.
const TRIES: u32 = 10;
const TRY_AGAIN: Duration = Duration::from_millis(30);

struct RemoteSession {
    connection: Connection,
    /// The process there that serves the connection, if it had to be asked for.
    server: Option<u32>,
    reader: ChannelReadHalf,
    writer: ChannelWriteHalf<Msg>,
    exit: Option<i32>,
}

/// Starts `command` in a terminal. The terminal's input stays open and silent.
pub(crate) async fn open(
    connection: Connection,
    command: &str,
    size: TerminalSize,
) -> Result<Box<dyn Session>, SshError> {
    let lost = SshError::Lost {
        host: connection.host().to_owned(),
    };
    match timeout(OPEN_TIME, start(connection, command, size)).await {
        Ok(Ok(session)) => Ok(Box::new(session)),
        Ok(Err(Trouble::Ssh(error))) => Err(error),
        Ok(Err(Trouble::Channel(error))) => {
            tracing::debug!(%error, "opening a terminal over SSH");
            Err(lost)
        }
        Err(_) => Err(lost),
    }
}

/// Why there is no terminal.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Channel(#[from] russh::Error),
    #[error(transparent)]
    Ssh(#[from] SshError),
}

async fn start(
    connection: Connection,
    command: &str,
    size: TerminalSize,
) -> Result<RemoteSession, Trouble> {
    let (connection, mut channel, server) = room(connection).await?;
    let (columns, rows) = (u32::from(size.columns), u32::from(size.rows));
    channel
        .request_pty(true, TERM, columns, rows, 0, 0, &[])
        .await?;
    confirmed(&mut channel).await?;
    channel.exec(true, command).await?;
    confirmed(&mut channel).await?;
    let (reader, writer) = channel.split();
    Ok(RemoteSession {
        connection,
        server,
        reader,
        writer,
        exit: None,
    })
}

/// A channel for the command, and the certainty that the command can be ended later: either there is room
/// for a second channel beside it, or it is known below which process to look for it.
async fn room(connection: Connection) -> Result<(Connection, Channel<Msg>, Option<u32>), Trouble> {
    // Both are asked for at once, so that the question costs no time.
    let (one, other) = tokio::join!(connection.channel(), connection.channel());
    let only = match (one, other) {
        (Ok(spare), Ok(channel)) => {
            spare.close().await?;
            return Ok((connection, channel, None));
        }
        (Ok(only), Err(_)) | (Err(_), Ok(only)) => only,
        (Err(error), Err(_)) => return Err(error.into()),
    };
    let told = timeout(TELL_TIME, run_on(only, "echo $PPID\n")).await;
    let server = told.ok().and_then(Result::ok).and_then(|output| {
        let text = String::from_utf8(output.stdout).ok()?;
        text.trim().parse().ok().filter(|server| *server > 1)
    });
    if server.is_some()
        && let Some(channel) = channel_after_another(&connection).await
    {
        return Ok((connection, channel, server));
    }
    // Not a server with a shell, or one that allows a single channel ever: the command is to run
    // nevertheless. It then ends when its terminal is closed.
    let fresh = connection.again().await?;
    connection.close().await;
    let channel = fresh.channel().await?;
    Ok((fresh, channel, None))
}

/// A channel on a connection that allows one at a time: the server takes a moment to forget the last.
async fn channel_after_another(connection: &Connection) -> Option<Channel<Msg>> {
    for _ in 0..TRIES {
        match connection.channel().await {
            Ok(channel) => return Some(channel),
            Err(russh::Error::ChannelOpenFailure(_)) => sleep(TRY_AGAIN).await,
            Err(_) => return None,
        }
    }
    None
}

/// Waits for the server's yes to the last request.
async fn confirmed(channel: &mut Channel<Msg>) -> Result<(), russh::Error> {
    while let Some(message) = channel.wait().await {
        match message {
            ChannelMsg::Success => return Ok(()),
            ChannelMsg::Failure | ChannelMsg::Close => return Err(russh::Error::RequestDenied),
            _ => {}
        }
    }
    Err(russh::Error::Disconnect)
}

#[async_trait]
impl Session for RemoteSession {
    async fn next(&mut self) -> Event {
        loop {
            match self.reader.wait().await {
                Some(ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. }) => {
                    return Event::Output(data);
                }
                Some(ChannelMsg::ExitStatus { exit_status }) => {
                    self.exit = Some(i32::try_from(exit_status).unwrap_or(i32::MAX));
                }
                Some(ChannelMsg::ExitSignal { signal_name, .. }) => {
                    self.exit = Some(exit_by_signal(number(&signal_name)));
                }
                // The status may come after the last output, never after the close. A close
                // without one is a connection that broke or a server that was shut down.
                Some(ChannelMsg::Close) | None => {
                    return self
                        .exit
                        .map_or(Event::Lost, |exit| Event::Exited(Some(exit)));
                }
                Some(_) => {}
            }
        }
    }

    async fn hang_up(self: Box<Self>) {
        let Self {
            connection,
            server,
            reader,
            writer,
            ..
        } = *self;
        hang_up(&connection, server, reader, writer).await;
        connection.close().await;
    }

    async fn close(self: Box<Self>) {
        self.connection.close().await;
    }
}

/// The number Linux gives a signal.
fn number(signal: &Sig) -> i32 {
    match signal {
        Sig::HUP => 1,
        Sig::INT => 2,
        Sig::QUIT => 3,
        Sig::ILL => 4,
        Sig::ABRT => 6,
        Sig::FPE => 8,
        Sig::KILL => 9,
        Sig::USR1 => 10,
        Sig::SEGV => 11,
        Sig::PIPE => 13,
        Sig::ALRM => 14,
        Sig::TERM => 15,
        Sig::Custom(_) => 0,
    }
}
