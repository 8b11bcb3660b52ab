//! The machine's logs: every line has its moment, so that the log is the same whoever looks and when.

use super::{Host, calendar::Moment};
use crate::rng::Rng;

/// A log, and how far apart its lines are on average, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Log {
    name: &'static str,
    every_ms: u64,
}

/// Lines come 0.2 to 2 seconds after one another.
pub(super) const SYSLOG: Log = Log {
    name: "syslog",
    every_ms: 1_100,
};
pub(super) const AUTH: Log = Log {
    name: "auth.log",
    every_ms: 420_000,
};

/// How many lines of the past a log has.
const KEPT: u64 = 200;

impl Log {
    /// When the line of a number was written, in milliseconds since 1970.
    pub(super) fn written_ms(self, host: &Host, line: u64) -> u64 {
        let mut rng = Rng::new(host.seed, &["log", self.name, &line.to_string()]);
        line.saturating_mul(self.every_ms) + rng.below(self.every_ms * 9 / 11 + 1)
    }

    /// The number of the first line that is not yet written.
    pub(super) fn next(self, host: &Host, now_ms: u64) -> u64 {
        let line = now_ms / self.every_ms;
        line + u64::from(self.written_ms(host, line) <= now_ms)
    }

    /// The line of a number, with its end.
    pub(super) fn line(self, host: &Host, line: u64) -> String {
        let mut rng = Rng::new(host.seed, &["words", self.name, &line.to_string()]);
        let stamp = Moment::of(self.written_ms(host, line)).stamp();
        let words = if self == AUTH {
            auth(&mut rng)
        } else {
            system(&mut rng, line)
        };
        format!("{stamp} {} {words}\n", host.name)
    }

    /// What is in it.
    pub(super) fn all(self, host: &Host, now_ms: u64) -> String {
        let end = self.next(host, now_ms);
        let booted = self.next(host, host.booted_ms.min(now_ms));
        let start = end.saturating_sub(KEPT).max(booted.min(end));
        (start..end).map(|line| self.line(host, line)).collect()
    }
}

fn system(rng: &mut Rng, line: u64) -> String {
    let pid = 900 + rng.below(29_000);
    let from = rng.below(254) + 1;
    let milliseconds = 2 + rng.below(400);
    match rng.below(12) {
        0 => format!(
            "CRON[{pid}]: (root) CMD (test -x /usr/sbin/anacron || run-parts /etc/cron.hourly)"
        ),
        1 => format!(
            "dhclient: DHCPREQUEST on eth0 to 192.0.2.1 port 67 (xid=0x{})",
            rng.hex(8)
        ),
        2 => "dhclient: bound -- renewal in 1542 seconds.".to_owned(),
        3 => format!(
            "kernel: [{}.{:06}] TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.",
            line % 90_000,
            rng.below(1_000_000)
        ),
        4 => format!(
            "ntpd[1021]: adjusting local clock by 0.{:06}s",
            rng.below(90_000)
        ),
        5 => format!(
            "app[1187]: WARN slow request: GET /report took {} ms",
            milliseconds * 9
        ),
        6 => format!("app[1187]: ERROR connection to 198.51.100.{from}:5432 lost, trying again"),
        n => {
            let path = ["/", "/health", "/login", "/api/items", "/static/site.css"];
            let path = rng.pick(&path).copied().unwrap_or("/");
            let status = if n == 11 { 404 } else { 200 };
            format!("app[1187]: 203.0.113.{from} GET {path} {status} {milliseconds} ms")
        }
    }
}

fn auth(rng: &mut Rng) -> String {
    let pid = 900 + rng.below(29_000);
    let from = rng.below(254) + 1;
    let port = 30_000 + rng.below(30_000);
    match rng.below(3) {
        0 => format!(
            "sshd[{pid}]: Accepted publickey for deploy from 203.0.113.{from} port {port} ssh2"
        ),
        1 => format!("sshd[{pid}]: Invalid user admin from 198.51.100.{from}"),
        _ => {
            format!("CRON[{pid}]: pam_unix(cron:session): session opened for user root by (uid=0)")
        }
    }
}
