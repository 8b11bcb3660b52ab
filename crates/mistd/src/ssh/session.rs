//! A command in a terminal on an SSH server.

use std::time::Duration;

use async_trait::async_trait;
use russh::client::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use tokio::time::timeout;

use super::hangup::hang_up;
use super::{Connection, SshError};
use crate::shell::{Event, Session, TERM, TerminalSize, exit_by_signal};

/// How long a server may take to start a command.
const OPEN_TIME: Duration = Duration::from_secs(15);

struct RemoteSession {
    connection: Connection,
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
    let lost = || SshError::Lost {
        host: connection.host().to_owned(),
    };
    let channel = timeout(OPEN_TIME, start(&connection, command, size))
        .await
        .map_err(|_| lost())?
        .map_err(|error| {
            tracing::debug!(%error, "opening a terminal over SSH");
            lost()
        })?;
    let (reader, writer) = channel.split();
    Ok(Box::new(RemoteSession {
        connection,
        reader,
        writer,
        exit: None,
    }))
}

async fn start(
    connection: &Connection,
    command: &str,
    size: TerminalSize,
) -> Result<Channel<Msg>, russh::Error> {
    let mut channel = connection.channel().await?;
    let (columns, rows) = (u32::from(size.columns), u32::from(size.rows));
    channel
        .request_pty(true, TERM, columns, rows, 0, 0, &[])
        .await?;
    confirmed(&mut channel).await?;
    channel.exec(true, command).await?;
    confirmed(&mut channel).await?;
    Ok(channel)
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
            reader,
            writer,
            ..
        } = *self;
        hang_up(&connection, reader, writer).await;
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
