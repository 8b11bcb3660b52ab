//! The machines that are there from the beginning: what somebody with a shop on the net would have, a
//! part of it with each provider.

use std::collections::{HashMap, HashSet};

use super::{
    Cloud, addresses,
    life::{Life, Phase},
    machine::Machine,
};
use crate::{
    catalogue::{Size, sizes},
    odd,
    profile::Family,
    rng::Rng,
};

/// The first of January 2026: what is there from the beginning was made in the year before, whatever
/// the clock says.
const BEGINNING_MS: u64 = 1_767_225_600_000;

/// A kind of machine: what it is called before its number, its tags with spaces between, how large it
/// is (0 smallest), and whether it is off.
type Role = (&'static str, &'static str, u8, bool);

#[rustfmt::skip]
const SHOP: &[Role] = &[
    ("web", "prod web shop", 1, false),
    ("web", "prod web shop", 1, false),
    ("api", "prod api shop", 1, false),
    ("db", "prod db shop", 3, false),
    ("cache", "prod cache shop", 1, false),
    ("worker", "prod queue shop", 1, false),
    ("db-replica", "prod db shop", 3, false),
    ("staging-web", "staging web shop", 0, false),
    ("loadtest", "staging team-infra", 1, true),
    ("bastion", "prod team-infra", 0, false),
];

#[rustfmt::skip]
const EUROPE: &[Role] = &[
    ("web-eu", "prod web shop", 1, false),
    ("web-eu", "prod web shop", 1, false),
    ("db-eu", "prod db shop", 2, false),
    ("search", "prod search team-data", 2, false),
    ("cache-eu", "prod cache shop", 1, false),
    ("staging-eu", "staging web shop", 0, true),
    ("backup", "prod backup team-infra", 1, false),
];

#[rustfmt::skip]
const SIDE: &[Role] = &[
    ("blog", "blog", 0, false),
    ("docs", "docs", 0, false),
    ("sandbox-anna", "sandbox", 0, false),
    ("sandbox-tom", "sandbox", 0, true),
    ("demo", "demo", 0, false),
    ("status-page", "status", 0, false),
];

#[rustfmt::skip]
const OPERATIONS: &[Role] = &[
    ("mail", "mail", 1, false),
    ("monitor", "monitoring", 1, false),
    ("vpn", "vpn", 0, false),
    ("git", "git", 1, false),
    ("old-wiki", "wiki", 0, true),
    ("dns", "dns", 0, false),
];

#[rustfmt::skip]
const DATA: &[Role] = &[
    ("etl", "prod team-data batch", 1, false),
    ("hadoop", "prod team-data hadoop", 2, false),
    ("hadoop", "prod team-data hadoop", 2, false),
    ("notebook", "team-data research", 1, false),
    ("dashboard", "prod team-data web", 1, false),
];

#[rustfmt::skip]
const LAB: &[Role] = &[
    ("ci-runner", "ci team-infra", 2, false),
    ("ci-runner", "ci team-infra", 2, false),
    ("dev-anna", "dev", 1, false),
    ("dev-tom", "dev", 1, false),
    ("staging-db", "staging db shop", 2, false),
    ("dev-guest", "dev", 1, true),
    ("artifacts", "ci storage team-infra", 1, false),
];

#[rustfmt::skip]
const CONTAINERS: &[Role] = &[
    ("registry", "", 0, false),
    ("shop-web", "", 0, false),
    ("shop-redis", "", 0, false),
    ("shop-worker", "", 0, false),
    ("proxy", "", 0, false),
    ("migrate", "", 0, true),
];

#[rustfmt::skip]
const LEGACY: &[Role] = &[
    ("erp", "prod erp", 2, false),
    ("files", "prod files", 1, false),
    ("ldap", "prod ldap", 0, false),
    ("print", "prod print", 0, false),
    ("erp-test", "staging erp", 1, true),
];

const fn roles(family: Family) -> &'static [Role] {
    match family {
        Family::Ec2 => SHOP,
        Family::Rackspace | Family::Azure | Family::Hp => EUROPE,
        Family::DigitalOcean | Family::RackspaceFirstGen => SIDE,
        Family::Linode => OPERATIONS,
        Family::Gce => DATA,
        Family::OpenStack | Family::Libvirt => LAB,
        Family::Docker => CONTAINERS,
        Family::SoftLayer | Family::NephoScale | Family::VCloud => LEGACY,
    }
}

impl Cloud {
    /// Puts so many machines into it that were there long before. More of them never change those that a
    /// smaller number has.
    #[must_use]
    pub fn furnished(mut self, machines: usize) -> Self {
        let roles = roles(self.profile.family);
        let mut numbers = HashMap::<&str, usize>::new();
        let mut ids = HashSet::with_capacity(machines);
        let mut all = Vec::with_capacity(machines);
        for (number, role) in roles.iter().cycle().take(machines).enumerate() {
            let nth = numbers.entry(role.0).or_default();
            *nth += 1;
            let is_one_of_many = roles.iter().filter(|other| other.0 == role.0).count() > 1;
            let name = if is_one_of_many || *nth > 1 {
                format!("{}-{nth}", role.0)
            } else {
                role.0.to_owned()
            };
            let machine = self.old_machine(number, name, role, &mut ids);
            all.extend(machine);
        }
        self.born = all.len();
        self.machines = all;
        self
    }

    fn old_machine(
        &self,
        number: usize,
        mut name: String,
        (_, tags, large, off): &Role,
        ids: &mut HashSet<String>,
    ) -> Option<Machine> {
        let family = self.profile.family;
        let mut rng = self.rng(&["old", &number.to_string()]);
        let mut id = self.new_id(&mut rng);
        while !ids.insert(id.clone()) {
            id = self.new_id(&mut rng);
        }
        let tags = if family.has_tags() { *tags } else { "" };
        let mut tags: Vec<String> = tags.split_whitespace().map(str::to_owned).collect();
        if self.hostile {
            odd::name(number).clone_into(&mut name);
            if family.has_tags() {
                tags.extend([number, number + 5].map(|n| odd::name(n).to_owned()));
            }
        }
        let rests = *off && family.has_stop();
        let phase = if rests {
            Phase::Stopped
        } else {
            Phase::Running
        };
        let created_ms = BEGINNING_MS - rng.below(365 * 86_400_000);
        // Who is there from the beginning is mostly in the first network.
        let network = self.networks.first().filter(|_| family.makes_networks());
        Some(Machine {
            id,
            name,
            image: self.images.usual(&mut rng)?.id.clone(),
            size: usual_size(family, *large, &mut rng)?.id.to_owned(),
            location: rng.pick(&self.locations)?.id.clone(),
            key: None,
            tags,
            networks: network
                .map(|network| network.id.clone())
                .into_iter()
                .collect(),
            created_ms,
            address: self.old_address(number),
            life: Life::at_rest(phase, created_ms),
            odd: self.hostile && number.is_multiple_of(7),
        })
    }

    /// Every machine from the beginning has an address of its own as long as there are any.
    fn old_address(&self, number: usize) -> u16 {
        // Has no divisor in common with the number of addresses.
        const STRIDE: usize = 5;
        let all = usize::from(addresses::ALL);
        let index = (usize::from(self.first_address()) + number % all * STRIDE) % all;
        u16::try_from(index).unwrap_or_default()
    }
}

/// A size of about this rank.
fn usual_size(family: Family, large: u8, rng: &mut Rng) -> Option<&'static Size> {
    let sizes = sizes(family);
    // The smallest of some clouds run next to nothing.
    let least = u64::from(matches!(family, Family::OpenStack | Family::NephoScale));
    let index = least + u64::from(large) + rng.below(2);
    let largest = sizes.len().saturating_sub(1);
    sizes.get(usize::try_from(index).ok()?.min(largest))
}
