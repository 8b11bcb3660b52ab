//! A backend that is not there: its machines and what people did to them.
//!
//! Everything that people change is a [`Change`], a plain value. Whoever keeps them and applies them in
//! the same order to a cloud made with the same seed has the same cloud again.

mod machine;

use mist_api::{model::MachineState, providers};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::machine::Verb;
use self::machine::{Machine, size};
use crate::{
    catalogue::{Images, locations, sizes},
    profile::{Family, Profile},
    rng::Rng,
};

/// Shortest and longest time that a machine moves from one state to the next, in milliseconds.
const MOVES_MS: (u64, u64) = (4_000, 12_000);

/// What a server says no with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {words}")]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Its words, as the API has them (API notes §1).
    pub words: String,
}

impl Refusal {
    fn new(status: u16, words: impl Into<String>) -> Self {
        Self {
            status,
            words: words.into(),
        }
    }
}

/// What a machine is to be made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// What to call it.
    pub name: String,
    /// The id of its image.
    pub image: String,
    /// The id of its size.
    pub size: String,
    /// The id of its place; where there is only one it may be missing.
    pub location: Option<String>,
    /// The name of its place, which Google wants instead.
    pub location_name: Option<String>,
    /// The key that is put on it.
    pub key: Option<String>,
}

/// Something that was done, and when, in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Change {
    /// A machine was made.
    Made {
        /// When.
        at_ms: u64,
        /// Its id.
        id: String,
        /// Of what.
        wish: Wish,
    },
    /// A machine was told to do something.
    Told {
        /// When.
        at_ms: u64,
        /// Which.
        machine: String,
        /// What.
        verb: Verb,
    },
    /// A machine was tagged.
    Tagged {
        /// Which.
        machine: String,
        /// With what.
        tag: String,
    },
    /// A tag was taken off a machine.
    Untagged {
        /// Which.
        machine: String,
        /// What.
        tag: String,
    },
    /// An image was starred, or no longer.
    Starred {
        /// Which.
        image: String,
    },
}

/// A simulated backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloud {
    profile: Profile,
    seed: u64,
    images: Images,
    machines: Vec<Machine>,
    /// How many changes were applied: what is drawn at random differs each time.
    changes: u64,
}

impl Cloud {
    /// A cloud of this profile without machines; Amazon's with at least `images` images.
    pub fn new(profile: Profile, seed: u64, images: usize) -> Self {
        let images = Images::new(&profile, seed, images);
        Self {
            profile,
            seed,
            images,
            machines: Vec::new(),
            changes: 0,
        }
    }

    /// Puts so many machines into it that were there long before `now_ms`: most of them run.
    #[must_use]
    pub fn furnished(mut self, count: usize, now_ms: u64) -> Self {
        for number in 0..count {
            let machine = self.old_machine(number, now_ms);
            self.machines.extend(machine);
        }
        self
    }

    fn old_machine(&self, number: usize, now_ms: u64) -> Option<Machine> {
        const ROLES: [(&str, &str); 8] = [
            ("web", "prod"),
            ("api", "prod"),
            ("db", "prod"),
            ("cache", "prod"),
            ("queue", "prod"),
            ("build", "ci"),
            ("staging", "staging"),
            ("backup", "nightly"),
        ];
        let mut rng = Rng::new(self.seed, &["old", &self.profile.place, &number.to_string()]);
        let (role, tag) = ROLES.get(number % ROLES.len())?;
        let name = format!("{role}-{}", number / ROLES.len() + 1);
        let sizes = sizes(&self.profile);
        let places = locations(&self.profile);
        let state = match rng.below(10) {
            0 => MachineState::Stopped,
            _ => MachineState::Running,
        };
        let tags = if self.profile.family.has_tags() {
            vec![(*role).to_owned(), (*tag).to_owned()]
        } else {
            Vec::new()
        };
        let age_ms = rng.below(300 * 86_400_000);
        Some(Machine::at_rest(
            self.new_id(&mut rng),
            name,
            self.images.any(&mut rng)?.to_owned(),
            rng.pick(sizes)?.id.to_owned(),
            rng.pick(&places)?.id.clone(),
            tags,
            now_ms.saturating_sub(age_ms),
            state,
        ))
    }

    /// Where machines can be made.
    pub fn locations(&self) -> Vec<Value> {
        let places = locations(&self.profile);
        places.iter().map(crate::catalogue::Location::json).collect()
    }

    /// How large machines can be.
    pub fn sizes(&self) -> Vec<Value> {
        let driver = format!("{:?}", self.profile.family);
        let sizes = sizes(&self.profile).iter();
        sizes.map(|size| size.json(&driver)).collect()
    }

    /// What machines can be made of; with a term what has it in its name or id, at most forty.
    pub fn images(&self, term: Option<&str>) -> Vec<Value> {
        match term {
            Some(term) if !term.is_empty() => self.images.search(term),
            _ => self.images.list(),
        }
    }

    /// The machines as they are at a time.
    pub fn machines(&self, now_ms: u64) -> Vec<Value> {
        let listed = self.listed(now_ms);
        listed.map(|machine| machine.json(&self.profile, now_ms)).collect()
    }

    fn listed(&self, now_ms: u64) -> impl Iterator<Item = &Machine> {
        let family = self.profile.family;
        self.machines.iter().filter(move |machine| machine.is_listed(family, now_ms))
    }

    /// What a machine was made of answers the request that made it.
    pub fn brief(&self, id: &str, now_ms: u64) -> Option<Value> {
        let machine = self.listed(now_ms).find(|machine| machine.id == id)?;
        Some(machine.brief(&self.profile, now_ms))
    }

    /// Makes a machine.
    ///
    /// # Errors
    ///
    /// What is missing or unknown, as the API says it.
    pub fn make(&mut self, wish: Wish, now_ms: u64) -> Result<Change, Refusal> {
        for (field, value) in [("name", &wish.name), ("image", &wish.image)] {
            if value.is_empty() {
                return Err(missing(field));
            }
        }
        let family = self.profile.family;
        let failed = |why: &str| Refusal::new(500, format!("Machine creation failed: {why}"));
        if wish.size.is_empty() && family != Family::Docker {
            return Err(missing("size"));
        }
        self.images.name(&wish.image).ok_or_else(|| failed("no such image"))?;
        size(sizes(&self.profile), &wish.size).ok_or_else(|| failed("no such size"))?;
        let form = providers::form(self.provider());
        if form.machines.name.check(&wish.name).is_err() {
            return Err(failed("the provider does not allow this name"));
        }
        self.place(&wish).ok_or_else(|| failed("no such location"))?;
        let mut rng = self.draw("made");
        let change = Change::Made {
            at_ms: now_ms,
            id: self.new_id(&mut rng),
            wish,
        };
        self.apply(&change);
        Ok(change)
    }

    /// Tells a machine to do something.
    ///
    /// # Errors
    ///
    /// 503 for a machine that is not there, 400 for what it cannot do now.
    pub fn tell(&mut self, id: &str, verb: Verb, now_ms: u64) -> Result<Change, Refusal> {
        let machine = self.listed(now_ms).find(|machine| machine.id == id);
        let machine = machine.ok_or_else(|| Refusal::new(503, "Machine currently unavailable"))?;
        let can = self.profile.family.abilities(&machine.state(now_ms));
        if !verb.is_among(can) {
            let verb = serde_json::to_value(verb).unwrap_or_default();
            let verb = verb.as_str().unwrap_or_default();
            let words = format!("Bad Request: Action {verb} not supported for this machine");
            return Err(Refusal::new(400, words));
        }
        let change = Change::Told {
            at_ms: now_ms,
            machine: id.to_owned(),
            verb,
        };
        self.apply(&change);
        Ok(change)
    }

    /// Tags a machine.
    ///
    /// # Errors
    ///
    /// 503 for a machine that is not there, 405 where machines have no tags.
    pub fn tag(&mut self, id: &str, tag: &str, now_ms: u64) -> Result<Change, Refusal> {
        if !self.profile.family.has_tags() {
            return Err(Refusal::new(405, "Adding metadata is not supported in this provider"));
        }
        if !self.listed(now_ms).any(|machine| machine.id == id) {
            return Err(Refusal::new(503, "Backend unavailable"));
        }
        let change = Change::Tagged {
            machine: id.to_owned(),
            tag: tag.to_owned(),
        };
        self.apply(&change);
        Ok(change)
    }

    /// Takes a tag off a machine.
    ///
    /// # Errors
    ///
    /// 404 for a tag that is not there, one that the provider added among them.
    pub fn untag(&mut self, id: &str, tag: &str, now_ms: u64) -> Result<Change, Refusal> {
        let has = |machine: &Machine| machine.id == id && machine.tags.iter().any(|own| own == tag);
        if !self.listed(now_ms).any(has) {
            return Err(Refusal::new(404, "Not Found: tag not found"));
        }
        let change = Change::Untagged {
            machine: id.to_owned(),
            tag: tag.to_owned(),
        };
        self.apply(&change);
        Ok(change)
    }

    /// Stars an image, or takes its star away. Returns whether it is starred now.
    pub fn star(&mut self, image: &str) -> (bool, Change) {
        let change = Change::Starred {
            image: image.to_owned(),
        };
        self.changes += 1;
        (self.images.toggle_star(image), change)
    }

    /// Does again what was done before.
    pub fn apply(&mut self, change: &Change) {
        self.changes += 1;
        match change {
            Change::Made { at_ms, id, wish } => {
                let takes_ms = self.takes_ms();
                let location = self.place(wish).unwrap_or_default();
                let machine = Machine::at_rest(
                    id.clone(),
                    wish.name.clone(),
                    wish.image.clone(),
                    wish.size.clone(),
                    location,
                    Vec::new(),
                    *at_ms,
                    MachineState::Running,
                );
                let mut machine = machine.under_way(takes_ms);
                machine.key.clone_from(&wish.key);
                self.machines.push(machine);
            }
            Change::Told { at_ms, machine, verb } => {
                let takes_ms = self.takes_ms();
                if let Some(machine) = self.one(machine) {
                    machine.go(*verb, *at_ms, takes_ms);
                }
            }
            Change::Tagged { machine, tag } => {
                if let Some(machine) = self.one(machine) {
                    machine.tags.push(tag.clone());
                }
            }
            Change::Untagged { machine, tag } => {
                if let Some(machine) = self.one(machine) {
                    machine.tags.retain(|own| own != tag);
                }
            }
            Change::Starred { image } => {
                self.images.toggle_star(image);
            }
        }
    }

    fn one(&mut self, id: &str) -> Option<&mut Machine> {
        self.machines.iter_mut().find(|machine| machine.id == id)
    }

    /// The place a wish names, by id or by name; the first where it names none.
    fn place(&self, wish: &Wish) -> Option<String> {
        let places = locations(&self.profile);
        let id = wish.location.as_deref().unwrap_or_default();
        let name = wish.location_name.as_deref().unwrap_or_default();
        let named = places.iter().find(|place| {
            (!id.is_empty() && place.id == id) || (!name.is_empty() && place.name == name)
        });
        let found = if id.is_empty() && name.is_empty() { places.first() } else { named };
        found.map(|place| place.id.clone())
    }

    const fn provider(&self) -> &'static str {
        match self.profile.family {
            Family::Ec2 => "ec2",
            Family::Rackspace => "rackspace",
            Family::RackspaceFirstGen => "rackspace_first_gen",
            Family::OpenStack => "openstack",
            Family::NephoScale => "nephoscale",
            Family::Linode => "linode",
            Family::DigitalOcean => "digitalocean",
            Family::SoftLayer => "softlayer",
            Family::Gce => "gce",
            Family::Azure => "azure",
            Family::Docker => "docker",
            Family::VCloud => "vcloud",
            Family::Libvirt => "libvirt",
        }
    }

    /// Numbers for the next change.
    fn draw(&self, what: &str) -> Rng {
        Rng::new(self.seed, &[what, &self.profile.place, &self.changes.to_string()])
    }

    fn takes_ms(&self) -> u64 {
        let (shortest, longest) = MOVES_MS;
        shortest + self.draw("takes").below(longest - shortest)
    }

    /// An id in the provider's style.
    fn new_id(&self, rng: &mut Rng) -> String {
        match self.profile.family {
            Family::Ec2 => format!("i-{}", rng.hex(8)),
            Family::Rackspace | Family::OpenStack | Family::VCloud | Family::Libvirt => {
                crate::catalogue::uuid(rng)
            }
            Family::Docker => rng.hex(64),
            _ => (100_000 + rng.below(9_900_000)).to_string(),
        }
    }
}

fn missing(field: &str) -> Refusal {
    Refusal::new(400, format!("Required parameter not provided: '{field}'"))
}

#[cfg(test)]
mod tests;
