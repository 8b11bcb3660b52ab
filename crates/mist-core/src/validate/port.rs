//! TCP ports.

use std::num::NonZeroU16;
use thiserror::Error;

/// A TCP port one can connect to: 1 to 65535.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(NonZeroU16);

/// Why a text is no port.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PortError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// Something other than digits.
    #[error("not a number")]
    NotANumber,
    /// 0, or above 65535.
    #[error("not between 1 and 65535")]
    OutOfRange,
}

impl Port {
    /// Reads a port in decimal digits.
    ///
    /// # Errors
    /// What is wrong with `text`.
    pub fn parse(text: &str) -> Result<Self, PortError> {
        let digits = text.trim();
        if digits.is_empty() {
            return Err(PortError::Empty);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PortError::NotANumber);
        }
        digits.parse().map(Self).map_err(|_| PortError::OutOfRange)
    }

    /// The number.
    pub const fn number(self) -> u16 {
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn says_why_not() {
        assert_eq!(Port::parse("  "), Err(PortError::Empty));
        assert_eq!(Port::parse("ssh"), Err(PortError::NotANumber));
        assert_eq!(Port::parse("+22"), Err(PortError::NotANumber));
        assert_eq!(Port::parse("-1"), Err(PortError::NotANumber));
        assert_eq!(Port::parse("0"), Err(PortError::OutOfRange));
        assert_eq!(Port::parse("65536"), Err(PortError::OutOfRange));
        assert_eq!(
            Port::parse("99999999999999999999"),
            Err(PortError::OutOfRange)
        );
    }

    proptest! {
        #[test]
        fn takes_every_port(number in 1u16..) {
            prop_assert_eq!(Port::parse(&format!(" {number} ")).map(Port::number), Ok(number));
        }
    }
}
