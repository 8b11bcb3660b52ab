//! What kind of thing a backend is.

use mist_api::{extensions::LOCAL, model::Backend, providers::BARE_METAL};

/// Whether it is one computer: that has a system and a size already, and makes no machines.
pub fn is_single(backend: &Backend) -> bool {
    backend.provider == BARE_METAL.id || backend.provider == LOCAL
}
