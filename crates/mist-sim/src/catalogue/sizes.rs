//! How large machines can be and what an hour costs, in each provider's own shape: a number, a text,
//! an object by operating system or by region, null, nothing.

use serde_json::{Value, json};

use crate::profile::{Family, Profile};

/// The price of an hour, in millionths of a dollar: exact, whatever shape it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// One for all.
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
pub struct Size {
    /// What a request to make a machine names.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// Memory in megabytes; `None` where the provider does not say.
    pub ram: Option<u32>,
    /// Disk in gigabytes.
    pub disk: Option<u32>,
    /// Traffic that is included, in gigabytes.
    pub bandwidth: Option<u32>,
    /// The price of an hour.
    pub price: Price,
}

impl Size {
    const fn new(id: &'static str, name: &'static str, ram: u32, disk: u32, price: Price) -> Self {
        Self {
            id,
            name,
            ram: Some(ram),
            disk: Some(disk),
            bandwidth: None,
            price,
        }
    }

    const fn with_bandwidth(self, bandwidth: u32) -> Self {
        Self {
            bandwidth: Some(bandwidth),
            ..self
        }
    }

    /// As lists show it; `driver` is what the provider's library calls itself.
    pub fn json(&self, driver: &str) -> Value {
        // Google's library gives numbers as texts.
        let number = |value: Option<u32>| match self.price {
            Price::ByRegion(_) => value.map_or(Value::Null, |value| json!(value.to_string())),
            _ => json!(value),
        };
        json!({
            "id": self.id,
            "name": self.name,
            "ram": number(self.ram),
            "disk": number(self.disk),
            "bandwidth": self.bandwidth,
            "price": self.price.json(),
            "driver": driver,
        })
    }
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
    pub fn json(self) -> Value {
        let more = |base: u32, percent: u32| written(base + base / 100 * percent);
        match self {
            Self::Plain(price) => json!(dollars(price)),
            Self::BySystem(price) => json!({
                "linux": written(price),
                "rhel": more(price, 65),
                "sles": more(price, 35),
                "mswin": more(price, 50),
            }),
            Self::ByRegion(price) => json!({
                "us": dollars(price),
                "eu": dollars(price + price / 10),
                "as": dollars(price + price / 10),
            }),
            Self::Text(price) => json!(written(price)),
            Self::Unknown => Value::Null,
            Self::Blank => json!(""),
        }
    }
}

const fn system(id: &'static str, name: &'static str, ram: u32, disk: u32, price: u32) -> Size {
    Size::new(id, name, ram, disk, Price::BySystem(price))
}

const fn plain(id: &'static str, name: &'static str, ram: u32, disk: u32, price: u32) -> Size {
    Size::new(id, name, ram, disk, Price::Plain(price))
}

const fn region(id: &'static str, ram: u32, price: u32) -> Size {
    Size::new(id, id, ram, 10, Price::ByRegion(price))
}

const EC2: &[Size] = &[
    system("t1.micro", "Micro Instance", 613, 15, 20_000),
    system("m1.small", "Small Instance", 1_740, 160, 44_000),
    system("m1.medium", "Medium Instance", 3_700, 410, 87_000),
    system("m1.large", "Large Instance", 7_680, 850, 175_000),
    system("m1.xlarge", "Extra Large Instance", 15_360, 1_690, 350_000),
    system("c1.medium", "High-CPU Medium Instance", 1_740, 350, 130_000),
    system(
        "c1.xlarge",
        "High-CPU Extra Large Instance",
        7_680,
        1_690,
        520_000,
    ),
    system(
        "m2.xlarge",
        "High-Memory Extra Large Instance",
        17_510,
        420,
        245_000,
    ),
    system(
        "m2.2xlarge",
        "High-Memory Double Extra Large Instance",
        35_021,
        850,
        490_000,
    ),
    system("m3.medium", "M3 Medium Instance", 3_840, 4, 70_000),
    system("m3.large", "M3 Large Instance", 7_680, 32, 140_000),
    system("m3.xlarge", "M3 Extra Large Instance", 15_360, 80, 280_000),
    system(
        "c3.large",
        "Compute Optimized Large Instance",
        3_750,
        32,
        105_000,
    ),
    system(
        "c3.xlarge",
        "Compute Optimized Extra Large Instance",
        7_500,
        80,
        210_000,
    ),
    system(
        "cg1.4xlarge",
        "Cluster GPU Quadruple Extra Large Instance",
        22_528,
        1_690,
        2_100_000,
    ),
];

const RACKSPACE: &[Size] = &[
    system("2", "512MB Standard Instance", 512, 20, 22_000),
    system("3", "1GB Standard Instance", 1_024, 40, 60_000),
    system("4", "2GB Standard Instance", 2_048, 80, 120_000),
    system("5", "4GB Standard Instance", 4_096, 160, 240_000),
    system("6", "8GB Standard Instance", 8_192, 320, 480_000),
    system("performance1-1", "1 GB Performance", 1_024, 20, 40_000),
    system("performance1-2", "2 GB Performance", 2_048, 40, 80_000),
    system("performance2-15", "15 GB Performance", 15_360, 40, 680_000),
];

const RACKSPACE_FIRST_GEN: &[Size] = &[
    plain("1", "256 server", 256, 10, 15_000),
    plain("2", "512 server", 512, 20, 30_000),
    plain("3", "1GB server", 1_024, 40, 60_000),
    plain("4", "2GB server", 2_048, 80, 120_000),
];

const OPENSTACK: &[Size] = &[
    Size::new("1", "m1.tiny", 512, 1, Price::Unknown),
    Size::new("2", "m1.small", 2_048, 20, Price::Unknown),
    Size::new("3", "m1.medium", 4_096, 40, Price::Unknown),
    Size::new("4", "m1.large", 8_192, 80, Price::Blank),
    Size::new("5", "m1.xlarge", 16_384, 160, Price::Blank),
];

const NEPHOSCALE: &[Size] = &[
    plain("219", "CS025 - 0.25 GB, 1 Core, 25 GB", 256, 25, 15_000),
    plain("11", "CS05 - 0.5 GB, 1 Core, 25 GB", 512, 25, 30_000),
    plain("3", "CS1 - 1 GB, 1 Core, 25 GB", 1_024, 25, 70_000),
    plain("5", "CS2 - 2 GB, 2 Cores, 50 GB", 2_048, 50, 140_000),
    plain("46", "CS4 - 4 GB, 2 Cores, 100 GB", 4_096, 100, 280_000),
];

const LINODE: &[Size] = &[
    plain("1", "Linode 1024", 1_024, 48, 30_000).with_bandwidth(2_000),
    plain("2", "Linode 2048", 2_048, 96, 60_000).with_bandwidth(4_000),
    plain("4", "Linode 4096", 4_096, 192, 120_000).with_bandwidth(8_000),
    plain("6", "Linode 8192", 8_192, 384, 240_000).with_bandwidth(16_000),
];

const DIGITAL_OCEAN: &[Size] = &[
    plain("66", "512MB", 512, 20, 7_440),
    plain("63", "1GB", 1_024, 30, 14_880),
    plain("62", "2GB", 2_048, 40, 29_760),
    plain("64", "4GB", 4_096, 60, 59_520),
    plain("65", "8GB", 8_192, 80, 119_050),
];

const SOFTLAYER: &[Size] = &[
    Size::new(
        "sl1",
        "1 CPU, 1GB ram, 25GB",
        1_024,
        25,
        Price::Text(38_000),
    ),
    Size::new(
        "sl2",
        "1 CPU, 1GB ram, 100GB",
        1_024,
        100,
        Price::Text(48_000),
    ),
    Size::new(
        "sl3",
        "1 CPU, 2GB ram, 100GB",
        2_048,
        100,
        Price::Text(56_000),
    ),
    Size::new(
        "sl4",
        "2 CPU, 2GB ram, 100GB",
        2_048,
        100,
        Price::Text(76_000),
    ),
    Size::new(
        "sl5",
        "4 CPU, 4GB ram, 100GB",
        4_096,
        100,
        Price::Text(146_000),
    ),
];

const GCE: &[Size] = &[
    region("f1-micro", 614, 19_000),
    region("g1-small", 1_740, 54_000),
    region("n1-standard-1", 3_840, 104_000),
    region("n1-standard-2", 7_680, 207_000),
    region("n1-highmem-2", 13_312, 244_000),
    region("n1-highcpu-2", 1_843, 131_000),
];

const AZURE: &[Size] = &[
    Size::new(
        "ExtraSmall",
        "Extra Small Instance",
        768,
        20,
        Price::Text(20_000),
    ),
    Size::new("Small", "Small Instance", 1_792, 70, Price::Text(90_000)),
    Size::new(
        "Medium",
        "Medium Instance",
        3_584,
        135,
        Price::Text(180_000),
    ),
    Size::new("Large", "Large Instance", 7_168, 285, Price::Text(360_000)),
];

/// A host of one's own says nothing of sizes but that there is one.
const OWN_HOST: &[Size] = &[Size {
    id: "",
    name: "default",
    ram: None,
    disk: None,
    bandwidth: None,
    price: Price::Unknown,
}];

/// The sizes of a cloud.
pub const fn sizes(profile: &Profile) -> &'static [Size] {
    match profile.family {
        Family::Ec2 => EC2,
        Family::Rackspace => RACKSPACE,
        Family::RackspaceFirstGen => RACKSPACE_FIRST_GEN,
        Family::OpenStack | Family::VCloud => OPENSTACK,
        Family::NephoScale => NEPHOSCALE,
        Family::Linode => LINODE,
        Family::DigitalOcean => DIGITAL_OCEAN,
        Family::SoftLayer => SOFTLAYER,
        Family::Gce => GCE,
        Family::Azure => AZURE,
        Family::Docker | Family::Libvirt => OWN_HOST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_come_in_every_shape() {
        assert_eq!(Price::Plain(30_000).json(), json!(0.03));
        assert_eq!(Price::Text(38_000).json(), json!("$0.038/hour"));
        assert_eq!(Price::Unknown.json(), Value::Null);
        assert_eq!(Price::Blank.json(), json!(""));
        assert_eq!(Price::BySystem(20_000).json()["linux"], "$0.020/hour");
        assert_eq!(Price::BySystem(20_000).json()["rhel"], "$0.033/hour");
        assert_eq!(Price::ByRegion(100_000).json()["eu"], 0.11);
    }

    #[test]
    fn googles_numbers_are_texts_and_others_are_numbers() {
        let of = |provider| {
            let profile = Profile::of(provider, "").unwrap();
            sizes(&profile)[0].json("D")
        };
        assert_eq!(of("gce")["ram"], "614");
        assert_eq!(of("linode")["ram"], 1024);
        assert_eq!(of("linode")["bandwidth"], 2000);
        assert_eq!(of("docker")["ram"], Value::Null);
    }

    #[test]
    fn ids_differ_within_a_cloud() {
        for provider in [
            "ec2",
            "rackspace:dfw",
            "rackspace_first_gen:us",
            "openstack",
            "nephoscale",
            "linode",
            "digitalocean",
            "softlayer",
            "gce",
            "azure",
            "docker",
            "vcloud",
        ] {
            let profile = Profile::of(provider, "").unwrap();
            let mut ids: Vec<_> = sizes(&profile).iter().map(|size| size.id).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{provider}");
        }
    }
}
