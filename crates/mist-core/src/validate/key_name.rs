//! Names of SSH keys.

use thiserror::Error;

/// Longest key name taken, in bytes. Servers name no limit; this one keeps addresses short.
const MAX_BYTES: usize = 255;

/// A key name that can be sent, and addressed afterwards: it is part of a URL's path
/// (API notes §0, "Ids in URLs").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// Why a text is no key name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum KeyNameError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// More than 255 bytes.
    #[error("too long")]
    TooLong,
    /// A slash: servers accept it and can never address the key again.
    #[error("contains a slash")]
    Slash,
    /// A tab, line break or other control character.
    #[error("contains a control character")]
    Control,
    /// `.` or `..`, which a URL's path drops.
    #[error("consists of dots")]
    Dots,
}

impl KeyName {
    /// Checks `text`, blanks around it taken off.
    ///
    /// # Errors
    /// What makes the name unfit to be sent or addressed.
    pub fn parse(text: &str) -> Result<Self, KeyNameError> {
        match text.trim() {
            "" => Err(KeyNameError::Empty),
            "." | ".." => Err(KeyNameError::Dots),
            name if name.len() > MAX_BYTES => Err(KeyNameError::TooLong),
            name if name.contains('/') => Err(KeyNameError::Slash),
            name if name.contains(char::is_control) => Err(KeyNameError::Control),
            name => Ok(Self(name.to_owned())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_can_be_addressed() {
        for name in ["a", "my key", "schlüssel", "...", "a.b", "5"] {
            assert_eq!(KeyName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(KeyName::parse("  web \n").unwrap().as_str(), "web");
        assert!(KeyName::parse(&"k".repeat(255)).is_ok());
    }

    #[test]
    fn says_why_not() {
        assert_eq!(KeyName::parse(" \t"), Err(KeyNameError::Empty));
        assert_eq!(KeyName::parse("a/b"), Err(KeyNameError::Slash));
        assert_eq!(KeyName::parse(" .. "), Err(KeyNameError::Dots));
        assert_eq!(KeyName::parse("a\nb"), Err(KeyNameError::Control));
        assert_eq!(KeyName::parse(&"k".repeat(256)), Err(KeyNameError::TooLong));
    }
}
