//! One run: opens the session, passes its output on, and ends the command when nobody reads it any more.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use mist_api::shell::Encoder;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::{Event, Session};

/// How long output may wait for more of its kind, so that a program that prints letter by letter does
/// not become a record per letter.
const GATHER_TIME: Duration = Duration::from_millis(5);
/// How much output is gathered at most.
const GATHER_BYTES: usize = 32 * 1024;
/// Output is encoded in pieces of this size: framing can make one byte eighty.
const PIECE_BYTES: usize = 8 * 1024;
/// Encoded pieces that may wait for the client.
const WAITING_PIECES: usize = 2;

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

/// Opens a session and starts passing on its output. `open` is given a token that is cancelled as soon
/// as nobody waits for the run any more (the client left, or `stop` was cancelled); it should give up
/// then. The run lives in `tasks`, on its own: it is there to hang up when its client is gone.
pub(crate) async fn start<E, F, Opening>(
    tasks: &TaskTracker,
    stop: &CancellationToken,
    encoder: Encoder,
    open: F,
) -> Result<Output, E>
where
    E: Send + 'static,
    F: FnOnce(CancellationToken) -> Opening,
    Opening: Future<Output = Result<Box<dyn Session>, E>> + Send + 'static,
{
    let abandoned = stop.child_token();
    let guard = abandoned.clone().drop_guard();
    let (ready, opened) = oneshot::channel();
    let (pieces, waiting) = mpsc::channel(WAITING_PIECES);
    let opening = open(abandoned.clone());
    tasks.spawn(async move {
        match opening.await {
            Err(error) => {
                // Whoever left does not need to know.
                let _left = ready.send(Err(error));
            }
            Ok(session) => {
                let _left = ready.send(Ok(()));
                pass_on(session, &encoder, &pieces, &abandoned).await;
            }
        }
    });
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

/// Passes output on until the session ends or is abandoned. While the client does not read, nothing
/// is asked of the session, which then stops reading from the program.
async fn pass_on(
    mut session: Box<dyn Session>,
    encoder: &Encoder,
    pieces: &mpsc::Sender<Bytes>,
    abandoned: &CancellationToken,
) {
    let finished = abandoned
        .run_until_cancelled(relay(&mut session, encoder, pieces))
        .await;
    match finished {
        Some(Ok(())) => session.close().await,
        Some(Err(Gone)) | None => session.hang_up().await,
    }
}

/// The client no longer reads.
struct Gone;

async fn relay(
    session: &mut Box<dyn Session>,
    encoder: &Encoder,
    pieces: &mpsc::Sender<Bytes>,
) -> Result<(), Gone> {
    let mut wire = Vec::new();
    encoder.begin(&mut wire);
    loop {
        let mut output = Vec::new();
        let end = gather(session, &mut output, wire.is_empty()).await;
        for piece in output.chunks(PIECE_BYTES) {
            encoder.output(piece, &mut wire);
            send(pieces, &mut wire).await?;
        }
        match end {
            None => send(pieces, &mut wire).await?,
            Some(Event::Exited(exit)) => {
                encoder.complete(exit, &mut wire);
                return send(pieces, &mut wire).await;
            }
            // The stream ends without saying that the command completed: "interrupted".
            Some(_) => return send(pieces, &mut wire).await,
        }
    }
}

async fn send(pieces: &mpsc::Sender<Bytes>, wire: &mut Vec<u8>) -> Result<(), Gone> {
    if wire.is_empty() {
        return Ok(());
    }
    pieces
        .send(std::mem::take(wire).into())
        .await
        .map_err(|_| Gone)
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
