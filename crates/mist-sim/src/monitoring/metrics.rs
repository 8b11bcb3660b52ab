//! What a collector measures: what every machine shows, what it can be made to show, and what people
//! call it.

use mist_api::model::{Listed, Metric};

use super::{Label, Monitor, signal::Measure};
use crate::refusal::Refusal;

/// The most metrics that can be added to a machine.
const MOST_SHOWN: usize = 50;

/// The longest name or unit of a metric, in characters.
const LONGEST_LABEL: usize = 100;

/// Octets per second that no simulated disk or wire passes.
pub(super) const FASTEST: f64 = 750_000_000.0;

/// A metric of every machine: id, name, unit, largest value, measure.
type Builtin = (
    &'static str,
    &'static str,
    &'static str,
    f64,
    Measure<'static>,
);

pub(super) const BUILTIN: [Builtin; 9] = [
    ("load.shortterm", "Load", "", 64.0, Measure::Load(1)),
    (
        "load.midterm",
        "Load, 5 minutes",
        "",
        64.0,
        Measure::Load(5),
    ),
    (
        "load.longterm",
        "Load, 15 minutes",
        "",
        64.0,
        Measure::Load(15),
    ),
    ("cpu.total.nonidle", "CPU", "%", 100.0, Measure::Cpu),
    ("memory.nonfree_percent", "RAM", "%", 100.0, Measure::Memory),
    (
        "disk.total.disk_octets.read",
        "Disks Read",
        "B/s",
        FASTEST,
        Measure::DiskRead,
    ),
    (
        "disk.total.disk_octets.write",
        "Disks Write",
        "B/s",
        FASTEST,
        Measure::DiskWrite,
    ),
    (
        "network.total.if_octets.rx",
        "Ifaces Rx",
        "B/s",
        FASTEST,
        Measure::Received,
    ),
    (
        "network.total.if_octets.tx",
        "Ifaces Tx",
        "B/s",
        FASTEST,
        Measure::Sent,
    ),
];

/// A metric that can be added: id, name, unit, lowest and highest value.
type Known = (&'static str, &'static str, &'static str, f64, f64);

const KNOWN: [Known; 14] = [
    ("cpu.total.user", "CPU user", "%", 0.0, 100.0),
    ("cpu.total.system", "CPU system", "%", 0.0, 60.0),
    ("cpu.total.wait", "CPU waiting", "%", 0.0, 30.0),
    ("cpu.total.steal", "CPU stolen", "%", 0.0, 8.0),
    ("df.root.percent_bytes.used", "Disk used", "%", 0.0, 100.0),
    ("df.root.percent_inodes.used", "Inodes used", "%", 0.0, 40.0),
    ("entropy", "Entropy", "bits", 0.0, 4_096.0),
    (
        "memory.buffered",
        "Memory for buffers",
        "B",
        0.0,
        268_435_456.0,
    ),
    (
        "memory.cached",
        "Memory for cache",
        "B",
        0.0,
        2_147_483_648.0,
    ),
    (
        "processes.ps_state.running",
        "Processes running",
        "",
        0.0,
        12.0,
    ),
    (
        "processes.ps_state.sleeping",
        "Processes sleeping",
        "",
        0.0,
        220.0,
    ),
    ("swap.used_percent", "Swap used", "%", 0.0, 20.0),
    (
        "tcpconns.22.local.ESTABLISHED",
        "SSH connections",
        "",
        0.0,
        6.0,
    ),
    ("users", "Users", "", 0.0, 5.0),
];

/// The metrics that every machine has.
pub fn builtin_metrics() -> Listed<Metric> {
    let metrics = BUILTIN.iter().map(|(id, name, unit, highest, _)| Metric {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        unit: Some(*unit)
            .filter(|unit| !unit.is_empty())
            .map(str::to_owned),
        min_value: Some(0.0),
        max_value: Some(*highest),
        machines: Vec::new(),
    });
    Listed {
        items: metrics.collect(),
        faults: Vec::new(),
    }
}

pub(super) fn is_builtin(id: &str) -> bool {
    BUILTIN.iter().any(|(builtin, ..)| *builtin == id)
}

fn known(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|(known, ..)| *known == id)
}

fn no_metric() -> Refusal {
    Refusal::new(404, "Not Found: metric not found")
}

impl Monitor {
    /// The metrics that the machine could show and does not yet, as GET `…/metrics` answers; none while
    /// installing.
    pub fn available_metrics(&self, now_ms: u64) -> Listed<Metric> {
        let ids = KNOWN.iter().map(|(id, ..)| *id);
        let ids = ids.chain(self.plugins.keys().map(String::as_str));
        let ids = ids.filter(|id| self.is_installed(now_ms) && !self.shown.contains_key(*id));
        Listed {
            items: ids.map(|id| self.metric(id, &Label::default())).collect(),
            faults: Vec::new(),
        }
    }

    /// The metrics that were added, without the machines they are shown for.
    pub fn custom_metrics(&self) -> Vec<Metric> {
        let shown = self.shown.iter();
        shown.map(|(id, label)| self.metric(id, label)).collect()
    }

    /// Adds a metric to what is shown. Adding it twice is no error.
    ///
    /// # Errors
    ///
    /// 404 for what the collector does not measure, 400 if there are too many.
    pub fn add_metric(&mut self, id: &str) -> Result<(), Refusal> {
        if is_builtin(id) || self.shown.contains_key(id) {
            return Ok(());
        }
        if known(id).is_none() && !self.plugins.contains_key(id) {
            return Err(no_metric());
        }
        if self.shown.len() >= MOST_SHOWN {
            return Err(Refusal::bad_request(format_args!(
                "a machine shows at most {MOST_SHOWN} metrics besides its own"
            )));
        }
        self.shown.insert(id.to_owned(), Label::default());
        Ok(())
    }

    /// Takes a metric off what is shown.
    ///
    /// # Errors
    ///
    /// 404 if it was not added.
    pub fn remove_metric(&mut self, id: &str) -> Result<(), Refusal> {
        self.shown.remove(id).map(|_| ()).ok_or_else(no_metric)
    }

    /// Changes what a metric that was added is called and counted in; what is `None` stays.
    ///
    /// # Errors
    ///
    /// 404 if it was not added, 400 for words that are too long.
    pub fn label_metric(
        &mut self,
        id: &str,
        name: Option<&str>,
        unit: Option<&str>,
    ) -> Result<(), Refusal> {
        let long = |text: &&str| text.chars().count() > LONGEST_LABEL;
        if name.iter().chain(&unit).any(long) {
            return Err(Refusal::bad_request(format_args!(
                "a name or unit has at most {LONGEST_LABEL} characters"
            )));
        }
        let label = self.shown.get_mut(id).ok_or_else(no_metric)?;
        label.name = name.map(str::to_owned).or(label.name.take());
        label.unit = unit.map(str::to_owned).or(label.unit.take());
        Ok(())
    }

    /// The measures that were added, by id.
    pub(super) fn custom_measures(&self) -> impl Iterator<Item = (&str, Measure<'_>)> {
        self.shown.keys().map(|id| {
            let (low, high) = match known(id) {
                Some((_, _, _, low, high)) => (*low, *high),
                None => (0.0, 100.0),
            };
            (id.as_str(), Measure::Other { id, low, high })
        })
    }

    fn metric(&self, id: &str, label: &Label) -> Metric {
        let plugin = self.plugins.get(id);
        let (name, unit, high) = match (known(id), plugin) {
            (Some((_, name, unit, _, high)), _) => (*name, *unit, Some(*high)),
            (None, Some(plugin)) => (plugin.name.as_str(), plugin.unit.as_str(), None),
            (None, None) => (id, "", None),
        };
        let unit = label.unit.as_deref().unwrap_or(unit);
        Metric {
            id: id.to_owned(),
            name: label.name.as_deref().unwrap_or(name).to_owned(),
            unit: Some(unit)
                .filter(|unit| !unit.is_empty())
                .map(str::to_owned),
            min_value: high.map(|_| 0.0),
            // Only what is a share has an end that people know.
            max_value: high.filter(|_| unit == "%").map(|_| 100.0),
            machines: Vec::new(),
        }
    }
}
