//! One machine: what it is, and what becomes of it with time.

use mist_api::model::{Abilities, MachineState};
use serde_json::{Value, json};

use crate::{
    catalogue::{Size, locations},
    profile::{Family, Profile},
    rng::Rng,
};

/// How long a destroyed machine stays listed where the provider remembers it, in milliseconds.
const REMEMBERED_MS: u64 = 3_600_000;

/// A machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Machine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) size: String,
    /// The id of its place.
    pub(crate) location: String,
    pub(crate) key: Option<String>,
    /// What people put on it, without what the provider adds.
    pub(crate) tags: Vec<String>,
    pub(crate) created_ms: u64,
    /// The state it was in at first.
    first: MachineState,
    /// When it became what, in order of time; also what it will become.
    moves: Vec<(u64, MachineState)>,
}

/// What a machine is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// From stopped to running.
    Start,
    /// From running to stopped.
    Stop,
    /// From running to running.
    Reboot,
    /// For good.
    Destroy,
}

impl Verb {
    /// The verb of the API's word.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "start" => Self::Start,
            "stop" => Self::Stop,
            "reboot" => Self::Reboot,
            "destroy" => Self::Destroy,
            _ => return None,
        })
    }

    pub(crate) const fn is_among(self, can: Abilities) -> bool {
        match self {
            Self::Start => can.start,
            Self::Stop => can.stop,
            Self::Reboot => can.reboot,
            Self::Destroy => can.destroy,
        }
    }
}

impl Machine {
    /// A machine that is in a state and stays in it.
    #[expect(clippy::too_many_arguments, reason = "they are what a machine is made of")]
    pub(crate) fn at_rest(
        id: String,
        name: String,
        image: String,
        size: String,
        location: String,
        tags: Vec<String>,
        created_ms: u64,
        state: MachineState,
    ) -> Self {
        Self {
            id,
            name,
            image,
            size,
            location,
            key: None,
            tags,
            created_ms,
            first: state,
            moves: Vec::new(),
        }
    }

    /// The same machine, being made since it was created.
    pub(crate) fn under_way(mut self, takes_ms: u64) -> Self {
        self.first = MachineState::Pending;
        self.moves = vec![(self.created_ms + takes_ms, MachineState::Running)];
        self
    }

    /// Its state at a time.
    pub(crate) fn state(&self, now_ms: u64) -> MachineState {
        let past = self.moves.iter().rev().find(|(at, _)| *at <= now_ms);
        past.map_or(&self.first, |(_, state)| state).clone()
    }

    /// Begins what a verb leads to. What was to come otherwise does not.
    pub(crate) fn go(&mut self, verb: Verb, now_ms: u64, takes_ms: u64) {
        let (meanwhile, then) = match verb {
            Verb::Start => (MachineState::Pending, MachineState::Running),
            Verb::Stop => (MachineState::Pending, MachineState::Stopped),
            Verb::Reboot => (MachineState::Rebooting, MachineState::Running),
            Verb::Destroy => (MachineState::Pending, MachineState::Terminated),
        };
        self.moves.retain(|(at, _)| *at <= now_ms);
        self.moves.push((now_ms, meanwhile));
        self.moves.push((now_ms + takes_ms, then));
    }

    /// Whether lists still have it.
    pub(crate) fn is_listed(&self, family: Family, now_ms: u64) -> bool {
        if self.state(now_ms) != MachineState::Terminated {
            return true;
        }
        let died = self.moves.last().map_or(self.created_ms, |(at, _)| *at);
        family.remembers_the_dead() && now_ms < died + REMEMBERED_MS
    }

    /// Its public address, of a range set aside for documentation; none while it does not run.
    fn public_ips(&self, rng: &mut Rng, state: &MachineState) -> Vec<String> {
        let range = ["192.0.2", "198.51.100", "203.0.113"];
        let net = rng.pick(&range).copied().unwrap_or("192.0.2");
        let v4 = format!("{net}.{}", 1 + rng.below(254));
        let v6 = format!("2001:db8::{:x}:{:x}", 1 + rng.below(0xffff), rng.below(0xffff));
        let both = rng.chance(20);
        if !matches!(state, MachineState::Running | MachineState::Rebooting) {
            return Vec::new();
        }
        if both { vec![v4, v6] } else { vec![v4] }
    }

    /// Ids, addresses and what the provider says beside: what making a machine answers with.
    pub(crate) fn brief(&self, profile: &Profile, now_ms: u64) -> Value {
        let mut rng = Rng::new(0, &["machine", &profile.place, &self.id]);
        let state = self.state(now_ms);
        let private = format!("10.{}.{}.{}", rng.below(256), rng.below(256), 1 + rng.below(254));
        let public = self.public_ips(&mut rng, &state);
        json!({
            "id": self.id,
            "name": self.name,
            "public_ips": public,
            "private_ips": [private],
            "extra": self.extra(profile, &state, public.first(), &mut rng),
        })
    }

    /// As lists show it.
    pub(crate) fn json(&self, profile: &Profile, now_ms: u64) -> Value {
        let mut value = self.brief(profile, now_ms);
        let state = self.state(now_ms);
        let family = profile.family;
        let mut tags = self.tags.clone();
        tags.extend(self.pseudo_tag(profile));
        let is_amazon = family == Family::Ec2;
        let told = |text: &str| if is_amazon { Value::Null } else { json!(text) };
        let more = json!({
            "uuid": Rng::new(0, &["uuid", &profile.place, &self.id]).hex(40),
            // What a list of Amazon's machines says of them stands in `extra` alone.
            "imageId": told(&self.image),
            "size": told(&self.size),
            "state": state,
            "tags": tags,
        });
        let can = serde_json::to_value(family.abilities(&state)).unwrap_or_default();
        for part in [more, can] {
            if let (Value::Object(value), Value::Object(part)) = (&mut value, part) {
                value.extend(part);
            }
        }
        value
    }

    /// What the provider lists among the tags though it is none.
    fn pseudo_tag(&self, profile: &Profile) -> Option<String> {
        let shows_place = matches!(profile.family, Family::Ec2 | Family::Linode);
        let places = locations(profile);
        let place = places.into_iter().find(|place| place.id == self.location);
        place.filter(|_| shows_place).map(|place| place.name)
    }

    fn extra(&self, profile: &Profile, state: &MachineState, public: Option<&String>, rng: &mut Rng) -> Value {
        let place = locations(profile).into_iter().find(|place| place.id == self.location);
        let place = place.map(|place| place.name).unwrap_or_default();
        match profile.family {
            Family::Ec2 => json!({
                "architecture": "x86_64",
                "availability": place,
                "dns_name": public.map(|address| format!("ec2-{}.example.com", address.replace('.', "-"))),
                "groups": [{"group_id": format!("sg-{}", rng.hex(8)), "group_name": "mistio"}],
                "image_id": self.image,
                "instance_id": self.id,
                "instance_type": self.size,
                "key_name": self.key,
                "launch_index": 0,
                "monitoring": "disabled",
                "network_interfaces": [format!("<EC2NetworkInterface: id=eni-{}>", rng.hex(8))],
                "platform": Value::Null,
                "root_device_type": "ebs",
                "source_dest_check": "true",
                "status": state,
                "tags": {"Name": self.name},
            }),
            Family::Gce => json!({
                "image": self.image,
                "machineType": self.size,
                "status": state.as_str().to_uppercase(),
                "tags": Value::Null,
                "zone": place,
            }),
            Family::Linode => json!({"LABEL": self.name, "PLANID": self.size, "DATACENTERID": self.location}),
            Family::Docker => json!({"image": self.image, "command": "/bin/bash", "ports": []}),
            _ => json!({"imageId": self.image, "flavorId": self.size, "status": state.as_str().to_uppercase()}),
        }
    }
}

/// The size of this id.
pub(crate) fn size<'a>(sizes: &'a [Size], id: &str) -> Option<&'a Size> {
    sizes.iter().find(|size| size.id == id)
}
