//! What is typed for a new network, what is wrong with it, and what is sent of it.

use mist_api::{
    call::{CreateNetwork, NewSubnet},
    model::AddressPool,
};
use mist_core::validate::{Cidr, CidrError};

use crate::{locales::explain, say};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What the network is called.
    Name,
    /// The range of its subnet.
    Cidr,
    /// The way out.
    Gateway,
    /// What is given out.
    Pools,
}

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What the network is called.
    pub name: String,
    /// Whether it gets a subnet at once.
    pub has_subnet: bool,
    /// What that is called.
    pub subnet: String,
    /// Its range.
    pub cidr: String,
    /// Its way out.
    pub gateway: String,
    /// Whether machines get their addresses by themselves.
    pub dhcp: bool,
    /// What is given out, a part on each line.
    pub pools: String,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            name: String::new(),
            has_subnet: true,
            subnet: String::new(),
            cidr: String::new(),
            gateway: String::new(),
            dhcp: true,
            pools: String::new(),
        }
    }
}

impl Typed {
    /// What can be sent.
    ///
    /// # Errors
    ///
    /// What is wrong, field by field, in the order of the form.
    pub fn read(&self, backend: &str) -> Result<CreateNetwork, Vec<(Part, String)>> {
        let mut wrong = Vec::new();
        let name = self.name.trim();
        if name.is_empty() {
            wrong.push((Part::Name, say!(networks.name_empty).to_owned()));
        }
        let subnet = if self.has_subnet {
            self.read_subnet(&mut wrong)
        } else {
            None
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(CreateNetwork {
            backend: backend.to_owned(),
            name: name.to_owned(),
            subnet,
            ..CreateNetwork::default()
        })
    }

    fn read_subnet(&self, wrong: &mut Vec<(Part, String)>) -> Option<NewSubnet> {
        let gateway = self.gateway.trim();
        let cidr = match Cidr::parse(&self.cidr) {
            Ok(cidr) => cidr,
            Err(error) => {
                wrong.push((Part::Cidr, explain::cidr(error)));
                // What is within is still read, if only the end of the range is wrong.
                match error {
                    CidrError::Inside(cidr) => cidr,
                    _ => return None,
                }
            }
        };
        let way_out = match gateway {
            "" => None,
            _ => match cidr.address(gateway) {
                Ok(address) => Some(address),
                Err(error) => {
                    wrong.push((Part::Gateway, explain::address(error)));
                    None
                }
            },
        };
        let pools = match cidr.pools(&self.pools, way_out) {
            Ok(pools) => pools,
            Err(error) => {
                wrong.push((Part::Pools, explain::pool(error)));
                return None;
            }
        };
        let pool = |(start, end): (std::net::Ipv4Addr, std::net::Ipv4Addr)| AddressPool {
            start: start.to_string(),
            end: end.to_string(),
        };
        Some(NewSubnet {
            name: self.subnet.trim().to_owned(),
            cidr: cidr.to_string(),
            gateway_ip: way_out.map(|address| address.to_string()),
            enable_dhcp: Some(self.dhcp),
            allocation_pools: pools.into_iter().map(pool).collect(),
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            name: " inside ".into(),
            cidr: "10.0.0.0/24".into(),
            ..Typed::default()
        }
    }

    fn wrong(typed: &Typed) -> Vec<Part> {
        let wrong = typed.read("b").unwrap_err();
        wrong.into_iter().map(|(part, _)| part).collect()
    }

    #[test]
    fn what_is_typed_is_what_is_sent() {
        let sent = typed().read("b").unwrap();
        assert_eq!((sent.backend.as_str(), sent.name.as_str()), ("b", "inside"));
        let subnet = sent.subnet.unwrap();
        assert_eq!((subnet.gateway_ip, subnet.enable_dhcp), (None, Some(true)));
        let more = Typed {
            subnet: "web".into(),
            gateway: "10.0.0.1".into(),
            dhcp: false,
            pools: "10.0.0.10-10.0.0.20\n".into(),
            ..typed()
        };
        let subnet = more.read("b").unwrap().subnet.unwrap();
        assert_eq!(subnet.gateway_ip.as_deref(), Some("10.0.0.1"));
        assert_eq!(subnet.allocation_pools[0].end, "10.0.0.20");
        assert_eq!(
            (subnet.name.as_str(), subnet.enable_dhcp),
            ("web", Some(false))
        );
    }

    #[test]
    fn a_network_without_a_subnet_needs_a_name_only() {
        let bare = Typed {
            has_subnet: false,
            cidr: "nonsense".into(),
            ..typed()
        };
        assert_eq!(bare.read("b").unwrap().subnet, None);
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        assert_eq!(wrong(&Typed::default()), [Part::Name, Part::Cidr]);
        let all = Typed {
            cidr: "10.0.0.9/24".into(),
            gateway: "10.0.1.1".into(),
            pools: "10.0.0.5".into(),
            ..typed()
        };
        assert_eq!(wrong(&all), [Part::Cidr, Part::Gateway, Part::Pools]);
    }
}
