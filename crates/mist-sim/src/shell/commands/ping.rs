//! `ping`, within the ranges of addresses that belong to nobody.

use super::{Context, Process, Progress};
use crate::{rng::Rng, shell::process::failed};

/// The ranges set aside for documentation, and the machine itself.
const RANGES: [&str; 4] = ["192.0.2.", "198.51.100.", "203.0.113.", "127.0.0."];

pub(super) fn ping(arguments: &[String], context: &mut Context<'_>) -> Box<dyn Process> {
    let (mut left, mut target) = (None, None);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-c" => {
                let count = words.next().and_then(|count| count.parse().ok());
                left = count.or(Some(4));
            }
            _ if word.starts_with('-') => {}
            _ => target = Some(word.clone()),
        }
    }
    let Some(target) = target else {
        return failed("usage: ping [-c COUNT] ADDRESS\n", 2);
    };
    let host = context.host();
    let own = [&host.public_ip, &host.private_ip];
    let address = if target == "localhost" || target == host.name {
        Some("127.0.0.1".to_owned())
    } else {
        let range = RANGES.iter().find_map(|range| target.strip_prefix(range));
        let known = range.is_some_and(|last| last.parse::<u8>().is_ok());
        let known = known || own.into_iter().flatten().any(|ip| *ip == target);
        known.then(|| target.clone())
    };
    let Some(address) = address else {
        let shown: String = target.chars().take(100).collect();
        let why = "this machine is simulated and reaches addresses for documentation only";
        return failed(format!("ping: unknown host {shown} ({why})\n"), 2);
    };
    Box::new(Ping {
        address,
        left,
        sent: 0,
        due: None,
    })
}

struct Ping {
    address: String,
    left: Option<u64>,
    sent: u64,
    due: Option<u64>,
}

impl Process for Ping {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let Some(due) = self.due else {
            context.out(format!(
                "PING {0} ({0}) 56(84) bytes of data.\n",
                self.address
            ));
            self.due = Some(context.now_ms);
            return Progress::Again;
        };
        if self.left == Some(self.sent) {
            context.out(format!(
                "\n--- {} ping statistics ---\n{1} packets transmitted, {1} received, 0% packet loss\n",
                self.address, self.sent
            ));
            return Progress::Done(0);
        }
        if due > context.now_ms {
            return Progress::Wait(due);
        }
        self.sent += 1;
        let labels = ["ping", &self.address, &self.sent.to_string()];
        let time = 180 + Rng::new(context.host().seed, &labels).below(900);
        context.out(format!(
            "64 bytes from {}: icmp_seq={} ttl=64 time=0.{time:03} ms\n",
            self.address, self.sent
        ));
        self.due = Some(context.now_ms.saturating_add(1_000));
        Progress::Again
    }
}
