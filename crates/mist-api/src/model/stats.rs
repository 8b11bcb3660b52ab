//! Statistics of a machine, in the two shapes servers give them (API notes §5).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::wire::{self, Fault, FromWire};

/// Statistics of one machine over a time.
///
/// Measures are named by their path in the answer, as servers differ in how deep they nest: `load`, `cpu.utilization`,
/// `disk.read.xvda1.disk_octets`, or the id of a metric ([`crate::model::Metric::id`]).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stats {
    /// Measures over time, oldest first.
    pub series: BTreeMap<String, Vec<Sample>>,
    /// Measures that are one number: `cpu.cores`.
    pub constants: BTreeMap<String, f64>,
    /// What [`crate::call::GetStats::request_id`] was, from servers of November 2014.
    pub request_id: Option<String>,
}

/// A measure at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Seconds since 1970.
    pub time: f64,
    /// The value; `None` where nothing was measured.
    pub value: Option<f64>,
}

/// Deeper than any server nests; a limit, so that a hostile answer cannot exhaust the stack.
const DEEPEST: usize = 16;

/// What the samples of a metric stand under, in answers of November 2014.
const DATAPOINTS: &str = "datapoints";

impl FromWire for Stats {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let Value::Object(mut map) = value else {
            return Err(Fault::expected("an object", &value));
        };
        let mut stats = Self {
            request_id: map.remove("request_id").and_then(wire::text),
            ..Self::default()
        };
        stats.collect(map, "", DEEPEST);
        Ok(stats)
    }
}

impl Stats {
    /// April 2014 nests: `{load: [[TIME, VALUE]], cpu: {utilization: …, cores: N}}`. November 2014 does not, says more about each
    /// metric than its samples, and turns the pair round: `{METRIC: {datapoints: [[VALUE, TIME]], …}}`.
    fn collect(&mut self, map: Map<String, Value>, above: &str, depth: usize) {
        for (key, value) in map {
            let name = if above.is_empty() {
                key
            } else {
                [above, &key].join(".")
            };
            match value {
                Value::Array(pairs) => {
                    self.series.insert(name, samples(&pairs, false));
                }
                Value::Object(inner) => match inner.get(DATAPOINTS) {
                    Some(Value::Array(pairs)) => {
                        self.series.insert(name, samples(pairs, true));
                    }
                    _ if depth > 0 => self.collect(inner, &name, depth - 1),
                    _ => {}
                },
                Value::Number(number) => {
                    self.constants
                        .extend(number.as_f64().map(|number| (name, number)));
                }
                _ => {}
            }
        }
    }
}

/// Reads pairs of time and value, or of value and time; what is no such pair is left out.
fn samples(pairs: &[Value], value_first: bool) -> Vec<Sample> {
    let pairs = pairs.iter().filter_map(|pair| {
        let [first, second] = pair.as_array()?.as_slice() else {
            return None;
        };
        let (time, value) = if value_first {
            (second, first)
        } else {
            (first, second)
        };
        Some(Sample {
            time: wire::number(time)?,
            value: wire::number(value),
        })
    });
    let mut samples: Vec<_> = pairs.collect();
    samples.sort_by(|a, b| a.time.total_cmp(&b.time));
    samples
}
