//! Whether a machine can be reached for a command, a probe or a key, and where.

use mist_api::model::MachineState;

use crate::{say, state::machines::Known};

/// Where to connect to a machine.
///
/// # Errors
///
/// Why there is nothing to connect to, in words.
pub fn way_to(known: &Known) -> Result<&str, &'static str> {
    match known.machine.state {
        _ if known.is_remembered => Err(say!(offline.why_not)),
        MachineState::Stopped | MachineState::Terminated => Err(say!(shell.not_running)),
        _ => known.machine.shell_host().ok_or(say!(shell.no_host)),
    }
}

/// The machine's address for a command, if it can be reached.
pub fn host_of(known: Option<&Known>) -> Option<String> {
    way_to(known?).ok().map(str::to_owned)
}

/// Why the machine can't be reached, if it is known and can't be.
pub fn why_not(known: Option<&Known>) -> Option<String> {
    way_to(known?).err().map(str::to_owned)
}
