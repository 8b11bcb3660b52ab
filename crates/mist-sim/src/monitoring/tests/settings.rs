//! What people set: metrics, plugins, rules; and the overview of it all.

use mist_api::{
    call::{Call, GetMonitoring, ListMetrics},
    model::{Account, MachineRef, Metric, ValueType},
};
use serde_json::{Value, json};

use super::*;

#[test]
fn metrics_are_added_named_and_taken_off() {
    let mut monitor = long_monitored();
    let available = serde_json::to_vec(&by_id(monitor.available_metrics(NOW).items)).unwrap();
    let call = ListMetrics {
        backend: "b".to_owned(),
        machine: "m".to_owned(),
    };
    let read = call.decode(&available).unwrap();
    assert!(read.faults.is_empty() && read.items.len() > 10);
    let id = "swap.used_percent";
    monitor.add_metric(id).unwrap();
    monitor.add_metric(id).unwrap();
    monitor.add_metric("load.shortterm").unwrap();
    assert!(
        monitor
            .available_metrics(NOW)
            .items
            .iter()
            .all(|metric| metric.id != id)
    );
    monitor.label_metric(id, Some("Swap!"), None).unwrap();
    let [metric] = monitor.custom_metrics().try_into().unwrap();
    assert_eq!(
        (metric.name.as_str(), metric.unit.as_deref()),
        ("Swap!", Some("%"))
    );
    let stats = november(&monitor, SUBJECT, &window(SECOND - 600, SECOND, 10), NOW);
    let values: Vec<f64> = stats.series[id]
        .iter()
        .filter_map(|sample| sample.value)
        .collect();
    assert!(!values.is_empty() && values.iter().all(|value| (0.0..=20.0).contains(value)));
    assert_eq!(monitor.add_metric("nosuch").unwrap_err().status, 404);
    assert_eq!(
        monitor
            .label_metric("nosuch", None, None)
            .unwrap_err()
            .status,
        404
    );
    assert_eq!(
        monitor
            .label_metric(id, Some(&"x".repeat(101)), None)
            .unwrap_err()
            .status,
        400
    );
    monitor.remove_metric(id).unwrap();
    assert_eq!(monitor.remove_metric(id).unwrap_err().status, 404);
}

#[test]
fn plugins_are_looked_at_and_make_a_metric() {
    let mut monitor = long_monitored();
    let good = "def read():\n    return 1";
    let mut deploy =
        |id: &str, script| monitor.deploy_plugin(id, script, ValueType::Gauge, "", "rpm");
    let deployed = deploy("fan_speed", good).unwrap();
    assert_eq!(deployed.metric_id.as_deref(), Some("mist.python.fan_speed"));
    for bad in ["", "_a", "a_", "A", "a b", "ü"] {
        assert_eq!(deploy(bad, good).unwrap_err().status, 400, "{bad}");
    }
    let refusal = deploy("x", "print 1").unwrap_err();
    assert!(refusal.status == 400 && refusal.words.trim_end().ends_with("ERROR DEPLOYING PLUGIN"));
    let [metric] = monitor.custom_metrics().try_into().unwrap();
    assert_eq!(
        (metric.name.as_str(), metric.unit.as_deref()),
        ("fan_speed", Some("rpm"))
    );
    let stats = november(&monitor, SUBJECT, &window(SECOND - 600, SECOND, 10), NOW);
    assert!(stats.series.contains_key("mist.python.fan_speed"));
    let kept: Monitor = serde_json::from_value(json!(monitor)).unwrap();
    assert_eq!(kept, monitor);
    assert_eq!(
        monitor.undeploy_plugin("fan_speed").unwrap().metric_id,
        None
    );
    assert_eq!(
        monitor.undeploy_plugin("fan_speed").unwrap_err().status,
        404
    );
    assert!(monitor.custom_metrics().is_empty());
}

fn rule(change: &Value) -> Value {
    let mut rule = json!({
        "backendId": "b", "machineId": "m", "metric": "load", "operator": "gt", "value": 5, "action": "alert",
    });
    for (key, value) in change.as_object().unwrap() {
        rule[key] = value.clone();
    }
    rule
}

#[test]
fn rules_are_made_changed_and_deleted() {
    let mut rules = Rules::default();
    let made = rules.set(&rule(&json!({}))).unwrap();
    assert_eq!(made.max_value, Some(100.0));
    let traffic = json!({"metric": "network-tx", "value": "5000.5", "aggregate": "avg"});
    let traffic = rules.set(&rule(&traffic)).unwrap();
    assert!(traffic.id != made.id && traffic.max_value > made.max_value);
    let change = json!({"id": made.id, "value": 7, "action": "command", "command": "uptime"});
    assert_eq!(rules.set(&change).unwrap().id, made.id);
    let kept: Rules = serde_json::from_value(json!(rules)).unwrap();
    assert_eq!(kept, rules);
    let list = rules.list().items;
    assert_eq!(
        (list[0].value, list[0].command.as_deref()),
        (7.0, Some("uptime"))
    );
    assert_eq!(list[0].metric, "load");
    for (change, status) in [
        (json!({"metric": null}), 400),
        (json!({"value": null}), 400),
        (json!({"value": 101}), 400),
        (json!({"value": -1}), 400),
        (json!({"value": "NaN"}), 400),
        (json!({"operator": "eq"}), 400),
        (json!({"action": "dance"}), 400),
        (json!({"aggregate": "most"}), 400),
        (json!({"backendId": {}}), 400),
        (json!({"id": "nosuch"}), 404),
        (json!({"command": "x".repeat(20_000)}), 400),
    ] {
        assert_eq!(
            rules.set(&rule(&change)).unwrap_err().status,
            status,
            "{change:.60}"
        );
    }
    for body in [json!(null), json!([]), json!("x"), json!({})] {
        assert_eq!(rules.set(&body).unwrap_err().status, 400);
    }
    assert_eq!(rules, kept);
    rules.delete(&traffic.id).unwrap();
    assert_eq!(rules.delete(&traffic.id).unwrap_err().status, 404);
    rules.forget(&at("m"));
    assert!(rules.list().items.is_empty());
    for _ in 0..500 {
        rules.set(&rule(&json!({}))).unwrap();
    }
    assert_eq!(rules.set(&rule(&json!({}))).unwrap_err().status, 400);
}

fn at(machine: &str) -> MachineRef {
    MachineRef {
        backend_id: "b".to_owned(),
        machine_id: machine.to_owned(),
    }
}

fn by_id(metrics: Vec<Metric>) -> Value {
    metrics
        .into_iter()
        .map(|metric| (metric.id.clone(), json!(metric)))
        .collect()
}

#[test]
fn the_overview_is_read_as_it_is_meant() {
    let (mut one, two) = (long_monitored(), Monitor::enable(SUBJECT, false, NOW));
    one.add_metric("users").unwrap();
    let mut rules = Rules::default();
    rules.set(&rule(&json!({}))).unwrap();
    let machines = [("m", &one), ("n", &two)].map(|(id, monitor)| Monitored {
        machine: at(id),
        uuid: format!("uuid-{id}"),
        monitor,
    });
    let account = Account {
        plan: Some(simulated_plan()),
        user: None,
    };
    let said = overview(&machines, &rules, account, NOW);
    let read = GetMonitoring
        .decode(&serde_json::to_vec(&said).unwrap())
        .unwrap();
    let mut said = said;
    // An object has no order.
    said.builtin_metrics.items.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(read, said);
    assert_eq!(read.machines.items, [at("m"), at("n")]);
    assert_eq!(read.custom_metrics.items[0].machines, [at("m")]);
    assert_eq!(
        read.monitored.items[1].installation.state.as_deref(),
        Some("preparing")
    );
    assert_eq!(read.builtin_metrics.items.len(), 9);
    let answer = serde_json::to_value(Monitor::enable_answer("203.0.113.9", "u1")).unwrap();
    assert!(answer["command"].as_str().unwrap().contains("simulated"));
}
