//! What a probe of a machine finds (API notes §2.7).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::wire::{self, Fault, Fields, FromWire};

/// What a probe found. Each part may be missing: SSH may fail while ping answers, and the other way round.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Probe {
    /// How long it has been up. Comes over SSH, like the next three: see [`Probe::answered_ssh`].
    pub uptime: Option<Uptime>,
    /// Average load over 1, 5 and 15 minutes.
    pub loadavg: Option<[f64; 3]>,
    /// Processor cores.
    pub cores: Option<u64>,
    /// Users signed in.
    pub users: Option<u64>,
    /// Pings sent.
    pub packets_tx: Option<u64>,
    /// Pings answered.
    pub packets_rx: Option<u64>,
    /// Share of pings lost, from 0 to 1.
    pub packets_loss: Option<f64>,
    /// Fastest round trip in milliseconds.
    pub rtt_min: Option<f64>,
    /// Average round trip in milliseconds.
    pub rtt_avg: Option<f64>,
    /// Slowest round trip in milliseconds.
    pub rtt_max: Option<f64>,
    /// Public addresses, from servers of November 2014.
    pub pub_ips: Vec<String>,
    /// Private addresses, from servers of November 2014.
    pub priv_ips: Vec<String>,
    /// When it was found, in seconds since 1970, from servers of November 2014.
    pub timestamp: Option<f64>,
}

/// How long a machine has been up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uptime {
    /// Seconds since it started.
    pub seconds: f64,
    /// Seconds its cores were idle, summed; BSD does not say.
    pub idle: Option<f64>,
}

impl Probe {
    /// Whether a command could be run over SSH: then a shell will work too.
    pub fn answered_ssh(&self) -> bool {
        self.uptime.is_some()
            || self.loadavg.is_some()
            || self.cores.is_some()
            || self.users.is_some()
    }
}

impl Uptime {
    /// Reads `SECONDS IDLE`, or `SECONDS` alone.
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let seconds = words.next().and_then(wire::decimal)?;
        Some(Self {
            seconds,
            idle: words.next().and_then(wire::decimal),
        })
    }
}

impl FromWire for Probe {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let uptime = fields.text(&["uptime"]);
        let loads = fields.take(&["loadavg"]).map(numbers).unwrap_or_default();
        Ok(Self {
            uptime: uptime.as_deref().and_then(Uptime::read),
            loadavg: <[f64; 3]>::try_from(loads).ok(),
            cores: fields.whole(&["cores"]),
            users: fields.whole(&["users"]),
            packets_tx: fields.whole(&["packets_tx"]),
            packets_rx: fields.whole(&["packets_rx"]),
            packets_loss: fields.number(&["packets_loss"]),
            rtt_min: fields.number(&["rtt_min"]),
            rtt_avg: fields.number(&["rtt_avg"]),
            rtt_max: fields.number(&["rtt_max"]),
            pub_ips: fields.texts("pub_ips"),
            priv_ips: fields.texts("priv_ips"),
            timestamp: fields.number(&["timestamp"]),
        })
    }
}

/// The numbers in a list, or in a text that separates them by spaces or commas.
fn numbers(value: Value) -> Vec<f64> {
    let texts = match value {
        Value::Array(values) => values.into_iter().filter_map(wire::text).collect(),
        single => wire::text(single).into_iter().collect::<Vec<_>>(),
    };
    let words = texts
        .iter()
        .flat_map(|text| text.split([' ', ',', '\t', '\r', '\n']));
    words.filter_map(wire::decimal).collect()
}

impl Serialize for Probe {
    /// What came over SSH is written as texts, as servers do.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(uptime) = self.uptime {
            let text = match uptime.idle {
                Some(idle) => format!("{:.2} {idle:.2}", uptime.seconds),
                None => format!("{:.2}", uptime.seconds),
            };
            map.serialize_entry("uptime", &text)?;
        }
        if let Some(loads) = self.loadavg {
            map.serialize_entry("loadavg", &loads.map(|load| format!("{load:.2}")))?;
        }
        for (name, number) in [("cores", self.cores), ("users", self.users)] {
            if let Some(number) = number {
                map.serialize_entry(name, &number.to_string())?;
            }
        }
        for (name, number) in [
            ("packets_tx", self.packets_tx),
            ("packets_rx", self.packets_rx),
        ] {
            if let Some(number) = number {
                map.serialize_entry(name, &number)?;
            }
        }
        let floats = [
            ("packets_loss", self.packets_loss),
            ("rtt_min", self.rtt_min),
            ("rtt_avg", self.rtt_avg),
            ("rtt_max", self.rtt_max),
            ("timestamp", self.timestamp),
        ];
        for (name, number) in floats {
            if let Some(number) = number {
                map.serialize_entry(name, &number)?;
            }
        }
        for (name, ips) in [("pub_ips", &self.pub_ips), ("priv_ips", &self.priv_ips)] {
            if !ips.is_empty() {
                map.serialize_entry(name, ips)?;
            }
        }
        map.end()
    }
}
