//! Networks inside a cloud (API notes §5, servers of November 2014).

use serde::Serialize;
use serde_json::{Map, Value};

use crate::wire::{Fault, Fields, FromWire};

/// A network inside a cloud. Only `OpenStack` says more than id and name; `NephoScale` says it in `extra`.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Network {
    /// The provider's id.
    pub id: String,
    /// What people call it; the id if it has no name.
    pub name: String,
    /// The provider's word for its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its ranges of addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<Subnet>,
    /// Whatever else the provider says.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

impl FromWire for Network {
    fn from_wire(value: Value, faults: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let name = fields.text(&["name"]).filter(|name| !name.is_empty());
        let subnets = match fields.take(&["subnets"]) {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        let mut good = Vec::with_capacity(subnets.len());
        for (index, subnet) in subnets.into_iter().enumerate() {
            match Subnet::from_wire(subnet, faults) {
                Ok(subnet) => good.push(subnet),
                Err(fault) => faults.push(fault.in_item(index).in_field("subnets")),
            }
        }
        Ok(Self {
            name: name.unwrap_or_else(|| id.clone()),
            status: fields.text(&["status"]),
            subnets: good,
            extra: fields.object("extra"),
            id,
        })
    }
}

/// Reads the answer to making a network: inside `network` if a subnet was wanted, bare otherwise.
pub(crate) fn created(value: Value) -> Result<Network, Fault> {
    let mut fields = Fields::of(value)?;
    let inner = fields.object("network");
    let value = if inner.is_empty() {
        Value::Object(fields.into_rest())
    } else {
        Value::Object(inner)
    };
    Network::from_wire(value, &mut Vec::new())
}

/// A range of addresses in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Subnet {
    /// The provider's id.
    pub id: String,
    /// What people call it; often empty.
    pub name: String,
    /// The range: `10.0.0.0/24`.
    pub cidr: String,
    /// Whether machines get their addresses from it by themselves.
    pub enable_dhcp: bool,
    /// Servers that resolve names.
    pub dns_nameservers: Vec<String>,
    /// The parts of the range that are given out.
    pub allocation_pools: Vec<AddressPool>,
    /// The way out, if there is one.
    pub gateway_ip: Option<String>,
}

impl FromWire for Subnet {
    fn from_wire(value: Value, faults: &mut Vec<Fault>) -> Result<Self, Fault> {
        // OpenStack itself names subnets by their ids only.
        if let Value::String(id) = value {
            return Ok(Self {
                id,
                ..Self::default()
            });
        }
        let mut fields = Fields::of(value)?;
        let pools = match fields.take(&["allocation_pools"]) {
            Some(Value::Array(values)) => values,
            _ => Vec::new(),
        };
        let pools = pools
            .into_iter()
            .filter_map(|pool| AddressPool::from_wire(pool, faults).ok());
        Ok(Self {
            allocation_pools: pools.collect(),
            id: fields.id("id")?,
            name: fields.text(&["name"]).unwrap_or_default(),
            cidr: fields.text(&["cidr"]).unwrap_or_default(),
            enable_dhcp: fields.flag(&["enable_dhcp"]).unwrap_or(false),
            dns_nameservers: fields.texts("dns_nameservers"),
            gateway_ip: fields.text(&["gateway_ip"]).filter(|ip| !ip.is_empty()),
        })
    }
}

/// Addresses from one to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddressPool {
    /// The first.
    pub start: String,
    /// The last.
    pub end: String,
}

impl FromWire for AddressPool {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            start: fields.id("start")?,
            end: fields.id("end")?,
        })
    }
}
