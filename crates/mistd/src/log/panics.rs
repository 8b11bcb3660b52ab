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

#[cfg(test)]
mod tests {
    use std::process::Command;

    use crate::log::{LogFormat, start};

    /// Says that this is the process that is to panic: the hook is one for all of a process.
    const CHILD: &str = "MISTD_TEST_PANIC";

    #[test]
    fn a_panic_is_logged_by_its_place_and_without_its_words() {
        if std::env::var_os(CHILD).is_some() {
            start(LogFormat::Json, 2);
            let secret = String::from("planted-words");
            let panicked = std::thread::spawn(move || panic!("{secret}")).join();
            assert!(panicked.is_err());
            return;
        }
        let this = "log::panics::tests::a_panic_is_logged_by_its_place_and_without_its_words";
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", this, "--nocapture"])
            .env(CHILD, "1")
            .env("RUST_BACKTRACE", "full")
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        let line: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
        assert_eq!(line["level"], "ERROR");
        assert!(
            line["place"].as_str().unwrap().contains("panics.rs:"),
            "{line}"
        );
        let said = said + &String::from_utf8(output.stdout).unwrap();
        assert!(!said.contains("planted-words"), "{said}");
    }
}
