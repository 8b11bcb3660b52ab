//! What is monitored, relayed from a hosted service (API notes §5).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::model::metric::decode_by_id;
use crate::model::number::plain;
use crate::model::{Account, Listed, Metric, Rule};
use crate::wire::{self, Fault, Fields, FromWire};

/// What is monitored.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Monitoring {
    /// The machines that send statistics.
    #[serde(serialize_with = "only_items")]
    pub machines: Listed<MachineRef>,
    /// How far the collector's installation is on each of them (servers of November 2014).
    #[serde(
        rename = "monitored_machines",
        serialize_with = "monitored_by_id",
        skip_serializing_if = "is_empty"
    )]
    pub monitored: Listed<MonitoredMachine>,
    /// The rules that watch them.
    #[serde(serialize_with = "rules_by_id")]
    pub rules: Listed<Rule>,
    /// Metrics every machine has (servers of November 2014).
    #[serde(serialize_with = "metrics_by_id", skip_serializing_if = "is_empty")]
    pub builtin_metrics: Listed<Metric>,
    /// Metrics that were added to some machines (servers of November 2014).
    #[serde(serialize_with = "metrics_by_id", skip_serializing_if = "is_empty")]
    pub custom_metrics: Listed<Metric>,
    /// Plan and person. Without a plan, monitoring must be bought first.
    #[serde(flatten)]
    pub account: Account,
}

impl FromWire for Monitoring {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            machines: part(&mut fields, "machines", wire::items)?,
            monitored: part(&mut fields, "monitored_machines", decode_by_id)?,
            rules: part(&mut fields, "rules", decode_by_id)?,
            builtin_metrics: part(&mut fields, "builtin_metrics", decode_by_id)?,
            custom_metrics: part(&mut fields, "custom_metrics", decode_by_id)?,
            account: Account::of(&mut fields),
        })
    }
}

fn part<T>(
    fields: &mut Fields,
    key: &str,
    read: fn(Value) -> Result<Listed<T>, Fault>,
) -> Result<Listed<T>, Fault> {
    match fields.take(&[key]) {
        Some(value) => read(value).map_err(|fault| fault.in_field(key)),
        None => Ok(Listed::default()),
    }
}

fn is_empty<T>(list: &Listed<T>) -> bool {
    list.items.is_empty()
}

fn only_items<S: Serializer>(
    machines: &Listed<MachineRef>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    machines.items.serialize(serializer)
}

fn rules_by_id<S: Serializer>(rules: &Listed<Rule>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rules.items.iter().map(|rule| (&rule.id, rule)))
}

fn metrics_by_id<S: Serializer>(list: &Listed<Metric>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(list.items.iter().map(|metric| (&metric.id, metric)))
}

fn monitored_by_id<S: Serializer>(
    list: &Listed<MonitoredMachine>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(list.items.iter().map(|machine| (&machine.uuid, machine)))
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

/// A machine that sends statistics, or is about to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonitoredMachine {
    /// The hosted service's id for it.
    #[serde(skip_serializing)]
    pub uuid: String,
    /// The provider's id for it, as [`crate::model::Machine::id`].
    pub machine_id: String,
    /// How far the installation of the collector is.
    #[serde(rename = "installation_status")]
    pub installation: Installation,
}

impl FromWire for MonitoredMachine {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            uuid: fields.id("id")?,
            machine_id: fields.text(&["machine_id"]).unwrap_or_default(),
            installation: Installation::of(fields.object("installation_status")),
        })
    }
}

/// How far the installation of the collector is on a machine. Every part may be missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Installation {
    /// The server's word: `preparing`, `pending`, `installing`, `succeeded`, `failed`.
    pub state: Option<String>,
    /// Whether a person has to run the command, because the server does not reach the machine.
    pub manual: bool,
    /// When it began, in seconds since 1970.
    pub started_at: Option<f64>,
    /// When it ended, in seconds since 1970.
    pub finished_at: Option<f64>,
    /// When the first statistics came, in seconds since 1970.
    pub activated_at: Option<f64>,
    /// Why it failed.
    pub error_msg: Option<String>,
    /// What it printed.
    pub stdout: Option<String>,
}

impl Installation {
    fn of(map: Map<String, Value>) -> Self {
        let mut fields = Fields::from(map);
        // Zero is how servers write that it has not happened.
        let mut time = |key: &str| fields.number(&[key]).filter(|time| *time > 0.0);
        let (started_at, finished_at) = (time("started_at"), time("finished_at"));
        let activated_at = time("activated_at");
        let mut text = |key: &str| fields.text(&[key]).filter(|text| !text.is_empty());
        let (state, error_msg, stdout) = (text("state"), text("error_msg"), text("stdout"));
        Self {
            state,
            manual: fields.flag(&["manual"]).unwrap_or(false),
            started_at,
            finished_at,
            activated_at,
            error_msg,
            stdout,
        }
    }
}

impl Serialize for Installation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(7))?;
        map.serialize_entry("state", &self.state)?;
        map.serialize_entry("manual", &self.manual)?;
        let times = [
            ("started_at", self.started_at),
            ("finished_at", self.finished_at),
            ("activated_at", self.activated_at),
        ];
        for (key, time) in times {
            map.serialize_entry(key, &time.map(plain))?;
        }
        map.serialize_entry("error_msg", &self.error_msg)?;
        map.serialize_entry("stdout", &self.stdout)?;
        map.end()
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
    /// The same from servers of November 2014, which install after they have answered: [`MonitoredMachine::installation`] tells.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extra_vars: Map<String, Value>,
}

impl FromWire for MonitoringSet {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            host: fields.text(&["host"]),
            command: fields.text(&["command"]),
            cmd_output: fields.text(&["cmd_output"]),
            deploy_kwargs: fields.object("deploy_kwargs"),
            extra_vars: fields.object("extra_vars"),
        })
    }
}
