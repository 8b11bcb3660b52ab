//! Sizes a machine can have (API notes §2.4).

use serde::Serialize;
use serde_json::Value;

use crate::model::number::plain_number;
use crate::model::price::{Cost, Price};
use crate::wire::{Fault, Fields, FromWire};

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

impl Size {
    /// What a machine of this size costs, made from this image in this location; both may be empty where
    /// none is chosen. `None` where the server says nothing, or nothing for this choice.
    pub fn cost(&self, image_name: &str, location_name: &str) -> Option<Cost> {
        let price = self.price.as_ref()?;
        price.cost(image_name, location_name, &self.driver)
    }

    /// The lowest of what it can cost, where the server says anything: what to compare sizes by before an
    /// image or a location is chosen.
    pub fn lowest_cost(&self) -> Option<Cost> {
        self.price.as_ref()?.lowest(&self.driver)
    }
}
