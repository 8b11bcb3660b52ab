//! The sizes of each provider, smallest first.

use super::{Price, Size};

const fn system(id: &'static str, name: &'static str, what: (u32, u32, u32), price: u32) -> Size {
    Size::new(id, name, what, Price::BySystem(price))
}

const fn plain(id: &'static str, name: &'static str, what: (u32, u32, u32), price: u32) -> Size {
    Size::new(id, name, what, Price::Plain(price))
}

const fn text(id: &'static str, name: &'static str, what: (u32, u32, u32), price: u32) -> Size {
    Size::new(id, name, what, Price::Text(price))
}

const fn region(id: &'static str, name: &'static str, cores: u32, ram: u32, price: u32) -> Size {
    Size::new(id, name, (cores, ram, 10), Price::ByRegion(price))
}

const fn free(id: &'static str, name: &'static str, what: (u32, u32, u32)) -> Size {
    Size::new(id, name, what, Price::Unknown)
}

const fn blank(id: &'static str, name: &'static str, what: (u32, u32, u32)) -> Size {
    Size::new(id, name, what, Price::Blank)
}

#[rustfmt::skip]
pub(super) const EC2: &[Size] = &[
    system("t1.micro", "Micro Instance", (1, 613, 15), 20_000),
    system("m1.small", "Small Instance", (1, 1_740, 160), 44_000),
    system("m1.medium", "Medium Instance", (1, 3_700, 410), 87_000),
    system("m1.large", "Large Instance", (2, 7_680, 850), 175_000),
    system("m1.xlarge", "Extra Large Instance", (4, 15_360, 1_690), 350_000),
    system("c1.medium", "High-CPU Medium Instance", (2, 1_740, 350), 130_000),
    system("c1.xlarge", "High-CPU Extra Large Instance", (8, 7_680, 1_690), 520_000),
    system("m2.xlarge", "High-Memory Extra Large Instance", (2, 17_510, 420), 245_000),
    system("m2.2xlarge", "High-Memory Double Extra Large Instance", (4, 35_021, 850), 490_000),
    system("m3.medium", "M3 Medium Instance", (1, 3_840, 4), 70_000),
    system("m3.large", "M3 Large Instance", (2, 7_680, 32), 140_000),
    system("m3.xlarge", "M3 Extra Large Instance", (4, 15_360, 80), 280_000),
    system("c3.large", "Compute Optimized Large Instance", (2, 3_750, 32), 105_000),
    system("c3.xlarge", "Compute Optimized Extra Large Instance", (4, 7_500, 80), 210_000),
    system("cg1.4xlarge", "Cluster GPU Quadruple Extra Large Instance", (16, 22_528, 1_690), 2_100_000),
];

#[rustfmt::skip]
pub(super) const RACKSPACE: &[Size] = &[
    system("2", "512MB Standard Instance", (1, 512, 20), 22_000),
    system("3", "1GB Standard Instance", (1, 1_024, 40), 60_000),
    system("4", "2GB Standard Instance", (2, 2_048, 80), 120_000),
    system("5", "4GB Standard Instance", (2, 4_096, 160), 240_000),
    system("6", "8GB Standard Instance", (4, 8_192, 320), 480_000),
    system("performance1-1", "1 GB Performance", (1, 1_024, 20), 40_000),
    system("performance1-2", "2 GB Performance", (2, 2_048, 40), 80_000),
    system("performance2-15", "15 GB Performance", (4, 15_360, 40), 680_000),
];

pub(super) const RACKSPACE_FIRST_GEN: &[Size] = &[
    plain("1", "256 server", (4, 256, 10), 15_000),
    plain("2", "512 server", (4, 512, 20), 30_000),
    plain("3", "1GB server", (4, 1_024, 40), 60_000),
    plain("4", "2GB server", (4, 2_048, 80), 120_000),
];

pub(super) const OPENSTACK: &[Size] = &[
    free("1", "m1.tiny", (1, 512, 1)),
    free("2", "m1.small", (1, 2_048, 20)),
    free("3", "m1.medium", (2, 4_096, 40)),
    free("4", "m1.large", (4, 8_192, 80)),
    free("5", "m1.xlarge", (8, 16_384, 160)),
];

pub(super) const HP: &[Size] = &[
    text("100", "standard.xsmall", (1, 1_024, 20), 30_000),
    text("101", "standard.small", (2, 2_048, 40), 60_000),
    text("102", "standard.medium", (2, 4_096, 80), 120_000),
    text("103", "standard.large", (4, 8_192, 160), 240_000),
];

#[rustfmt::skip]
pub(super) const NEPHOSCALE: &[Size] = &[
    plain("219", "CS025 - 0.25 GB, 1 Core, 25 GB", (1, 256, 25), 15_000),
    plain("11", "CS05 - 0.5 GB, 1 Core, 25 GB", (1, 512, 25), 30_000),
    plain("3", "CS1 - 1 GB, 1 Core, 25 GB", (1, 1_024, 25), 70_000),
    plain("5", "CS2 - 2 GB, 2 Cores, 50 GB", (2, 2_048, 50), 140_000),
    plain("46", "CS4 - 4 GB, 2 Cores, 100 GB", (2, 4_096, 100), 280_000),
];

pub(super) const LINODE: &[Size] = &[
    plain("1", "Linode 1024", (8, 1_024, 48), 30_000).with_bandwidth(2_000),
    plain("2", "Linode 2048", (8, 2_048, 96), 60_000).with_bandwidth(4_000),
    plain("4", "Linode 4096", (8, 4_096, 192), 120_000).with_bandwidth(8_000),
    plain("6", "Linode 8192", (8, 8_192, 384), 240_000).with_bandwidth(16_000),
];

pub(super) const DIGITAL_OCEAN: &[Size] = &[
    plain("66", "512MB", (1, 512, 20), 7_440),
    plain("63", "1GB", (1, 1_024, 30), 14_880),
    plain("62", "2GB", (2, 2_048, 40), 29_760),
    plain("64", "4GB", (2, 4_096, 60), 59_520),
    plain("65", "8GB", (4, 8_192, 80), 119_050),
];

pub(super) const SOFTLAYER: &[Size] = &[
    text("sl1", "1 CPU, 1GB ram, 25GB", (1, 1_024, 25), 38_000),
    text("sl2", "1 CPU, 1GB ram, 100GB", (1, 1_024, 100), 48_000),
    text("sl3", "1 CPU, 2GB ram, 100GB", (1, 2_048, 100), 56_000),
    text("sl4", "2 CPU, 2GB ram, 100GB", (2, 2_048, 100), 76_000),
    text("sl5", "4 CPU, 4GB ram, 100GB", (4, 4_096, 100), 146_000),
];

pub(super) const GCE: &[Size] = &[
    region("1000", "f1-micro", 1, 614, 19_000),
    region("2000", "g1-small", 1, 1_740, 54_000),
    region("3001", "n1-standard-1", 1, 3_840, 104_000),
    region("3002", "n1-standard-2", 2, 7_680, 207_000),
    region("5002", "n1-highmem-2", 2, 13_312, 244_000),
    region("4002", "n1-highcpu-2", 2, 1_843, 131_000),
];

pub(super) const AZURE: &[Size] = &[
    text("ExtraSmall", "Extra Small Instance", (1, 768, 20), 20_000),
    text("Small", "Small Instance", (1, 1_792, 70), 90_000),
    text("Medium", "Medium Instance", (2, 3_584, 135), 180_000),
    text("Large", "Large Instance", (4, 7_168, 285), 360_000),
];

/// A container has what its host has.
pub(super) const DOCKER: &[Size] = &[free("default", "default", (4, 8_192, 120)).silent()];

pub(super) const VCLOUD: &[Size] = &[
    blank("512", "512 Ram", (1, 512, 40)),
    blank("1024", "1024 Ram", (1, 1_024, 40)),
    blank("2048", "2048 Ram", (2, 2_048, 40)),
    blank("4096", "4096 Ram", (4, 4_096, 40)),
];

pub(super) const LIBVIRT: &[Size] = &[
    free("1024:1", "1024MB, 1 CPU", (1, 1_024, 20)),
    free("2048:2", "2048MB, 2 CPUs", (2, 2_048, 40)),
    free("4096:4", "4096MB, 4 CPUs", (4, 4_096, 80)),
];
