//! What is refused before anybody looks at it: requests by a strange name (DNS rebinding) and
//! requests that another site's page makes.
//!
//! The API needs a token in a header, which other sites do not have. This is the second wall, and it
//! stands for GET as well, since the shell is a GET that acts.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::visit::Visitor;
use crate::app::App;
use crate::error::Fault;

const SEC_FETCH_SITE: &str = "sec-fetch-site";
/// How long a browser may remember that it may ask, in seconds.
const PREFLIGHT_LIFE: &str = "600";

/// Which names and origins are ours.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard {
    /// Where people reach this server.
    own: Vec<String>,
    /// Pages elsewhere that may use the API.
    allowed: Vec<String>,
    /// Further names this server's own certificate is for.
    names: Vec<String>,
    /// Whether this server itself speaks TLS.
    secure: bool,
    /// Reached from other computers: then by any address, since only names can be rebound.
    any_address: bool,
}

/// An origin that is not one.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not an origin: write it like https://mist.example or http://192.168.1.5:8080")]
pub(crate) struct BadOrigin(String);

/// From where a request came, as far as the API is concerned.
#[derive(Debug, PartialEq, Eq)]
enum Caller {
    /// Our own page, or no page at all.
    Own,
    /// A page of an origin that is let in.
    Allowed(HeaderValue),
}

impl Guard {
    /// A guard for a server that is also reached at the origins `own`, and is called by the pages of
    /// the origins `allowed` beside its own.
    pub(crate) fn new(
        own: &[String],
        allowed: &[String],
        any_address: bool,
    ) -> Result<Self, BadOrigin> {
        let clean = |origins: &[String]| {
            origins
                .iter()
                .map(|text| origin(text))
                .collect::<Result<_, _>>()
        };
        Ok(Self {
            own: clean(own)?,
            allowed: clean(allowed)?,
            any_address,
            ..Self::default()
        })
    }

    /// The same for a server that speaks TLS, with a certificate for these names.
    pub(crate) fn over_tls(self, names: &[String]) -> Self {
        Self {
            names: names.to_vec(),
            secure: true,
            ..self
        }
    }

    /// Whether the server may be called by this `Host`.
    fn knows_host(&self, authority: &str) -> bool {
        let name = host_name(authority);
        if name == "localhost" || name.ends_with(".localhost") {
            return true;
        }
        let address = name
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>();
        if address.is_ok_and(|address| address.is_loopback() || self.any_address) {
            return true;
        }
        let told = self
            .own
            .iter()
            .map(|origin| host_name(authority_of(origin)));
        let names = self.names.iter().map(String::as_str);
        told.chain(names).any(|known| known == name)
    }

    /// Judges who calls the API. `own` is the origin by which we are called.
    fn caller(&self, headers: &HeaderMap, own: &str) -> Result<Caller, Fault> {
        let refused = Fault::Forbidden("this request comes from another site's page");
        let Some(origin) = headers.get(header::ORIGIN) else {
            // Without an origin a page of another site shows by this header only: an image, a link.
            let site = headers
                .get(SEC_FETCH_SITE)
                .map_or(&b"none"[..], HeaderValue::as_bytes);
            return if matches!(site, b"none" | b"same-origin") {
                Ok(Caller::Own)
            } else {
                Err(refused)
            };
        };
        let text = origin.to_str().unwrap_or_default().to_ascii_lowercase();
        // A proxy that does not say that it was asked over TLS calls us by the right name only.
        let known = self.own.contains(&text) && authority_of(&text) == authority_of(own);
        if text == own || known {
            Ok(Caller::Own)
        } else if self.allowed.contains(&text) {
            Ok(Caller::Allowed(origin.clone()))
        } else {
            Err(refused)
        }
    }
}

/// An origin as browsers write it.
fn origin(text: &str) -> Result<String, BadOrigin> {
    let clean = text.trim_end_matches('/').to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    let known = clean.starts_with("https://") || clean.starts_with("http://");
    let authority = authority_of(&clean);
    if !known || authority.is_empty() || !authority.chars().all(plain) {
        return Err(BadOrigin(text.to_owned()));
    }
    // Browsers leave the usual port out.
    let usual = if clean.starts_with("https") {
        ":443"
    } else {
        ":80"
    };
    Ok(clean.strip_suffix(usual).unwrap_or(&clean).to_owned())
}

/// What follows the scheme.
fn authority_of(origin: &str) -> &str {
    origin
        .split_once("://")
        .map_or("", |(_, authority)| authority)
}

/// The name in `name:port`, IPv6 brackets included.
fn host_name(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => authority,
    }
}

fn authority(request: &Request) -> String {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    host.or_else(|| request.uri().authority().map(Authority::as_str))
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// In front of everything: who may ask at all, and the name we are called by.
pub(super) async fn by_our_name(
    State(app): State<Arc<App>>,
    Visitor(visit): Visitor,
    request: Request,
    next: Next,
) -> Response {
    let refusal = if !app.proxies.lets_in(visit.peer) {
        "this server answers its proxy alone; start it with --behind-proxy=ADDRESS to name the proxy"
    } else if !app.guard.knows_host(&authority(&request)) {
        "this server is not known by that name; start it with --origin to name it"
    } else {
        return next.run(request).await;
    };
    Fault::Forbidden(refusal).into_response()
}

/// In front of the API: the page that calls. Answers preflights of those that are let in.
pub(super) async fn by_our_page(
    State(app): State<Arc<App>>,
    Visitor(visit): Visitor,
    request: Request,
    next: Next,
) -> Response {
    let secure = visit.secure || app.guard.secure;
    let scheme = if secure { "https" } else { "http" };
    let own = format!("{scheme}://{}", authority(&request));
    let caller = match app.guard.caller(request.headers(), &own) {
        Ok(caller) => caller,
        Err(fault) => return fault.into_response(),
    };
    let Caller::Allowed(origin) = caller else {
        return next.run(request).await;
    };
    let preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if preflight {
        let allowed: [(HeaderName, &str); 3] = [
            (
                header::ACCESS_CONTROL_ALLOW_METHODS,
                "GET, POST, PUT, DELETE",
            ),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_LIFE),
        ];
        (StatusCode::NO_CONTENT, allowed).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("retry-after, x-request-id"),
    );
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(any_address: bool) -> Guard {
        let own = ["https://mist.example/".to_owned()];
        let allowed = ["https://page.example:443".to_owned()];
        Guard::new(&own, &allowed, any_address).unwrap()
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let local = guard(false);
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:8080",
            "127.0.0.2",
            "[::1]:8080",
            "[::1]",
            "mist.example",
            "mist.example:8443",
        ] {
            assert!(local.knows_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "page.example",
            "192.168.1.5:8080",
            "127.0.0.1.evil",
        ] {
            assert!(!local.knows_host(host), "{host}");
        }
        assert!(guard(true).knows_host("192.168.1.5:8080"));
        assert!(!guard(true).knows_host("evil.example"));
    }

    #[test]
    fn other_sites_pages_are_refused() {
        let guard = guard(false);
        let caller = |pairs: &[(&'static str, &str)]| {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
                .collect();
            guard.caller(&headers, "http://127.0.0.1:8080").ok()
        };
        assert_eq!(caller(&[]), Some(Caller::Own));
        assert_eq!(
            caller(&[("origin", "http://127.0.0.1:8080")]),
            Some(Caller::Own)
        );
        assert_eq!(
            caller(&[("sec-fetch-site", "same-origin")]),
            Some(Caller::Own)
        );
        let told = [
            ("origin", "https://page.example"),
            ("sec-fetch-site", "cross-site"),
        ];
        assert!(matches!(caller(&told), Some(Caller::Allowed(_))));
        for origin in [
            "http://127.0.0.1:8081",
            "https://127.0.0.1:8080",
            "null",
            "http://evil.example",
            "http://page.example",
            // Where people reach this server too, but its page was not asked for there.
            "https://mist.example",
        ] {
            assert_eq!(caller(&[("origin", origin)]), None, "{origin}");
        }
        for site in ["cross-site", "same-site", "odd"] {
            assert_eq!(caller(&[("sec-fetch-site", site)]), None, "{site}");
        }
    }

    #[test]
    fn a_proxy_that_does_not_speak_of_tls_makes_no_stranger_of_our_page() {
        let page =
            HeaderMap::from_iter([(header::ORIGIN, "https://mist.example".parse().unwrap())]);
        let caller = |own| guard(false).caller(&page, own).ok();
        assert_eq!(caller("http://mist.example"), Some(Caller::Own));
        assert_eq!(caller("http://mist.example:8080"), None);
    }

    #[test]
    fn what_is_no_origin_is_not_taken() {
        for text in [
            "mist.example",
            "ftp://x",
            "https://",
            "https://a/b",
            "*",
            "https://*",
        ] {
            let text = [text.to_owned()];
            assert!(Guard::new(&text, &[], false).is_err(), "{text:?}");
            assert!(Guard::new(&[], &text, false).is_err(), "{text:?}");
        }
    }
}
