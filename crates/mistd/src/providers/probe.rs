//! Probing a machine: how long it has been up, how busy it is, how far away it is (API notes §2.7).
//!
//! What a command on the machine tells and what knocking at its door tells fail independently, and
//! either may be missing from the answer.

use std::time::Duration;

use mist_api::model::{Machine, Probe, Uptime};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::Provider;
use crate::error::Fault;
use crate::store::keys::KeyRow;

/// How often to knock, and how long to wait for each answer.
const KNOCKS: u32 = 4;
const KNOCK_TIME: Duration = Duration::from_secs(2);

/// One line per fact, each with its name. Linux first, then what BSD and macOS have instead.
const SCRIPT: &str = r#"
if test -r /proc/uptime; then echo "uptime $(cat /proc/uptime)"
else
    boot=$(sysctl -n kern.boottime | sed 's/^{ *sec = \([0-9]*\).*/\1/')
    test -n "$boot" && echo "uptime $(( $(date +%s) - boot ))"
fi 2>/dev/null
if test -r /proc/loadavg; then echo "loadavg $(cat /proc/loadavg)"
else echo "loadavg $(uptime | sed 's/.*load average[s]*: *//; s/,/ /g')"
fi 2>/dev/null
echo "cores $(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null)"
echo "users $(who 2>/dev/null | wc -l)"
"#;

/// Probes a machine. Like 0.9.8 it answers even if the machine lets nobody in: then only what
/// knocking found is there.
pub(crate) async fn probe(
    provider: &dyn Provider,
    machine: &Machine,
    key: Option<KeyRow>,
) -> Result<Probe, Fault> {
    let (facts, knocked) =
        tokio::join!(provider.run(machine, key, SCRIPT), knock(provider, machine));
    let mut probe = match facts {
        Ok(output) => read_facts(&String::from_utf8_lossy(&output)),
        Err(Fault::Ssh(error)) => {
            tracing::debug!(%error, "probing");
            Probe::default()
        }
        Err(Fault::NoKey(_)) => Probe::default(),
        Err(other) => return Err(other),
    };
    if let Some(knocked) = knocked? {
        knocked.write_to(&mut probe);
    }
    Ok(probe)
}

fn read_facts(output: &str) -> Probe {
    let mut probe = Probe::default();
    for line in output.lines() {
        let Some((name, value)) = line.split_once(' ') else {
            continue;
        };
        let mut numbers = value
            .split_whitespace()
            .map_while(|word| word.parse::<f64>().ok());
        match name {
            "uptime" => {
                probe.uptime = numbers.next().map(|seconds| Uptime {
                    seconds,
                    idle: numbers.next(),
                });
            }
            "loadavg" => {
                let loads: Vec<f64> = numbers.take(3).collect();
                probe.loadavg = loads.try_into().ok();
            }
            "cores" => probe.cores = value.trim().parse().ok(),
            "users" => probe.users = value.trim().parse().ok(),
            _ => {}
        }
    }
    probe
}

/// Round trips of TCP connections: what ping measures, without the privileges ping needs.
struct Knocks {
    milliseconds: Vec<f64>,
}

async fn knock(provider: &dyn Provider, machine: &Machine) -> Result<Option<Knocks>, Fault> {
    let Some(door) = provider.knock_at(machine).await? else {
        return Ok(None);
    };
    let mut milliseconds = Vec::new();
    for _ in 0..KNOCKS {
        let start = Instant::now();
        match timeout(KNOCK_TIME, TcpStream::connect(&door)).await {
            Ok(Ok(_)) => milliseconds.push(start.elapsed().as_secs_f64() * 1000.0),
            // A refusal is an answer as well, as fast as a welcome.
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
                milliseconds.push(start.elapsed().as_secs_f64() * 1000.0);
            }
            // Who does not answer at all will not the next time: three more waits would be for nothing.
            Ok(Err(_)) | Err(_) => break,
        }
    }
    Ok(Some(Knocks { milliseconds }))
}

impl Knocks {
    fn write_to(&self, probe: &mut Probe) {
        let answered = u32::try_from(self.milliseconds.len()).unwrap_or(KNOCKS);
        let sent = if answered == 0 { 1 } else { KNOCKS };
        probe.packets_tx = Some(sent.into());
        probe.packets_rx = Some(answered.into());
        probe.packets_loss = Some(f64::from(sent - answered) / f64::from(sent));
        if answered > 0 {
            let all = self.milliseconds.iter().copied();
            probe.rtt_min = all.clone().reduce(f64::min);
            probe.rtt_max = all.clone().reduce(f64::max);
            probe.rtt_avg = Some(all.sum::<f64>() / f64::from(answered));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_linux_and_of_bsd_are_read() {
        let linux = "uptime 1850.65 2490.00\nloadavg 0.14 0.44 0.63 1/123 456\ncores 2\nusers 0\n";
        let probe = read_facts(linux);
        assert_eq!(
            probe.uptime,
            Some(Uptime {
                seconds: 1850.65,
                idle: Some(2490.0)
            })
        );
        assert_eq!(probe.loadavg, Some([0.14, 0.44, 0.63]));
        assert_eq!((probe.cores, probe.users), (Some(2), Some(0)));
        let bsd = read_facts("uptime 86400\nloadavg 1.00 0.50 0.25\ncores 8\nusers        3\n");
        assert_eq!(
            bsd.uptime,
            Some(Uptime {
                seconds: 86400.0,
                idle: None
            })
        );
        assert_eq!(bsd.loadavg, Some([1.0, 0.5, 0.25]));
        assert_eq!(bsd.users, Some(3));
    }

    #[test]
    fn what_a_machine_does_not_say_is_left_out() {
        assert_eq!(
            read_facts("uptime \nloadavg \ncores \nusers\nMotd: hello\n"),
            Probe::default()
        );
    }

    #[test]
    fn knocks_add_up() {
        let mut probe = Probe::default();
        Knocks {
            milliseconds: vec![1.0, 3.0],
        }
        .write_to(&mut probe);
        assert_eq!((probe.packets_tx, probe.packets_rx), (Some(4), Some(2)));
        assert_eq!(
            (probe.rtt_min, probe.rtt_avg, probe.rtt_max),
            (Some(1.0), Some(2.0), Some(3.0))
        );
        assert_eq!(probe.packets_loss, Some(0.5));
        let mut silent = Probe::default();
        Knocks {
            milliseconds: Vec::new(),
        }
        .write_to(&mut silent);
        assert_eq!((silent.packets_loss, silent.rtt_min), (Some(1.0), None));
    }
}
