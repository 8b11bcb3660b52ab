//! Which proxies are believed when they say for whom they ask.
//!
//! Anybody can send `X-Forwarded-For`. So it counts only from the peers that the operator named, and
//! of it only the last entry, which that peer wrote itself: what stands before came from elsewhere.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};

/// The proxies in front of this server.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    trusted: Vec<Network>,
    /// Whether nobody else on other computers is answered.
    exclusive: bool,
}

/// A range of addresses, as in `10.0.0.0/8`; an address alone is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    bits: u32,
}

/// What is no range of addresses.
#[derive(Debug, thiserror::Error)]
#[error("write an address like 10.0.0.2, or a range like 10.0.0.0/8")]
pub(crate) struct BadNetwork;

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().map_err(|_| BadNetwork)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| BadNetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most {
            return Err(BadNetwork);
        }
        Ok(Self { address, bits })
    }
}

impl Network {
    fn contains(self, other: IpAddr) -> bool {
        match (self.address, other) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                own.to_bits().checked_shr(32 - self.bits)
                    == other.to_bits().checked_shr(32 - self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                own.to_bits().checked_shr(128 - self.bits)
                    == other.to_bits().checked_shr(128 - self.bits)
            }
            _ => false,
        }
    }
}

impl Proxies {
    /// No proxies are believed. With `exclusive`, only they and this computer are answered.
    pub(crate) fn new(trusted: Vec<Network>, exclusive: bool) -> Self {
        Self { trusted, exclusive }
    }

    /// Whether this peer is one of them.
    pub(super) fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted.iter().any(|network| network.contains(peer))
    }

    /// Whether this peer is answered at all.
    pub(super) fn lets_in(&self, peer: IpAddr) -> bool {
        !self.exclusive || peer.to_canonical().is_loopback() || self.trusts(peer)
    }
}

/// For whom a trusted proxy asks.
pub(super) fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let entry = last(headers, "x-forwarded-for")?;
    let address = match entry.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        // A port after an IPv4 address; an IPv6 address has more colons than one.
        None => match entry.split_once(':') {
            Some((address, port)) if !port.contains(':') => address,
            _ => entry,
        },
    };
    Some(address.parse::<IpAddr>().ok()?.to_canonical())
}

/// Whether a trusted proxy was asked over TLS.
pub(super) fn forwarded_securely(headers: &HeaderMap) -> bool {
    last(headers, "x-forwarded-proto").is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// The last entry of a header that hops append to.
fn last<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    let line = headers
        .get_all(HeaderName::from_static(name))
        .iter()
        .next_back()?;
    Some(line.to_str().ok()?.rsplit(',').next()?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_for(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        forwarded_for(&headers).map(|address| address.to_string())
    }

    #[test]
    fn only_the_last_entry_counts_however_it_is_written() {
        for (lines, address) in [
            (&["192.0.2.1"][..], "192.0.2.1"),
            (&["198.51.100.7, 192.0.2.1"], "192.0.2.1"),
            (&["198.51.100.7", "192.0.2.1"], "192.0.2.1"),
            (&["192.0.2.1:4711"], "192.0.2.1"),
            (&["2001:db8::1"], "2001:db8::1"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["::ffff:192.0.2.1"], "192.0.2.1"),
        ] {
            assert_eq!(asked_for(lines).as_deref(), Some(address), "{lines:?}");
        }
        for lines in [
            &[][..],
            &[""],
            &["unknown"],
            &["192.0.2.1, "],
            &["192.0.2.1, _hidden"],
            &["["],
        ] {
            assert_eq!(asked_for(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn proxies_are_those_that_were_named() {
        let proxies = |ranges: &[&str], exclusive| {
            let ranges = ranges.iter().map(|text| text.parse().unwrap()).collect();
            Proxies::new(ranges, exclusive)
        };
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let named = proxies(&["10.1.0.0/16", "2001:db8::/32", "192.0.2.1"], true);
        for peer in ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8:1::1", "192.0.2.1"] {
            assert!(named.trusts(at(peer)) && named.lets_in(at(peer)), "{peer}");
        }
        for peer in ["10.2.0.1", "192.0.2.2", "2001:db9::1"] {
            assert!(
                !named.trusts(at(peer)) && !named.lets_in(at(peer)),
                "{peer}"
            );
        }
        // This computer may always ask, but is believed only if named.
        assert!(named.lets_in(at("127.0.0.1")) && !named.trusts(at("127.0.0.1")));
        assert!(proxies(&[], false).lets_in(at("10.2.0.1")));
        assert!(proxies(&["0.0.0.0/0"], false).trusts(at("10.2.0.1")));
        for text in ["", "10.0.0.0/33", "proxy.example", "10.0.0.0/", "::/129"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
