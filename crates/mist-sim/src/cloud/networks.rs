//! The networks of a cloud (API notes §5).

use mist_api::model::Network;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Cloud, Record, RecordKind,
    subnets::{NewNetwork, NewSubnet, Range},
};
use crate::{odd, profile::Family, refusal::Refusal, rng::Rng};

/// How many networks a cloud has at most.
const MOST: usize = 100;

/// A network, and all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Net {
    pub(super) id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    /// It was deleted. A network that is made from the seed would be back otherwise.
    #[serde(default)]
    pub(super) gone: bool,
    /// Its place among those that were made; 0 for those from the seed.
    #[serde(default)]
    nth: u64,
}

impl Net {
    fn model(&self, family: Family) -> Network {
        let mut model = Network {
            id: self.id.clone(),
            name: self.name.clone(),
            ..Network::default()
        };
        if family == Family::NephoScale {
            let private = self.name.starts_with("Private");
            let cidr = self.range.as_ref().map(|range| range.cidr.clone());
            model.extra.extend([
                ("domain_type".to_owned(), json!(u8::from(private))),
                ("is_default".to_owned(), json!(self.id == "1")),
                ("ipv4_network".to_owned(), json!(cidr)),
                ("ipv6_network".to_owned(), Value::Null),
            ]);
        } else {
            model.status = Some("ACTIVE".to_owned());
            model.subnets = self.range.iter().map(Range::model).collect();
        }
        model
    }

    fn record(&self) -> Record {
        Record::new(RecordKind::Network, &self.id, self)
    }
}

impl Cloud {
    /// The networks that there are without anybody making them.
    pub(super) fn first_networks(&self) -> Vec<Net> {
        let rows: &[(&str, &str, &str)] = match self.profile.family {
            Family::OpenStack => &[
                ("private", "private-subnet", "10.0.0.0/24"),
                ("public", "", "203.0.113.0/24"),
                ("storage", "storage-subnet", "10.20.0.0/22"),
            ],
            Family::NephoScale => &[
                ("Default public network", "", "198.51.100.0/24"),
                ("Private network", "", "10.128.64.0/24"),
            ],
            _ => &[],
        };
        let numbered = rows.iter().enumerate();
        let net = |(number, (name, inner, cidr)): (usize, &(&str, &str, &str))| {
            let mut rng = self.rng(&["network", name]);
            let id = match self.profile.family {
                Family::NephoScale => (number + 1).to_string(),
                _ => rng.uuid(),
            };
            let subnet = NewSubnet {
                name: Some((*inner).to_owned()),
                cidr: Some((*cidr).to_owned()),
                ..NewSubnet::default()
            };
            let range = Range::asked(rng.uuid(), &subnet).ok();
            let name = if self.hostile {
                odd::name(number)
            } else {
                name
            };
            Net {
                id,
                name: name.to_owned(),
                range,
                gone: false,
                nth: 0,
            }
        };
        numbered.map(net).collect()
    }

    /// The networks, if this provider has such a thing.
    pub fn networks(&self) -> Vec<Network> {
        let family = self.profile.family;
        let there = self.networks.iter().filter(|net| !net.gone);
        there.map(|net| net.model(family)).collect()
    }

    pub(super) fn has_network(&self, id: &str) -> bool {
        self.networks.iter().any(|net| net.id == id && !net.gone)
    }

    /// Makes a network. The answer has it inside `network` if a subnet was wanted, and is the bare
    /// network otherwise (API notes §5).
    ///
    /// # Errors
    ///
    /// 404 where networks can't be made, 400 without a name, 500 for a range that is none.
    pub fn create_network(&mut self, wish: &NewNetwork) -> Result<(Value, Vec<Record>), Refusal> {
        if !self.profile.family.makes_networks() {
            return Err(Refusal::no_such_action());
        }
        let name = wish.network.name.as_deref().unwrap_or_default();
        if name.trim().is_empty() {
            return Err(Refusal::missing("name"));
        }
        let nth = self.networks.iter().map(|net| net.nth).max();
        let nth = nth.unwrap_or_default().saturating_add(1);
        if self.networks.iter().filter(|net| !net.gone).count() >= MOST {
            let why = "Quota exceeded for resources: ['network']";
            let words = format!("Network creation failed: Got error {why}");
            return Err(Refusal::new(500, words));
        }
        let taken = |id: &str| self.networks.iter().any(|net| net.id == id);
        let labels = ["network", name, &nth.to_string()];
        let (id, mut rng) = self.fresh(&labels, Rng::uuid, taken);
        let range = wish.subnet.as_ref().map(|subnet| {
            Range::asked(rng.uuid(), subnet).map_err(|why| {
                Refusal::new(500, format!("Subnet creation failed: Got error {why}"))
            })
        });
        let net = Net {
            id,
            name: name.to_owned(),
            range: range.transpose()?,
            gone: false,
            nth,
        };
        let mut answer = json!(net.model(self.profile.family));
        // It says more than lists do.
        if let Value::Object(answer) = &mut answer {
            let up = wish.network.admin_state_up.unwrap_or(true);
            answer.entry("subnets").or_insert_with(|| json!([]));
            answer.insert("admin_state_up".to_owned(), json!(up));
            answer.insert(
                "shared".to_owned(),
                json!(wish.network.shared.unwrap_or(false)),
            );
        }
        if net.range.is_some() {
            answer = json!({"network": answer});
        }
        let record = net.record();
        self.put_network(net);
        Ok((answer, vec![record]))
    }

    /// Deletes a network.
    ///
    /// # Errors
    ///
    /// 404 where networks can't be deleted and for one that is not there, 500 for one that machines are
    /// in.
    pub fn delete_network(&mut self, id: &str) -> Result<Vec<Record>, Refusal> {
        let family = self.profile.family;
        if !family.makes_networks() {
            return Err(Refusal::no_such_action());
        }
        let mut living = self.living();
        let in_use = living.any(|machine| machine.networks.iter().any(|network| network == id));
        drop(living);
        let net = self
            .networks
            .iter_mut()
            .find(|net| net.id == id && !net.gone);
        let net = net.ok_or_else(|| Refusal::unknown("Network", id))?;
        if in_use {
            let words = format!(
                "Network deletion failed: Got error Unable to complete operation on network {id}. \
                 There are one or more ports still in use on the network."
            );
            return Err(Refusal::new(500, words));
        }
        net.gone = true;
        Ok(vec![net.record()])
    }

    /// Puts a network where it belongs: in the place of the one with its id, or behind the older ones.
    pub(super) fn put_network(&mut self, net: Net) {
        if let Some(old) = self.networks.iter_mut().find(|old| old.id == net.id) {
            *old = net;
            return;
        }
        let is_older = |old: &&Net| (old.nth, &old.id) < (net.nth, &net.id);
        let made = self.networks.iter().skip(self.born_networks);
        let at = self.born_networks + made.take_while(is_older).count();
        let at = at.min(self.networks.len());
        self.networks.insert(at, net);
    }
}
