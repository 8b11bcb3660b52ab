//! Events to bytes for the wire, as a server sends them.

use memchr::{memchr, memchr_iter};
use thiserror::Error;

use super::Event;
use super::framing::{
    BREAK, CLOSE, ENDING, FOOT, HEAD, PLAIN_SUFFIX, RECORD, is_command_id, suffix,
};

/// Makes the framing, at any moment, also from parts of lines.
///
/// It holds nothing back and keeps nothing: every call appends whole records to the caller's buffer. `\r` is kept unless
/// [`Encoder::without_returns`] is asked for.
/// Whatever the cuts, decoding gives back exactly the bytes that were put in.
#[derive(Debug, Clone)]
pub struct Encoder {
    /// `None` for the manual's form.
    command_id: Option<String>,
    /// What a record ends with, and the line end.
    suffix: Vec<u8>,
    /// Whether `\r` is deleted.
    deletes_returns: bool,
}

/// A name for a run that could imitate the framing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a command_id is 1 to 128 letters, digits, or any of -_.:")]
pub struct BadCommandId;

impl Encoder {
    /// An encoder for a run of this name.
    ///
    /// # Errors
    ///
    /// [`BadCommandId`], unless [`is_command_id`].
    pub fn new(command_id: &str) -> Result<Self, BadCommandId> {
        if !is_command_id(command_id) {
            return Err(BadCommandId);
        }
        let mut suffix = suffix(command_id);
        suffix.push(b'\n');
        Ok(Self {
            command_id: Some(command_id.to_owned()),
            suffix,
            deletes_returns: false,
        })
    }

    /// An encoder for a run without a name, as the manual has it. It cannot tell an exit status.
    pub fn without_id() -> Self {
        Self {
            command_id: None,
            suffix: [PLAIN_SUFFIX, b"\n"].concat(),
            deletes_returns: false,
        }
    }

    /// The same deleting every `\r`, as servers of 2014 do: for clients that run the stream as a script, in which
    /// one within a string is a mistake.
    #[must_use]
    pub fn without_returns(self) -> Self {
        Self {
            deletes_returns: true,
            ..self
        }
    }

    /// Appends what a stream begins with.
    pub fn begin(&self, wire: &mut Vec<u8>) {
        wire.extend_from_slice(HEAD);
        wire.push(b'\n');
    }

    /// Appends output: one record per line, and one for what follows the last line end.
    pub fn output(&self, bytes: &[u8], wire: &mut Vec<u8>) {
        let kept: Vec<u8>;
        let mut rest = bytes;
        if self.deletes_returns && memchr(b'\r', bytes).is_some() {
            kept = bytes
                .iter()
                .copied()
                .filter(|byte| *byte != b'\r')
                .collect();
            rest = &kept;
        }
        while let Some((line, after)) = memchr(b'\n', rest).and_then(|at| rest.split_at_checked(at))
        {
            self.record(line, true, wire);
            rest = after.strip_prefix(b"\n").unwrap_or_default();
        }
        if rest.is_empty() {
            return;
        }
        // A record that ends in `<br/>` says that a line ended. Where the output has these very bytes, its last one gets a record of its own.
        if rest.ends_with(BREAK)
            && let Some((last, before)) = rest.split_last()
        {
            self.record(before, false, wire);
            self.record(std::slice::from_ref(last), false, wire);
        } else {
            self.record(rest, false, wire);
        }
    }

    /// Appends what a stream ends with. No output may follow.
    pub fn complete(&self, exit: Option<i32>, wire: &mut Vec<u8>) {
        wire.extend_from_slice(ENDING);
        let arguments = match (&self.command_id, exit) {
            (None, _) => "1".to_owned(),
            (Some(id), None) => format!("1, '{id}'"),
            (Some(id), Some(exit)) => format!("1, '{id}', {exit}"),
        };
        wire.extend_from_slice(arguments.as_bytes());
        wire.extend_from_slice(CLOSE);
        wire.push(b'\n');
        wire.extend_from_slice(FOOT);
        wire.push(b'\n');
    }

    /// Appends one event.
    pub fn event(&self, event: &Event, wire: &mut Vec<u8>) {
        match event {
            Event::Output(bytes) => self.output(bytes, wire),
            Event::Completed { exit } => self.complete(*exit, wire),
        }
    }

    fn record(&self, payload: &[u8], line_ends: bool, wire: &mut Vec<u8>) {
        wire.extend_from_slice(RECORD);
        let mut from = 0;
        for quote in memchr_iter(b'\'', payload) {
            wire.extend_from_slice(payload.get(from..quote).unwrap_or_default());
            wire.push(b'\\');
            // The quote goes along with what follows it.
            from = quote;
        }
        wire.extend_from_slice(payload.get(from..).unwrap_or_default());
        if line_ends {
            wire.extend_from_slice(BREAK);
        }
        wire.extend_from_slice(&self.suffix);
    }
}
