//! The address of a server.

use std::fmt;

use thiserror::Error;

/// The address of a server, in one spelling: scheme and host in small letters, no default port, no slash at the end.
///
/// Empty for the origin the page came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ServerUrl(String);

/// Why a text is no server's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadServerUrl {
    /// Neither http nor https.
    #[error("a server's address begins with https:// or http://")]
    Scheme,
    /// No host, or a character that none has.
    #[error("this is no host name")]
    Host,
    /// A user or password in front of the host: it would end up in logs.
    #[error("an address must not contain a user or password")]
    Userinfo,
    /// A `?` or `#`.
    #[error("a server's address has no ? and no #")]
    Query,
}

impl ServerUrl {
    /// The origin the page came from.
    pub fn same_origin() -> Self {
        Self::default()
    }

    /// Reads what a person typed. Blank means the page's own origin; without a scheme it is https, on this computer http.
    ///
    /// # Errors
    ///
    /// [`BadServerUrl`], if it is no server's address.
    pub fn parse(text: &str) -> Result<Self, BadServerUrl> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::same_origin());
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None if is_local(text) => ("http".to_owned(), text),
            None => ("https".to_owned(), text),
        };
        let default_port = match scheme.as_str() {
            "http" => ":80",
            "https" => ":443",
            _ => return Err(BadServerUrl::Scheme),
        };
        if rest.contains(['?', '#']) {
            return Err(BadServerUrl::Query);
        }
        let (host, path) = rest
            .split_at_checked(rest.find('/').unwrap_or(rest.len()))
            .unwrap_or_default();
        if host.contains('@') {
            return Err(BadServerUrl::Userinfo);
        }
        let host = host.to_ascii_lowercase();
        let host = host.strip_suffix(default_port).unwrap_or(&host);
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\\<>\"'^`{|}%".contains(c);
        if host.is_empty() || host.starts_with(':') || rest.contains(odd) {
            return Err(BadServerUrl::Host);
        }
        Ok(Self(format!(
            "{scheme}://{host}{}",
            path.trim_end_matches('/')
        )))
    }

    /// The address; empty for the page's own origin.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the origin the page came from.
    pub fn is_same_origin(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether browsers let a page of the origin `page` call this server at all: one that came over https may not
    /// call one over http (mixed content), except on the browser's own computer.
    pub fn may_be_called_from(&self, page: &str) -> bool {
        let plain = self.0.strip_prefix("http://");
        !page.starts_with("https://") || plain.is_none_or(is_local)
    }

    /// The address of a path on this server; the path begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text without scheme names this computer.
fn is_local(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_name = name == "localhost" || name.ends_with(".localhost");
    let address = name.parse::<std::net::Ipv4Addr>();
    is_name || address.is_ok_and(|address| address.is_loopback()) || host.starts_with("[::1]")
}

#[cfg(test)]
mod tests {
    use super::{BadServerUrl, ServerUrl};

    fn parsed(text: &str) -> String {
        ServerUrl::parse(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn one_server_has_one_spelling() {
        assert_eq!(
            parsed("HTTPS://Mist.Example.com:443/"),
            "https://mist.example.com"
        );
        assert_eq!(
            parsed(" mist.example.com/Sub/ "),
            "https://mist.example.com/Sub"
        );
        assert_eq!(parsed("http://h:80"), "http://h");
        assert_eq!(parsed("http://h:8080//"), "http://h:8080");
        assert_eq!(parsed("https://h:4430"), "https://h:4430");
    }

    #[test]
    fn this_computer_needs_no_https() {
        assert_eq!(parsed("localhost:8080"), "http://localhost:8080");
        assert_eq!(parsed("127.0.0.1:8080/x"), "http://127.0.0.1:8080/x");
        assert_eq!(parsed("[::1]:8080"), "http://[::1]:8080");
    }

    #[test]
    fn a_page_over_https_calls_no_server_over_http_but_this_computers() {
        let may =
            |server: &str, page: &str| ServerUrl::parse(server).unwrap().may_be_called_from(page);
        for server in [
            "",
            "https://mist.example",
            "http://localhost:8080",
            "http://mist.localhost",
            "http://127.0.0.2:8080/x",
            "http://[::1]:8080",
        ] {
            assert!(may(server, "https://page.example"), "{server}");
        }
        for server in [
            "http://mist.example",
            "http://192.168.1.5:8080",
            "http://127.evil.example",
            "http://localhost.example",
        ] {
            assert!(!may(server, "https://page.example"), "{server}");
            assert!(may(server, "http://page.example"), "{server}");
        }
    }

    #[test]
    fn blank_is_the_pages_own_origin() {
        assert!(ServerUrl::parse("  ").unwrap().is_same_origin());
        assert_eq!(ServerUrl::same_origin().join("/keys"), "/keys");
    }

    #[test]
    fn what_is_no_server_is_refused() {
        assert_eq!(
            ServerUrl::parse("javascript://x"),
            Err(BadServerUrl::Scheme)
        );
        assert_eq!(ServerUrl::parse("ftp://x"), Err(BadServerUrl::Scheme));
        assert_eq!(
            ServerUrl::parse("https://me:pw@x"),
            Err(BadServerUrl::Userinfo)
        );
        assert_eq!(ServerUrl::parse("https://x/?a"), Err(BadServerUrl::Query));
        assert_eq!(ServerUrl::parse("https://x#a"), Err(BadServerUrl::Query));
        for text in [
            "https://",
            "https:///x",
            "https://:80",
            "a b",
            "https://a\\b",
            "http://x:80@",
        ] {
            assert!(ServerUrl::parse(text).is_err(), "{text}");
        }
    }
}
