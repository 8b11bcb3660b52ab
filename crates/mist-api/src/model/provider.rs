//! Kinds of cloud that a server can add (API notes §3).

use serde::Serialize;
use serde_json::Value;

use crate::error::ApiError;
use crate::extensions::SIMULATED;
use crate::model::Listed;
use crate::wire::{self, Fault, Fields, FromWire};

/// A kind of cloud that the server can add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// What people call it; the id if it has no title.
    pub title: String,
    /// Its id, which may contain the region: `rackspace:dfw`.
    #[serde(rename = "provider")]
    pub id: String,
    /// Its regions, from servers that list them apart; empty otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// Whether what is added is a simulation (see [`crate::extensions::SIMULATED`]).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
}

/// A region of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Its id, which may be a provider's id of its own: `ec2_eu_west`, `rackspace_first_gen:us`.
    pub id: String,
    /// Where it is; the id if nobody says.
    pub location: String,
}

impl FromWire for Provider {
    fn from_wire(value: Value, faults: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("provider")?;
        let title = fields.text(&["title"]).filter(|title| !title.is_empty());
        let regions = match fields.take(&["regions"]) {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        let mut good = Vec::with_capacity(regions.len());
        for (index, region) in regions.into_iter().enumerate() {
            match Region::from_wire(region, faults) {
                Ok(region) => good.push(region),
                Err(fault) => faults.push(fault.in_item(index).in_field("regions")),
            }
        }
        Ok(Self {
            title: title.unwrap_or_else(|| id.clone()),
            id,
            regions: good,
            simulated: fields.flag(&[SIMULATED]).unwrap_or(false),
        })
    }
}

impl FromWire for Region {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        if let Value::String(id) = value {
            return Ok(Self {
                location: id.clone(),
                id,
            });
        }
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let location = fields.text(&["location", "title", "name"]);
        Ok(Self {
            location: location.unwrap_or_else(|| id.clone()),
            id,
        })
    }
}

/// Reads `{supported_providers: […]}`, or a bare list.
pub(crate) fn decode_providers(body: &[u8]) -> Result<Listed<Provider>, ApiError> {
    let value = wire::parse(body)?;
    if value.is_array() {
        return Ok(wire::items(value)?);
    }
    let missing = || Fault::missing().in_field("supported_providers");
    let list = Fields::of(value)?.take(&["supported_providers", "providers"]);
    Ok(wire::items(list.ok_or_else(missing)?)?)
}
