//! What people ask for when they want a network, and the ranges of addresses in networks.

use std::net::Ipv4Addr;

use mist_api::model::{AddressPool, Subnet};
use serde::{Deserialize, Serialize};

/// A network that is wanted: the body of the request (API notes §5). What is missing there is empty here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NewNetwork {
    /// The network itself.
    pub network: NewNetworkBody,
    /// The range of addresses to make in it.
    pub subnet: Option<NewSubnet>,
}

/// What a network that is wanted shall be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NewNetworkBody {
    /// Its name.
    pub name: Option<String>,
    /// Whether it carries traffic; it does when absent.
    pub admin_state_up: Option<bool>,
    /// Whether other tenants see it; they don't when absent.
    pub shared: Option<bool>,
}

/// A range of addresses that is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NewSubnet {
    /// Its name.
    pub name: Option<String>,
    /// The range, IPv4: `10.0.0.0/24`.
    pub cidr: Option<String>,
    /// The way out; the first address when absent.
    pub gateway_ip: Option<String>,
    /// Whether machines get their addresses from it by themselves; they do when absent.
    pub enable_dhcp: Option<bool>,
    /// The parts of the range to give out; all of it but the way out when there are none.
    pub allocation_pools: Option<Vec<NewPool>>,
}

/// Addresses from one to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NewPool {
    /// The first.
    pub start: String,
    /// The last.
    pub end: String,
}

/// A range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Range {
    id: String,
    name: String,
    pub(super) cidr: String,
    dhcp: bool,
    gateway: Option<String>,
    /// First and last addresses that are given out.
    pools: Vec<(String, String)>,
}

/// First address and length of a range in the usual notation; `None` for what is no range, or has no
/// room.
fn network(cidr: &str) -> Option<(u32, u32)> {
    let (address, length) = cidr.trim().split_once('/')?;
    let address: Ipv4Addr = address.parse().ok()?;
    let length: u32 = length.parse().ok().filter(|length| *length <= 29)?;
    let size = u32::try_from(1u64 << (32 - length)).ok()?;
    Some((u32::from(address) / size * size, size))
}

fn text(number: u32) -> String {
    Ipv4Addr::from(number).to_string()
}

impl Range {
    /// A range as a request describes it.
    pub(super) fn asked(id: String, subnet: &NewSubnet) -> Result<Self, String> {
        let cidr = subnet.cidr.as_deref().unwrap_or_default().trim();
        let (first, size) = network(cidr).ok_or_else(|| {
            format!("Invalid input for cidr. Reason: '{cidr}' is not a valid IP subnet.")
        })?;
        let address = |ip: &str| ip.parse::<Ipv4Addr>().map(|_| ip.to_owned());
        let gateway = match subnet.gateway_ip.as_deref().filter(|ip| !ip.is_empty()) {
            Some(ip) => address(ip).map_err(|_| {
                format!("Invalid input for gateway_ip. Reason: '{ip}' is not a valid IP address.")
            })?,
            None => text(first + 1),
        };
        let pool = |pool: &NewPool| {
            let ends = address(&pool.start).ok().zip(address(&pool.end).ok());
            ends.ok_or_else(|| "Invalid input for allocation_pools.".to_owned())
        };
        let pools = subnet.allocation_pools.iter().flatten().map(pool);
        let mut pools = pools.collect::<Result<Vec<_>, _>>()?;
        if pools.is_empty() {
            pools.push((text(first + 2), text(first + (size - 2))));
        }
        Ok(Self {
            id,
            name: subnet.name.clone().unwrap_or_default(),
            cidr: cidr.to_owned(),
            dhcp: subnet.enable_dhcp.unwrap_or(true),
            gateway: Some(gateway),
            pools,
        })
    }

    pub(super) fn model(&self) -> Subnet {
        let pool = |(start, end): &(String, String)| AddressPool {
            start: start.clone(),
            end: end.clone(),
        };
        Subnet {
            id: self.id.clone(),
            name: self.name.clone(),
            cidr: self.cidr.clone(),
            enable_dhcp: self.dhcp,
            dns_nameservers: Vec::new(),
            allocation_pools: self.pools.iter().map(pool).collect(),
            gateway_ip: self.gateway.clone(),
        }
    }
}
