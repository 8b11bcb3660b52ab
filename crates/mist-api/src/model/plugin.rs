//! Plugins that add a metric to a machine (API notes §5, servers of November 2014).

use serde::Serialize;
use serde_json::Value;

use crate::wire::{Fault, Fields, FromWire};

/// The answer to putting a plugin on a machine or taking it off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct PluginDeployed {
    /// The metric it adds: `mist.python.ID`. None after it was taken off.
    pub metric_id: Option<String>,
    /// What the machine printed meanwhile.
    pub stdout: String,
}

impl FromWire for PluginDeployed {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            metric_id: fields.text(&["metric_id"]).filter(|id| !id.is_empty()),
            stdout: fields.text(&["stdout"]).unwrap_or_default(),
        })
    }
}

/// What a plugin's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ValueType {
    /// The measure itself.
    #[default]
    Gauge,
    /// A counter: its growth per second is the measure.
    Derive,
}

impl ValueType {
    /// The word the API uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Derive => "derive",
        }
    }
}

/// A plugin's id made from what a person calls it: small letters, digits and single `_`, which is all that servers take. `None` if
/// nothing is left of the name.
///
/// ```
/// use mist_api::model::plugin_id;
///
/// assert_eq!(plugin_id("Open files (max)").as_deref(), Some("open_files_max"));
/// assert_eq!(plugin_id("_ο_"), None);
/// ```
pub fn plugin_id(name: &str) -> Option<String> {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    (!id.is_empty()).then_some(id)
}
