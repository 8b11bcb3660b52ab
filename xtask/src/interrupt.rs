//! Ctrl-C and its relatives, as a flag that every waiting loop looks at.
//!
//! Children run in process groups of their own, so the terminal's Ctrl-C reaches this process
//! alone and it decides in which order the rest ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::{Error, Result};

static RAISED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Starts listening for Ctrl-C, a closed terminal and a request to end. Call once, first.
pub(crate) fn watch() -> Result<()> {
    let flag = RAISED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(flag))
            .map_err(Error::io("listen for Ctrl-C"))?;
    }
    Ok(())
}

/// Whether one of the signals has arrived.
pub(crate) fn raised() -> bool {
    RAISED
        .get()
        .is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// [`Error::Interrupted`] once a signal has arrived.
pub(crate) fn check() -> Result<()> {
    if raised() {
        Err(Error::Interrupted)
    } else {
        Ok(())
    }
}
