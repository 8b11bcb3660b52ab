//! Ranges of IPv4 addresses, and addresses and parts within them.

use std::{fmt, net::Ipv4Addr};
use thiserror::Error;

/// The longest prefix that leaves room for a gateway and a machine.
const LONGEST: u8 = 30;

/// A range of addresses: its first one, and how many bits all share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    first: Ipv4Addr,
    prefix: u8,
}

/// Why a text is no range of addresses.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CidrError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// No `/` and number at its end.
    #[error("no prefix length")]
    NoPrefix,
    /// What is before the `/` is no IPv4 address.
    #[error("not an IPv4 address")]
    Address,
    /// What is after the `/` is not between 1 and 30.
    #[error("not between /1 and /30")]
    Prefix,
    /// The address is in the middle of a range, which is this one.
    #[error("not the first address of {0}")]
    Inside(Cidr),
}

/// Why an address does not fit into a range.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// It is no IPv4 address.
    #[error("not an IPv4 address")]
    Malformed,
    /// It is not in the range, or is its first or last address, which no machine can have.
    #[error("not an address of {0}")]
    Outside(Cidr),
}

/// Why a text is no list of parts of a range.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PoolError {
    /// A line is not two addresses with a `-` between them.
    #[error("line {0} is not two addresses")]
    Shape(usize),
    /// An address of a line is wrong.
    #[error("line {0}: {1}")]
    Address(usize, AddressError),
    /// A line ends before it begins.
    #[error("line {0} ends before it begins")]
    Backwards(usize),
    /// A line has addresses that a line before has.
    #[error("line {0} overlaps another")]
    Overlap(usize),
    /// A line contains the gateway.
    #[error("line {0} contains the gateway")]
    Gateway(usize),
}

impl Cidr {
    /// Reads `10.0.0.0/24`.
    ///
    /// # Errors
    /// What is wrong with `text`.
    pub fn parse(text: &str) -> Result<Self, CidrError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CidrError::Empty);
        }
        let (address, prefix) = text.split_once('/').ok_or(CidrError::NoPrefix)?;
        let address: Ipv4Addr = address.trim().parse().map_err(|_| CidrError::Address)?;
        let prefix = prefix.trim();
        if prefix.is_empty() {
            return Err(CidrError::NoPrefix);
        }
        let digits = prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix
            .parse()
            .ok()
            .filter(|bits| digits && (1..=LONGEST).contains(bits));
        let prefix = prefix.ok_or(CidrError::Prefix)?;
        let whole = Self {
            first: Ipv4Addr::from_bits(address.to_bits() & !Self::rest(prefix)),
            prefix,
        };
        if whole.first == address {
            Ok(whole)
        } else {
            Err(CidrError::Inside(whole))
        }
    }

    /// The bits in which its addresses differ.
    const fn rest(prefix: u8) -> u32 {
        u32::MAX >> prefix
    }

    /// Reads an address that something in the range can have.
    ///
    /// # Errors
    /// It is none, or not in the range.
    pub fn address(self, text: &str) -> Result<Ipv4Addr, AddressError> {
        let address: Ipv4Addr = text.trim().parse().map_err(|_| AddressError::Malformed)?;
        let (first, bits) = (self.first.to_bits(), address.to_bits());
        let last = first | Self::rest(self.prefix);
        if first < bits && bits < last {
            Ok(address)
        } else {
            Err(AddressError::Outside(self))
        }
    }

    /// Reads parts of the range, one on each line: `10.0.0.10-10.0.0.99`. Empty lines count for nothing.
    ///
    /// # Errors
    /// The first line that is wrong, counted from 1.
    pub fn pools(
        self,
        text: &str,
        gateway: Option<Ipv4Addr>,
    ) -> Result<Vec<(Ipv4Addr, Ipv4Addr)>, PoolError> {
        let mut pools: Vec<(Ipv4Addr, Ipv4Addr)> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            if line.trim().is_empty() {
                continue;
            }
            let (start, end) = line.split_once('-').ok_or(PoolError::Shape(number))?;
            let address = |text| {
                let read = self.address(text);
                read.map_err(|why| PoolError::Address(number, why))
            };
            let (start, end) = (address(start)?, address(end)?);
            if end < start {
                return Err(PoolError::Backwards(number));
            }
            if gateway.is_some_and(|gateway| start <= gateway && gateway <= end) {
                return Err(PoolError::Gateway(number));
            }
            if pools
                .iter()
                .any(|(first, last)| start <= *last && *first <= end)
            {
                return Err(PoolError::Overlap(number));
            }
            pools.push((start, end));
        }
        Ok(pools)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cidr(text: &str) -> Cidr {
        Cidr::parse(text).unwrap()
    }

    #[test]
    fn says_what_is_wrong_with_a_range() {
        assert_eq!(Cidr::parse(" "), Err(CidrError::Empty));
        assert_eq!(Cidr::parse("10.0.0.0"), Err(CidrError::NoPrefix));
        assert_eq!(Cidr::parse("10.0.0.0/"), Err(CidrError::NoPrefix));
        assert_eq!(Cidr::parse("10.0.0/24"), Err(CidrError::Address));
        assert_eq!(Cidr::parse("10.0.0.256/24"), Err(CidrError::Address));
        assert_eq!(Cidr::parse("fd00::/64"), Err(CidrError::Address));
        for prefix in ["0", "31", "33", "-1", "+24", "x", "256"] {
            let text = format!("10.0.0.0/{prefix}");
            assert_eq!(Cidr::parse(&text), Err(CidrError::Prefix), "{text}");
        }
        assert_eq!(
            Cidr::parse("10.0.0.5/24"),
            Err(CidrError::Inside(cidr("10.0.0.0/24")))
        );
        assert_eq!(cidr(" 192.168.7.0 / 26 ").to_string(), "192.168.7.0/26");
    }

    #[test]
    fn the_ends_of_a_range_are_nobodys_addresses() {
        let range = cidr("10.0.0.0/29");
        assert_eq!(range.address("10.0.0.1"), Ok(Ipv4Addr::new(10, 0, 0, 1)));
        assert_eq!(range.address(" 10.0.0.6 "), Ok(Ipv4Addr::new(10, 0, 0, 6)));
        for outside in ["10.0.0.0", "10.0.0.7", "10.0.0.8", "9.255.255.255"] {
            assert_eq!(range.address(outside), Err(AddressError::Outside(range)));
        }
        assert_eq!(range.address("10.0.0"), Err(AddressError::Malformed));
    }

    #[test]
    fn parts_are_read_line_by_line() {
        let range = cidr("10.0.0.0/24");
        let gateway = range.address("10.0.0.1").ok();
        let pools = |text| range.pools(text, gateway).map(|pools| pools.len());
        assert_eq!(pools(""), Ok(0));
        assert_eq!(
            pools("10.0.0.10-10.0.0.99\n\n 10.0.0.200 - 10.0.0.200 "),
            Ok(2)
        );
        assert_eq!(pools("\n10.0.0.10"), Err(PoolError::Shape(2)));
        assert_eq!(pools("10.0.0.9-10.0.0.2"), Err(PoolError::Backwards(1)));
        assert_eq!(pools("10.0.0.1-10.0.0.2"), Err(PoolError::Gateway(1)));
        assert_eq!(
            pools("10.0.0.2-10.0.0.9\n10.0.0.9-10.0.0.11"),
            Err(PoolError::Overlap(2))
        );
        assert_eq!(
            pools("10.0.0.2-10.0.1.9"),
            Err(PoolError::Address(1, AddressError::Outside(range)))
        );
        assert_eq!(
            pools("10.0.0.2-x"),
            Err(PoolError::Address(1, AddressError::Malformed))
        );
    }

    proptest! {
        #[test]
        fn a_range_reads_as_it_is_written(bits: u32, prefix in 1u8..=30) {
            let written = match Cidr::parse(&format!("{}/{prefix}", Ipv4Addr::from_bits(bits))) {
                Ok(whole) | Err(CidrError::Inside(whole)) => whole,
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            prop_assert_eq!(Cidr::parse(&written.to_string()), Ok(written));
            let inside = written.address(&Ipv4Addr::from_bits(bits).to_string());
            let is_end = bits == written.first.to_bits() || bits & Cidr::rest(prefix) == Cidr::rest(prefix);
            prop_assert_eq!(inside.is_err(), is_end);
        }
    }
}
