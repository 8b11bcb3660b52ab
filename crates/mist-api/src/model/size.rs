//! Sizes a machine can have, and what they cost (API notes §2.4).

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::model::number::{plain, plain_number};
use crate::wire::{self, Fault, Fields, FromWire};

/// A size a machine can have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Size {
    /// The provider's id.
    pub id: String,
    /// What people call it; the id if it has no name.
    pub name: String,
    /// Memory in MB.
    #[serde(serialize_with = "plain_number")]
    pub ram: Option<f64>,
    /// Disk in GB.
    #[serde(serialize_with = "plain_number")]
    pub disk: Option<f64>,
    /// Monthly traffic, in the provider's own unit.
    #[serde(serialize_with = "plain_number")]
    pub bandwidth: Option<f64>,
    /// What it costs, if the server says.
    pub price: Option<Price>,
    /// The server's name for its driver.
    pub driver: String,
}

impl FromWire for Size {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let name = fields.text(&["name"]).filter(|name| !name.is_empty());
        Ok(Self {
            name: name.unwrap_or_else(|| id.clone()),
            ram: fields.number(&["ram"]),
            disk: fields.number(&["disk"]),
            bandwidth: fields.number(&["bandwidth"]),
            price: fields.take(&["price"]).and_then(Price::from_value),
            driver: fields.text(&["driver"]).unwrap_or_default(),
            id,
        })
    }
}

/// What a size costs. Servers give it in four forms, and none.
#[derive(Debug, Clone, PartialEq)]
pub enum Price {
    /// A bare number, as the provider's library has it: mostly dollars per hour, and nothing says so.
    Amount(f64),
    /// A text made by the server.
    Text(String),
    /// One price per system (`linux`, `rhel`, `sles`, `mswin`…) or per region (`us`, `eu`, `as`).
    Table(BTreeMap<String, String>),
}

impl Price {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Object(map) => {
                let entries = map.into_iter().filter_map(|(key, value)| {
                    wire::text(value)
                        .filter(|text| !text.is_empty())
                        .map(|text| (key, text))
                });
                let table: BTreeMap<_, _> = entries.collect();
                (!table.is_empty()).then_some(Self::Table(table))
            }
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => match text.trim().parse() {
                Ok(amount) if f64::is_finite(amount) => Some(Self::Amount(amount)),
                _ => Some(Self::Text(text)),
            },
            Value::Number(number) => number.as_f64().map(Self::Amount),
            Value::Null | Value::Bool(_) | Value::Array(_) => None,
        }
    }

    /// The price that applies to this image in this location, as text.
    ///
    /// Picks from a table as the page of 2014 did: by location where the table is by region, else by the system that the image's name tells.
    pub fn for_choice(&self, image_name: &str, location_name: &str) -> Option<Cow<'_, str>> {
        match self {
            Self::Amount(amount) => Some(Cow::Owned(amount.to_string())),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Table(table) => {
                let by_region = ["us", "eu", "as"]
                    .iter()
                    .any(|key| table.contains_key(*key));
                let key = if by_region {
                    region_key(location_name)?
                } else {
                    system_key(image_name, table)
                };
                table.get(key).map(|price| Cow::Borrowed(price.as_str()))
            }
        }
    }
}

fn region_key(location_name: &str) -> Option<&'static str> {
    let known = [("europe-", "eu"), ("us-", "us"), ("asia-", "as")];
    known
        .iter()
        .find(|(start, _)| location_name.starts_with(start))
        .map(|(_, key)| *key)
}

fn system_key(image_name: &str, table: &BTreeMap<String, String>) -> &'static str {
    if image_name.contains("SUSE Linux Enterprise") {
        "sles"
    } else if image_name.contains("Red Hat") {
        "rhel"
    } else if image_name.contains("Vyatta") && table.contains_key("vyatta") {
        "vyatta"
    } else {
        "linux"
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Amount(amount) => plain(*amount).serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Table(table) => table.serialize(serializer),
        }
    }
}
