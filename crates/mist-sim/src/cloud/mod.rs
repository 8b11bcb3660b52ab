//! A backend that is not there: its machines, images and networks, and what people do with them.
//!
//! What the seed makes is never kept; what people change is, as [`Record`]s. Nothing here depends on the
//! order in which records come back, and nothing grows with time but by what people make.

mod addresses;
mod extra;
mod furnish;
mod life;
mod machine;
mod networks;
mod record;
mod running;
mod tags;
mod wish;
mod words;

use mist_api::{
    call::Action,
    model::{self, Image, Location, MachineCreated},
};
use serde::{Deserialize, Serialize};

use self::{
    life::{Life, Phase},
    machine::{Machine, Sight},
    networks::Net,
};
pub use self::{
    networks::{NewNetwork, NewNetworkBody, NewPool, NewSubnet},
    record::{Record, RecordKind, UnknownKind},
    wish::Wish,
};
use crate::{
    catalogue::{Images, locations, size, sizes},
    profile::{Family, Profile},
    refusal::Refusal,
    rng::Rng,
};

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

/// The body of an image's record.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Star {
    star: bool,
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

    /// Takes back what changes answered with, in any order. What can't be read is left out.
    pub fn restore(&mut self, records: impl IntoIterator<Item = Record>) {
        for record in records {
            match record.kind {
                RecordKind::Machine => {
                    let machine = record.read::<Machine>();
                    if let Some(machine) = machine.filter(|machine| machine.id == record.id) {
                        self.put_machine(machine);
                    }
                }
                RecordKind::Image => {
                    if let Some(Star { star }) = record.read() {
                        self.images.set_star(&record.id, star);
                    }
                }
                RecordKind::Network => {
                    let net = record.read::<Net>().filter(|net| net.id == record.id);
                    if let Some(net) = net {
                        self.put_network(net);
                    }
                }
            }
        }
    }

    /// Forgets what people made and what has been gone for good since, and says which records the host
    /// need no longer keep. A cloud works without this; its records only never become fewer.
    pub fn sweep(&mut self, now_ms: u64) -> Vec<(RecordKind, String)> {
        let family = self.profile.family;
        let made = self.machines.split_off(self.born.min(self.machines.len()));
        let (here, gone): (Vec<_>, Vec<_>) = made
            .into_iter()
            .partition(|machine| machine.is_listed(family, now_ms));
        self.machines.extend(here);
        let first = self.born_networks.min(self.networks.len());
        let made = self.networks.split_off(first);
        let (there, deleted): (Vec<_>, Vec<_>) = made.into_iter().partition(|net| !net.gone);
        self.networks.extend(there);
        let machines = gone
            .into_iter()
            .map(|machine| (RecordKind::Machine, machine.id));
        let networks = deleted.into_iter().map(|net| (RecordKind::Network, net.id));
        machines.chain(networks).collect()
    }

    /// What kind of cloud it is, and where.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where machines can be made.
    pub fn locations(&self) -> Vec<Location> {
        self.locations.clone()
    }

    /// How large machines can be.
    pub fn sizes(&self) -> Vec<model::Size> {
        let sizes = sizes(self.profile.family).iter();
        sizes.map(|size| size.model(&self.profile)).collect()
    }

    /// What machines can be made of; with a term those that have it in their name or id, at most forty.
    pub fn images(&self, search: Option<&str>) -> Vec<Image> {
        self.images.list(search)
    }

    /// Stars an image, or takes its star away. Returns whether it is starred now.
    pub fn star(&mut self, image: &str) -> (bool, Record) {
        let star = self.images.toggle_star(image);
        (star, Record::new(RecordKind::Image, image, &Star { star }))
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

    /// Makes a machine. It is listed at once, as pending, and runs seconds later.
    ///
    /// # Errors
    ///
    /// 400 for what is missing, 500 for what the provider does not make, in its words.
    pub fn create(
        &mut self,
        wish: &Wish,
        now_ms: u64,
    ) -> Result<(MachineCreated, Vec<Record>), Refusal> {
        let granted = wish.judged(self)?;
        let taken = |id: &str| self.machines.iter().any(|machine| machine.id == id);
        let (id, mut rng) = self.fresh(
            &["machine", &wish.name, &now_ms.to_string()],
            |rng| self.new_id(rng),
            taken,
        );
        let family = self.profile.family;
        let mut networks = Vec::new();
        if family.makes_networks() {
            networks.clone_from(&wish.networks);
            networks.dedup();
        }
        let machine = Machine {
            id,
            name: wish.name.clone(),
            image: granted.image,
            size: granted.size.id.to_owned(),
            location: granted.location,
            key: wish.key.clone().filter(|_| family.rules().key),
            tags: Vec::new(),
            networks,
            created_ms: now_ms,
            address: self.new_address(&mut rng),
            life: Life::begun(now_ms, &mut rng),
            odd: false,
        };
        let record = Record::new(RecordKind::Machine, &machine.id, &machine);
        let created = Sight::new(self, &machine, now_ms).created();
        self.put_machine(machine);
        Ok((created, vec![record]))
    }

    /// Does something to a machine.
    ///
    /// # Errors
    ///
    /// 503 for a machine that is not there, 400 for what it can't do now.
    pub fn act(&mut self, id: &str, action: Action, now_ms: u64) -> Result<Vec<Record>, Refusal> {
        let family = self.profile.family;
        let machine = self.find(id, now_ms);
        let machine = machine.ok_or_else(|| Refusal::no_machine(action))?;
        let can = family.abilities(&machine.life.phase(now_ms).into());
        let is_dying = machine.life.destiny() == Phase::Terminated;
        let able = match action {
            Action::Start => can.start && !is_dying,
            Action::Stop => can.stop,
            Action::Reboot => can.reboot,
            Action::Destroy => can.destroy,
        };
        if !able {
            return Err(Refusal::unable(action.as_str()));
        }
        let mut rng = self.rng(&["act", id, action.as_str(), &now_ms.to_string()]);
        // Amazon gives a machine that starts another address.
        let moves = family == Family::Ec2 && action == Action::Start;
        let address = moves.then(|| self.new_address(&mut rng));
        // Who destroys twice does not make it last longer.
        let again = action == Action::Destroy && is_dying;
        self.change(id, |machine| {
            if let Some(address) = address {
                machine.address = address;
            }
            if !again {
                machine.life.go(action, now_ms, &mut rng);
            }
        })
        .ok_or_else(|| Refusal::no_machine(action))
    }

    /// Gives a machine another size.
    ///
    /// # Errors
    ///
    /// 503 for a machine or a size that is not there, 400 where sizes are for life or not now.
    pub fn resize(&mut self, id: &str, size_id: &str, now_ms: u64) -> Result<Vec<Record>, Refusal> {
        const VERB: &str = "resize";
        let family = self.profile.family;
        if size_id.is_empty() {
            return Err(Refusal::missing("plan_id"));
        }
        let unavailable = || Refusal::no_machine_to(VERB);
        let machine = self.find(id, now_ms).ok_or_else(unavailable)?;
        let phase = machine.life.phase(now_ms);
        if !family.has_resize() || !matches!(phase, Phase::Running | Phase::Stopped) {
            return Err(Refusal::unable(VERB));
        }
        let size = size(family, size_id).ok_or_else(unavailable)?;
        let mut rng = self.rng(&["act", id, VERB, &now_ms.to_string()]);
        self.change(id, |machine| {
            size.id.clone_into(&mut machine.size);
            machine.life.pause(now_ms, &mut rng);
        })
        .ok_or_else(unavailable)
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

    /// Changes a machine. Returns what is to be kept of it.
    fn change(&mut self, id: &str, change: impl FnOnce(&mut Machine)) -> Option<Vec<Record>> {
        let machine = self.machines.iter_mut().find(|machine| machine.id == id)?;
        change(machine);
        Some(vec![Record::new(RecordKind::Machine, id, machine)])
    }

    /// Puts a machine where it belongs: in the place of the one with its id, or behind the older ones.
    fn put_machine(&mut self, machine: Machine) {
        if let Some(old) = self.machines.iter_mut().find(|old| old.id == machine.id) {
            *old = machine;
            return;
        }
        let is_older =
            |old: &&Machine| (old.created_ms, &old.id) < (machine.created_ms, &machine.id);
        let made = self.machines.iter().skip(self.born);
        let at = self.born + made.take_while(is_older).count();
        self.machines.insert(at.min(self.machines.len()), machine);
    }

    /// Numbers for something that this backend has.
    fn rng(&self, labels: &[&str]) -> Rng {
        let mut all = vec![self.profile.family.id(), &self.profile.place];
        all.extend(labels);
        Rng::new(self.seed, &all)
    }

    /// An id that is not taken, and numbers for what has it.
    fn fresh(
        &self,
        labels: &[&str],
        id: impl Fn(&mut Rng) -> String,
        taken: impl Fn(&str) -> bool,
    ) -> (String, Rng) {
        let mut rng = self.rng(&[&["new"], labels].concat());
        loop {
            let id = id(&mut rng);
            if !taken(&id) {
                return (id, rng);
            }
        }
    }

    /// An id in the provider's style.
    fn new_id(&self, rng: &mut Rng) -> String {
        match self.profile.family {
            Family::Ec2 => format!("i-{}", rng.hex(8)),
            Family::Rackspace
            | Family::OpenStack
            | Family::Hp
            | Family::Azure
            | Family::Libvirt => rng.uuid(),
            Family::VCloud => format!("vapp-{}", rng.uuid()),
            Family::Docker => rng.hex(64),
            Family::Gce => rng.between(1 << 60, 1 << 63).to_string(),
            _ => rng.between(100_000, 9_999_999).to_string(),
        }
    }

    /// Where this backend's addresses begin among all.
    fn first_address(&self) -> u16 {
        let number = self.rng(&["addresses"]).below(u64::from(addresses::ALL));
        u16::try_from(number).unwrap_or_default()
    }

    /// An address that no machine has, as long as there is one.
    fn new_address(&self, rng: &mut Rng) -> u16 {
        let all = addresses::ALL;
        let drawn = u16::try_from(rng.below(u64::from(all))).unwrap_or_default();
        let taken: std::collections::HashSet<u16> = self
            .machines
            .iter()
            .map(|machine| machine.address)
            .collect();
        let mut others = (0..all).map(|more| (drawn + more) % all);
        others
            .find(|address| !taken.contains(address))
            .unwrap_or(drawn)
    }
}

#[cfg(test)]
mod tests;
