//! Looking at the system's processes, and waiting for a state.

use std::time::{Duration, Instant};

/// How long a state may take to come about before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until `state` answers something.
pub(crate) async fn wait_until<T>(what: &str, mut state: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = state() {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "still waiting for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The processes whose command line contains `mark`. Shells that carry it as text of a longer script
/// count as well: they are part of the command.
pub(crate) fn processes_with(mark: &str) -> Vec<u32> {
    command_lines()
        .filter(|(_, line)| line.contains(mark))
        .map(|(pid, _)| pid)
        .collect()
}

/// The process with exactly this command line.
pub(crate) fn process_of(line: &str) -> Option<u32> {
    let found = command_lines().find(|(_, other)| other == line);
    found.map(|(pid, _)| pid)
}

/// Every process with its command line; zombies have none.
fn command_lines() -> impl Iterator<Item = (u32, String)> {
    std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let line = std::fs::read(entry.path().join("cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            Some((pid, line.trim_end().to_owned()))
        })
}

/// Waits until no process with `mark` is left and answers how long that took.
pub(crate) async fn wait_until_gone(mark: &str) -> Duration {
    let start = Instant::now();
    wait_until(&format!("the processes of {mark} to be gone"), || {
        processes_with(mark).is_empty().then_some(())
    })
    .await;
    start.elapsed()
}
