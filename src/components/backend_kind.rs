//! What kind of thing a backend is.

use mist_api::{
    extensions::LOCAL,
    model::Backend,
    providers::{BARE_METAL, GENERIC, MachineRules, form},
};

/// What its provider wants to know for making machines. One that is not known may make them: its server
/// decides.
pub fn machine_rules(backend: &Backend) -> MachineRules {
    form(&backend.provider).unwrap_or(GENERIC).machines
}

/// Whether it is one computer: that has a system and a size already, and makes no machines.
pub fn is_single(backend: &Backend) -> bool {
    backend.provider == BARE_METAL.id || backend.provider == LOCAL
}
