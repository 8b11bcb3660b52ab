//! Commands in terminals: what a running command is, and how its output gets to the client.
//!
//! Owns the path from a [`Session`] (which a provider opens) to the bytes of the HTTP body, the
//! register of commands that have run, how many may run at once, and the rule that a client that leaves
//! ends its command.

mod places;
mod run;
mod runs;

use async_trait::async_trait;
use bytes::Bytes;

pub(crate) use places::{Place, Places};
pub(crate) use run::{Output, Runner, refusal};
pub(crate) use runs::Runs;

/// What programs are told the terminal is.
pub(crate) const TERM: &str = "xterm-256color";

/// The exit status of a command that a signal ended, as shells tell it.
pub(crate) fn exit_by_signal(number: i32) -> i32 {
    128 + number
}

/// A terminal's size in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TerminalSize {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
}

/// What a session does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// The program printed.
    Output(Bytes),
    /// It ended, with this exit status if one is known.
    Exited(Option<i32>),
    /// The machine is no longer heard from: whether the program ended is not known.
    Lost,
}

/// A command running in a terminal, somewhere. Whoever does not ask for the next event keeps the
/// program waiting: a session buffers a bounded amount and then stops reading.
#[async_trait]
pub(crate) trait Session: Send {
    /// Waits for what happens next. Can be dropped while waiting without losing output. After
    /// [`Event::Exited`] or [`Event::Lost`] it must not be called again.
    async fn next(&mut self) -> Event;

    /// Ends the command and everything it started: SIGHUP, and SIGKILL to what is left, all within a
    /// second; a little later where the machine has to be reached anew for it.
    async fn hang_up(self: Box<Self>);

    /// Frees what belongs to a session that has ended.
    async fn close(self: Box<Self>);
}
