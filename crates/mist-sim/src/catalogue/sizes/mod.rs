//! How large machines can be and what an hour costs, in each provider's own shape: a number, a text,
//! an object by operating system or by region, null, nothing.

mod table;

use mist_api::model;

use super::locations::region;
use crate::profile::{Family, Profile};

/// The price of an hour, in millionths of a dollar: exact, whatever shape it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Price {
    /// One for all, as a number.
    Plain(u32),
    /// By operating system: Linux; the others cost more.
    BySystem(u32),
    /// By part of the world: America; the others cost more.
    ByRegion(u32),
    /// As a text.
    Text(u32),
    /// Null.
    Unknown,
    /// An empty text.
    Blank,
}

/// A size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// What a request to make a machine names.
    pub(crate) id: &'static str,
    /// What people read.
    pub(crate) name: &'static str,
    /// Processor cores, which no provider's list says.
    pub(crate) cores: u32,
    /// Memory in megabytes.
    pub(crate) ram: u32,
    /// Disk in gigabytes.
    pub(crate) disk: u32,
    /// Traffic that is included, in gigabytes.
    bandwidth: Option<u32>,
    price: Price,
    /// Whether the provider keeps memory and disk to itself.
    silent: bool,
}

impl Size {
    const fn new(
        id: &'static str,
        name: &'static str,
        (cores, ram, disk): (u32, u32, u32),
        price: Price,
    ) -> Self {
        Self {
            id,
            name,
            cores,
            ram,
            disk,
            bandwidth: None,
            price,
            silent: false,
        }
    }

    const fn with_bandwidth(self, bandwidth: u32) -> Self {
        Self {
            bandwidth: Some(bandwidth),
            ..self
        }
    }

    const fn silent(self) -> Self {
        Self {
            silent: true,
            ..self
        }
    }

    /// As lists show it.
    pub(crate) fn model(&self, profile: &Profile) -> model::Size {
        let told = |number: u32| (!self.silent).then_some(f64::from(number));
        model::Size {
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            ram: told(self.ram),
            disk: told(self.disk),
            bandwidth: self.bandwidth.map(f64::from),
            price: self.price.model(),
            driver: driver(profile),
        }
    }
}

/// What the provider's library calls itself.
fn driver(profile: &Profile) -> String {
    let name = match profile.family {
        Family::Ec2 => return format!("Amazon EC2 ({})", region(&profile.place)),
        Family::Rackspace => "Rackspace Cloud (Next Gen)",
        Family::RackspaceFirstGen => "Rackspace Cloud (First Gen)",
        Family::OpenStack => "OpenStack",
        Family::Hp => "HP Public Cloud (Helion)",
        Family::NephoScale => "NephoScale",
        Family::Linode => "Linode",
        Family::DigitalOcean => "Digital Ocean",
        Family::SoftLayer => "SoftLayer",
        Family::Gce => "Google Compute Engine",
        Family::Azure => "Azure Virtual machines",
        Family::Docker => "Docker",
        Family::VCloud => "vCloud",
        Family::Libvirt => "Libvirt",
    };
    name.to_owned()
}

/// Dollars of an hour as a number.
fn dollars(millionths: u32) -> f64 {
    f64::from(millionths) / 1e6
}

/// Dollars of an hour as providers' pages write them.
fn written(millionths: u32) -> String {
    format!("${:.3}/hour", dollars(millionths))
}

impl Price {
    /// In its provider's shape.
    fn model(self) -> Option<model::Price> {
        let more = |base: u32, percent: u32| base + base / 100 * percent;
        let table = |rows: &[(&str, String)]| {
            let rows = rows
                .iter()
                .map(|(key, price)| ((*key).to_owned(), price.clone()));
            model::Price::Table(rows.collect())
        };
        Some(match self {
            Self::Plain(price) => model::Price::Amount(dollars(price)),
            Self::BySystem(price) => table(&[
                ("linux", written(price)),
                ("rhel", written(more(price, 65))),
                ("sles", written(more(price, 35))),
                ("mswin", written(more(price, 50))),
            ]),
            Self::ByRegion(price) => table(&[
                ("us", dollars(price).to_string()),
                ("eu", dollars(more(price, 10)).to_string()),
                ("as", dollars(more(price, 10)).to_string()),
            ]),
            Self::Text(price) => model::Price::Text(written(price)),
            Self::Unknown => return None,
            Self::Blank => model::Price::Text(String::new()),
        })
    }
}

/// The sizes of a cloud.
pub(crate) const fn sizes(family: Family) -> &'static [Size] {
    match family {
        Family::Ec2 => table::EC2,
        Family::Rackspace => table::RACKSPACE,
        Family::RackspaceFirstGen => table::RACKSPACE_FIRST_GEN,
        Family::OpenStack => table::OPENSTACK,
        Family::Hp => table::HP,
        Family::NephoScale => table::NEPHOSCALE,
        Family::Linode => table::LINODE,
        Family::DigitalOcean => table::DIGITAL_OCEAN,
        Family::SoftLayer => table::SOFTLAYER,
        Family::Gce => table::GCE,
        Family::Azure => table::AZURE,
        Family::Docker => table::DOCKER,
        Family::VCloud => table::VCLOUD,
        Family::Libvirt => table::LIBVIRT,
    }
}

/// The size of this id.
pub(crate) fn size(family: Family, id: &str) -> Option<&'static Size> {
    sizes(family).iter().find(|size| size.id == id)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn first(provider: &str) -> Value {
        let profile = Profile::of(provider, "").unwrap();
        serde_json::to_value(sizes(profile.family)[0].model(&profile)).unwrap()
    }

    #[test]
    fn prices_come_in_every_shape() {
        assert_eq!(first("linode")["price"], json!(0.03));
        assert_eq!(first("softlayer")["price"], json!("$0.038/hour"));
        assert_eq!(first("openstack")["price"], Value::Null);
        assert_eq!(first("vcloud")["price"], json!(""));
        assert_eq!(first("ec2_us_east")["price"]["linux"], "$0.020/hour");
        assert_eq!(first("ec2_us_east")["price"]["rhel"], "$0.033/hour");
        assert_eq!(first("gce")["price"]["eu"], "0.0209");
    }

    #[test]
    fn a_size_says_what_its_provider_says() {
        assert_eq!(first("linode")["ram"], 1024);
        assert_eq!(first("linode")["bandwidth"], 2000);
        assert_eq!(first("docker")["ram"], Value::Null);
        assert_eq!(
            first("ec2_ap_northeast")["driver"],
            "Amazon EC2 (ap-northeast-1)"
        );
    }

    #[test]
    fn ids_differ_within_a_cloud_and_every_machine_has_a_core() {
        for family in Family::ALL {
            let mut ids: Vec<_> = sizes(family).iter().map(|size| size.id).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert!(all > 0 && ids.len() == all, "{family:?}");
            for size in sizes(family) {
                assert!(
                    size.cores > 0 && size.ram > 0 && size.disk > 0,
                    "{family:?}"
                );
            }
        }
    }
}
