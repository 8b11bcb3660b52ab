//! Everything about monitoring at once: GET `/monitoring`, with the fields of both servers.

use std::collections::BTreeMap;

use mist_api::model::{Account, Listed, MachineRef, Metric, MonitoredMachine, Monitoring, Plan};

use super::{Monitor, Rules, builtin_metrics};

/// A monitored machine.
#[derive(Debug, Clone)]
pub struct Monitored<'a> {
    /// Which.
    pub machine: MachineRef,
    /// The hosted service's id for it.
    pub uuid: String,
    /// What people set for it.
    pub monitor: &'a Monitor,
}

/// What GET `/monitoring` answers.
pub fn overview(
    machines: &[Monitored<'_>],
    rules: &Rules,
    account: Account,
    now_ms: u64,
) -> Monitoring {
    let mut custom: BTreeMap<String, Metric> = BTreeMap::new();
    for monitored in machines {
        for metric in monitored.monitor.custom_metrics() {
            let known = custom.entry(metric.id.clone()).or_insert(metric);
            known.machines.push(monitored.machine.clone());
        }
    }
    let monitored = machines.iter().map(|monitored| MonitoredMachine {
        uuid: monitored.uuid.clone(),
        machine_id: monitored.machine.machine_id.clone(),
        installation: monitored.monitor.installation(now_ms),
    });
    Monitoring {
        machines: listed(machines.iter().map(|monitored| monitored.machine.clone())),
        monitored: listed(monitored),
        rules: rules.list(),
        builtin_metrics: builtin_metrics(),
        custom_metrics: listed(custom.into_values()),
        account,
    }
}

/// The plan of everybody who looks at simulated machines: without one, pages ask people to buy one.
pub fn simulated_plan() -> Plan {
    Plan {
        title: "Simulation".to_owned(),
        started: None,
        expiration: None,
        has_expired: false,
        promo_code: None,
        machine_limit: None,
    }
}

fn listed<T>(items: impl Iterator<Item = T>) -> Listed<T> {
    Listed {
        items: items.collect(),
        faults: Vec::new(),
    }
}
