//! The images of every provider but Amazon.

use super::{SEED, Spec};
use crate::{
    profile::{Family, Profile},
    rng::Rng,
};

/// An image: its id where that is fixed, its name, the least memory in megabytes and the least disk in
/// gigabytes that it wants.
type Row = (&'static str, &'static str, u32, u32);

#[rustfmt::skip]
const RACKSPACE: &[Row] = &[
    ("", "Ubuntu 14.04 LTS (Trusty Tahr)", 512, 20),
    ("", "Ubuntu 13.10 (Saucy Salamander)", 512, 20),
    ("", "Ubuntu 12.04 LTS (Precise Pangolin)", 512, 20),
    ("", "Debian 7 (Wheezy)", 512, 20),
    ("", "CentOS 6.5", 512, 20),
    ("", "CentOS 5.10", 512, 20),
    ("", "Fedora 20 (Heisenbug)", 512, 20),
    ("", "Gentoo 13.3", 512, 20),
    ("", "Arch 2013.12", 512, 20),
    ("", "OpenSUSE 13.1", 512, 20),
    ("", "Red Hat Enterprise Linux 6.5", 1_024, 20),
    ("", "CoreOS (Beta)", 512, 20),
    ("", "Vyatta Network OS 6.6", 1_024, 20),
];

const RACKSPACE_FIRST_GEN: &[Row] = &[
    ("125", "Ubuntu 12.04 LTS (precise)", 0, 0),
    ("112", "Ubuntu 10.04 LTS (lucid)", 0, 0),
    ("104", "Debian 6 (Squeeze)", 0, 0),
    ("118", "CentOS 6.3", 0, 0),
    ("114", "CentOS 5.6", 0, 0),
    ("116", "Fedora 15 (Lovelock)", 0, 0),
    ("108", "Gentoo 11.0", 0, 0),
];

#[rustfmt::skip]
const OPENSTACK: &[Row] = &[
    ("", "ubuntu-14.04-server-cloudimg-amd64", 512, 8),
    ("", "ubuntu-12.04-server-cloudimg-amd64", 512, 8),
    ("", "debian-7.4-openstack-amd64", 512, 4),
    ("", "Fedora-x86_64-20-20131211.1-sda", 1_024, 10),
    ("", "centos-6.5-20140117.0.x86_64", 1_024, 8),
    ("", "cirros-0.3.2-x86_64-uec", 64, 0),
    ("", "golden-web (snapshot)", 2_048, 20),
];

#[rustfmt::skip]
const HP: &[Row] = &[
    ("", "Ubuntu Server 14.04 LTS (amd64 20140416.1) - Partner Image", 0, 8),
    ("", "Ubuntu Server 12.04.4 LTS (amd64 20140408) - Partner Image", 0, 8),
    ("", "Debian Wheezy 7 amd64 - Partner Image", 0, 8),
    ("", "CentOS 6.3 Server 64-bit 20130116", 0, 10),
    ("", "Fedora 18 Server 64-bit 20130116", 0, 10),
];

#[rustfmt::skip]
const NEPHOSCALE: &[Row] = &[
    ("49", "Linux Ubuntu Server 12.04 LTS 64-bit", 0, 0),
    ("27", "Linux Ubuntu Server 10.04 LTS 64-bit", 0, 0),
    ("57", "Linux Debian Server 7.1 64-bit", 512, 0),
    ("59", "Linux CentOS 6.4 64-bit", 512, 0),
    ("3", "Linux CentOS 5.5 64-bit", 512, 0),
    ("55", "Linux CentOS 6.4 64-bit with cPanel", 2_048, 0),
];

const LINODE: &[Row] = &[
    ("124", "Ubuntu 14.04 LTS", 0, 0),
    ("99", "Ubuntu 12.04 LTS", 0, 0),
    ("122", "CentOS 6.5", 0, 0),
    ("109", "Debian 7.1", 0, 0),
    ("117", "Fedora 20", 0, 0),
    ("132", "Arch Linux 2014.04", 0, 0),
    ("53", "Gentoo 2013-11-26", 0, 0),
    ("120", "openSUSE 13.1", 0, 0),
    ("78", "Slackware 14.1", 0, 0),
];

#[rustfmt::skip]
const DIGITAL_OCEAN: &[Row] = &[
    ("3240036", "Ubuntu 14.04 x64", 0, 20),
    ("3101045", "Ubuntu 12.04.4 x64", 0, 20),
    ("1505699", "Fedora 19 x64", 0, 20),
    ("3102387", "Debian 7.0 x64", 0, 20),
    ("3448641", "CentOS 6.5 x64", 0, 20),
    ("3104282", "Arch Linux 2013.05 x64", 0, 20),
    ("3240850", "Docker 0.9.1 on Ubuntu 14.04 x64", 0, 20),
    ("3121555", "LEMP on Ubuntu 12.04", 0, 20),
    ("3118238", "Ruby on Rails on Ubuntu 12.10 (Nginx + Unicorn)", 1_024, 30),
    ("3120115", "GitLab 6.6.5 CE", 1_024, 30),
];

#[rustfmt::skip]
const SOFTLAYER: &[Row] = &[
    ("UBUNTU_14_64", "Ubuntu Linux 14.04 LTS Trusty Tahr - Minimal Install (64 bit)", 0, 0),
    ("UBUNTU_12_64", "Ubuntu Linux 12.04 LTS Precise Pangolin - Minimal Install (64 bit)", 0, 0),
    ("DEBIAN_7_64", "Debian GNU/Linux 7.0 Wheezy/Stable - Minimal Install (64 bit)", 0, 0),
    ("CENTOS_6_64", "CentOS 6.0 - Minimal Install (64 bit)", 0, 0),
    ("REDHAT_6_64", "Red Hat Enterprise Linux 6 - Minimal Install (64 bit)", 0, 0),
    ("CLOUDLINUX_6_64", "CloudLinux 6 - Minimal Install (64 bit)", 0, 0),
    ("VYATTACE_6.6_64", "Vyatta 6.6 Community Edition (64 bit)", 0, 0),
];

const GCE: &[Row] = &[
    ("13387233378395416383", "debian-7-wheezy-v20140408", 0, 0),
    (
        "1539025841083166513",
        "backports-debian-7-wheezy-v20140408",
        0,
        0,
    ),
    ("8107423019824573141", "centos-6-v20140408", 0, 0),
    ("11748647391859510935", "rhel-6-v20140408", 0, 0),
    ("10453264789431017266", "sles-11-sp3-v20140306", 0, 0),
    ("7442091375681240194", "coreos-beta-298-0-0-v20140425", 0, 0),
];

#[rustfmt::skip]
const AZURE: &[Row] = &[
    ("__Ubuntu-14_04-LTS-amd64-server-20140414-en-us-30GB", "Ubuntu Server 14.04 LTS", 0, 30),
    ("__Ubuntu-12_04_4-LTS-amd64-server-20140408-en-us-30GB", "Ubuntu Server 12.04 LTS", 0, 30),
    ("__OpenLogic-CentOS-65-20140415", "OpenLogic CentOS 6.5", 0, 30),
    ("__SUSE-Linux-Enterprise-Server-11SP3-20140408-en-us-30GB", "SUSE Linux Enterprise Server 11 SP3", 0, 30),
    ("__openSUSE-13.1-amd64-20140217-en-us-30GB", "openSUSE 13.1", 0, 30),
    ("__CoreOS-Beta-298.0.0", "CoreOS Beta", 0, 30),
];

const DOCKER: &[Row] = &[
    ("library/ubuntu:14.04", "ubuntu:14.04", 0, 0),
    ("library/debian:wheezy", "debian:wheezy", 0, 0),
    ("library/centos:6.4", "centos:6.4", 0, 0),
    ("library/busybox:latest", "busybox:latest", 0, 0),
    ("mist/ubuntu-14.04", "mist/ubuntu-14.04", 0, 0),
    ("mist/debian-wheezy", "mist/debian-wheezy", 0, 0),
    ("mist/fedora-20", "mist/fedora-20", 0, 0),
    ("tutum/mongodb", "tutum/mongodb", 0, 0),
    ("tutum/wordpress", "tutum/wordpress", 0, 0),
    (
        "registry.example.com/shop/web",
        "registry.example.com/shop/web",
        0,
        0,
    ),
];

const VCLOUD: &[Row] = &[
    ("", "Ubuntu 12.04 LTS 64bit", 0, 20),
    ("", "Debian 7 64bit", 0, 20),
    ("", "CentOS 6.4 64bit", 0, 20),
    ("", "Red Hat Enterprise Linux 6.4 64bit", 1_024, 20),
];

const LIBVIRT: &[Row] = &[
    (
        "/var/lib/libvirt/images/ubuntu-14.04-server-amd64.iso",
        "ubuntu-14.04-server-amd64.iso",
        512,
        4,
    ),
    (
        "/var/lib/libvirt/images/debian-7.4.0-amd64-netinst.iso",
        "debian-7.4.0-amd64-netinst.iso",
        256,
        2,
    ),
    (
        "/var/lib/libvirt/images/CentOS-6.5-x86_64-minimal.iso",
        "CentOS-6.5-x86_64-minimal.iso",
        512,
        4,
    ),
];

/// The images of a cloud that is not Amazon's, all of them starred unless a person says otherwise.
pub(super) fn images(profile: &Profile, seed: u64) -> Vec<Spec> {
    let rows = match profile.family {
        Family::Ec2 => &[],
        Family::Rackspace => RACKSPACE,
        Family::RackspaceFirstGen => RACKSPACE_FIRST_GEN,
        Family::OpenStack => OPENSTACK,
        Family::Hp => HP,
        Family::NephoScale => NEPHOSCALE,
        Family::Linode => LINODE,
        Family::DigitalOcean => DIGITAL_OCEAN,
        Family::SoftLayer => SOFTLAYER,
        Family::Gce => GCE,
        Family::Azure => AZURE,
        Family::Docker => DOCKER,
        Family::VCloud => VCLOUD,
        Family::Libvirt => LIBVIRT,
    };
    // A cloud of one's own has images of its own.
    let is_own = matches!(profile.family, Family::OpenStack | Family::VCloud);
    let spec = |(id, name, min_ram, min_disk): &Row| {
        let seed = if is_own { seed } else { SEED };
        let mut rng = Rng::new(seed, &["image", profile.family.id(), &profile.place, name]);
        let id = match profile.family {
            Family::Rackspace | Family::OpenStack | Family::Hp => rng.uuid(),
            Family::Azure => format!("{}{id}", rng.hex(32)),
            // It goes by addresses.
            Family::VCloud => format!(
                "https://vcloud.example.com/api/vAppTemplate/vappTemplate-{}",
                rng.uuid()
            ),
            _ => (*id).to_owned(),
        };
        Spec {
            id,
            name: (*name).to_owned(),
            recommended: true,
            for_sale: false,
            min_ram: *min_ram,
            min_disk: *min_disk,
        }
    };
    rows.iter().map(spec).collect()
}
