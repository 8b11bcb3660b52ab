//! A key's row: it stays the same element whatever changes in it, so that focus stays too.

use leptos::prelude::*;
use mist_api::model::{Key, KeyKind};

use super::{
    doing::Doing,
    uses::{Uses, machines},
};
use crate::{
    components::public_key,
    locales::format,
    platform::dom,
    say,
    state::{State, keys::Described},
    ui::{
        changing::dynamic,
        icon::Icon,
        menu::{MenuButton, MenuItem},
    },
};

fn item(label: &str, danger: bool, on_choose: impl Fn() + Send + Sync + 'static) -> MenuItem {
    MenuItem {
        label: label.to_owned(),
        danger,
        why_not: None,
        on_choose: Callback::new(move |()| on_choose()),
    }
}

fn menu(id: StoredValue<String>, is_default: bool, state: State, doing: &Doing) -> Vec<MenuItem> {
    let doing = *doing;
    let id = move || id.get_value();
    let why_not = is_default.then(|| say!(keys.is_default, name = id()));
    let make_default = MenuItem {
        why_not,
        ..item(say!(keys.make_default), false, move || {
            doing.make_default(state, id());
        })
    };
    vec![
        item(say!(keys.rename), false, move || doing.rename(id())),
        make_default,
        item(say!(keys.copy_public), false, move || {
            public_key::copy(state, id(), doing.refusal);
        }),
        item(say!(keys.show_private), false, move || {
            doing.ask_private(id());
        }),
        item(say!(keys.delete), true, move || {
            doing.ask_delete(id());
        }),
    ]
}

/// What is known of a key's kind and fingerprint: from the list, or else from its public half.
#[derive(Debug, Clone, PartialEq, Default)]
struct Looks {
    kind: Option<String>,
    fingerprint: Option<String>,
    /// Why nothing is known.
    why: Option<String>,
}

impl Looks {
    fn of(key: &Key, described: Option<Described>) -> Self {
        let listed = Self {
            kind: key
                .kind
                .as_ref()
                .map(|kind| format::key_kind(kind, key.bits)),
            fingerprint: key.fingerprint.clone(),
            why: None,
        };
        match described {
            _ if key.fingerprint.is_some() => listed,
            None => listed,
            Some(Described::Facts(facts)) => Self {
                kind: Some(format::key_kind(&KeyKind::from(facts.kind), facts.bits)),
                fingerprint: Some(facts.fingerprint),
                why: None,
            },
            Some(Described::Unreadable) => Self {
                why: Some(say!(keys.public_unreadable).to_owned()),
                ..listed
            },
            Some(Described::Failed(error)) => {
                let words = error.words().unwrap_or_default();
                Self {
                    why: Some(say!(keys.public_failed, words = words)),
                    ..listed
                }
            }
        }
    }
}

/// The row of the key with this id.
pub(super) fn row(id: String, state: State, doing: &Doing, uses: Uses) -> impl IntoView + use<> {
    let doing = *doing;
    let id = StoredValue::new(id);
    let list = state.keys.list();
    let key = Memo::new(move |_| {
        let list = list.read();
        let mut items = list.data().into_iter().flat_map(|list| &list.items);
        id.with_value(|id| items.find(|key| key.id == *id).cloned())
    });
    let looks = move || match &*key.read() {
        Some(key) => Looks::of(key, state.keys.described(&key.id)),
        None => Looks::default(),
    };
    let is_default = Memo::new(move |_| key.read().as_ref().is_some_and(|key| key.is_default));
    let count = move || {
        let key = key.read();
        key.as_ref().map(|key| machines(&key.machines).len())
    };
    let open = RwSignal::new(false);
    let panel_id = StoredValue::new(dom::fresh_id("uses"));
    let toggle = move |_| open.update(|open| *open = !*open);
    let panel = move || {
        if !open.get() {
            return ().into_any();
        }
        view! {
            <tr class="uses-row" id=panel_id.get_value()>
                <td colspan="6">{uses.panel(key)}</td>
            </tr>
        }
        .into_any()
    };
    let default = move || {
        is_default
            .get()
            .then(|| view! { <span class="tag">{say!(keys.default)}</span> })
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    // Said where the kind would stand: a tooltip is nothing for fingers.
    let kind = move || match looks() {
        Looks { why: Some(why), .. } => view! { <span class="hint">{why}</span> }.into_any(),
        Looks { kind, .. } => or_dash(kind).into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="name">
                {id.get_value()}
            </th>
            <td>{default}</td>
            <td class="key-kind">{dynamic(kind)}</td>
            <td class="mono fingerprint">
                {move || or_dash(looks().fingerprint)}
            </td>
            <td class="num">{count}</td>
            <td class="row-actions">
                <button
                    type="button"
                    class="btn quiet icon-only disclose"
                    aria-label=say!(keys.uses, key = id.get_value())
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=move || open.get().then(|| panel_id.get_value())
                    on:click=toggle
                >
                    {Icon::ArrowDown.draw()}
                </button>
                <MenuButton
                    label=say!(keys.actions_for, name = id.get_value())
                    items=Signal::derive(move || menu(id, is_default.get(), state, &doing))
                />
            </td>
        </tr>
        {dynamic(panel)}
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::{
        ApiError,
        call::{Call, ListKeys},
    };
    use mist_core::public_key::PublicKeyFacts;

    fn key(json: &str) -> Key {
        ListKeys
            .decode(format!("[{json}]").as_bytes())
            .unwrap()
            .items
            .remove(0)
    }

    fn facts() -> Described {
        Described::Facts(PublicKeyFacts {
            kind: "ssh-rsa".into(),
            bits: Some(2048),
            fingerprint: "SHA256:computed".into(),
            comment: String::new(),
        })
    }

    #[test]
    fn what_the_list_says_counts_first() {
        let listed = key(r#"{"id": "k", "fingerprint": "SHA256:listed", "type": "ed25519"}"#);
        let looks = Looks::of(&listed, Some(facts()));
        assert_eq!(looks.kind.as_deref(), Some("Ed25519"));
        assert_eq!(looks.fingerprint.as_deref(), Some("SHA256:listed"));
    }

    #[test]
    fn else_the_public_half_tells() {
        let looks = Looks::of(&key(r#"{"id": "k"}"#), Some(facts()));
        assert_eq!(looks.kind.as_deref(), Some("RSA 2048"));
        assert_eq!(looks.fingerprint.as_deref(), Some("SHA256:computed"));
        assert_eq!(looks.why, None);
    }

    #[test]
    fn what_is_not_known_has_a_reason() {
        let words = "Keypair not found: k".to_owned();
        let failed = Described::Failed(ApiError::NotFound { words });
        for told in [Described::Unreadable, failed] {
            let looks = Looks::of(&key(r#"{"id": "k"}"#), Some(told));
            assert_eq!((looks.kind, looks.fingerprint), (None, None));
            assert!(looks.why.is_some());
        }
    }
}
