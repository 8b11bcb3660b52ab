//! Calls about monitoring and statistics, which servers relay to a hosted service (API notes §5).

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::{ApiError, Unreadable};
use crate::model::{Monitoring, MonitoringSet, Stats};
use crate::secret::Secret;
use crate::transport::HttpRequest;
use crate::wire;

/// What is monitored, and by which rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetMonitoring;

impl Call for GetMonitoring {
    type Answer = Monitoring;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[])
    }

    fn decode(&self, body: &[u8]) -> Result<Monitoring, ApiError> {
        wire::one(body)
    }
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonitoringSwitch {
    /// Collect statistics.
    Enable,
    /// Stop collecting them.
    Disable,
}

/// Switches a machine's monitoring on or off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetMonitoring {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// On or off.
    pub switch: MonitoringSwitch,
    /// The machine's name.
    pub name: String,
    /// The machine's public addresses.
    pub public_ips: Vec<String>,
    /// The machine's DNS name; the page of 2014 sent `n/a` where it had none, and so does an absent one here.
    pub dns_name: Option<String>,
    /// Don't touch the machine: answer with the command to be run there by hand.
    pub no_ssh: bool,
    /// Change nothing: only answer with that command.
    pub dry: bool,
    /// Email and password for the hosted service, if the server has not signed in there yet.
    pub login: Option<(String, Secret)>,
}

impl Call for SetMonitoring {
    type Answer = MonitoringSet;

    fn http(&self) -> HttpRequest {
        let action = match self.switch {
            MonitoringSwitch::Enable => "enable",
            MonitoringSwitch::Disable => "disable",
        };
        let login = self.login.as_ref();
        let body = Body::default()
            .with("action", action)
            .with("name", self.name.as_str())
            .with("public_ips", self.public_ips.clone())
            .with("dns_name", self.dns_name.as_deref().unwrap_or("n/a"))
            .with("no_ssh", self.no_ssh)
            .with("dry", self.dry)
            .with_some("email", login.map(|(email, _)| email.as_str()))
            .with_some("password", login.map(|(_, password)| password.expose()));
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<MonitoringSet, ApiError> {
        if wire::is_bare_ok(body) {
            Ok(MonitoringSet::default())
        } else {
            wire::one(body)
        }
    }
}

/// Statistics of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetStats {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// From when, in seconds since 1970.
    pub start: u64,
    /// Until when, in seconds since 1970.
    pub stop: u64,
    /// Seconds between samples.
    pub step: u32,
    /// Which measures, in the hosted service's words; all when absent. Servers of April 2014 pass it on, later ones don't know it.
    pub expression: Option<String>,
    /// Which metrics; all when there are none. Servers of November 2014 answer with all of them anyway.
    pub metrics: Vec<String>,
    /// Comes back in [`Stats::request_id`] from servers of November 2014.
    pub request_id: Option<String>,
}

impl Call for GetStats {
    type Answer = Stats;

    fn http(&self) -> HttpRequest {
        let metrics = (!self.metrics.is_empty()).then(|| self.metrics.join(","));
        let request = Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .query("start", &self.start.to_string())
            .query("stop", &self.stop.to_string())
            .query("step", &self.step.to_string());
        [
            ("expression", &self.expression),
            ("metrics", &metrics),
            ("request_id", &self.request_id),
        ]
        .into_iter()
        .fold(request, |request, (name, value)| match value {
            Some(value) => request.query(name, value),
            None => request,
        })
    }

    fn decode(&self, body: &[u8]) -> Result<Stats, ApiError> {
        wire::one(body)
    }
}

/// A picture of a machine's load, as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadImage {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// From when, in seconds since 1970.
    pub start: u64,
    /// Until when, in seconds since 1970.
    pub stop: u64,
}

impl Call for LoadImage {
    /// The file's bytes.
    type Answer = Vec<u8>;

    fn http(&self) -> HttpRequest {
        let mut request = Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .query("start", &self.start.to_string())
            .query("stop", &self.stop.to_string());
        request.set_header("Accept", "image/png".to_owned());
        request
    }

    fn decode(&self, body: &[u8]) -> Result<Vec<u8>, ApiError> {
        if body.starts_with(b"\x89PNG") {
            Ok(body.to_vec())
        } else {
            Err(Unreadable::NotAPicture.of_all())
        }
    }
}
