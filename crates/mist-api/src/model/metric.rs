//! Metrics a machine's statistics can have (API notes §5, servers of November 2014).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::model::number::plain;
use crate::model::{Listed, MachineRef};
use crate::wire::{self, Fault, Fields, FromWire};

/// Something that can be measured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metric {
    /// Its id, which names its series in [`crate::model::Stats`].
    pub id: String,
    /// What people call it; the id if it has no name.
    pub name: String,
    /// Its unit, as text to show.
    pub unit: Option<String>,
    /// The smallest value that makes sense.
    pub min_value: Option<f64>,
    /// The largest value that makes sense.
    pub max_value: Option<f64>,
    /// The machines it is shown for; only custom metrics say so.
    pub machines: Vec<MachineRef>,
}

impl FromWire for Metric {
    fn from_wire(value: Value, faults: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let name = fields.text(&["name"]).filter(|name| !name.is_empty());
        let machines = match fields.take(&["machines"]) {
            Some(Value::Array(pairs)) => pairs,
            _ => Vec::new(),
        };
        let mut good = Vec::with_capacity(machines.len());
        for (index, pair) in machines.into_iter().enumerate() {
            match MachineRef::from_wire(pair, faults) {
                Ok(machine) => good.push(machine),
                Err(fault) => faults.push(fault.in_item(index).in_field("machines")),
            }
        }
        Ok(Self {
            name: name.unwrap_or_else(|| id.clone()),
            unit: fields.text(&["unit"]).filter(|unit| !unit.is_empty()),
            min_value: fields.number(&["min_value"]),
            max_value: fields.number(&["max_value"]),
            machines: good,
            id,
        })
    }
}

impl Serialize for Metric {
    /// Without the id, under which lists of metrics keep it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        if let Some(unit) = &self.unit {
            map.serialize_entry("unit", unit)?;
        }
        for (key, limit) in [("min_value", self.min_value), ("max_value", self.max_value)] {
            if let Some(limit) = limit {
                map.serialize_entry(key, &plain(limit))?;
            }
        }
        if !self.machines.is_empty() {
            map.serialize_entry("machines", &self.machines)?;
        }
        map.end()
    }
}

/// Reads an object by id, as servers send it, or the list that their own client's documentation promises.
pub(crate) fn decode_by_id<T: FromWire>(value: Value) -> Result<Listed<T>, Fault> {
    let Value::Object(by_id) = value else {
        return wire::items(value);
    };
    let with_ids = by_id.into_iter().map(|(id, mut item)| {
        if let Value::Object(fields) = &mut item {
            fields.insert("id".to_owned(), Value::String(id));
        }
        item
    });
    wire::items(Value::Array(with_ids.collect()))
}
