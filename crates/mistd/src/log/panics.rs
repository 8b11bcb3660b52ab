//! Panics: where one happened goes into the log, its words do not, for they may quote a secret. Nor
//! does the memory of the process go anywhere: it leaves no core dump and cannot be looked into.

/// From now on panics are logged by place alone.
pub(super) fn log_without_words() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_default();
        tracing::error!(place, "a mistake in this program: it panicked");
    }));
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::debug!(%error, "forbidding core dumps");
        }
    }
}
