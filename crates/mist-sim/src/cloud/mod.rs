//! A backend that is not there: its machines, images and networks, and what people do with them.
//!
//! What the seed makes is never kept; what people change is, as [`Record`]s. Nothing here depends on the
//! order in which records come back, and nothing grows with time but by what people make.

mod addresses;
mod doing;
mod extra;
mod furnish;
mod keeping;
mod life;
mod machine;
mod networks;
mod record;
mod running;
mod subnets;
mod tags;
mod wish;
mod words;

use self::{
    life::Phase,
    machine::{Machine, Sight},
    networks::Net,
};
pub use self::{
    record::{Record, RecordKind, UnknownKind},
    subnets::{NewNetwork, NewNetworkBody, NewPool, NewSubnet},
    wish::Wish,
};
use crate::{
    catalogue::{Images, locations, sizes},
    odd,
    profile::{Family, Profile},
    rng::Rng,
};
use mist_api::model::{self, Image, Location};

/// What a cloud is made with, besides its profile and seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many images Amazon has at least.
    pub images: usize,
    /// Whether machines, tags, images and networks are called what a page should survive: markup, other
    /// directions of writing, control characters, two hundred characters; and whether some machines
    /// have three hundred keys of metadata.
    pub hostile: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            images: 25_000,
            hostile: false,
        }
    }
}

/// A simulated backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloud {
    profile: Profile,
    seed: u64,
    hostile: bool,
    locations: Vec<Location>,
    images: Images,
    networks: Vec<Net>,
    /// How many networks were there from the beginning; they come first.
    born_networks: usize,
    machines: Vec<Machine>,
    /// How many machines were there from the beginning; they come first.
    born: usize,
}

impl Cloud {
    /// A cloud without machines.
    pub fn new(profile: Profile, seed: u64, options: &Options) -> Self {
        let mut cloud = Self {
            seed,
            hostile: options.hostile,
            locations: locations(&profile),
            images: Images::new(&profile, seed, options.images, options.hostile),
            networks: Vec::new(),
            born_networks: 0,
            machines: Vec::new(),
            born: 0,
            profile,
        };
        cloud.networks = cloud.first_networks();
        cloud.born_networks = cloud.networks.len();
        cloud
    }

    /// What kind of cloud it is, and where.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where machines can be made.
    pub fn locations(&self) -> Vec<Location> {
        let mut locations = self.locations.clone();
        // Google is asked for a place by its name.
        if self.hostile && self.profile.family != Family::Gce {
            for (number, location) in locations.iter_mut().enumerate() {
                odd::name(number).clone_into(&mut location.name);
            }
        }
        locations
    }

    /// How large machines can be.
    pub fn sizes(&self) -> Vec<model::Size> {
        let sizes = sizes(self.profile.family).iter();
        let mut sizes: Vec<_> = sizes.map(|size| size.model(&self.profile)).collect();
        if self.hostile {
            for (number, size) in sizes.iter_mut().enumerate() {
                odd::size(number, size);
            }
        }
        sizes
    }

    /// What machines can be made of; with a term those that have it in their name or id, at most forty.
    pub fn images(&self, search: Option<&str>) -> Vec<Image> {
        self.images.list(search)
    }

    /// The machines as they are at a time, in milliseconds since 1970.
    pub fn machines(&self, now_ms: u64) -> Vec<model::Machine> {
        let listed = self.listed(now_ms);
        listed
            .map(|machine| Sight::new(self, machine, now_ms).model())
            .collect()
    }

    /// One machine as it is at a time; `None` if lists don't have it.
    pub fn machine(&self, id: &str, now_ms: u64) -> Option<model::Machine> {
        let machine = self.find(id, now_ms)?;
        Some(Sight::new(self, machine, now_ms).model())
    }

    fn listed(&self, now_ms: u64) -> impl Iterator<Item = &Machine> {
        let family = self.profile.family;
        self.machines
            .iter()
            .filter(move |machine| machine.is_listed(family, now_ms))
    }

    /// The machine of this id, if lists have it.
    fn find(&self, id: &str, now_ms: u64) -> Option<&Machine> {
        let machine = self.machines.iter().find(|machine| machine.id == id)?;
        machine
            .is_listed(self.profile.family, now_ms)
            .then_some(machine)
    }

    /// Whether some machine that is not gone for good has this name.
    fn is_named(&self, name: &str) -> bool {
        self.living().any(|machine| machine.name == name)
    }

    /// The machines that nobody has destroyed.
    fn living(&self) -> impl Iterator<Item = &Machine> {
        let lives = |machine: &&Machine| machine.life.destiny() != Phase::Terminated;
        self.machines.iter().filter(lives)
    }

    /// Numbers for something that this backend has.
    fn rng(&self, labels: &[&str]) -> Rng {
        let mut all = vec![self.profile.family.id(), &self.profile.place];
        all.extend(labels);
        Rng::new(self.seed, &all)
    }

    /// Where this backend's addresses begin among all.
    fn first_address(&self) -> u16 {
        let number = self.rng(&["addresses"]).below(u64::from(addresses::ALL));
        u16::try_from(number).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
