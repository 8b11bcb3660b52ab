//! What machines can be made of. Amazon has tens of thousands, some twice; everybody else a handful, with
//! ids of their own style.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    profile::{Family, Profile},
    rng::Rng,
};

/// Most images that a search answers with.
const FOUND: usize = 40;

/// How many images Amazon recommends, which are starred from the beginning.
const RECOMMENDED: usize = 15;

/// Of Amazon's recommended images, each so-manieth comes a second time under another name.
const TWICE: usize = 4;

/// An operating system: its maker, version, nickname, and whether it is 64 bits wide.
type System = (&'static str, &'static str, &'static str);

const SYSTEMS: [System; 15] = [
    ("Ubuntu", "14.04", "Trusty Tahr"),
    ("Ubuntu", "13.10", "Saucy Salamander"),
    ("Ubuntu", "12.04", "Precise Pangolin"),
    ("Ubuntu", "10.04", "Lucid Lynx"),
    ("Debian", "7", "Wheezy"),
    ("Debian", "6", "Squeeze"),
    ("CentOS", "6.5", ""),
    ("CentOS", "5.10", ""),
    ("Fedora", "20", "Heisenbug"),
    ("Red Hat Enterprise Linux", "6.5", ""),
    ("SUSE Linux Enterprise Server", "11", ""),
    ("openSUSE", "13.1", "Bottle"),
    ("Arch Linux", "2014.04", ""),
    ("Gentoo", "13.3", ""),
    ("CoreOS", "298.0", ""),
];

/// What people put on the images they share.
const PURPOSES: [&str; 12] = [
    "base",
    "docker",
    "jenkins",
    "lamp",
    "mongodb",
    "nginx",
    "nodejs",
    "postgresql",
    "rails",
    "redis",
    "tomcat",
    "wordpress",
];

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Image {
    id: String,
    name: String,
    /// Starred unless a person says otherwise.
    recommended: bool,
}

/// The images of one backend, and which of them are starred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Images {
    family: Family,
    all: Vec<Image>,
    /// What a person has starred, and what no longer.
    stars: BTreeMap<String, bool>,
}

impl Images {
    /// The images of a cloud; of Amazon's at least `amazons`.
    pub fn new(profile: &Profile, seed: u64, amazons: usize) -> Self {
        let place = profile.place.as_str();
        let mut all: Vec<Image> = SYSTEMS
            .iter()
            .map(|system| {
                let mut rng = Rng::new(seed, &["image", place, system.0, system.1]);
                Image {
                    id: id(profile.family, *system, &mut rng),
                    name: name(profile.family, *system),
                    recommended: true,
                }
            })
            .collect();
        if profile.family == Family::Ec2 {
            all.truncate(RECOMMENDED);
            for index in (0..all.len()).step_by(TWICE) {
                let again = all.get(index * 5 / 4).cloned();
                if let Some(image) = again {
                    let name = image.name.to_lowercase().replace([' ', '(', ')'], "-");
                    all.insert(index * 5 / 4 + 1, Image { name, ..image });
                }
            }
            let mut number = 0usize;
            while all.len() < amazons {
                all.push(shared(seed, place, number));
                number += 1;
            }
        }
        Self {
            family: profile.family,
            all,
            stars: BTreeMap::new(),
        }
    }

    /// All, as lists show them.
    pub fn list(&self) -> Vec<Value> {
        self.all.iter().map(|image| self.json(image)).collect()
    }

    /// Those with the term in their name or id, whatever its case; at most forty, as servers answer.
    /// Everything fits an empty term.
    pub fn search(&self, term: &str) -> Vec<Value> {
        let term = term.to_lowercase();
        let fits = |image: &&Image| {
            image.name.to_lowercase().contains(&term) || image.id.to_lowercase().contains(&term)
        };
        let found = self.all.iter().filter(fits).take(FOUND);
        found.map(|image| self.json(image)).collect()
    }

    /// The name of an image; `None` if there is none of this id.
    pub fn name(&self, id: &str) -> Option<&str> {
        let image = self.all.iter().find(|image| image.id == id)?;
        Some(image.name.as_str())
    }

    /// Stars an image or takes its star away, whichever it has not. Returns whether it is starred now.
    /// Ids nobody knows are starred as well: servers don't look.
    pub fn toggle_star(&mut self, id: &str) -> bool {
        let known = self.all.iter().find(|image| image.id == id);
        let starred = !self.is_starred(id, known.is_some_and(|image| image.recommended));
        self.stars.insert(id.to_owned(), starred);
        starred
    }

    fn is_starred(&self, id: &str, recommended: bool) -> bool {
        self.stars.get(id).copied().unwrap_or(recommended)
    }

    fn json(&self, image: &Image) -> Value {
        json!({
            "id": image.id,
            "name": image.name,
            "star": self.is_starred(&image.id, image.recommended),
            "extra": extra(self.family, image),
        })
    }
}

/// One of the images that people share on Amazon.
fn shared(seed: u64, place: &str, number: usize) -> Image {
    let mut rng = Rng::new(seed, &["shared", place, &number.to_string()]);
    let (maker, version, _) = rng.pick(&SYSTEMS).copied().unwrap_or_default();
    let purpose = rng.pick(&PURPOSES).copied().unwrap_or_default();
    let maker = maker.to_lowercase().replace(' ', "-");
    let width = if rng.chance(80) { "x86_64" } else { "i386" };
    let (year, month, day) = (2010 + rng.below(5), 1 + rng.below(12), 1 + rng.below(28));
    Image {
        id: format!("ami-{}", rng.hex(8)),
        name: format!("{maker}-{version}-{purpose}-{width}-{year}{month:02}{day:02}"),
        recommended: false,
    }
}

/// An id in the provider's style.
fn id(family: Family, (maker, version, _): System, rng: &mut Rng) -> String {
    let plain = |text: &str| text.to_lowercase().replace(' ', "-");
    match family {
        Family::Ec2 => format!("ami-{}", rng.hex(8)),
        Family::Rackspace | Family::OpenStack | Family::VCloud => uuid(rng),
        Family::SoftLayer => {
            let maker = maker.split(' ').next().unwrap_or_default().to_uppercase();
            format!(
                "{maker}_{}_64",
                version.split('.').next().unwrap_or_default()
            )
        }
        Family::Gce => format!("{}-{}-v20140408", plain(maker), version.replace('.', "-")),
        Family::Azure => format!(
            "{}__{}-{}-amd64-server-20140408-en-us-30GB",
            rng.hex(32),
            maker.replace(' ', "-"),
            version.replace('.', "_")
        ),
        Family::Docker => rng.hex(64),
        Family::DigitalOcean => (1_000_000 + rng.below(3_000_000)).to_string(),
        Family::RackspaceFirstGen | Family::NephoScale | Family::Linode => {
            (10 + rng.below(990)).to_string()
        }
        Family::Libvirt => format!("/var/lib/libvirt/images/{}-{version}.iso", plain(maker)),
    }
}

/// A UUID of the fourth kind.
pub(crate) fn uuid(rng: &mut Rng) -> String {
    format!(
        "{}-{}-4{}-a{}-{}",
        rng.hex(8),
        rng.hex(4),
        rng.hex(3),
        rng.hex(3),
        rng.hex(12)
    )
}

/// A name as the provider gives it.
fn name(family: Family, (maker, version, nickname): System) -> String {
    let full = |tail: &str| format!("{maker} {version} {tail}").trim_end().to_owned();
    match family {
        Family::Ec2 => full("(64-bit)"),
        Family::Rackspace | Family::RackspaceFirstGen if !nickname.is_empty() => {
            full(&format!("({nickname})"))
        }
        Family::DigitalOcean => full("x64"),
        Family::SoftLayer => full("- Minimal Install (64 bit)"),
        Family::NephoScale => format!("Linux {}", full("64-bit")),
        Family::Gce => id(family, (maker, version, nickname), &mut Rng::new(0, &[])),
        Family::Docker => format!("{}:{version}", maker.to_lowercase().replace(' ', "-")),
        _ => full(""),
    }
}

/// What the provider says beside.
fn extra(family: Family, image: &Image) -> Value {
    match family {
        Family::Ec2 => {
            let width = if image.name.contains("i386") {
                "i386"
            } else {
                "x86_64"
            };
            json!({
                "architecture": width,
                "description": image.name,
                "hypervisor": "xen",
                "image_location": format!("amazon/{}", image.name.replace(' ', "-")),
                "image_type": "machine",
                // Texts, as Amazon's XML has them.
                "is_public": "true",
                "owner_alias": if image.recommended { json!("amazon") } else { Value::Null },
                "platform": Value::Null,
                "root_device_type": "ebs",
                "state": "available",
                "tags": {},
                "virtualization_type": "paravirtual",
            })
        }
        Family::Linode => json!({"64bit": 1, "pvops": 1}),
        Family::DigitalOcean => json!({"distribution": image.name.split(' ').next()}),
        Family::Rackspace | Family::OpenStack => {
            json!({"metadata": {}, "minDisk": 0, "minRam": 0, "progress": 100, "status": "ACTIVE"})
        }
        Family::Gce => json!({"deprecated": Value::Null, "description": image.name}),
        _ => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn of(provider: &str, count: usize) -> Images {
        Images::new(&Profile::of(provider, "").unwrap(), 7, count)
    }

    #[test]
    fn amazon_has_as_many_as_are_wanted_some_of_them_twice() {
        let images = of("ec2_us_east", 2_000);
        let list = images.list();
        assert_eq!(list.len(), 2_000);
        let ids: HashSet<&str> = list
            .iter()
            .filter_map(|image| image["id"].as_str())
            .collect();
        assert_eq!(list.len() - ids.len(), 4);
        // The friendly name comes first.
        let (first, second) = (&list[0], &list[1]);
        assert_eq!(first["id"], second["id"]);
        assert_eq!(first["name"], "Ubuntu 14.04 (64-bit)");
        assert_eq!(second["name"], "ubuntu-14.04--64-bit-");
        let starred = list.iter().filter(|image| image["star"] == true).count();
        assert_eq!(starred, RECOMMENDED + 4);
    }

    #[test]
    fn the_same_seed_gives_the_same_images_and_another_region_others() {
        assert_eq!(of("ec2_us_east", 50), of("ec2_us_east", 50));
        let (east, west) = (of("ec2_us_east", 50), of("ec2_us_west", 50));
        assert_ne!(east.all[3].id, west.all[3].id);
    }

    #[test]
    fn a_search_looks_at_names_and_ids_and_finds_forty_at_most() {
        let images = of("ec2_us_east", 5_000);
        assert_eq!(images.search("UBUNTU").len(), FOUND);
        let id = images.all[3].id.clone();
        assert_eq!(images.search(&id[4..]).len(), 1);
        assert!(images.search("no image is called this").is_empty());
    }

    #[test]
    fn a_star_is_toggled() {
        let mut images = of("linode", 0);
        let id = images.all[0].id.clone();
        assert!(!images.toggle_star(&id));
        assert_eq!(images.list()[0]["star"], false);
        assert!(images.toggle_star(&id));
        assert!(images.toggle_star("never heard of"));
    }

    #[test]
    fn ids_have_their_providers_style() {
        let first = |provider| of(provider, 0).all[0].id.clone();
        assert!(first("ec2_us_east").starts_with("ami-"));
        assert_eq!(first("rackspace:dfw").len(), 36);
        assert_eq!(first("softlayer"), "UBUNTU_14_64");
        assert_eq!(first("gce"), "ubuntu-14-04-v20140408");
        assert_eq!(first("docker").len(), 64);
        assert!(first("digitalocean").parse::<u32>().is_ok());
        assert!(first("azure").ends_with("en-us-30GB"));
    }
}
