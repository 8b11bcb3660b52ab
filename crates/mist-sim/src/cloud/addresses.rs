//! Where machines can be reached: outside only under addresses set aside for documentation, which lead
//! nowhere, inside under 10/8.

use super::{Cloud, life::Phase, machine::Machine};
use crate::{profile::Family, rng::Rng};

/// The ranges set aside for documentation.
const RANGES: [&str; 3] = ["192.0.2", "198.51.100", "203.0.113"];

/// Addresses in a range: neither its first nor its last.
const EACH: u16 = 254;

/// All of them.
pub(super) const ALL: u16 = 3 * EACH;

/// The address of this number.
fn v4(number: u16) -> String {
    let number = number % ALL;
    let range = RANGES.get(usize::from(number / EACH));
    format!("{}.{}", range.unwrap_or(&RANGES[0]), number % EACH + 1)
}

fn v6(rng: &mut Rng) -> String {
    let mut group = || rng.between(1, 0xffff);
    format!("2001:db8:{:x}::{:x}:{:x}", group(), group(), group())
}

/// Addresses outside. A machine has them while it is up.
pub(super) fn public(cloud: &Cloud, machine: &Machine, phase: Phase) -> Vec<String> {
    let mut rng = cloud.rng(&["machine", &machine.id, "outside"]);
    let mut found = match cloud.profile.family {
        // Containers share their host's address, and a host of one's own gives out none.
        Family::Docker => vec![v4(cloud.first_address())],
        Family::Libvirt => Vec::new(),
        _ => vec![v4(machine.address)],
    };
    let newer = match cloud.profile.family {
        Family::Rackspace | Family::Linode => 100,
        Family::DigitalOcean | Family::OpenStack => 25,
        _ => 0,
    };
    if rng.chance(newer) {
        found.push(v6(&mut rng));
        // Servers list them as they come.
        if rng.chance(30) {
            found.reverse();
        }
    }
    if matches!(phase, Phase::Running | Phase::Rebooting) {
        found
    } else {
        Vec::new()
    }
}

/// Addresses inside. A machine keeps them until it is gone.
pub(super) fn private(cloud: &Cloud, machine: &Machine, now_ms: u64) -> Vec<String> {
    let family = cloud.profile.family;
    let mut rng = cloud.rng(&["machine", &machine.id, "inside"]);
    let [a, b] = [(); 2].map(|()| rng.below(256));
    let address = format!("10.{a}.{b}.{}", rng.between(1, 254));
    let has_none = family == Family::DigitalOcean
        || (family == Family::Linode && rng.chance(70))
        || machine.life.is_being_made(now_ms);
    if has_none { Vec::new() } else { vec![address] }
}
