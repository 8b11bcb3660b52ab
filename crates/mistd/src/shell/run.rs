//! One run: opens the session, passes its output on, and ends the command when nobody reads it any more.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use mist_api::shell::Encoder;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::{Event, Place, Session};

/// How long output may wait for more of its kind, so that a program that prints letter by letter does
/// not become a record per letter.
const GATHER_TIME: Duration = Duration::from_millis(5);
/// How much output is gathered at most.
const GATHER_BYTES: usize = 32 * 1024;
/// Output is encoded in pieces of this size: framing can make one byte eighty.
const PIECE_BYTES: usize = 8 * 1024;
/// Encoded pieces that may wait for the client.
const WAITING_PIECES: usize = 2;

/// What a command's output ends with when the server stops.
const FAREWELL: &str = "[mistd: the server is shutting down; the command was ended]";
/// How long a slow reader may take to make room for it.
const FAREWELL_TIME: Duration = Duration::from_millis(500);

/// The encoded output of a run. Dropping it, as the HTTP server does when the client leaves, hangs up.
pub(crate) struct Output {
    pieces: mpsc::Receiver<Bytes>,
    _hang_up_on_drop: DropGuard,
}

impl Stream for Output {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll_recv(context).map(|piece| piece.map(Ok))
    }
}

/// What a run needs to live.
pub(crate) struct Runner<'a> {
    pub(crate) tasks: &'a TaskTracker,
    /// Cancelled when the server stops.
    pub(crate) stop: &'a CancellationToken,
    pub(crate) encoder: Encoder,
    /// Kept until the run is over.
    pub(crate) place: Place,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// By itself, with this exit status if one is known.
    Exited(Option<i32>),
    /// The machine was no longer heard from.
    Lost,
    /// The client left.
    Left,
    /// The server was stopped.
    Stopped,
}

impl Runner<'_> {
    /// Opens a session and starts passing on its output. `open` is given a token that is cancelled as
    /// soon as nobody waits for the run any more (the client left, or the server stops); it should give
    /// up then. The run is a task of its own: it is there to hang up when its client is gone.
    pub(crate) async fn start<E, F, Opening>(self, open: F) -> Result<Output, E>
    where
        E: Send + 'static,
        F: FnOnce(CancellationToken) -> Opening,
        Opening: Future<Output = Result<Box<dyn Session>, E>> + Send + 'static,
    {
        let abandoned = self.stop.child_token();
        let guard = abandoned.clone().drop_guard();
        let (ready, opened) = oneshot::channel();
        let (pieces, waiting) = mpsc::channel(WAITING_PIECES);
        let opening = open(abandoned.clone());
        let (place, stop) = (self.place, self.stop.clone());
        let mut relay = Relay {
            encoder: self.encoder,
            pieces,
            mid_line: false,
        };
        let run = async move {
            match opening.await {
                Err(error) => {
                    // Whoever left does not need to know.
                    let _left = ready.send(Err(error));
                }
                Ok(session) => {
                    let _left = ready.send(Ok(()));
                    let begun = Instant::now();
                    let end = relay.pass_on(session, &abandoned, &stop).await;
                    report(end, begun.elapsed());
                }
            }
            drop(place);
        };
        // What it logs belongs to the request.
        self.tasks.spawn(run.in_current_span());
        if let Ok(Err(error)) = opened.await {
            return Err(error);
        }
        // Also if the task died with a panic, which is logged: a stream that ends at once says
        // "interrupted".
        Ok(Output {
            pieces: waiting,
            _hang_up_on_drop: guard,
        })
    }
}

/// Tells the log how a command ended. Not which: commands stay out of logs.
fn report(end: End, took: Duration) {
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let (how, exit) = match end {
        End::Exited(exit) => ("exited", exit),
        End::Lost => ("the machine was lost", None),
        End::Left => ("the client left", None),
        End::Stopped => ("the server was stopped", None),
    };
    tracing::info!(how, exit, ms = milliseconds, "a command ended");
}

/// A run that never began, told in the form every client shows (API notes §4): two lines of output.
pub(crate) fn refusal(encoder: &Encoder, message: &str) -> Vec<u8> {
    let mut wire = Vec::new();
    encoder.begin(&mut wire);
    encoder.output(
        format!("Failed to execute command\nError: {message}\n").as_bytes(),
        &mut wire,
    );
    encoder.complete(None, &mut wire);
    wire
}

/// The client no longer reads.
struct Gone;

/// The way of the output to the client.
struct Relay {
    encoder: Encoder,
    pieces: mpsc::Sender<Bytes>,
    /// Whether the output so far stops within a line.
    mid_line: bool,
}

impl Relay {
    /// Passes output on until the session ends or is abandoned. While the client does not read,
    /// nothing is asked of the session, which then stops reading from the program.
    async fn pass_on(
        &mut self,
        mut session: Box<dyn Session>,
        abandoned: &CancellationToken,
        stop: &CancellationToken,
    ) -> End {
        let finished = abandoned
            .run_until_cancelled(self.until_end(&mut session))
            .await;
        match finished {
            Some(Ok(end)) => {
                session.close().await;
                end
            }
            None if stop.is_cancelled() => {
                tokio::join!(session.hang_up(), self.farewell());
                End::Stopped
            }
            Some(Err(Gone)) | None => {
                session.hang_up().await;
                End::Left
            }
        }
    }

    async fn until_end(&mut self, session: &mut Box<dyn Session>) -> Result<End, Gone> {
        let mut wire = Vec::new();
        self.encoder.begin(&mut wire);
        loop {
            let mut output = Vec::new();
            let end = gather(session, &mut output, wire.is_empty()).await;
            for piece in output.chunks(PIECE_BYTES) {
                self.encoder.output(piece, &mut wire);
                self.send(&mut wire).await?;
                self.mid_line = piece.last() != Some(&b'\n');
            }
            match end {
                None => self.send(&mut wire).await?,
                Some(Event::Exited(exit)) => {
                    self.encoder.complete(exit, &mut wire);
                    self.send(&mut wire).await?;
                    return Ok(End::Exited(exit));
                }
                // The stream ends without saying that the command completed: "interrupted".
                Some(_) => {
                    self.send(&mut wire).await?;
                    return Ok(End::Lost);
                }
            }
        }
    }

    /// Says why the output ends here, in the output: clients of every age show that. There is no word
    /// that the command completed, so those that look for one show an interrupted command.
    async fn farewell(&mut self) {
        let begin = if self.mid_line { "\r\n" } else { "" };
        let mut wire = Vec::new();
        self.encoder
            .output(format!("{begin}{FAREWELL}\r\n").as_bytes(), &mut wire);
        // A client that does not read is not waited for.
        let _unread = timeout(FAREWELL_TIME, self.send(&mut wire)).await;
    }

    async fn send(&self, wire: &mut Vec<u8>) -> Result<(), Gone> {
        if wire.is_empty() {
            return Ok(());
        }
        let piece = std::mem::take(wire).into();
        self.pieces.send(piece).await.map_err(|_| Gone)
    }
}

/// Waits for output, then takes what else comes within a moment. Answers the end, if it came.
/// The very first call (`patient` false) waits only that moment, so that the head of the stream,
/// and with it the news that the command has started, is on its way before there is output.
async fn gather(
    session: &mut Box<dyn Session>,
    output: &mut Vec<u8>,
    patient: bool,
) -> Option<Event> {
    let mut deadline = (!patient).then(|| Instant::now() + GATHER_TIME);
    while output.len() < GATHER_BYTES {
        let event = match deadline {
            None => session.next().await,
            Some(deadline) => match timeout_at(deadline, session.next()).await {
                Ok(event) => event,
                Err(_) => return None,
            },
        };
        match event {
            Event::Output(bytes) => output.extend_from_slice(&bytes),
            end => return Some(end),
        }
        deadline.get_or_insert_with(|| Instant::now() + GATHER_TIME);
    }
    None
}

#[cfg(test)]
mod tests;
