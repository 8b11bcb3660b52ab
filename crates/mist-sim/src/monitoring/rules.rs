//! Rules: what people want done when a measure passes a limit. They are kept, not acted upon.

use std::collections::BTreeMap;

use mist_api::model::{Aggregate, Listed, MachineRef, Operator, Rule, RuleAction, RuleSet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::metrics::{FASTEST, is_builtin};
use crate::refusal::Refusal;

/// The most rules of an account, and the longest text in one, in bytes.
const MOST: usize = 500;
const LONGEST_TEXT: usize = 16 * 1024;

/// The largest limit of what is no share and no speed, such as load.
const LARGEST: f64 = 100.0;

/// The rules of an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// How many there ever were.
    made: u64,
    rules: BTreeMap<String, Kept>,
}

/// A rule in the words of the API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    backend: String,
    machine: String,
    metric: String,
    operator: String,
    value: f64,
    action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aggregate: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reminder_offset: Option<f64>,
}

impl Rules {
    /// Makes a rule, or changes the one whose `id` the body has: POST `/rules`. Of a change only what is
    /// there counts.
    ///
    /// # Errors
    ///
    /// 400 for what is missing or makes no sense, 404 for an unknown id.
    pub fn set(&mut self, body: &Value) -> Result<RuleSet, Refusal> {
        let id = text(body, &["id"])?;
        let old = match &id {
            Some(id) => Some(self.rules.get(id).cloned().ok_or_else(no_rule)?),
            None if self.rules.len() >= MOST => {
                return Err(Refusal::bad_request(format_args!("at most {MOST} rules")));
            }
            None => None,
        };
        let rule = changed(old.as_ref(), body)?;
        let max_value = largest(&rule.metric);
        let id = id.unwrap_or_else(|| {
            self.made += 1;
            format!("rule{}", self.made)
        });
        self.rules.insert(id.clone(), rule);
        Ok(RuleSet {
            id,
            max_value: Some(max_value),
        })
    }

    /// Deletes a rule.
    ///
    /// # Errors
    ///
    /// 404 if there is none of this id.
    pub fn delete(&mut self, id: &str) -> Result<(), Refusal> {
        self.rules.remove(id).map(|_| ()).ok_or_else(no_rule)
    }

    /// Deletes what watches a machine, when it is no longer monitored.
    pub fn forget(&mut self, machine: &MachineRef) {
        self.rules.retain(|_, rule| {
            rule.backend != machine.backend_id || rule.machine != machine.machine_id
        });
    }

    /// All, as they are answered.
    pub fn list(&self) -> Listed<Rule> {
        let rules = self.rules.iter().map(|(id, rule)| Rule {
            id: id.clone(),
            machine: MachineRef {
                backend_id: rule.backend.clone(),
                machine_id: rule.machine.clone(),
            },
            metric: rule.metric.clone(),
            operator: if rule.operator == Operator::Below.as_str() {
                Operator::Below
            } else {
                Operator::Above
            },
            value: rule.value,
            action: RuleAction::from(rule.action.clone()),
            command: rule.command.clone(),
            max_value: Some(largest(&rule.metric)),
            aggregate: rule.aggregate.clone().map(Aggregate::from),
            reminder_offset: rule.reminder_offset,
        });
        Listed {
            items: rules.collect(),
            faults: Vec::new(),
        }
    }
}

fn changed(old: Option<&Kept>, body: &Value) -> Result<Kept, Refusal> {
    let field = |names: &[&str], before: fn(&Kept) -> &String| {
        let after = text(body, names)?.filter(|text| !text.is_empty());
        let value = after.or_else(|| old.map(|old| before(old).clone()));
        let name = names.first().copied().unwrap_or_default();
        value.ok_or_else(|| missing(name))
    };
    let rule = Kept {
        backend: field(&["backendId", "backend_id", "backend"], |old| &old.backend)?,
        machine: field(&["machineId", "machine_id", "machine"], |old| &old.machine)?,
        metric: field(&["metric"], |old| &old.metric)?,
        operator: field(&["operator"], |old| &old.operator)?,
        value: number(body, "value")?
            .or(old.map(|old| old.value))
            .ok_or_else(|| missing("value"))?,
        action: field(&["action"], |old| &old.action)?,
        command: text(body, &["command"])?.or_else(|| old.and_then(|old| old.command.clone())),
        aggregate: text(body, &["aggregate"])?
            .or_else(|| old.and_then(|old| old.aggregate.clone())),
        reminder_offset: number(body, "reminder_offset")?
            .or(old.and_then(|old| old.reminder_offset)),
    };
    check(&rule)?;
    Ok(rule)
}

fn check(rule: &Kept) -> Result<(), Refusal> {
    let largest = largest(&rule.metric);
    let words = [
        ("operator", rule.operator.as_str(), ["gt", "lt"].as_slice()),
        (
            "action",
            rule.action.as_str(),
            &["alert", "reboot", "destroy", "command"],
        ),
        (
            "aggregate",
            rule.aggregate.as_deref().unwrap_or("any"),
            &["any", "all", "avg"],
        ),
    ];
    for (name, word, known) in words {
        if !known.contains(&word) {
            return Err(Refusal::bad_request(format_args!(
                "{name} must be one of {}",
                known.join(", ")
            )));
        }
    }
    if !(0.0..=largest).contains(&rule.value) {
        return Err(Refusal::bad_request(format_args!(
            "value must be from 0 to {largest}"
        )));
    }
    if rule
        .reminder_offset
        .is_some_and(|offset| !(0.0..=1e9).contains(&offset))
    {
        return Err(Refusal::bad_request(
            "reminder_offset must be a number of seconds",
        ));
    }
    Ok(())
}

/// The largest limit that makes sense for a metric, by either server's name for it.
fn largest(metric: &str) -> f64 {
    let fast = ["disk-write", "disk-read", "network-tx", "network-rx"].contains(&metric)
        || metric.contains("_octets");
    let share = metric.ends_with("percent") || ["cpu", "ram", "load"].contains(&metric);
    match (fast, share || is_builtin(metric)) {
        (true, _) => FASTEST,
        (false, true) => LARGEST,
        // Nobody knows how far a metric of one's own goes.
        (false, false) => 1e15,
    }
}

fn no_rule() -> Refusal {
    Refusal::new(404, "Not Found: rule not found")
}

fn missing(name: &str) -> Refusal {
    Refusal::new(400, format!("Required parameter not provided: {name}"))
}

/// A text of the body by the first of its names that is there; ids may be numbers.
fn text(body: &Value, names: &[&str]) -> Result<Option<String>, Refusal> {
    let found = names
        .iter()
        .filter_map(|name| Some((name, body.get(name)?)));
    for (name, value) in found {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return Err(Refusal::bad_request(format_args!("{name} must be a text"))),
        };
        if text.len() > LONGEST_TEXT {
            return Err(Refusal::bad_request(format_args!("{name} is too long")));
        }
        return Ok(Some(text));
    }
    Ok(None)
}

/// A number of the body, which may be written as a text.
fn number(body: &Value, name: &str) -> Result<Option<f64>, Refusal> {
    let number = match body.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    match number.filter(|number: &f64| number.is_finite()) {
        Some(number) => Ok(Some(number)),
        None => Err(Refusal::bad_request(format_args!(
            "{name} must be a number"
        ))),
    }
}
