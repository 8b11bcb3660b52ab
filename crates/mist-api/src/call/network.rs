//! Calls about networks inside a cloud. Servers of November 2014 and later have them (API notes §5).

use serde_json::Value;

use crate::call::{Body, Call};
use crate::endpoint::Endpointed;
use crate::error::ApiError;
use crate::model::{AddressPool, Listed, Network, decode_created_network};
use crate::transport::HttpRequest;
use crate::wire;

/// The networks of a backend; none where the cloud has no such thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListNetworks {
    /// Which backend.
    pub backend: String,
}

impl Call for ListNetworks {
    type Answer = Listed<Network>;

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend])
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Answer, ApiError> {
        wire::list(body)
    }
}

/// Makes a network. Only `OpenStack` can: elsewhere it is a 404 with words about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreateNetwork {
    /// Which backend.
    pub backend: String,
    /// Its name.
    pub name: String,
    /// Whether it carries traffic; it does when absent.
    pub admin_state_up: Option<bool>,
    /// Whether other tenants see it; they don't when absent.
    pub shared: Option<bool>,
    /// The range of addresses to make in it.
    pub subnet: Option<NewSubnet>,
}

/// A range of addresses to be made in a new network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewSubnet {
    /// Its name.
    pub name: String,
    /// The range, IPv4: `10.0.0.0/24`.
    pub cidr: String,
    /// The way out; the cloud chooses when absent.
    pub gateway_ip: Option<String>,
    /// Whether machines get their addresses from it by themselves; they do when absent.
    pub enable_dhcp: Option<bool>,
    /// The parts of the range to give out; all of it when there are none.
    pub allocation_pools: Vec<AddressPool>,
}

impl NewSubnet {
    fn body(&self) -> Value {
        let pools = (!self.allocation_pools.is_empty()).then(|| {
            let pool = |pool: &AddressPool| {
                let body = Body::default()
                    .with("start", pool.start.as_str())
                    .with("end", pool.end.as_str());
                Value::Object(body.0)
            };
            self.allocation_pools.iter().map(pool).collect::<Vec<_>>()
        });
        let body = Body::default()
            .with("name", self.name.as_str())
            .with("cidr", self.cidr.as_str())
            .with("ip_version", "4")
            .with_some("gateway_ip", self.gateway_ip.as_deref())
            .with_some("enable_dhcp", self.enable_dhcp)
            .with_some("allocation_pools", pools);
        Value::Object(body.0)
    }
}

impl Call for CreateNetwork {
    type Answer = Network;

    fn http(&self) -> HttpRequest {
        let network = Body::default()
            .with("name", self.name.as_str())
            .with_some("admin_state_up", self.admin_state_up)
            .with_some("shared", self.shared);
        let body = Body::default()
            .with("network", network.0)
            .with_some("subnet", self.subnet.as_ref().map(NewSubnet::body));
        Self::ENDPOINT.at(&[&self.backend]).json(&body.0)
    }

    fn decode(&self, body: &[u8]) -> Result<Network, ApiError> {
        wire::by(body, decode_created_network)
    }
}

/// Deletes a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteNetwork {
    /// Which backend.
    pub backend: String,
    /// Which network.
    pub network: String,
}

impl Call for DeleteNetwork {
    type Answer = ();

    fn http(&self) -> HttpRequest {
        Self::ENDPOINT.at(&[&self.backend, &self.network])
    }

    fn decode(&self, body: &[u8]) -> Result<(), ApiError> {
        wire::done(body)
    }
}
