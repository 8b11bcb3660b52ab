//! Calls about metrics and the plugins that add some. Servers of November 2014 and later have them (API notes §5).

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::model::{Listed, MachineRef, Metric, PluginDeployed, ValueType, decode_by_id};
use crate::transport::HttpRequest;
use crate::wire;

/// The metrics a machine could show: what its collector sends and nobody asked for yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMetrics {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
}

impl Call for ListMetrics {
    type Answer = Listed<Metric>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend, &self.machine])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::by(body, decode_by_id)
    }
}

/// Adds a metric to what is shown of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociateMetric {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Which metric.
    pub metric: String,
}

impl Call for AssociateMetric {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("metric_id", self.metric.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Takes a metric off what is shown of a machine. This is also how a metric is deleted: servers have no call for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisassociateMetric {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Which metric.
    pub metric: String,
}

impl Call for DisassociateMetric {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("metric_id", self.metric.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Changes what a metric is called and counted in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateMetric {
    /// Which metric.
    pub metric: String,
    /// What to call it.
    pub name: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// The machine that has it.
    pub machine: Option<MachineRef>,
}

impl Call for UpdateMetric {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        let machine = self.machine.as_ref();
        let body = Body::default()
            .with_some("name", self.name.as_deref())
            .with_some("unit", self.unit.as_deref())
            .with_some("backend_id", machine.map(|m| m.backend_id.as_str()))
            .with_some("machine_id", machine.map(|m| m.machine_id.as_str()));
        Self::ENDPOINT.at(&[&self.metric]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// The only kind of plugin there is.
const PYTHON: &str = "python";

/// Puts a script on a machine whose `read()` returns a number, and makes a metric of it. A script that fails is a 400 with all it
/// printed as the words, `ERROR DEPLOYING PLUGIN` at their end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeployPlugin {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// The plugin's id, as [`crate::model::plugin_id`] makes it.
    pub plugin: String,
    /// The machine's address, as [`crate::model::Machine::shell_host`] finds it.
    pub host: String,
    /// The script: Python with a function `read()`.
    pub read_function: String,
    /// What its numbers are.
    pub value_type: ValueType,
    /// What to call the metric; the plugin's id when absent.
    pub name: Option<String>,
    /// The metric's unit.
    pub unit: Option<String>,
}

impl Call for DeployPlugin {
    type Answer = PluginDeployed;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("plugin_type", PYTHON)
            .with("host", self.host.as_str())
            .with("read_function", self.read_function.as_str())
            .with("value_type", self.value_type.as_str())
            .with("name", self.name.as_deref().unwrap_or(&self.plugin))
            .with("unit", self.unit.as_deref().unwrap_or_default());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine, &self.plugin])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<PluginDeployed, ApiError> {
        wire::one(body)
    }
}

/// Takes a plugin off a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndeployPlugin {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Which plugin.
    pub plugin: String,
    /// The machine's address.
    pub host: String,
}

impl Call for UndeployPlugin {
    type Answer = PluginDeployed;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("plugin_type", PYTHON)
            .with("host", self.host.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine, &self.plugin])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<PluginDeployed, ApiError> {
        if wire::is_bare_ok(body) {
            Ok(PluginDeployed::default())
        } else {
            wire::one(body)
        }
    }
}
