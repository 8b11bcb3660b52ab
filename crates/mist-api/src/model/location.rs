//! Places a machine can be made in (API notes §2.5).

use serde::Serialize;
use serde_json::Value;

use crate::wire::{Fault, Fields, FromWire};

/// A place a machine can be made in. All three may be empty: the provider has one place, or failed to list them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The provider's id; on EC2 a position in this list.
    pub id: String,
    /// The provider's name for it; on EC2 the zone.
    pub name: String,
    /// The country.
    pub country: String,
}

impl FromWire for Location {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            id: fields.text(&["id"]).unwrap_or_default(),
            name: fields.text(&["name"]).unwrap_or_default(),
            country: fields.text(&["country"]).unwrap_or_default(),
        })
    }
}
