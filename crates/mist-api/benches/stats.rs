//! Speed of reading statistics, in both shapes that servers give them.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mist_api::call::{Call, GetStats};
use serde_json::{Map, Value, json};

/// A day of samples, ten seconds apart.
const SAMPLES: u64 = 8_640;

fn april() -> Value {
    let series = || -> Vec<_> { (0..SAMPLES).map(|n| json!([n * 10, 0.25])).collect() };
    json!({
        "load": series(),
        "cpu": {"utilization": series(), "cores": 2},
        "memory": series(),
        "disk": {"read": {"xvda1": {"disk_octets": series()}}, "write": {"xvda1": {"disk_octets": series()}}},
        "network": {"eth0": {"rx": series(), "tx": series()}},
    })
}

fn november() -> Value {
    let series = || -> Vec<_> { (0..SAMPLES).map(|n| json!([0.25, n * 10])).collect() };
    let metrics = (0..7).map(|n| (format!("metric.{n}"), json!({"datapoints": series()})));
    Value::from(metrics.collect::<Map<_, _>>())
}

fn stats(c: &mut Criterion) {
    let mut group = c.benchmark_group("stats");
    for (name, answer) in [("April", april()), ("November", november())] {
        let body = answer.to_string();
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| GetStats::default().decode(black_box(body.as_bytes())));
        });
    }
    group.finish();
}

criterion_group!(benches, stats);
criterion_main!(benches);
