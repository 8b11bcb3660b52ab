//! One machine: what it is, and how lists show it at a time.

use mist_api::model::{self, MachineCreated, MachineState};
use serde::{Deserialize, Serialize};

use super::{
    Cloud, addresses, extra,
    life::{Life, Phase},
};
use crate::{
    catalogue::{Size, size, sizes},
    odd,
    profile::Family,
    rng::Rng,
};

/// How long a destroyed machine stays listed where the provider remembers it, in milliseconds.
pub(super) const REMEMBERED_MS: u64 = 3_600_000;

/// A machine, and all that is kept of it. The rest follows from its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Machine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) image: String,
    pub(super) size: String,
    /// The id of its place.
    pub(super) location: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// What people put on it, without what the provider adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    /// The ids of its networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) networks: Vec<String>,
    /// When it was made, in milliseconds since 1970.
    pub(super) created_ms: u64,
    /// Which of the public addresses it has while it runs.
    pub(super) address: u16,
    pub(super) life: Life,
    /// Its names and metadata are such as a page should survive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) odd: bool,
}

impl Machine {
    /// Whether lists still have it.
    pub(super) fn is_listed(&self, family: Family, now_ms: u64) -> bool {
        if self.life.phase(now_ms) != Phase::Terminated {
            return true;
        }
        let died_ms = self.life.since(now_ms);
        family.remembers_the_dead() && now_ms < died_ms.saturating_add(REMEMBERED_MS)
    }

    /// When it started last before a time at which it runs. Now and then it restarts by itself, as
    /// machines that are kept up to date do.
    pub(super) fn booted_ms(&self, now_ms: u64, rng: &mut Rng) -> u64 {
        const DAY_MS: u64 = 86_400_000;
        let every_ms = rng.between(20 * DAY_MS, 160 * DAY_MS);
        let began_ms = self.life.since(now_ms).min(now_ms);
        let up_ms = (now_ms - began_ms) % every_ms;
        now_ms - up_ms
    }
}

/// A machine at a time, and what follows from that.
pub(super) struct Sight<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) machine: &'a Machine,
    pub(super) phase: Phase,
    pub(super) size: Option<&'static Size>,
    /// The name of its place.
    pub(super) place: &'a str,
    pub(super) public_ips: Vec<String>,
    pub(super) private_ips: Vec<String>,
    pub(super) now_ms: u64,
}

impl<'a> Sight<'a> {
    pub(super) fn new(cloud: &'a Cloud, machine: &'a Machine, now_ms: u64) -> Self {
        let family = cloud.profile.family;
        let phase = machine.life.phase(now_ms);
        let place = cloud
            .locations
            .iter()
            .find(|place| place.id == machine.location);
        Self {
            cloud,
            machine,
            phase,
            size: size(family, &machine.size).or_else(|| sizes(family).first()),
            place: place.map_or("", |place| &place.name),
            public_ips: addresses::public(cloud, machine, phase),
            private_ips: addresses::private(cloud, machine, now_ms),
            now_ms,
        }
    }

    /// Numbers of this machine for something.
    pub(super) fn rng(&self, what: &str) -> Rng {
        self.cloud.rng(&["machine", &self.machine.id, what])
    }

    /// The answer to making it.
    pub(super) fn created(self) -> MachineCreated {
        MachineCreated {
            id: self.machine.id.clone(),
            name: self.machine.name.clone(),
            extra: extra::extra(&self),
            public_ips: self.public_ips,
            private_ips: self.private_ips,
        }
    }

    /// As lists show it.
    pub(super) fn model(self) -> model::Machine {
        let family = self.cloud.profile.family;
        let state = MachineState::from(self.phase);
        let mut can = family.abilities(&state);
        // What is being destroyed is beyond help.
        can.start &= self.machine.life.destiny() != Phase::Terminated;
        let mut tags = self.machine.tags.clone();
        if matches!(family, Family::Ec2 | Family::Linode) {
            tags.push(self.place.to_owned());
        }
        let mut extra = extra::extra(&self);
        if self.machine.odd {
            extra.extend(odd::metadata());
        }
        // What Amazon's library says of these two stands in `extra` alone.
        let told = |text: &str| (family != Family::Ec2).then(|| text.to_owned());
        model::Machine {
            uuid: Some(self.rng("uuid").hex(40)),
            id: self.machine.id.clone(),
            name: self.machine.name.clone(),
            image_id: told(&self.machine.image),
            size: told(&self.machine.size),
            state,
            private_ips: self.private_ips,
            public_ips: self.public_ips,
            tags,
            extra,
            can,
        }
    }
}
