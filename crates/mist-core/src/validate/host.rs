//! Host names and addresses, and what people type or paste in their place.

use super::{Port, PortError, UserName, UserNameError};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use thiserror::Error;

/// A host to connect to: a DNS name in lower case, or an IP address without brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Host {
    text: String,
    address: Option<IpAddr>,
}

/// Why a text is no host.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HostError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// More than 253 characters, or a part between dots of more than 63.
    #[error("too long")]
    TooLong,
    /// A character no host name has. Names in other scripts must be typed in their `xn--` form.
    #[error("contains a character it cannot have")]
    Character(char),
    /// An empty part between dots, or one that starts or ends with a hyphen.
    #[error("a part between dots is malformed")]
    Label,
    /// Looks like an IP address and is none.
    #[error("not an IP address")]
    Address,
    /// The user name before the `@` is wrong.
    #[error("user name: {0}")]
    User(#[from] UserNameError),
    /// The port after the colon is wrong.
    #[error("port: {0}")]
    Port(#[from] PortError),
}

impl Host {
    /// Checks a host alone; see [`HostEntry::parse`] for what people really type.
    ///
    /// # Errors
    /// What makes it neither a name nor an address.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        let bare = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(inner) = bare.or_else(|| text.contains(':').then_some(text)) {
            let address: Ipv6Addr = inner.parse().map_err(|_| HostError::Address)?;
            return Ok(Self {
                text: address.to_string(),
                address: Some(address.into()),
            });
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        check_name(&name)?;
        let last_label = name.rsplit('.').next().unwrap_or_default();
        // No top-level domain is a number, so this must be an IPv4 address.
        let address = if last_label.bytes().all(|byte| byte.is_ascii_digit()) {
            Some(
                name.parse::<Ipv4Addr>()
                    .map_err(|_| HostError::Address)?
                    .into(),
            )
        } else {
            None
        };
        Ok(Self {
            text: name,
            address,
        })
    }

    /// The name or address, an IPv6 address without brackets.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address, if it is not a name.
    pub const fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// Whether it is this very computer.
    pub fn is_loopback(&self) -> bool {
        match self.address {
            Some(address) => address.is_loopback(),
            None => self.text == "localhost" || self.text.ends_with(".localhost"),
        }
    }
}

fn check_name(name: &str) -> Result<(), HostError> {
    if name.is_empty() {
        return Err(HostError::Empty);
    }
    // Underscores are no host name's by the standards, and many internal networks have them.
    let allowed = |ch: char| ch.is_ascii_alphanumeric() || "-_.".contains(ch);
    if let Some(ch) = name.chars().find(|ch| !allowed(*ch)) {
        return Err(HostError::Character(ch));
    }
    if name.len() > 253 || name.split('.').any(|label| label.len() > 63) {
        return Err(HostError::TooLong);
    }
    let malformed =
        |label: &str| label.is_empty() || label.starts_with('-') || label.ends_with('-');
    if name.split('.').any(malformed) {
        Err(HostError::Label)
    } else {
        Ok(())
    }
}

/// What was typed into a host field, taken apart: the page can move user and port into their
/// own fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostEntry {
    /// The user before an `@`.
    pub user: Option<UserName>,
    /// The host.
    pub host: Host,
    /// The port after a colon.
    pub port: Option<Port>,
}

impl HostEntry {
    /// Takes apart `[scheme://][user@]host[:port][/…]`; scheme and path are left out.
    ///
    /// # Errors
    /// Which part is wrong, and how.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split('/').next().unwrap_or_default();
        let (user, text) = match text.rsplit_once('@') {
            Some((user, rest)) => (Some(UserName::parse(user)?), rest),
            None => (None, text),
        };
        let (host, port) = split_port(text);
        let port = port.map(Port::parse).transpose()?;
        Ok(Self {
            user,
            host: Host::parse(host)?,
            port,
        })
    }
}

/// Splits `host:port`. An IPv6 address carries a port only if it has brackets.
pub(super) fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn host(text: &str) -> Result<String, HostError> {
        Host::parse(text).map(|host| host.text)
    }

    fn entry(text: &str) -> (Option<String>, String, Option<u16>) {
        let entry = HostEntry::parse(text).unwrap();
        let user = entry.user.map(|user| user.as_str().to_owned());
        (user, entry.host.text, entry.port.map(Port::number))
    }

    #[test]
    fn takes_names_and_addresses() {
        assert_eq!(host(" Web-1.Example.COM. "), Ok("web-1.example.com".into()));
        assert_eq!(host("db_master"), Ok("db_master".into()));
        assert_eq!(host("10.0.0.1"), Ok("10.0.0.1".into()));
        assert_eq!(host("[2001:DB8::1]"), Ok("2001:db8::1".into()));
        assert_eq!(host("::1"), Ok("::1".into()));
    }

    #[test]
    fn says_why_not() {
        assert_eq!(host(" "), Err(HostError::Empty));
        assert_eq!(host("a b"), Err(HostError::Character(' ')));
        assert_eq!(host("münchen.de"), Err(HostError::Character('ü')));
        assert_eq!(host("a..b"), Err(HostError::Label));
        assert_eq!(host("-oProxyCommand"), Err(HostError::Label));
        assert_eq!(host("a-.b"), Err(HostError::Label));
        assert_eq!(host("300.1.1.1"), Err(HostError::Address));
        assert_eq!(host("1.2.3"), Err(HostError::Address));
        assert_eq!(host("1:2:3"), Err(HostError::Address));
        assert_eq!(host(&"a".repeat(64)), Err(HostError::TooLong));
        assert_eq!(host(&"a.".repeat(150)), Err(HostError::TooLong));
    }

    #[test]
    fn takes_apart_what_people_paste() {
        let user = |name: &str| Some(name.to_owned());
        assert_eq!(
            entry("ops@host:2222"),
            (user("ops"), "host".into(), Some(2222))
        );
        assert_eq!(
            entry("ssh://root@10.0.0.1:22/"),
            (user("root"), "10.0.0.1".into(), Some(22))
        );
        assert_eq!(
            entry("https://example.com/x"),
            (None, "example.com".into(), None)
        );
        assert_eq!(entry("[::1]:2200"), (None, "::1".into(), Some(2200)));
        assert_eq!(entry("me@fe80::1"), (user("me"), "fe80::1".into(), None));
    }

    #[test]
    fn names_the_part_that_is_wrong() {
        let error = |text| HostEntry::parse(text).unwrap_err();
        assert_eq!(error("host:ssh"), HostError::Port(PortError::NotANumber));
        assert_eq!(error("host:"), HostError::Port(PortError::Empty));
        assert_eq!(error("@host"), HostError::User(UserNameError::Empty));
        assert_eq!(error("ops@"), HostError::Empty);
    }

    #[test]
    fn knows_this_computer() {
        for text in ["localhost", "127.0.0.2", "::1", "a.localhost"] {
            assert!(Host::parse(text).unwrap().is_loopback(), "{text}");
        }
        for text in ["10.0.0.1", "localhost.example.com", "example.com"] {
            assert!(!Host::parse(text).unwrap().is_loopback(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn addresses_are_themselves(address: IpAddr) {
            prop_assert_eq!(Host::parse(&address.to_string()).unwrap().address(), Some(address));
        }

        #[test]
        fn anything_typed_gives_an_answer_that_parses_again(text in "[-a-z0-9@:/.\\[\\] ]{0,24}") {
            if let Ok(entry) = HostEntry::parse(&text) {
                prop_assert_eq!(Host::parse(entry.host.as_str()), Ok(entry.host));
            }
        }
    }
}
