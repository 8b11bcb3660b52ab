//! Monitoring, statistics and networks (API notes §5).

use serde_json::json;

use super::{list, one};
use crate::model::{
    Aggregate, Monitoring, MonitoringSet, Network, Operator, RuleAction, Sample, Stats,
};

#[test]
fn monitoring_names_machines_and_rules() {
    let read: Monitoring = one(json!({
        "machines": [["b", "m"], ["b"]],
        "rules": {"r1": {"backend": "b", "machine": "m", "metric": "load", "operator": "lt", "value": "5", "action": "reboot"}},
    }));
    assert_eq!(
        (read.machines.items.len(), read.machines.faults.len()),
        (1, 1)
    );
    let rule = &read.rules.items[0];
    assert_eq!(
        (rule.id.as_str(), rule.operator, rule.value),
        ("r1", Operator::Below, 5.0)
    );
    assert_eq!(rule.action, RuleAction::Reboot);
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written["machines"], json!([["b", "m"]]));
    assert_eq!(
        written["rules"],
        json!({"r1": {"backend": "b", "machine": "m", "metric": "load", "operator": "lt", "value": 5, "action": "reboot"}})
    );
    assert_eq!(one::<Monitoring>(written).rules, read.rules);
}

#[test]
fn statistics_are_named_by_path_whichever_way_round_the_pairs_are() {
    let old: Stats = one(json!({
        "load": [[20, 0.5], [10, null], ["x", 1], 3],
        "cpu": {"utilization": [[10, 1]], "cores": 2},
        "disk": {"read": {"xvda1": {"disk_octets": [[10, 3]]}}},
    }));
    let load = &old.series["load"];
    assert_eq!(load.len(), 2);
    assert_eq!(
        (load[0].time, load[0].value, load[1].value),
        (10.0, None, Some(0.5))
    );
    assert!(old.series.contains_key("disk.read.xvda1.disk_octets"));
    assert_eq!(old.constants.get("cpu.cores"), Some(&2.0));
    let new: Stats =
        one(json!({"load.shortterm": {"datapoints": [[0.5, 20]]}, "request_id": null}));
    let sample = Sample {
        time: 20.0,
        value: Some(0.5),
    };
    assert_eq!(new.series["load.shortterm"], [sample]);
}

#[test]
fn statistics_of_november_are_only_their_samples() {
    let stats: Stats = one(json!({
        "load.shortterm": {
            "datapoints": [[0.5, 20], [null, 30], [0.25, 10]],
            "name": "Load", "unit": "", "max_value": 64, "interval": 10,
        },
        "mist.python.x": {"datapoints": []},
        "request_id": "r1",
    }));
    let load: Vec<_> = stats.series["load.shortterm"]
        .iter()
        .map(|sample| (sample.time, sample.value))
        .collect();
    assert_eq!(load, [(10.0, Some(0.25)), (20.0, Some(0.5)), (30.0, None)]);
    assert_eq!(stats.series.len(), 2);
    assert_eq!(stats.request_id.as_deref(), Some("r1"));
    assert!(stats.constants.is_empty());
}

#[test]
fn monitoring_of_november_says_how_installing_goes_and_what_can_be_measured() {
    let wire = json!({
        "machines": [["b", "m"]],
        "monitored_machines": {"u1": {"machine_id": "m", "installation_status": {
            "state": "failed", "manual": false, "started_at": 1_416_000_000.5, "finished_at": 1_416_000_060,
            "activated_at": null, "error_msg": "no sudo", "stdout": "…",
        }}},
        "rules": {"r1": {
            "backend": "b", "machine": "m", "metric": "load.shortterm", "operator": "gt", "value": 5, "action": "alert",
            "aggregate": "all", "reminder_offset": 600,
        }},
        "builtin_metrics": {"load.shortterm": {"name": "Load", "min_value": 0}},
        "custom_metrics": {"mist.python.x": {"name": "X", "unit": "rpm", "machines": [["b", "m"]]}},
        "current_plan": null, "user_details": null,
    });
    let read: Monitoring = one(wire.clone());
    let machine = &read.monitored.items[0];
    assert_eq!(
        (machine.uuid.as_str(), machine.machine_id.as_str()),
        ("u1", "m")
    );
    assert_eq!(machine.installation.state.as_deref(), Some("failed"));
    assert_eq!(machine.installation.error_msg.as_deref(), Some("no sudo"));
    assert_eq!(machine.installation.activated_at, None);
    let rule = &read.rules.items[0];
    assert_eq!(
        (&rule.aggregate, rule.reminder_offset),
        (&Some(Aggregate::All), Some(600.0))
    );
    assert_eq!(read.builtin_metrics.items[0].min_value, Some(0.0));
    assert_eq!(read.custom_metrics.items[0].machines.len(), 1);
    assert_eq!(serde_json::to_value(&read).unwrap(), wire);
    let sparse: Monitoring = one(json!({"monitored_machines": {"u1": {}, "u2": 7}}));
    assert_eq!(
        (sparse.monitored.items.len(), sparse.monitored.faults.len()),
        (1, 1)
    );
}

#[test]
fn switching_monitoring_on_answers_what_is_needed_to_do_it_by_hand() {
    let set: MonitoringSet = one(json!({"extra_vars": {"uuid": "u1"}, "command": "wget …"}));
    assert_eq!(
        (set.command.as_deref(), set.extra_vars.len()),
        (Some("wget …"), 1)
    );
    assert_eq!(one::<MonitoringSet>(json!({})), MonitoringSet::default());
}

#[test]
fn networks_come_in_two_shapes() {
    let wire = json!({
        "id": "n1", "name": "inner", "status": "ACTIVE", "subnets": [{
            "id": "s1", "name": "", "cidr": "10.0.0.0/24", "enable_dhcp": true, "dns_nameservers": ["9.9.9.9"],
            "allocation_pools": [{"start": "10.0.0.2", "end": "10.0.0.254"}], "gateway_ip": "10.0.0.1",
        }],
    });
    let stack: Network = one(wire.clone());
    assert_eq!(stack.subnets[0].allocation_pools[0].end, "10.0.0.254");
    assert_eq!(serde_json::to_value(&stack).unwrap(), wire);
    let wire = json!({"id": "7", "name": "outer", "extra": {"domain_type": "public"}});
    let nepho: Network = one(wire.clone());
    assert_eq!(serde_json::to_value(&nepho).unwrap(), wire);
    let read = list::<Network>(
        json!([{"id": "n", "subnets": [7, {"id": "s", "allocation_pools": 3}]}, {}]),
    );
    assert_eq!(read.items[0].subnets.len(), 1);
    let paths: Vec<_> = read
        .faults
        .iter()
        .map(|fault| fault.path.as_str())
        .collect();
    assert_eq!(paths, ["$[0].subnets[0]", "$[1].id"]);
}
