//! Amazon's images: a few that everybody recommends, some of them twice, and tens of thousands that
//! people share.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{SEED, Spec, hostile};
use crate::rng::Rng;

/// The most there can be: their numbers are part of their ids.
const MOST: usize = 1 << 20;

/// The names by which servers recommend images, and by which Amazon lists some of them again.
const RECOMMENDED: [(&str, &str); 15] = [
    (
        "Amazon Linux AMI 2013.09.2 (64-bit)",
        "amzn-ami-pv-2013.09.2.x86_64-ebs",
    ),
    (
        "Amazon Linux AMI 2013.09.2 (32-bit)",
        "amzn-ami-pv-2013.09.2.i386-ebs",
    ),
    (
        "Ubuntu Server 14.04 LTS (64-bit)",
        "ubuntu/images/ebs/ubuntu-trusty-14.04-amd64-server-20140416.1",
    ),
    (
        "Ubuntu Server 12.04.4 LTS (64-bit)",
        "ubuntu/images/ebs/ubuntu-precise-12.04-amd64-server-20140408",
    ),
    (
        "Ubuntu Server 12.04.4 LTS (32-bit)",
        "ubuntu/images/ebs/ubuntu-precise-12.04-i386-server-20140408",
    ),
    (
        "Red Hat Enterprise Linux 6.5 (64-bit)",
        "RHEL-6.5_GA-x86_64-7-Hourly2",
    ),
    (
        "Red Hat Enterprise Linux 6.5 (32-bit)",
        "RHEL-6.5_GA-i386-7-Hourly2",
    ),
    (
        "SUSE Linux Enterprise Server 11 (64-bit)",
        "suse-sles-11-sp3-v20131113-pv-ssd-x86_64",
    ),
    (
        "SUSE Linux Enterprise Server 11 (32-bit)",
        "suse-sles-11-sp3-v20131113-pv-ssd-i386",
    ),
    (
        "Debian 7 Wheezy (64-bit)",
        "debian-wheezy-amd64-20140217-ebs",
    ),
    ("CentOS 6.5 (64-bit)", "CentOS-6.5-x86_64-GA-ebs"),
    ("Fedora 20 (64-bit)", ""),
    ("CoreOS Beta 298.0.0", ""),
    ("Gentoo 13.3 (64-bit)", ""),
    ("Arch Linux 2014.04 (64-bit)", ""),
];

/// What people share images of.
const SYSTEMS: [&str; 12] = [
    "ubuntu-trusty-14.04",
    "ubuntu-precise-12.04",
    "ubuntu-lucid-10.04",
    "debian-7-wheezy",
    "debian-6-squeeze",
    "centos-6.5",
    "centos-5.10",
    "fedora-20",
    "rhel-6.5",
    "opensuse-13.1",
    "gentoo-stage3",
    "amzn-ami-2013.09",
];

/// What they put on them.
const PURPOSES: [&str; 16] = [
    "base",
    "cassandra",
    "docker",
    "elasticsearch",
    "hadoop",
    "jenkins",
    "lamp",
    "mongodb",
    "nginx",
    "nodejs",
    "postgresql",
    "rails",
    "redis",
    "tomcat",
    "varnish",
    "wordpress",
];

/// How many more are for sale.
const FOR_SALE: usize = 200;

/// What the images of a region depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    place: String,
    least: usize,
    hostile: bool,
}

type Known = Vec<(Key, Weak<[Spec]>)>;

/// The lists that some cloud holds. A memo and nothing else: what is not in it is made again, the same.
static KNOWN: Mutex<Known> = Mutex::new(Vec::new());

/// The images of a region, at least so many. Everybody who asks for the same gets the same copy.
pub(super) fn images(place: &str, least: usize, hostile: bool) -> Arc<[Spec]> {
    let key = Key {
        place: place.to_owned(),
        least,
        hostile,
    };
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(_, list)| list.strong_count() > 0);
    let found = known.iter().find(|(other, _)| *other == key);
    if let Some(list) = found.and_then(|(_, list)| list.upgrade()) {
        return list;
    }
    let list: Arc<[Spec]> = made(&key).into();
    known.push((key, Arc::downgrade(&list)));
    list
}

fn made(key: &Key) -> Vec<Spec> {
    let mut all = Vec::with_capacity(key.least.min(MOST));
    if key.hostile {
        all.extend(hostile::images());
    }
    let id = |name: &str| {
        let mut rng = Rng::new(SEED, &["ami", &key.place, name]);
        format!("ami-{}", rng.hex(8))
    };
    let spec = |id: String, name: &str| Spec {
        id,
        name: name.to_owned(),
        recommended: true,
        for_sale: false,
        min_ram: 0,
        min_disk: 0,
    };
    let friendly = RECOMMENDED.iter().map(|(name, _)| spec(id(name), name));
    all.extend(friendly);
    let again = RECOMMENDED
        .iter()
        .filter(|(_, amazons)| !amazons.is_empty());
    all.extend(again.map(|(name, amazons)| spec(id(name), amazons)));
    for number in all.len()..key.least.min(MOST) {
        all.push(shared(key, number));
    }
    let first = all.len();
    all.extend((first..first + FOR_SALE).map(|number| {
        let image = shared(key, number);
        Spec {
            name: format!("bitnami-{}", image.name),
            for_sale: true,
            ..image
        }
    }));
    all
}

/// One of the images that people share.
fn shared(key: &Key, number: usize) -> Spec {
    let mut rng = Rng::new(SEED, &["shared", &key.place, &number.to_string()]);
    let system = rng.pick(&SYSTEMS).copied().unwrap_or_default();
    let purpose = rng.pick(&PURPOSES).copied().unwrap_or_default();
    let width = if rng.chance(80) { "x86_64" } else { "i386" };
    let (year, month, day) = (
        rng.between(2010, 2014),
        rng.between(1, 12),
        rng.between(1, 28),
    );
    // The number keeps ids apart, the rest makes them look as Amazon's do.
    let id = format!("ami-{:03x}{:05x}", rng.below(1 << 12), number & 0xf_ffff);
    Spec {
        id,
        name: format!("{system}-{purpose}-{width}-{year}{month:02}{day:02}"),
        recommended: false,
        for_sale: false,
        min_ram: 0,
        min_disk: 0,
    }
}
