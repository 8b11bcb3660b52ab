//! What a machine that runs is from inside, and what a probe finds there (API notes §2.7).

use mist_api::model::{Probe, Uptime};

use super::{
    Cloud,
    life::Phase,
    machine::{Machine, Sight},
};
use crate::{
    catalogue::size,
    monitoring::{Subject, load_now},
    profile::Family,
    rng::Rng,
    shell::Host,
};

impl Cloud {
    /// A machine as its shell knows it; `None` unless it runs.
    pub fn host(&self, id: &str, now_ms: u64) -> Option<Host> {
        let machine = self.find(id, now_ms)?;
        (machine.life.phase(now_ms) == Phase::Running)
            .then(|| self.host_of(machine, now_ms))
            .flatten()
    }

    /// What is measured of a machine, whether it runs or not, and of one that is not there as well: its
    /// seed, the same as its host's, and how many cores it has.
    pub fn subject(&self, id: &str) -> Subject {
        let machine = self.machines.iter().find(|machine| machine.id == id);
        let size = machine.and_then(|machine| size(self.profile.family, &machine.size));
        Subject {
            seed: self.seed_of(id),
            cores: size.map_or(1, |size| size.cores),
        }
    }

    /// Who signs in to a machine, besides root.
    pub fn user(&self, id: &str) -> &'static str {
        let machine = self.machines.iter().find(|machine| machine.id == id);
        let image = machine.and_then(|machine| self.images.find(&machine.image));
        user(
            self.profile.family,
            image.map_or("", |image| image.name.as_str()),
        )
    }

    fn seed_of(&self, id: &str) -> u64 {
        self.rng(&["machine", id, "host"]).draw()
    }

    fn host_of(&self, machine: &Machine, now_ms: u64) -> Option<Host> {
        let sight = Sight::new(self, machine, now_ms);
        let size = sight.size?;
        let image = self.images.find(&machine.image);
        let image = image.map_or(machine.image.as_str(), |image| &image.name);
        let is_v4 = |ip: &&String| !ip.contains(':');
        let public = sight.public_ips.iter().find(is_v4);
        Some(Host {
            name: machine.name.clone(),
            seed: self.seed_of(&machine.id),
            cores: size.cores,
            memory_mb: size.ram.into(),
            disk_gb: size.disk.into(),
            booted_ms: machine.booted_ms(now_ms, &mut sight.rng("boots")),
            image: image.to_owned(),
            public_ip: public.or_else(|| sight.public_ips.first()).cloned(),
            private_ip: sight.private_ips.first().cloned(),
            user: user(self.profile.family, image).to_owned(),
        })
    }

    /// What a probe finds: nothing of a machine that does not run, `None` of one that is not there.
    pub fn probe(&self, id: &str, now_ms: u64) -> Option<Probe> {
        let machine = self.find(id, now_ms)?;
        let Some(host) = self.host(id, now_ms) else {
            return Some(Probe::default());
        };
        let labels = ["probe", machine.id.as_str(), &now_ms.to_string()];
        let mut rng = self.rng(&labels);
        let seconds = thousandths(now_ms.saturating_sub(host.booted_ms));
        let far = 1_000 * distance(self, &mut self.rng(&["distance", &machine.location]));
        let lost = u64::from(rng.chance(4));
        let [least, more, most] = [200, 3_000, 9_000].map(|bound| rng.below(bound));
        let microseconds = |us: u64| thousandths(us);
        Some(Probe {
            uptime: Some(Uptime {
                seconds,
                idle: Some(seconds * f64::from(host.cores) * 0.87),
            }),
            loadavg: Some(load_now(host.seed, host.cores, now_ms)),
            cores: Some(host.cores.into()),
            users: Some(users(&mut rng)),
            packets_tx: Some(10),
            packets_rx: Some(10 - lost),
            packets_loss: Some(if lost == 0 { 0.0 } else { 0.1 }),
            rtt_min: Some(microseconds(far + least)),
            rtt_avg: Some(microseconds(far + least + more)),
            rtt_max: Some(microseconds(far + least + more + most)),
            pub_ips: host.public_ip.into_iter().collect(),
            priv_ips: host.private_ip.into_iter().collect(),
            timestamp: Some(thousandths(now_ms)),
        })
    }
}

/// Thousandths of a unit as units.
fn thousandths(number: u64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "no time that a clock shows is lost"
    )]
    let number = number as f64;
    number / 1_000.0
}

fn users(rng: &mut Rng) -> u64 {
    if rng.chance(80) { 0 } else { rng.between(1, 3) }
}

/// How far away a place is, in milliseconds there and back.
fn distance(cloud: &Cloud, rng: &mut Rng) -> u64 {
    match cloud.profile.family {
        Family::Docker | Family::Libvirt | Family::OpenStack => rng.between(1, 5),
        _ => rng.between(12, 240),
    }
}

/// Who signs in to machines of this image.
fn user(family: Family, image: &str) -> &'static str {
    let image = image.to_lowercase();
    let is = |word: &str| image.contains(word);
    match family {
        _ if is("coreos") => "core",
        Family::Ec2 if is("amazon linux") || is("amzn") || is("red hat") || is("rhel") => {
            "ec2-user"
        }
        Family::Ec2 | Family::OpenStack | Family::Hp if is("ubuntu") => "ubuntu",
        Family::Ec2 if is("debian") => "admin",
        Family::OpenStack if is("cirros") => "cirros",
        Family::Azure => "azureuser",
        _ => "root",
    }
}
