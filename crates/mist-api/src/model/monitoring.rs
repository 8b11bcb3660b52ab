//! Monitoring, rules and statistics, relayed from a hosted service (API notes §5).

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::model::number::{plain, plain_number};
use crate::model::{Account, Listed};
use crate::wire::{self, Fault, Fields, FromWire};

/// What is monitored.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Monitoring {
    /// The machines that send statistics.
    #[serde(serialize_with = "only_items")]
    pub machines: Listed<MachineRef>,
    /// The rules that watch them.
    #[serde(serialize_with = "by_id")]
    pub rules: Listed<Rule>,
    /// Plan and person. Without a plan, monitoring must be bought first.
    #[serde(flatten)]
    pub account: Account,
}

impl FromWire for Monitoring {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let machines = match fields.take(&["machines"]) {
            Some(value) => wire::items(value).map_err(|fault| fault.in_field("machines"))?,
            None => Listed::default(),
        };
        let rules = match fields.take(&["rules"]) {
            Some(value) => rules(value).map_err(|fault| fault.in_field("rules"))?,
            None => Listed::default(),
        };
        Ok(Self {
            machines,
            rules,
            account: Account::of(&mut fields),
        })
    }
}

/// Rules come as an object by id; the id is put where [`Rule`] looks for it.
fn rules(value: Value) -> Result<Listed<Rule>, Fault> {
    let Value::Object(by_id) = value else {
        return wire::items(value);
    };
    let with_ids = by_id.into_iter().map(|(id, mut rule)| {
        if let Value::Object(fields) = &mut rule {
            fields.insert("id".to_owned(), Value::String(id));
        }
        rule
    });
    wire::items(Value::Array(with_ids.collect()))
}

fn only_items<S: Serializer>(
    machines: &Listed<MachineRef>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    machines.items.serialize(serializer)
}

fn by_id<S: Serializer>(rules: &Listed<Rule>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rules.items.iter().map(|rule| (&rule.id, rule)))
}

/// A machine, named from outside its backend.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MachineRef {
    /// The backend.
    pub backend_id: String,
    /// The machine in it.
    pub machine_id: String,
}

impl Serialize for MachineRef {
    /// Backend and machine, as a list of two.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [&self.backend_id, &self.machine_id].serialize(serializer)
    }
}

impl FromWire for MachineRef {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let wrong = Fault::expected("a list of backend and machine", &value);
        let Value::Array(pair) = value else {
            return Err(wrong);
        };
        let mut ids = pair.into_iter().map(wire::text);
        match (ids.next().flatten(), ids.next().flatten()) {
            (Some(backend_id), Some(machine_id)) => Ok(Self {
                backend_id,
                machine_id,
            }),
            _ => Err(wrong),
        }
    }
}

/// Something to be done when a measure passes a limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The rule's id.
    pub id: String,
    /// The machine it watches.
    pub machine: MachineRef,
    /// What it watches: `load`, `cpu`, `ram`, `disk-write`, `network-tx`.
    pub metric: String,
    /// On which side of the limit it acts.
    pub operator: Operator,
    /// The limit, in the measure's own unit.
    pub value: f64,
    /// What it does.
    pub action: RuleAction,
    /// The command, if that is the action.
    pub command: Option<String>,
    /// The largest limit that makes sense.
    pub max_value: Option<f64>,
}

impl Serialize for Rule {
    /// Without the id, under which lists of rules keep it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("backend", &self.machine.backend_id)?;
        map.serialize_entry("machine", &self.machine.machine_id)?;
        map.serialize_entry("metric", &self.metric)?;
        map.serialize_entry("operator", self.operator.as_str())?;
        map.serialize_entry("value", &plain(self.value))?;
        map.serialize_entry("action", self.action.as_str())?;
        if let Some(command) = &self.command {
            map.serialize_entry("command", command)?;
        }
        if let Some(max_value) = self.max_value {
            map.serialize_entry("max_value", &plain(max_value))?;
        }
        map.end()
    }
}

impl FromWire for Rule {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let mut text = |spellings: &[&str]| fields.text(spellings).unwrap_or_default();
        let machine = MachineRef {
            backend_id: text(&["backend", "backendId", "backend_id"]),
            machine_id: text(&["machine", "machineId", "machine_id"]),
        };
        let metric = text(&["metric"]);
        let operator = if text(&["operator"]) == "lt" {
            Operator::Below
        } else {
            Operator::Above
        };
        let action = RuleAction::from(text(&["action"]));
        Ok(Self {
            id: fields.id("id")?,
            machine,
            metric,
            operator,
            value: fields.number(&["value"]).unwrap_or_default(),
            action,
            command: fields
                .text(&["command"])
                .filter(|command| !command.is_empty()),
            max_value: fields.number(&["max_value"]),
        })
    }
}

/// On which side of its limit a rule acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `gt`
    Above,
    /// `lt`
    Below,
}

impl Operator {
    /// The word the API uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Above => "gt",
            Self::Below => "lt",
        }
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RuleAction {
    /// Tell people.
    Alert,
    /// Reboot the machine.
    Reboot,
    /// Destroy the machine.
    Destroy,
    /// Run a command on it.
    Command,
    /// A word this crate does not know.
    Other(String),
}

impl RuleAction {
    /// The word the API uses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Alert => "alert",
            Self::Reboot => "reboot",
            Self::Destroy => "destroy",
            Self::Command => "command",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for RuleAction {
    fn from(word: String) -> Self {
        match word.as_str() {
            "alert" => Self::Alert,
            "reboot" => Self::Reboot,
            "destroy" => Self::Destroy,
            "command" => Self::Command,
            _ => Self::Other(word),
        }
    }
}

/// The answer to making or changing a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleSet {
    /// The rule's id.
    pub id: String,
    /// The largest limit that makes sense for its measure.
    #[serde(serialize_with = "plain_number")]
    pub max_value: Option<f64>,
}

impl FromWire for RuleSet {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            id: fields.id("id")?,
            max_value: fields.number(&["max_value"]),
        })
    }
}

/// The answer to switching monitoring on or off. Every part may be missing.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MonitoringSet {
    /// The machine's address as the service knows it.
    pub host: Option<String>,
    /// The command that installs the collector, to be run by hand if the server could not.
    pub command: Option<String>,
    /// What that command printed.
    pub cmd_output: Option<String>,
    /// What the server gives its deployment, in a shape of its own.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub deploy_kwargs: Map<String, Value>,
}

impl FromWire for MonitoringSet {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            host: fields.text(&["host"]),
            command: fields.text(&["command"]),
            cmd_output: fields.text(&["cmd_output"]),
            deploy_kwargs: fields.object("deploy_kwargs"),
        })
    }
}

/// Statistics of one machine over a time.
///
/// Measures are named by their path in the answer, as servers differ in how deep they nest: `load`, `cpu.utilization`,
/// `disk.read.xvda1.disk_octets`, or the id of a metric.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stats {
    /// Measures over time, oldest first.
    pub series: BTreeMap<String, Vec<Sample>>,
    /// Measures that are one number: `cpu.cores`.
    pub constants: BTreeMap<String, f64>,
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

impl FromWire for Stats {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let Value::Object(map) = value else {
            return Err(Fault::expected("an object", &value));
        };
        let mut stats = Self::default();
        stats.collect(map, "", DEEPEST);
        Ok(stats)
    }
}

impl Stats {
    fn collect(&mut self, map: Map<String, Value>, above: &str, depth: usize) {
        for (key, value) in map {
            let name = if above.is_empty() {
                key.clone()
            } else {
                format!("{above}.{key}")
            };
            match value {
                // Servers of November 2014: `{METRIC: {datapoints: [[value, time]]}}`, the pair turned round.
                Value::Array(pairs) if key == "datapoints" && !above.is_empty() => {
                    self.series.insert(above.to_owned(), samples(&pairs, true));
                }
                Value::Array(pairs) => {
                    self.series.insert(name, samples(&pairs, false));
                }
                Value::Object(inner) if depth > 0 => self.collect(inner, &name, depth - 1),
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
