//! Addresses of web services.

use thiserror::Error;

use super::{HostEntry, HostError};

/// The address of a service that is spoken to over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpUrl(String);

/// Why a text is no such address.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum UrlError {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// It does not begin with `http://` or `https://`.
    #[error("neither http nor https")]
    Scheme,
    /// A blank or a control character within it.
    #[error("a blank or control character")]
    Blank,
    /// It names a user: who signs in is said elsewhere, and a password has no place in an address.
    #[error("a user name")]
    User,
    /// What follows the scheme is no host.
    #[error("host: {0}")]
    Host(#[from] HostError),
}

impl HttpUrl {
    /// Checks `text`, blanks around it taken off. It stays as it was typed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(UrlError::Empty);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(UrlError::Blank);
        }
        let (scheme, rest) = text.split_once("://").ok_or(UrlError::Scheme)?;
        if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err(UrlError::Scheme);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if HostEntry::parse(authority)?.user.is_some() {
            return Err(UrlError::User);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn says_why_not() {
        assert_eq!(HttpUrl::parse(" "), Err(UrlError::Empty));
        for text in [
            "cloud.example.net",
            "ftp://cloud",
            "cloud:5000/v2.0",
            "://h",
        ] {
            assert_eq!(HttpUrl::parse(text), Err(UrlError::Scheme), "{text}");
        }
        assert_eq!(HttpUrl::parse("https://a b/"), Err(UrlError::Blank));
        assert_eq!(HttpUrl::parse("https://ops@cloud/"), Err(UrlError::User));
        for text in [
            "https://",
            "http:///v2.0",
            "https://?a",
            "https://cloud:port/",
        ] {
            assert!(
                matches!(HttpUrl::parse(text), Err(UrlError::Host(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn stays_as_it_was_typed() {
        for text in [
            "https://cloud.example.net:5000/v2.0/tokens?a=b",
            "HTTP://[::1]:35357/",
            "http://192.0.2.7",
        ] {
            let url = HttpUrl::parse(&format!(" {text}\n")).unwrap();
            assert_eq!(url.as_str(), text);
        }
    }

    proptest! {
        #[test]
        fn takes_what_it_gave(text in "\\PC{0,40}") {
            if let Ok(url) = HttpUrl::parse(&text) {
                prop_assert_eq!(HttpUrl::parse(url.as_str()), Ok(url.clone()));
            }
        }
    }
}
