//! What servers answer with, as plain values.
//!
//! Every type reads all spellings that the manual and the servers use (API notes §2, §6) and serialises in the one shape that the
//! open-source server of 2014 sends, so that `mistd` answers with the same types. No type here knows how it was fetched.

mod account;
mod backend;
mod image;
mod key;
mod location;
mod machine;
mod metric;
mod monitoring;
mod network;
mod number;
mod plugin;
mod price;
mod probe;
mod provider;
mod rule;
mod size;
mod stats;

pub use account::{Account, Plan, SignedIn, UserDetails};
pub use backend::{Backend, BackendAdded};
pub use image::Image;
pub use key::{Association, GeneratedKey, Key, KeyKind};
pub use location::Location;
pub use machine::{Abilities, Machine, MachineCreated, MachineState};
pub use metric::Metric;
pub use monitoring::{Installation, MachineRef, MonitoredMachine, Monitoring, MonitoringSet};
pub use network::{AddressPool, Network, Subnet};
pub use plugin::{PluginDeployed, ValueType, plugin_id};
pub use price::{Cost, Currency, Price};
pub use probe::{Probe, Uptime};
pub use provider::{Provider, Region};
pub use rule::{Aggregate, Operator, Rule, RuleAction, RuleSet};
pub use size::Size;
pub use stats::{Sample, Stats};

pub(crate) use image::without_duplicates;
pub(crate) use metric::decode_by_id;
pub(crate) use network::created as decode_created_network;
pub(crate) use number::plain;
pub(crate) use provider::decode_providers;

use crate::error::Unreadable;

/// A list of which every readable item is there, the unreadable ones reported beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// The items that could be read, in the server's order, which is arbitrary and may change from one answer to the next.
    pub items: Vec<T>,
    /// What could not be read.
    pub faults: Vec<ItemFault>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            faults: Vec::new(),
        }
    }
}

/// A part of a list that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFault {
    /// The item's position in the server's list. If only a part of it is bad, the item itself is among the good ones.
    pub index: usize,
    /// Where in the JSON, `$` being the whole answer: `$[3].id`.
    pub path: String,
    /// What was wrong there.
    pub reason: Unreadable,
}

#[cfg(test)]
mod tests;
