mod commands;
mod language;
mod steps;

use super::*;

/// 2014-11-14 21:20:00 UTC, a Friday.
const NOW: u64 = 1_416_000_000_000;

fn host() -> Host {
    Host {
        name: "web-1".to_owned(),
        seed: 7,
        cores: 2,
        memory_mb: 2048,
        disk_gb: 40,
        booted_ms: NOW - 3 * 86_400_000 - 4 * 3_600_000,
        image: "Ubuntu 14.04 (Trusty Tahr)".to_owned(),
        public_ip: Some("203.0.113.9".to_owned()),
        private_ip: Some("10.0.0.9".to_owned()),
        user: "ubuntu".to_owned(),
    }
}

fn start(command: &str) -> Program {
    run(&host(), command, 80, NOW)
}

/// What became of a program within so much time and output: its output, its status if it ended, and when
/// that was.
struct Seen {
    output: Vec<u8>,
    status: Option<i32>,
    now_ms: u64,
}

fn watch(mut program: Program, until_ms: u64, bytes: usize) -> Seen {
    let mut seen = Seen {
        output: Vec::new(),
        status: None,
        now_ms: NOW,
    };
    while seen.output.len() < bytes && seen.now_ms <= until_ms {
        match program.next(seen.now_ms) {
            Step::Output(more) => {
                assert!((1..=STEP_BYTES).contains(&more.len()));
                seen.output.extend(more);
            }
            Step::Wait { until_ms } => {
                assert!(until_ms > seen.now_ms);
                seen.now_ms = until_ms;
            }
            Step::Exited(status) => {
                assert_eq!(program.next(seen.now_ms), Step::Exited(status));
                seen.status = Some(status);
                return seen;
            }
        }
    }
    seen
}

/// All that a command prints, with the line ends of a file, and its status.
fn sh(command: &str) -> (String, i32) {
    let seen = watch(start(command), NOW + 3_600_000, 8 * 1024 * 1024);
    let text = String::from_utf8(seen.output)
        .unwrap()
        .replace("\r\n", "\n");
    (
        text,
        seen.status.unwrap_or_else(|| panic!("{command} goes on")),
    )
}

/// What a command prints that succeeds.
fn says(command: &str) -> String {
    let (text, status) = sh(command);
    assert_eq!(status, 0, "{command}: {text}");
    text
}
