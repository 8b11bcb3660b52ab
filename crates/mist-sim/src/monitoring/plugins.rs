//! Scripts that people put on a machine to measure something of their own. They are looked at, not run.

use mist_api::model::{PluginDeployed, ValueType};
use serde::{Deserialize, Serialize};

use super::Monitor;
use crate::refusal::Refusal;

/// The most plugins on a machine.
const MOST: usize = 20;

/// The longest id, name and unit of a plugin, and the longest script, in bytes.
const LONGEST_TEXT: usize = 100;
const LONGEST_SCRIPT: usize = 64 * 1024;

/// A script on a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plugin {
    pub(super) name: String,
    pub(super) unit: String,
    /// Whether it counts, so that its growth is the measure.
    counts: bool,
}

impl Monitor {
    /// Puts a plugin on the machine and shows its metric. The same id again replaces it.
    ///
    /// # Errors
    ///
    /// 400 for a bad id, a script without `def read():`, and too many plugins; the script's refusal has
    /// what the machine printed, as servers answer.
    pub fn deploy_plugin(
        &mut self,
        plugin: &str,
        script: &str,
        value_type: ValueType,
        name: &str,
        unit: &str,
    ) -> Result<PluginDeployed, Refusal> {
        let id = metric_id(plugin)?;
        if [name, unit].iter().any(|text| text.len() > LONGEST_TEXT)
            || script.len() > LONGEST_SCRIPT
        {
            return Err(Refusal::bad_request(
                "a plugin's name, unit or script is too long",
            ));
        }
        if self.plugins.len() >= MOST && !self.plugins.contains_key(&id) {
            return Err(Refusal::bad_request(format_args!(
                "a machine has at most {MOST} plugins"
            )));
        }
        if !script
            .lines()
            .any(|line| line.trim_start().starts_with("def read("))
        {
            let printed = "Simulated machine: the script was not run, only looked at.\n\
                NameError: name 'read' is not defined\nERROR DEPLOYING PLUGIN\n";
            return Err(Refusal::new(400, printed));
        }
        let name = if name.is_empty() { plugin } else { name };
        let placed = Plugin {
            name: name.to_owned(),
            unit: unit.to_owned(),
            counts: value_type == ValueType::Derive,
        };
        self.plugins.insert(id.clone(), placed);
        self.add_metric(&id)?;
        Ok(PluginDeployed {
            metric_id: Some(id),
            stdout: "Simulated machine: the script was not run; its numbers are made up.\n"
                .to_owned(),
        })
    }

    /// Takes a plugin and its metric off the machine.
    ///
    /// # Errors
    ///
    /// 404 if it has none of this id.
    pub fn undeploy_plugin(&mut self, plugin: &str) -> Result<PluginDeployed, Refusal> {
        let id = metric_id(plugin)?;
        if self.plugins.remove(&id).is_none() {
            return Err(Refusal::new(404, "Not Found: plugin not found"));
        }
        self.shown.remove(&id);
        Ok(PluginDeployed {
            metric_id: None,
            stdout: "Simulated machine: the plugin is gone.\n".to_owned(),
        })
    }
}

/// The id of a plugin's metric. Plugins are named by small letters, digits and `_` between them.
fn metric_id(plugin: &str) -> Result<String, Refusal> {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let shape = !plugin.is_empty() && !plugin.starts_with('_') && !plugin.ends_with('_');
    if shape && plugin.len() <= LONGEST_TEXT && plugin.bytes().all(good) {
        Ok(format!("mist.python.{plugin}"))
    } else {
        Err(Refusal::bad_request(
            "a plugin's id is of small letters, digits and _ between them",
        ))
    }
}
