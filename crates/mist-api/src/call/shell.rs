//! The call that runs a command.

use crate::call::Call;
use crate::endpoint::Endpointed;
use crate::error::{ApiError, Unreadable};
use crate::extensions::COLS;
use crate::shell::{Decoder, Event};
use crate::transport::HttpRequest;

/// Runs a command on a machine. To be streamed with [`crate::Client::shell`]; read as a whole, its answer is all events.
///
/// There is no call to stop it: dropping the stream does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Its address, as [`crate::model::Machine::shell_host`] finds it.
    pub host: String,
    /// The command line.
    pub command: String,
    /// A name for this run, new each time: letters, digits and `-_.:` only ([`crate::shell::is_command_id`]). Servers refuse a command without one.
    pub command_id: String,
    /// The terminal's width in columns (`mistd` only).
    pub cols: Option<u16>,
}

impl Call for Shell {
    type Answer = Vec<Event>;

    fn http(&self) -> HttpRequest {
        let request = Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .query("host", &self.host)
            .query("command", &self.command)
            .query("command_id", &self.command_id);
        match self.cols {
            Some(cols) => request.query(COLS, &cols.to_string()),
            None => request,
        }
    }

    fn decode(&self, body: &[u8]) -> Result<Vec<Event>, ApiError> {
        let mut decoder = Decoder::new(&self.command_id);
        let mut events = decoder.feed(body);
        events.extend(decoder.finish());
        if decoder.is_foreign() {
            Err(Unreadable::NotAStream.of_all())
        } else {
            Ok(events)
        }
    }
}
