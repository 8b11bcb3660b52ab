//! What a host keeps of a cloud, and gives back after a restart.

use serde::{Deserialize, Serialize};

use super::{Cloud, Record, RecordKind, machine::Machine, networks::Net};

/// The body of an image's record.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Star {
    star: bool,
}

impl Cloud {
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

    /// Stars an image, or takes its star away. Returns whether it is starred now.
    pub fn star(&mut self, image: &str) -> (bool, Record) {
        let star = self.images.toggle_star(image);
        (star, Record::new(RecordKind::Image, image, &Star { star }))
    }

    /// Changes a machine. Returns what is to be kept of it.
    pub(super) fn change(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut Machine),
    ) -> Option<Vec<Record>> {
        let machine = self.machines.iter_mut().find(|machine| machine.id == id)?;
        change(machine);
        Some(vec![Record::new(RecordKind::Machine, id, machine)])
    }

    /// Puts a machine where it belongs: in the place of the one with its id, or behind the older ones.
    pub(super) fn put_machine(&mut self, machine: Machine) {
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
}
