//! The statistics of a machine in the shapes of both servers.

use serde_json::{Map, Value, json};

use super::{
    Monitor, Subject, Window,
    metrics::BUILTIN,
    series::Samples,
    signal::{Measure, whole},
};

/// The disk and the network interface that every simulated machine has.
const DISK: &str = "vda";
const INTERFACE: &str = "eth0";

/// As servers of April 2014 answer: nested by kind, pairs of time and value. Metrics that were added are
/// not in it, as those servers had none.
pub fn stats_2014_april(
    monitor: &Monitor,
    subject: Subject,
    window: &Window,
    now_ms: u64,
) -> Value {
    let samples = Samples::new(monitor, subject, window, now_ms);
    let pairs = |measure| -> Vec<Value> {
        let samples = samples.of(measure);
        samples
            .map(|(time, value)| json!([time, plain(value)]))
            .collect()
    };
    json!({
        "load": pairs(Measure::Load(1)),
        "cpu": {"utilization": pairs(Measure::Cpu), "cores": subject.cores},
        "memory": pairs(Measure::Memory),
        "disk": {
            "read": {DISK: {"disk_octets": pairs(Measure::DiskRead)}},
            "write": {DISK: {"disk_octets": pairs(Measure::DiskWrite)}},
        },
        "network": {INTERFACE: {"rx": pairs(Measure::Received), "tx": pairs(Measure::Sent)}},
    })
}

/// As servers of November 2014 answer: every metric by its id, pairs of value and time.
pub fn stats_2014_november(
    monitor: &Monitor,
    subject: Subject,
    window: &Window,
    request_id: Option<&str>,
    now_ms: u64,
) -> Value {
    let samples = Samples::new(monitor, subject, window, now_ms);
    let builtin = BUILTIN.iter().map(|(id, .., measure)| (*id, *measure));
    let mut answer = Map::new();
    for (id, measure) in builtin.chain(monitor.custom_measures()) {
        let samples = samples.of(measure);
        let pairs: Vec<Value> = samples
            .map(|(time, value)| json!([plain(value), time]))
            .collect();
        answer.insert(id.to_owned(), json!({ "datapoints": pairs }));
    }
    answer.insert("request_id".to_owned(), json!(request_id));
    Value::Object(answer)
}

/// Whole numbers without the `.0` that no server sends.
fn plain(value: Option<f64>) -> Value {
    match value {
        Some(value) if value.fract() == 0.0 => Value::from(whole(value)),
        value => json!(value),
    }
}
