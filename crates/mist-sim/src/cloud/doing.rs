//! What people do with machines, and whether their provider lets them.

use mist_api::{call::Action, model::MachineCreated};

use super::{
    Cloud, Record, RecordKind, Wish, addresses,
    life::{Life, Phase},
    machine::{Machine, Sight},
};
use crate::{catalogue::size, profile::Family, refusal::Refusal, rng::Rng};

impl Cloud {
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

    /// An id that is not taken, and numbers for what has it.
    pub(super) fn fresh(
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
    pub(super) fn new_id(&self, rng: &mut Rng) -> String {
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
