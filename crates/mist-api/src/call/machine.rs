//! Calls about machines.

use serde_json::Value;

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::model::{self, Listed, Machine, MachineCreated};
use crate::transport::HttpRequest;
use crate::wire;

/// All machines of a backend. The server asks the cloud every time; a backend that is switched off answers too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMachines {
    /// Which backend.
    pub backend: String,
}

impl Call for ListMachines {
    type Answer = Listed<Machine>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body)
    }
}

/// Makes a machine. The answer may take minutes: until SSH is up and the script has run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreateMachine {
    /// Which backend.
    pub backend: String,
    /// The machine's name; providers have rules for it.
    pub name: String,
    /// The image's id.
    pub image: String,
    /// The size's id.
    pub size: String,
    /// The key to put on it; the default key when absent.
    pub key: Option<String>,
    /// The location's id.
    pub location: Option<String>,
    /// What to run on it first; ASCII only on servers of 2014.
    pub script: Option<String>,
    /// The size's disk, as Linode wants it.
    pub disk: Option<Value>,
    /// The image's `extra`, as Linode wants it.
    pub image_extra: Option<Value>,
    /// The image's name, as Google wants it.
    pub image_name: Option<String>,
    /// The size's name, as Google wants it.
    pub size_name: Option<String>,
    /// The location's name, as Google wants it.
    pub location_name: Option<String>,
    /// Addresses it shall have (servers of November 2014, as the two below).
    pub ips: Vec<String>,
    /// The ids of the networks it shall be in.
    pub networks: Vec<String>,
    /// Whether to monitor it from the start. The script and this happen after the answer then.
    pub monitoring: bool,
}

impl Call for CreateMachine {
    type Answer = MachineCreated;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("name", self.name.as_str())
            .with("image", self.image.as_str())
            .with("size", self.size.as_str())
            .with_some("key", self.key.as_deref())
            .with_some("location", self.location.as_deref())
            .with_some("script", self.script.as_deref())
            .with_some("disk", self.disk.clone())
            .with_some("image_extra", self.image_extra.clone())
            .with_some("image_name", self.image_name.as_deref())
            .with_some("size_name", self.size_name.as_deref())
            .with_some("location_name", self.location_name.as_deref())
            .with_some("ips", some_of(&self.ips))
            .with_some("networks", some_of(&self.networks))
            .with_some("monitoring", self.monitoring.then_some(true));
        Self::ENDPOINT.at(&[&self.backend]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<MachineCreated, ApiError> {
        wire::one(body)
    }
}

/// A list, unless there is nothing in it: servers of April 2014 get what they know and no more.
fn some_of(texts: &[String]) -> Option<Vec<String>> {
    (!texts.is_empty()).then(|| texts.to_vec())
}

/// What can be done to a machine, besides [`ResizeMachine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Start it.
    Start,
    /// Stop it. The manual's `shutdown` is refused by every server.
    Stop,
    /// Reboot it.
    Reboot,
    /// Destroy it for good.
    Destroy,
}

impl Action {
    /// The verb the API uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Reboot => "reboot",
            Self::Destroy => "destroy",
        }
    }

    /// Whether doing it a second time does no more than doing it once.
    pub fn is_repeatable(self) -> bool {
        matches!(self, Self::Start | Self::Stop)
    }
}

/// Does something to a machine. The answer is the backend's whole list of machines, of which states may lag behind; an answer without a
/// list is a fault beside an empty list, as the action was done: then ask for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineAction {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// What to do.
    pub action: Action,
}

impl Call for MachineAction {
    type Answer = Listed<Machine>;

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("action", self.action.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::done(body)?;
        Ok(wire::list_after_change(body))
    }
}

/// Gives a machine another size. The servers of April 2014 refuse it with 400, as they do verbs they don't know; clouds that
/// can't do it, too. Answers as [`MachineAction`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResizeMachine {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// The id of its new size.
    pub plan_id: String,
}

impl Call for ResizeMachine {
    type Answer = Listed<Machine>;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("action", "resize")
            .with("plan_id", self.plan_id.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::done(body)?;
        Ok(wire::list_after_change(body))
    }
}

/// Tags a machine. The same tag twice is stored twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddTag {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// The tag.
    pub tag: String,
}

impl Call for AddTag {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("tag", self.tag.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Takes a tag off a machine. Zones and datacenters, listed among tags, are none: the server answers 404.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveTag {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// The tag.
    pub tag: String,
}

impl Call for RemoveTag {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        let body = Body::default().with("tag", self.tag.as_str());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}

/// Looks at a machine by ping and SSH, which takes 4 to 30 seconds. A success also stores that the key opens the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Which backend.
    pub backend: String,
    /// Which machine.
    pub machine: String,
    /// Its address, as [`Machine::shell_host`] finds it.
    pub host: String,
    /// The key to try; the associated ones when absent.
    pub key: Option<String>,
}

impl Call for Probe {
    type Answer = model::Probe;

    fn http(&self) -> HttpRequest {
        let body = Body::default()
            .with("host", self.host.as_str())
            .with_some("key", self.key.as_deref());
        Self::ENDPOINT
            .at(&[&self.backend, &self.machine])
            .json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<model::Probe, ApiError> {
        wire::one(body)
    }
}
