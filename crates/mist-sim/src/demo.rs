//! The world that somebody sees who only looks around: a small shop on the net, spread over clouds.

/// A backend of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoBackend {
    /// The provider, as a server lists backends.
    pub provider: String,
    /// Its region beside it; empty where the provider says it, or has none.
    pub region: String,
    /// What people call it.
    pub title: String,
    /// The key it was added with.
    pub apikey: String,
    /// How many machines it has.
    pub machines: usize,
}

/// Provider, region, title, key, and share of the machines.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    usize,
);

#[rustfmt::skip]
const ALL: [Row; 12] = [
    ("ec2_ap_northeast", "", "EC2 Tokyo", "AKIASIMTOKYO0EXAMPLE", 10),
    ("rackspace", "lon", "Rackspace London", "shop-ltd", 6),
    ("openstack", "", "Office OpenStack", "lab", 6),
    ("linode", "", "Linode", "ops@shop.example.com", 5),
    ("gce", "", "Google Compute Engine", "data@shop-analytics.example.com", 4),
    ("digitalocean", "", "DigitalOcean", "side-projects", 4),
    ("docker", "", "Docker host", "docker", 3),
    ("softlayer", "", "SoftLayer", "shop-legacy", 2),
    ("ec2_eu_west", "", "EC2 Ireland", "AKIASIMIRELAND0EXAMPLE", 10),
    ("ec2_us_east", "", "EC2 Virginia", "AKIASIMVIRGINIA0EXAMPLE", 10),
    ("azure", "", "Azure", "5b2c7a1e-0000-4000-a000-000000000001", 6),
    ("nephoscale", "", "NephoScale", "shop", 4),
];

/// How many of them a small world has, each another provider.
const FEW: usize = 8;

/// Up to so many machines are a small world.
const SMALL: usize = 400;

/// The backends of a world with so many machines: eight, or twelve of a large one. A world for looking
/// around in has 40 machines.
pub fn backends(machines: usize) -> Vec<DemoBackend> {
    let count = if machines > SMALL { ALL.len() } else { FEW };
    let shares = || ALL.iter().take(count).map(|row| row.4);
    let whole: usize = shares().sum();
    let (mut before, mut given) = (0, 0);
    let ends = shares().map(|share| {
        before += share;
        // In wide numbers: a count of machines may be anything.
        let end = machines as u128 * before as u128 / (whole.max(1)) as u128;
        usize::try_from(end).unwrap_or(machines)
    });
    let numbers: Vec<usize> = ends
        .map(|end| {
            let number = end - given;
            given = end;
            number
        })
        .collect();
    let rows = ALL.into_iter().zip(numbers);
    rows.map(
        |((provider, region, title, apikey, _), machines)| DemoBackend {
            provider: provider.to_owned(),
            region: region.to_owned(),
            title: title.to_owned(),
            apikey: apikey.to_owned(),
            machines,
        },
    )
    .collect()
}
