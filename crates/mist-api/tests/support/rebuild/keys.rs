//! Calls about keys.

use mist_api::call::*;

use crate::support::summary::Visit;
use crate::support::{Exchange, say};

/// Calls below `/keys`.
pub(super) fn rebuild<V: Visit>(exchange: &Exchange, v: &mut V, rest: &[&str]) -> Option<V::Out> {
    Some(match (exchange.method.as_str(), rest) {
        ("GET", []) => v.list(ListKeys, say::key),
        ("PUT", []) => {
            let call = AddKey {
                id: exchange.sent_text("id"),
                private_key: exchange.sent_text("priv").into(),
                passphrase: None,
            };
            v.one(call, say::key)
        }
        ("POST", []) => v.one(GenerateKey::default(), |generated| {
            assert!(
                generated
                    .private_key
                    .expose()
                    .starts_with("-----BEGIN RSA PRIVATE KEY-----")
            );
            format!("{generated:?}")
        }),
        ("DELETE", [k]) => v.list(DeleteKey { key: (*k).into() }, say::key),
        ("PUT", [k]) => v.other(
            RenameKey {
                key: (*k).into(),
                new_id: exchange.sent_text("new_id"),
            },
            |id| format!("now {id:?}"),
        ),
        ("POST", [k]) => v.done(SetDefaultKey { key: (*k).into() }),
        ("GET", [k, "private"]) => v.one(PrivateKey { key: (*k).into() }, |_| "private".into()),
        ("GET", [k, "public"]) => v.one(PublicKey { key: (*k).into() }, |text| {
            format!(
                "{}… {} bytes",
                text.chars().take(7).collect::<String>(),
                text.len()
            )
        }),
        _ => return None,
    })
}
