//! Probing a machine: how long it has been up, how busy it is, how far away it is (API notes §2.7).
//!
//! What a command on the machine tells and what knocking at its door tells fail independently, and
//! either may be missing from the answer.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use mist_api::model::{Machine, Probe, Uptime};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::error::Fault;
use crate::store::keys::KeyRow;
use crate::store::now_precise;

/// How often to knock, and how long to wait for each answer.
const KNOCKS: u32 = 4;
const KNOCK_TIME: Duration = Duration::from_secs(2);

/// One line per fact, each with its name; what a system does not tell is left out. Linux first, then what
/// BSD and macOS have instead. Nothing here may end the script early.
const SCRIPT: &str = r#"
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export LC_ALL PATH
if test -r /proc/uptime; then echo "uptime $(cat /proc/uptime)"
else
    boot=$(sysctl -n kern.boottime 2>/dev/null | sed -n 's/^{ *sec = \([0-9][0-9]*\).*/\1/p')
    now=$(date +%s 2>/dev/null)
    case $boot:$now in
        :*|*:|*[!0-9:]*) ;;
        *) echo "uptime $((now - boot))" ;;
    esac
fi
if test -r /proc/loadavg; then echo "loadavg $(cat /proc/loadavg)"
else echo "loadavg $(uptime 2>/dev/null | sed -n 's/.*load averages*: *//p' | tr ',' ' ')"
fi
echo "cores $(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null ||
    sysctl -n hw.ncpu 2>/dev/null || grep -c '^processor' /proc/cpuinfo 2>/dev/null)"
if command -v who >/dev/null 2>&1; then echo "users $(who 2>/dev/null | wc -l)"; fi
{ ip addr || ifconfig -a; } 2>/dev/null |
    sed -n 's/^[[:space:]]*inet6*  *\(addr:\)* *\([0-9a-fA-F.:]*\).*/address \2/p'
exit 0
"#;

/// A machine that scripts can run on and whose door can be knocked at.
#[async_trait]
pub(super) trait Reach: Send + Sync {
    /// Runs a short script for a POSIX shell and answers what it prints. `key` names the SSH key
    /// to use where one is needed.
    async fn run(
        &self,
        machine: &Machine,
        key: Option<KeyRow>,
        script: &'static str,
    ) -> Result<Vec<u8>, Fault>;

    /// Where a connection shows whether the machine is there: address and port.
    async fn knock_at(&self, machine: &Machine) -> Result<Option<(String, u16)>, Fault>;
}

/// Probes a machine. Like 0.9.8 it answers even if the machine lets nobody in: then only what
/// knocking found is there.
pub(super) async fn probe(
    there: &dyn Reach,
    machine: &Machine,
    key: Option<KeyRow>,
) -> Result<Probe, Fault> {
    let (facts, knocked) = tokio::join!(there.run(machine, key, SCRIPT), knock(there, machine));
    let probe = match facts {
        Ok(output) => read_facts(&String::from_utf8_lossy(&output)),
        Err(Fault::Ssh(error)) => {
            tracing::debug!(%error, "probing");
            Probe::default()
        }
        Err(Fault::NoKey(_)) => Probe::default(),
        Err(other) => return Err(other),
    };
    Ok(together(probe, knocked?, now_precise()))
}

/// What commands and knocking found, and when; nothing at all if neither found anything.
fn together(mut probe: Probe, knocks: Option<Knocks>, now: f64) -> Probe {
    let silent = |knocks: &Knocks| knocks.milliseconds.is_empty();
    if !probe.answered_ssh() && knocks.as_ref().is_none_or(silent) {
        return Probe::default();
    }
    if let Some(knocks) = knocks {
        knocks.write_to(&mut probe);
    }
    probe.timestamp = Some(now);
    probe
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
            "address" => add_address(&mut probe, value.trim()),
            _ => {}
        }
    }
    probe
}

/// Sorts an address of the machine's by who can reach it. Those only it itself can reach are left out.
fn add_address(probe: &mut Probe, text: &str) {
    let Ok(address) = text.parse::<IpAddr>() else {
        return;
    };
    let own = address.is_loopback() || address.is_unspecified() || address.is_multicast();
    let (link_local, private) = match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let of_a_carrier = first == 100 && (64..128).contains(&second);
            (
                address.is_link_local(),
                address.is_private() || of_a_carrier,
            )
        }
        IpAddr::V6(address) => (address.is_unicast_link_local(), address.is_unique_local()),
    };
    if own || link_local {
        return;
    }
    let list = if private {
        &mut probe.priv_ips
    } else {
        &mut probe.pub_ips
    };
    let text = address.to_string();
    if !list.contains(&text) {
        list.push(text);
    }
}

/// Round trips of TCP connections: what ping measures, without the privileges ping needs.
struct Knocks {
    milliseconds: Vec<f64>,
}

async fn knock(there: &dyn Reach, machine: &Machine) -> Result<Option<Knocks>, Fault> {
    let Some(door) = there.knock_at(machine).await? else {
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
mod tests;
