//! The calls that recorded requests were, or should have been, made by.

mod keys;
mod machines;

use mist_api::call::*;

use super::summary::Visit;
use super::{Exchange, say};

/// Rebuilds the call of an exchange; `None` if none of ours makes such a request.
pub(super) fn rebuild<V: Visit>(exchange: &Exchange, v: &mut V) -> Option<V::Out> {
    let segments = exchange.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let text = |field: &str| exchange.sent_text(field);
    let some = |field: &str| exchange.sent_some(field);
    Some(match (exchange.method.as_str(), segments.as_slice()) {
        ("POST", ["auth"]) => v.one(
            SignIn {
                email: text("email"),
                password: text("password").into(),
            },
            |answer| {
                format!(
                    "token {:?}, {}",
                    answer.token,
                    say::account(&answer.account)
                )
            },
        ),
        ("POST", ["account"]) => v.one(
            UpdateAccount {
                action: some("action"),
                plan: some("plan"),
                ..Default::default()
            },
            say::account,
        ),
        ("GET", ["backends"]) => v.list(ListBackends, say::backend),
        ("POST", ["backends"]) => v.one(AddBackend(new_backend(exchange)), say::added),
        ("PUT", ["backends", b]) => v.done(RenameBackend {
            backend: (*b).into(),
            title: text("new_name"),
        }),
        ("POST", ["backends", b]) => v.done(SetBackendEnabled {
            backend: (*b).into(),
            enabled: text("new_state") == "1",
        }),
        ("DELETE", ["backends", b]) => v.done(DeleteBackend {
            backend: (*b).into(),
        }),
        ("GET", ["backends", b, "sizes"]) => v.list(
            ListSizes {
                backend: (*b).into(),
            },
            |size| format!("{size:?}"),
        ),
        ("GET", ["backends", b, "locations"]) => v.list(
            ListLocations {
                backend: (*b).into(),
            },
            |l| format!("{} {} {}", l.id, l.name, l.country),
        ),
        ("GET", ["backends", b, "images"]) => v.list(
            ListImages {
                backend: (*b).into(),
            },
            say::image,
        ),
        ("POST", ["backends", b, "images"]) => v.list(
            SearchImages {
                backend: (*b).into(),
                term: text("search_term"),
            },
            say::image,
        ),
        ("POST", ["backends", b, "images", i]) => v.one(
            StarImage {
                backend: (*b).into(),
                image: (*i).into(),
            },
            |star| format!("star {star}"),
        ),
        (_, ["backends", b, "machines", ..]) => {
            return machines::rebuild(exchange, v, b, segments.get(3..).unwrap_or_default());
        }
        (_, ["keys", ..]) => {
            return keys::rebuild(exchange, v, segments.get(1..).unwrap_or_default());
        }
        ("GET", ["monitoring"]) => v.one(GetMonitoring, say::monitoring),
        ("POST", ["rules"]) => v.one(
            SetRule {
                id: some("id"),
                change: RuleChange::default(),
            },
            |rule| format!("{} max {:?}", rule.id, rule.max_value),
        ),
        ("DELETE", ["rules", r]) => v.done(DeleteRule { rule: (*r).into() }),
        _ => return None,
    })
}

fn new_backend(exchange: &Exchange) -> NewBackend {
    let mut new = NewBackend::new(exchange.sent_text("provider"), exchange.sent_text("title"));
    for param in [
        "apikey",
        "apisecret",
        "machine_ip",
        "machine_user",
        "machine_port",
        "machine_key",
    ] {
        if exchange.sent(param).is_some() {
            new = new.field(param, exchange.sent_text(param));
        }
    }
    new
}
