use mist_api::{
    call::{Call, GetMonitoring, GetStats, ListMetrics},
    model::{Account, MachineRef, Metric, Sample, Stats, ValueType},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// 2014-11-14 21:20:00 UTC, a Friday.
const NOW: u64 = 1_416_000_000_000;
const SECOND: u64 = NOW / 1000;

const SUBJECT: Subject = Subject { seed: 7, cores: 4 };

fn long_monitored() -> Monitor {
    Monitor::enabled_since(NOW - 400 * 86_400_000)
}

fn bytes(answer: &Value) -> Vec<u8> {
    serde_json::to_vec(answer).unwrap()
}

fn april(monitor: &Monitor, subject: Subject, window: &Window, now_ms: u64) -> Stats {
    let answer = stats_2014_april(monitor, subject, window, now_ms);
    GetStats::default().decode(&bytes(&answer)).unwrap()
}

fn november(monitor: &Monitor, subject: Subject, window: &Window, now_ms: u64) -> Stats {
    let answer = stats_2014_november(monitor, subject, window, Some("r1"), now_ms);
    GetStats::default().decode(&bytes(&answer)).unwrap()
}

fn window(start: u64, stop: u64, every: u64) -> Window {
    Window::new(start, stop, every).unwrap()
}

#[test]
fn both_servers_say_the_same_in_their_own_shape() {
    let last_hour = window(SECOND - 3_600, SECOND, 10);
    let old = april(&long_monitored(), SUBJECT, &last_hour, NOW);
    let new = november(&long_monitored(), SUBJECT, &last_hour, NOW);
    assert_eq!(old.constants.get("cpu.cores"), Some(&4.0));
    assert_eq!(new.request_id.as_deref(), Some("r1"));
    for (old_name, new_name) in [
        ("load", "load.shortterm"),
        ("cpu.utilization", "cpu.total.nonidle"),
        ("memory", "memory.nonfree_percent"),
        ("disk.read.vda.disk_octets", "disk.total.disk_octets.read"),
        ("disk.write.vda.disk_octets", "disk.total.disk_octets.write"),
        ("network.eth0.rx", "network.total.if_octets.rx"),
        ("network.eth0.tx", "network.total.if_octets.tx"),
    ] {
        let series = &old.series[old_name];
        assert_eq!(series.len(), 361, "{old_name}");
        assert_eq!(*series, new.series[new_name], "{old_name}");
        assert!(series.iter().all(|sample| sample.time % 10.0 == 0.0));
        assert!(series.windows(2).all(|pair| pair[0].time < pair[1].time));
    }
    assert_eq!(old.series.len(), 7);
    assert_eq!(new.series.len(), 9);
    let now = load_now(SUBJECT.seed, SUBJECT.cores, NOW);
    let last = new.series["load.longterm"].last().unwrap().value;
    assert!(last.is_none_or(|value| (value - now[2]).abs() < 1e-9));
}

/// All values of a measure over four weeks, every five minutes.
fn month(name: &str, subject: Subject) -> Vec<Sample> {
    let weeks = (0..4).flat_map(|week| {
        let stop = SECOND - week * 604_800;
        let week = window(stop - 604_800 + 1, stop, 600);
        november(&long_monitored(), subject, &week, NOW).series[name].clone()
    });
    weeks.collect()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap())
}

#[test]
fn values_are_of_a_machine_at_work() {
    for seed in 0..12 {
        let subject = Subject { seed, cores: 4 };
        let cpu = month("cpu.total.nonidle", subject);
        let values: Vec<f64> = cpu.iter().filter_map(|sample| sample.value).collect();
        assert!(values.iter().all(|value| (0.0..=100.0).contains(value)));
        let (least, most) = values
            .iter()
            .fold((100.0_f64, 0.0_f64), |(least, most), value| {
                (least.min(*value), most.max(*value))
            });
        assert!(most > 40.0 && least < 30.0, "seed {seed}: {least} {most}");
        let gaps = cpu.len() - values.len();
        assert!(gaps > 0 && gaps < cpu.len() / 20, "seed {seed}: {gaps}");
        let loads = month("load.shortterm", subject);
        let load = mean(loads.iter().filter_map(|sample| sample.value));
        assert!((0.05..4.0).contains(&load), "seed {seed}: {load}");
        let weekend = |sample: &&Sample| (sample.time / 86_400.0 + 3.0).floor() % 7.0 >= 5.0;
        let (off, on): (Vec<&Sample>, Vec<&Sample>) = cpu.iter().partition(weekend);
        let [off, on] = [off, on].map(|days| mean(days.iter().filter_map(|sample| sample.value)));
        assert!(off < on * 1.15, "seed {seed}: {off} {on}");
        let memory = month("memory.nonfree_percent", subject);
        assert!(
            memory
                .iter()
                .filter_map(|sample| sample.value)
                .all(|value| (4.0..=97.5).contains(&value))
        );
        let sent = month("network.total.if_octets.tx", subject);
        let fast = sent.iter().filter_map(|sample| sample.value);
        assert!(
            fast.into_iter()
                .all(|value| (0.0..=metrics::FASTEST).contains(&value) && value.fract() == 0.0)
        );
    }
}

#[test]
fn every_day_has_its_spike() {
    let quiet_and_loud = (0..14).map(|day| {
        let stop = SECOND / 86_400 * 86_400 - day * 86_400;
        let day = window(stop - 86_400, stop, 60);
        let stats = november(&long_monitored(), SUBJECT, &day, NOW);
        let mut values: Vec<f64> = stats.series["cpu.total.nonidle"]
            .iter()
            .filter_map(|sample| sample.value)
            .collect();
        values.sort_by(f64::total_cmp);
        (values[values.len() / 2], values[values.len() - 1])
    });
    for (median, most) in quiet_and_loud {
        assert!(most > median + 25.0, "{median} {most}");
    }
}

#[test]
fn installing_takes_its_time_and_there_is_nothing_before() {
    let monitor = Monitor::enable(SUBJECT, false, NOW);
    let installed = monitor.installed_ms - NOW;
    assert!((20_000..=60_000).contains(&installed), "{installed}");
    let state = |now_ms| monitor.installation(now_ms).state.unwrap();
    assert_eq!(state(NOW), "preparing");
    assert_eq!(state(NOW + 3_000), "installing");
    assert_eq!(state(monitor.installed_ms), "succeeded");
    assert_eq!(monitor.installation(NOW).finished_at, None);
    assert!(
        monitor
            .installation(monitor.since_ms())
            .activated_at
            .is_some()
    );
    let manual = Monitor::enable(SUBJECT, true, NOW).installation(NOW + 3_000);
    assert_eq!(
        (manual.state.as_deref(), manual.manual),
        (Some("pending"), true)
    );
    let hour = window(SECOND - 1_800, SECOND + 1_800, 10);
    for stats in [april, november] {
        let early = stats(&monitor, SUBJECT, &hour, monitor.since_ms() - 1);
        assert!(!early.series.is_empty() && early.series.values().all(Vec::is_empty));
        let later = stats(&monitor, SUBJECT, &hour, NOW + 600_000);
        for series in later.series.values() {
            let since = seconds(monitor.since_ms());
            assert!(
                series
                    .iter()
                    .all(|sample| sample.value.is_none() || sample.time >= since)
            );
            assert!(series.iter().any(|sample| sample.value.is_some()));
            assert!(
                series
                    .iter()
                    .all(|sample| sample.time <= seconds(NOW + 600_000))
            );
        }
    }
    assert!(monitor.available_metrics(NOW).items.is_empty());
}

#[test]
fn windows_are_refused_or_widened() {
    for (start, stop, every) in [
        (Some("9"), Some("9"), None),
        (Some("10"), Some("9"), None),
        (None, None, Some("0")),
        (None, None, Some("-1")),
        (Some("x"), None, None),
        (Some("1e3"), None, None),
        (None, Some("1416000000000"), None),
        (None, Some("99999999999999999999999"), None),
    ] {
        let refusal = Window::parse(start, stop, every, NOW).unwrap_err();
        assert_eq!(refusal.status, 400);
        assert!(refusal.words.starts_with("Bad Request: "));
    }
    assert_eq!(
        Window::parse(None, None, None, NOW),
        Window::new(SECOND - 600, SECOND, 10)
    );
    assert_eq!(
        Window::parse(Some("5.5"), Some(" 70 "), Some(""), NOW),
        Window::new(5, 70, 10)
    );
    assert_eq!(window(SECOND - 7 * 86_400, SECOND, 10).step(), 600);
    assert_eq!(window(SECOND - 3_600, SECOND, 10).step(), 10);
    assert_eq!(window(0, SECOND, 1).step() % 86_400, 0);
}

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

proptest! {
    // Each case is some ten thousand values.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_moment_has_one_value_whatever_is_asked(
        seed: u64,
        cores in 1u32..64,
        start in SECOND - 10_000_000..SECOND,
        span in 600u64..20_000_000,
        steps in (1u64..5_000, 1u64..5_000),
    ) {
        let subject = Subject { seed, cores };
        let mut monitor = long_monitored();
        monitor.add_metric("entropy").unwrap();
        let one = window(start, start + span, steps.0);
        let other = window(start.saturating_sub(span / 2), start + span / 2, steps.1);
        let one = november(&monitor, subject, &one, NOW);
        let other = november(&monitor, subject, &other, NOW);
        for (name, series) in &one.series {
            prop_assert!(series.len() as u64 <= MOST_POINTS);
            for sample in series {
                let same = other.series[name].iter().find(|other| other.time.to_bits() == sample.time.to_bits());
                prop_assert!(same.is_none_or(|same| same.value == sample.value));
            }
        }
    }

}

proptest! {
    #[test]
    fn any_window_is_bounded_or_refused(start: u64, stop: u64, step: u64, now_ms: u64) {
        if let Ok(window) = Window::new(start, stop, step) {
            prop_assert!(window.times(now_ms).take(3_000).count() as u64 <= MOST_POINTS);
        }
    }
}
