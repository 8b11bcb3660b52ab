//! A running command, from the caller's side.

use crate::error::{ApiError, Unreadable};
use crate::shell::{Decoder, Event};
use crate::transport::ByteStream;

/// Longer bodies of refusals are cut.
const LONGEST_REFUSAL: usize = 64 * 1024;

/// A running command. Dropping it ends the command, as far as the server notices.
#[derive(Debug)]
pub struct ShellStream<S> {
    /// `None` once nothing more is to come.
    stream: Option<S>,
    decoder: Decoder,
    refused: Option<u16>,
    /// What was read before anyone asked.
    ready: Vec<Event>,
}

impl<S: ByteStream> ShellStream<S> {
    /// Judges the status, as far as it tells: servers stream their failures with status 500 too (API notes §4).
    pub(crate) async fn begin(
        status: u16,
        mut stream: S,
        command_id: &str,
    ) -> Result<Self, ApiError> {
        let mut decoder = Decoder::new(command_id);
        let mut ready = Vec::new();
        let is_refusal = !(200..=299).contains(&status);
        if is_refusal {
            let may_stream = status >= 500;
            let mut body = Vec::new();
            while ready.is_empty() {
                let Some(piece) = stream.next().await else {
                    break;
                };
                let piece = piece?;
                if may_stream {
                    ready.extend(decoder.feed(&piece));
                }
                body.extend_from_slice(&piece);
                if body.len() > LONGEST_REFUSAL {
                    break;
                }
            }
            if ready.is_empty() {
                body.truncate(LONGEST_REFUSAL);
                return Err(ApiError::from_response(status, &body));
            }
        }
        let ended = is_completed(&ready);
        Ok(Self {
            stream: (!ended).then_some(stream),
            decoder,
            refused: is_refusal.then_some(status),
            ready,
        })
    }

    /// The status of an answer that tells, as a command's output, why no command was run: two lines, the second of them the server's
    /// words behind `Error: ` (API notes §4). `None` for a command that runs.
    pub const fn refused(&self) -> Option<u16> {
        self.refused
    }

    /// What the command did since the last call, never an empty list; `None` once nothing more is to come.
    ///
    /// `None` without a [`Event::Completed`] before it: the stream was interrupted, and the command may or may not be running.
    /// An error is the last thing but that `None`.
    pub async fn next(&mut self) -> Option<Result<Vec<Event>, ApiError>> {
        if !self.ready.is_empty() {
            return Some(Ok(std::mem::take(&mut self.ready)));
        }
        loop {
            let events = match self.stream.as_mut()?.next().await {
                Some(Ok(piece)) => self.decoder.feed(&piece),
                Some(Err(error)) => {
                    self.stream = None;
                    return Some(Err(error.into()));
                }
                None => {
                    self.stream = None;
                    let events = self.decoder.finish();
                    if self.decoder.is_foreign() {
                        return Some(Err(Unreadable::NotAStream.of_all()));
                    }
                    events
                }
            };
            if is_completed(&events) {
                self.stream = None;
            }
            if !events.is_empty() {
                return Some(Ok(events));
            }
        }
    }
}

fn is_completed(events: &[Event]) -> bool {
    events
        .iter()
        .any(|event| matches!(event, Event::Completed { .. }))
}
