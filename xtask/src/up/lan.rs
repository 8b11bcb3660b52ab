//! Which of this computer's addresses the devices around it reach it by.

use std::net::{IpAddr, Ipv4Addr};

use crate::cli::Lan;
use crate::error::{Error, Result};

/// How the names of networks begin that are inside this computer, for containers and virtual machines.
const INSIDE: [&str; 7] = ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni"];

/// An address and the name of the network card that has it.
type Address = (String, IpAddr);

/// The address to serve at, and the others that would do.
pub(crate) fn choose(asked: Lan) -> Result<(IpAddr, Vec<IpAddr>)> {
    let all = if_addrs::get_if_addrs().map_err(Error::io("ask for this computer's addresses"))?;
    let all: Vec<_> = all
        .into_iter()
        .map(|one| (one.name.clone(), one.ip()))
        .collect();
    pick(asked, &all)
}

fn pick(asked: Lan, all: &[Address]) -> Result<(IpAddr, Vec<IpAddr>)> {
    let mut fit: Vec<IpAddr> = all
        .iter()
        .filter(|(name, ip)| is_around(ip) && !INSIDE.iter().any(|word| name.starts_with(word)))
        .map(|(_, ip)| *ip)
        .collect();
    match asked {
        // Any address of the loopback network is this computer's, though only one is listed.
        Lan::At(ip) if ip.is_loopback() || all.iter().any(|(_, own)| *own == ip) => {
            Ok((ip, Vec::new()))
        }
        Lan::At(ip) => Err(Error::Advice(format!(
            "{ip} is no address of this computer. It has {}.",
            listed(&all.iter().map(|(_, ip)| *ip).collect::<Vec<_>>())
        ))),
        Lan::Found if fit.is_empty() => Err(Error::Advice(format!(
            "This computer has no address in a private network. Name one of its others: --lan=ADDRESS, of {}.",
            listed(&all.iter().map(|(_, ip)| *ip).collect::<Vec<_>>())
        ))),
        Lan::Found => {
            let first = fit.remove(0);
            Ok((first, fit))
        }
    }
}

/// Whether an address is of a network at home or at work: what the rest of the world can reach is only served
/// when somebody names it.
fn is_around(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || is_shared(*ip),
        IpAddr::V6(_) => false,
    }
}

/// Addresses behind the translation of a provider, 100.64.0.0/10.
fn is_shared(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 100 && (64..128).contains(&second)
}

/// Addresses as a list for people.
pub(crate) fn listed(all: &[IpAddr]) -> String {
    let all: Vec<_> = all.iter().map(IpAddr::to_string).collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(list: &[(&str, &str)]) -> Vec<Address> {
        let one = |(name, ip): &(&str, &str)| ((*name).to_owned(), ip.parse().unwrap());
        list.iter().map(one).collect()
    }

    #[test]
    fn the_network_around_is_found_and_those_inside_and_outside_are_not() {
        let all = addresses(&[
            ("lo", "127.0.0.1"),
            ("docker0", "172.17.0.1"),
            ("eth0", "203.0.113.7"),
            ("eth0", "fe80::1"),
            ("wlan0", "192.168.1.5"),
            ("eth1", "10.1.2.3"),
        ]);
        let (first, others) = pick(Lan::Found, &all).unwrap();
        assert_eq!(first.to_string(), "192.168.1.5");
        assert_eq!(listed(&others), "10.1.2.3");
    }

    #[test]
    fn an_address_that_was_named_counts_if_it_is_ours() {
        let all = addresses(&[("lo", "127.0.0.1"), ("eth0", "203.0.113.7")]);
        for ip in ["203.0.113.7", "127.0.0.2"] {
            let at = Lan::At(ip.parse().unwrap());
            assert_eq!(pick(at, &all).unwrap().0.to_string(), ip);
        }
        let words = |asked| pick(asked, &all).unwrap_err().to_string();
        assert!(words(Lan::At("192.0.2.1".parse().unwrap())).contains("203.0.113.7"));
        assert!(words(Lan::Found).contains("--lan=ADDRESS"));
    }
}
