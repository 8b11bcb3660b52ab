//! Calls about rules, which servers relay to a hosted service (API notes §5).

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::model::{Aggregate, MachineRef, Operator, RuleAction, RuleSet, plain};
use crate::transport::HttpRequest;
use crate::wire;

/// Makes a rule, or changes one.
#[derive(Debug, Clone, PartialEq)]
pub struct SetRule {
    /// The rule to change; a new one is made when absent.
    pub id: Option<String>,
    /// What it shall be. A new rule needs everything down to the action.
    pub change: RuleChange,
}

/// The parts of a rule that are to be set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleChange {
    /// The machine to watch.
    pub machine: Option<MachineRef>,
    /// What to watch: `load`, `cpu`, `ram`, `disk-write`, `network-tx`.
    pub metric: Option<String>,
    /// On which side of the limit to act.
    pub operator: Option<Operator>,
    /// The limit, in the measure's own unit.
    pub value: Option<f64>,
    /// What to do.
    pub action: Option<RuleAction>,
    /// The command, if that is the action.
    pub command: Option<String>,
    /// How samples count together (servers of November 2014).
    pub aggregate: Option<Aggregate>,
    /// Seconds to wait before telling again (servers of November 2014).
    pub reminder_offset: Option<f64>,
}

impl Call for SetRule {
    type Answer = RuleSet;

    fn http(&self) -> HttpRequest {
        let change = &self.change;
        let machine = change.machine.as_ref();
        let body = Body::default()
            .with_some("id", self.id.as_deref())
            .with_some(
                "backendId",
                machine.map(|machine| machine.backend_id.as_str()),
            )
            .with_some(
                "machineId",
                machine.map(|machine| machine.machine_id.as_str()),
            )
            .with_some("metric", change.metric.as_deref())
            .with_some("operator", change.operator.map(Operator::as_str))
            .with_some("value", change.value.map(plain))
            .with_some("action", change.action.as_ref().map(RuleAction::as_str))
            .with_some("command", change.command.as_deref())
            .with_some(
                "aggregate",
                change.aggregate.as_ref().map(Aggregate::as_str),
            )
            .with_some("reminder_offset", change.reminder_offset.map(plain));
        Self::ENDPOINT.at(&[]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<RuleSet, ApiError> {
        wire::one(body)
    }
}

/// Deletes a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteRule {
    /// Which.
    pub rule: String,
}

impl Call for DeleteRule {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.rule])
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}
