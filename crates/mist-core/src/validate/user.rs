//! User names on remote machines.

use thiserror::Error;

/// Longest user name taken, in bytes: room for a domain in front.
const MAX_BYTES: usize = 255;

/// A user to sign in as on a machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UserName(String);

/// Why a text is no user name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum UserNameError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// More than 255 bytes.
    #[error("too long")]
    TooLong,
    /// Starts with a hyphen: programs would take it for an option.
    #[error("starts with a hyphen")]
    Hyphen,
    /// A character no account has: a blank, a control character, or one of `@:/`.
    #[error("contains a character it cannot have")]
    Character(char),
}

impl UserName {
    /// Checks `text`, blanks around it taken off.
    ///
    /// # Errors
    /// What no account is named.
    pub fn parse(text: &str) -> Result<Self, UserNameError> {
        let name = text.trim();
        let bad = |ch: &char| ch.is_whitespace() || ch.is_control() || "@:/".contains(*ch);
        if name.is_empty() {
            Err(UserNameError::Empty)
        } else if name.len() > MAX_BYTES {
            Err(UserNameError::TooLong)
        } else if name.starts_with('-') {
            Err(UserNameError::Hyphen)
        } else if let Some(ch) = name.chars().find(bad) {
            Err(UserNameError::Character(ch))
        } else {
            Ok(Self(name.to_owned()))
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
    fn takes_account_names() {
        for name in ["root", "ec2-user", "a.b_c$", "CORP\\ops", "jürgen"] {
            assert_eq!(UserName::parse(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn says_why_not() {
        assert_eq!(UserName::parse(" "), Err(UserNameError::Empty));
        assert_eq!(
            UserName::parse("-oProxyCommand=x"),
            Err(UserNameError::Hyphen)
        );
        assert_eq!(UserName::parse("a b"), Err(UserNameError::Character(' ')));
        assert_eq!(
            UserName::parse("ops@host"),
            Err(UserNameError::Character('@'))
        );
        assert_eq!(
            UserName::parse(&"u".repeat(256)),
            Err(UserNameError::TooLong)
        );
    }
}
