//! Statistics of machines that are not there, and what is to be done when they pass a limit (API
//! notes §5).
//!
//! What was measured is no state: it is computed from the machine's seed and the time, so that every
//! question about a moment gets the same answer. State is only what people set: a [`Monitor`] for each
//! monitored machine and one set of [`Rules`], plain values that whoever serves them keeps.

mod metrics;
mod overview;
mod plugins;
mod rules;
mod series;
mod signal;
mod stats;
#[cfg(test)]
mod tests;
mod window;

use std::collections::BTreeMap;

use mist_api::model::{Installation, MonitoringSet};
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::plugins::Plugin;
pub(crate) use self::signal::memory_permille;
pub use self::{
    metrics::builtin_metrics,
    overview::{Monitored, overview, simulated_plan},
    rules::Rules,
    signal::load_now,
    stats::{stats_2014_april, stats_2014_november},
    window::{MOST_POINTS, Window},
};
use crate::rng::Rng;

/// Shortest and longest time that installing takes, in milliseconds.
const INSTALLING_MS: (u64, u64) = (20_000, 60_000);

/// How long after that the first statistics come, in milliseconds.
const FIRST_SAMPLE_MS: u64 = 10_000;

/// What the command to be run by hand is: the machine is simulated, so that it may as well say so.
const COMMAND: &str =
    "echo This machine is simulated: nothing is installed, its statistics come by themselves.";

/// The machine that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Its seed: [`crate::shell::Host::seed`].
    pub seed: u64,
    /// How many processor cores it has.
    pub cores: u32,
}

/// What people set for one monitored machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monitor {
    /// When monitoring was switched on, in milliseconds since 1970.
    enabled_ms: u64,
    /// When installing is over.
    installed_ms: u64,
    /// Whether a person was to run the command.
    manual: bool,
    /// The metrics that were added to what is shown, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    shown: BTreeMap<String, Label>,
    /// The plugins on the machine, by the id of their metric.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    plugins: BTreeMap<String, Plugin>,
}

/// What people call a metric; its own name and unit where they have not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Label {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

impl Monitor {
    /// Switches monitoring on. Installing then takes 20 to 60 seconds, by the seed; with `manual` too,
    /// as though somebody ran the command at once.
    pub fn enable(subject: Subject, manual: bool, now_ms: u64) -> Self {
        let mut rng = Rng::new(subject.seed, &["installing", &now_ms.to_string()]);
        let takes = INSTALLING_MS.0 + rng.below(INSTALLING_MS.1 - INSTALLING_MS.0 + 1);
        Self {
            enabled_ms: now_ms,
            installed_ms: now_ms.saturating_add(takes),
            manual,
            shown: BTreeMap::new(),
            plugins: BTreeMap::new(),
        }
    }

    /// Monitoring that was switched on long before `now_ms`, for machines that are monitored from the
    /// beginning.
    pub fn enabled_since(since_ms: u64) -> Self {
        Self {
            enabled_ms: since_ms,
            installed_ms: since_ms,
            manual: false,
            shown: BTreeMap::new(),
            plugins: BTreeMap::new(),
        }
    }

    /// From when on there are statistics, in milliseconds since 1970.
    pub fn since_ms(&self) -> u64 {
        self.installed_ms.saturating_add(FIRST_SAMPLE_MS)
    }

    /// Whether installing is over.
    pub fn is_installed(&self, now_ms: u64) -> bool {
        now_ms >= self.installed_ms
    }

    /// How far installing is.
    pub fn installation(&self, now_ms: u64) -> Installation {
        let installed = self.is_installed(now_ms);
        let active = now_ms >= self.since_ms();
        let started_ms = self.enabled_ms.saturating_add(2_000);
        let state = match (installed, now_ms < started_ms) {
            (true, _) => "succeeded",
            (false, true) => "preparing",
            (false, false) if self.manual => "pending",
            (false, false) => "installing",
        };
        Installation {
            state: Some(state.to_owned()),
            manual: self.manual,
            started_at: Some(seconds(self.enabled_ms)),
            finished_at: installed.then(|| seconds(self.installed_ms)),
            activated_at: active.then(|| seconds(self.since_ms())),
            error_msg: None,
            stdout: installed
                .then(|| "Simulated collector: nothing had to be installed.\n".to_owned()),
        }
    }

    /// The answer to switching monitoring on, and to asking for the command only (`dry`): fields of both
    /// servers.
    pub fn enable_answer(address: &str, uuid: &str) -> MonitoringSet {
        let mut set = MonitoringSet {
            host: Some(address.to_owned()),
            command: Some(COMMAND.to_owned()),
            ..MonitoringSet::default()
        };
        set.extra_vars.insert("uuid".to_owned(), json!(uuid));
        set
    }

    /// The answer to switching monitoring off.
    pub fn disable_answer() -> MonitoringSet {
        MonitoringSet {
            cmd_output: Some("Simulated collector: nothing had to be removed.\n".to_owned()),
            ..MonitoringSet::default()
        }
    }
}

/// Seconds since 1970, whole: nothing here happens between two.
fn seconds(ms: u64) -> f64 {
    // 2^32 seconds last until 2106.
    f64::from(u32::try_from(ms / 1000).unwrap_or(u32::MAX))
}
