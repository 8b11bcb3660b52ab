//! Rules: what to do when a measure passes a limit (API notes §5).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::model::MachineRef;
use crate::model::number::{plain, plain_number};
use crate::wire::{Fault, Fields, FromWire};

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
    /// How samples count together (servers of November 2014).
    pub aggregate: Option<Aggregate>,
    /// Seconds to wait before telling again (servers of November 2014).
    pub reminder_offset: Option<f64>,
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
        if let Some(aggregate) = &self.aggregate {
            map.serialize_entry("aggregate", aggregate.as_str())?;
        }
        if let Some(offset) = self.reminder_offset {
            map.serialize_entry("reminder_offset", &plain(offset))?;
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
        let aggregate = fields.text(&["aggregate"]).filter(|word| !word.is_empty());
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
            aggregate: aggregate.map(Aggregate::from),
            reminder_offset: fields.number(&["reminder_offset"]),
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

/// How the samples of a rule's time count together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// One beyond the limit is enough.
    Any,
    /// All must be beyond it.
    All,
    /// Their average must be.
    Average,
    /// A word this crate does not know.
    Other(String),
}

impl Aggregate {
    /// The word the API uses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Any => "any",
            Self::All => "all",
            Self::Average => "avg",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for Aggregate {
    fn from(word: String) -> Self {
        match word.as_str() {
            "any" => Self::Any,
            "all" => Self::All,
            "avg" => Self::Average,
            _ => Self::Other(word),
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
