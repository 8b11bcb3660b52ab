mod settings;

use mist_api::{
    call::{Call, GetStats},
    model::{Sample, Stats},
};
use proptest::prelude::*;
use serde_json::Value;

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
