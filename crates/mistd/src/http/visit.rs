//! What is known about a request before anything is done about it: its id, and who asks.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::proxies::{Proxies, forwarded_for, forwarded_securely};
use crate::error::Fault;
use crate::store::AccountId;
use crate::vault::random;

/// The header that carries a request's id.
pub(super) const REQUEST_ID: &str = "x-request-id";
const LONGEST_ID: usize = 64;

/// A request's id and origin.
#[derive(Debug)]
pub(crate) struct Visit {
    /// Random, or what a trusted proxy calls the request.
    pub(super) id: String,
    /// The other end of the connection.
    pub(super) peer: IpAddr,
    /// Who asks: the peer, or whom a trusted proxy asks for.
    pub(super) client: IpAddr,
    /// Whether the client asked a trusted proxy over TLS.
    pub(super) secure: bool,
    /// The account, once it is known.
    account: OnceLock<AccountId>,
}

impl Visit {
    pub(super) fn new(headers: &HeaderMap, peer: SocketAddr, proxies: &Proxies) -> Self {
        let peer = peer.ip().to_canonical();
        let trusted = proxies.trusts(peer);
        let told = |known: Option<String>| known.filter(|_| trusted);
        Self {
            id: told(given_id(headers)).unwrap_or_else(new_id),
            peer,
            client: forwarded_for(headers).filter(|_| trusted).unwrap_or(peer),
            secure: trusted && forwarded_securely(headers),
            account: OnceLock::new(),
        }
    }

    /// Notes whose request it is.
    pub(super) fn belongs_to(&self, account: AccountId) {
        // It can't belong to two.
        let _known = self.account.set(account);
    }

    pub(super) fn account(&self) -> Option<AccountId> {
        self.account.get().copied()
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        visit
            .map(Visitor)
            .ok_or(Fault::Internal("a request was not entered in the log"))
    }
}

/// The visit that a handler serves.
pub(super) struct Visitor(pub(super) Arc<Visit>);

fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let fits = (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(plain);
    fits.then(|| id.to_owned())
}

fn new_id() -> String {
    // An id that is not random, if the system has no random bytes, still serves the request.
    bs58::encode(random::<12>().unwrap_or_default()).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(pairs: &[(&'static str, &str)], proxy: bool) -> Visit {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                let name = axum::http::HeaderName::from_static(name);
                (name, value.parse().unwrap())
            })
            .collect();
        let trusted = if proxy { "127.0.0.1" } else { "10.0.0.1" };
        let proxies = Proxies::new(vec![trusted.parse().unwrap()], false);
        Visit::new(&headers, "127.0.0.1:4711".parse().unwrap(), &proxies)
    }

    #[test]
    fn what_a_proxy_says_counts_and_what_others_say_does_not() {
        let told = [
            ("x-forwarded-for", "198.51.100.7, 192.0.2.1"),
            ("x-forwarded-proto", "https"),
            ("x-request-id", "abc-1"),
        ];
        let proxied = visit(&told, true);
        assert_eq!(proxied.client.to_string(), "192.0.2.1");
        assert!(proxied.secure);
        assert_eq!(proxied.id, "abc-1");
        let direct = visit(&told, false);
        assert_eq!(direct.client.to_string(), "127.0.0.1");
        assert!(!direct.secure);
        assert_ne!(direct.id, "abc-1");
    }

    #[test]
    fn ids_are_fresh_and_plain() {
        let long = "x".repeat(65);
        for odd in ["", "a b", "a\"b", long.as_str()] {
            let visit = visit(&[("x-request-id", odd)], true);
            assert_ne!(visit.id, odd);
            assert!(visit.id.len() >= 12, "{}", visit.id);
        }
        assert_ne!(visit(&[], true).id, visit(&[], true).id);
    }
}
