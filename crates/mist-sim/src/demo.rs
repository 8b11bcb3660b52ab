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
    let is_large = machines > SMALL;
    let count = if is_large { ALL.len() } else { FEW };
    // A large world is for seeing how long lists do: each as long as the others.
    let share = |row: &Row| if is_large { 1 } else { row.4 };
    let shares = || ALL.iter().take(count).map(share);
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use mist_api::model::MachineState;

    use super::*;
    use crate::{
        cloud::{Cloud, Options},
        profile::Profile,
    };

    fn clouds(machines: usize) -> Vec<Cloud> {
        let options = Options {
            images: 100,
            ..Options::default()
        };
        let cloud = |backend: DemoBackend| {
            let profile = Profile::of(&backend.provider, &backend.region).unwrap();
            Cloud::new(profile, 1, &options).furnished(backend.machines)
        };
        backends(machines).into_iter().map(cloud).collect()
    }

    #[test]
    fn a_small_world_has_eight_backends_of_eight_providers_and_a_few_machines_are_off() {
        let clouds = clouds(40);
        let families: HashSet<_> = clouds.iter().map(|cloud| cloud.profile().family).collect();
        assert_eq!((clouds.len(), families.len()), (8, 8));
        let machines: Vec<_> = clouds.iter().flat_map(|cloud| cloud.machines(0)).collect();
        assert_eq!(machines.len(), 40);
        let off = machines
            .iter()
            .filter(|machine| machine.state == MachineState::Stopped);
        assert!((3..=8).contains(&off.count()));
        let names: HashSet<_> = machines.iter().map(|machine| &machine.name).collect();
        assert_eq!(names.len(), 40);
    }

    #[test]
    fn every_machine_is_on_some_backend_however_many_there_are() {
        for (machines, count) in [
            (0, 8),
            (1, 8),
            (40, 8),
            (400, 8),
            (401, 12),
            (10_000, 12),
            (usize::MAX, 12),
        ] {
            let backends = backends(machines);
            assert_eq!(backends.len(), count);
            let all: usize = backends.iter().map(|backend| backend.machines).sum();
            assert_eq!(all, machines);
            let keys: HashSet<_> = backends
                .iter()
                .map(|backend| (&backend.provider, &backend.apikey))
                .collect();
            assert_eq!(keys.len(), count);
        }
    }

    #[test]
    fn ten_thousand_machines_are_listed_and_written() {
        let mut machines = 0;
        for cloud in clouds(10_000) {
            let list = cloud.machines(1_800_000_000_000);
            machines += list.len();
            let ids: HashSet<_> = list.iter().map(|machine| machine.id.clone()).collect();
            assert_eq!(ids.len(), list.len());
            assert!(serde_json::to_string(&list).unwrap().len() > 200_000);
        }
        assert_eq!(machines, 10_000);
    }
}
