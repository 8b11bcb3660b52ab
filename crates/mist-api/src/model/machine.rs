//! Machines (API notes §2.2).

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::wire::{Fault, Fields, FromWire};

/// A machine as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Machine {
    /// The provider's id; unique within its backend only.
    pub id: String,
    /// A hash over provider and id.
    pub uuid: Option<String>,
    /// What people call it; the id if it has no name.
    pub name: String,
    /// The image as the server says it, which EC2 often leaves out: see [`Machine::image`].
    #[serde(rename = "imageId")]
    pub image_id: Option<String>,
    /// The size as the server says it, which EC2 often leaves out: see [`Machine::size_name`].
    pub size: Option<String>,
    /// What it is doing.
    pub state: MachineState,
    /// Addresses inside the cloud.
    pub private_ips: Vec<String>,
    /// Addresses outside; IPv4 and IPv6 mixed, empty while stopped.
    pub public_ips: Vec<String>,
    /// Values of its tags. On EC2 the zone and on Linode the datacenter is among them, though no tag; duplicates happen.
    pub tags: Vec<String>,
    /// Whatever else the provider says: any shape, null or nested.
    pub extra: Map<String, Value>,
    /// What the server says can be done with it.
    #[serde(flatten)]
    pub can: Abilities,
}

impl Machine {
    /// Where to reach it for a command: `extra.dns_name` if set, else the first public IPv4 address, else any public address,
    /// else a private one.
    pub fn shell_host(&self) -> Option<&str> {
        let public = || {
            self.public_ips
                .iter()
                .map(String::as_str)
                .filter(|ip| !ip.is_empty())
        };
        self.extra_text(&["dns_name"])
            .or_else(|| public().find(|ip| !ip.contains(':')))
            .or_else(|| public().next())
            .or_else(|| {
                self.private_ips
                    .iter()
                    .map(String::as_str)
                    .find(|ip| !ip.is_empty())
            })
    }

    /// The image's id, wherever the server put it.
    pub fn image(&self) -> Option<&str> {
        self.image_id
            .as_deref()
            .or_else(|| self.extra_text(&["imageId", "image_id"]))
    }

    /// The size's id, wherever the server put it.
    pub fn size_name(&self) -> Option<&str> {
        let keys = ["instance_type", "instancetype", "flavorId"];
        self.size.as_deref().or_else(|| self.extra_text(&keys))
    }

    fn extra_text(&self, keys: &[&str]) -> Option<&str> {
        let mut found = keys.iter().filter_map(|key| self.extra.get(*key)?.as_str());
        found.find(|text| !text.is_empty())
    }
}

impl FromWire for Machine {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let name = fields.text(&["name"]).filter(|name| !name.is_empty());
        Ok(Self {
            uuid: fields.text(&["uuid"]),
            name: name.unwrap_or_else(|| id.clone()),
            image_id: fields
                .text(&["imageId", "image_id"])
                .filter(|id| !id.is_empty()),
            size: fields.text(&["size"]).filter(|size| !size.is_empty()),
            state: MachineState::from(fields.text(&["state"]).unwrap_or_default()),
            private_ips: fields.texts("private_ips"),
            public_ips: fields.texts("public_ips"),
            tags: fields.texts("tags"),
            extra: fields.object("extra"),
            can: Abilities {
                stop: fields.flag(&["can_stop"]).unwrap_or(false),
                start: fields.flag(&["can_start"]).unwrap_or(false),
                destroy: fields.flag(&["can_destroy"]).unwrap_or(false),
                reboot: fields.flag(&["can_reboot"]).unwrap_or(false),
                tag: fields.flag(&["can_tag"]).unwrap_or(false),
            },
            id,
        })
    }
}

/// What a machine is doing. Servers report what they don't understand as stopped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MachineState {
    /// It runs.
    Running,
    /// It is on its way down and up again.
    Rebooting,
    /// It is gone for good; EC2 lists it a while longer.
    Terminated,
    /// It is being made, started or stopped.
    Pending,
    /// It is off.
    Stopped,
    /// A word this crate does not know, or `unknown` if there was none.
    Other(String),
}

impl MachineState {
    /// The word the API uses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Rebooting => "rebooting",
            Self::Terminated => "terminated",
            Self::Pending => "pending",
            Self::Stopped => "stopped",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for MachineState {
    fn from(word: String) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "running" => Self::Running,
            "rebooting" => Self::Rebooting,
            "terminated" => Self::Terminated,
            "pending" => Self::Pending,
            "stopped" => Self::Stopped,
            "" => Self::Other("unknown".to_owned()),
            _ => Self::Other(word),
        }
    }
}

impl fmt::Display for MachineState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for MachineState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What the server says can be done with a machine. What it leaves out cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are five independent answers of the API"
)]
pub struct Abilities {
    /// Stop it.
    #[serde(rename = "can_stop")]
    pub stop: bool,
    /// Start it.
    #[serde(rename = "can_start")]
    pub start: bool,
    /// Destroy it for good.
    #[serde(rename = "can_destroy")]
    pub destroy: bool,
    /// Reboot it.
    #[serde(rename = "can_reboot")]
    pub reboot: bool,
    /// Add and remove tags.
    #[serde(rename = "can_tag")]
    pub tag: bool,
}

/// The answer to creating a machine: it says neither state nor abilities, the next list does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MachineCreated {
    /// The provider's id.
    pub id: String,
    /// Its name; the id if it has none.
    pub name: String,
    /// Whatever else the provider says.
    pub extra: Map<String, Value>,
    /// Addresses outside, if it has any yet.
    pub public_ips: Vec<String>,
    /// Addresses inside, if it has any yet.
    pub private_ips: Vec<String>,
}

impl FromWire for MachineCreated {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let name = fields.text(&["name"]).filter(|name| !name.is_empty());
        Ok(Self {
            name: name.unwrap_or_else(|| id.clone()),
            extra: fields.object("extra"),
            public_ips: fields.texts("public_ips"),
            private_ips: fields.texts("private_ips"),
            id,
        })
    }
}
