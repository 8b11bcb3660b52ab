//! Why the last try was refused, and the ways on from there.

use leptos::{html, prelude::*};
use mist_api::{
    ApiError,
    extensions::{ChangedHostKey, changed_host_key},
};

use super::draft::Input;
use crate::{
    components::{public_key, refusal::Refusal},
    locales::explain,
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::{
        State,
        adding::{Adding, Refused},
    },
    ui::{
        button::{Button, Weight},
        notice::TroubleNotice,
    },
};

/// What helps on from a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Help {
    /// The backend is there: its id.
    Exists(String),
    /// The server shows another host key than the one that is remembered.
    HostKey(ChangedHostKey),
    /// The machine does not know the key, whose public half can be taken there.
    PublicKey,
    /// The key is gone.
    NoKey,
}

/// Host keys and the like are between the mist server and a single server; a cloud has none.
fn help(refused: &Refused) -> Option<Help> {
    let is_server = refused.is_server;
    match &refused.error {
        ApiError::Conflict { words } => changed_host_key(words)
            .filter(|_| is_server)
            .map(Help::HostKey)
            .or_else(|| explain::existing_backend(words).map(|id| Help::Exists(id.to_owned()))),
        ApiError::Unauthorised { .. } if is_server => Some(Help::PublicKey),
        ApiError::NotFound { .. } if is_server => Some(Help::NoKey),
        _ => None,
    }
}

/// The fingerprints, to be compared, and the button that accepts the new one.
fn host_key(changed: ChangedHostKey, adding: &Adding) -> impl IntoView + use<> {
    let adding = *adding;
    let ChangedHostKey { known, shown, .. } = changed;
    let fingerprint = shown.clone();
    view! {
        <dl class="facts">
            <dt>{say!(add_backend.host_key_known)}</dt>
            <dd class="mono">{known}</dd>
            <dt>{say!(add_backend.host_key_shown)}</dt>
            <dd class="mono">{fingerprint}</dd>
        </dl>
        <Button
            label=say!(add_backend.host_key_accept)
            weight=Weight::Danger
            on_press=move |_| adding.accept(shown.clone())
        />
    }
}

/// A link to the backend that is there already.
fn existing(id: String, state: State) -> impl IntoView {
    let link = Route::backend(id.clone()).href();
    let words = move || {
        let list = state.backends.list();
        let list = list.read();
        let mut items = list.data().into_iter().flat_map(|list| &list.items);
        let known = items.find(|known| known.id == id);
        let title = known.map_or(id.as_str(), |known| known.title.as_str());
        say!(add_backend.show_existing, title = title)
    };
    view! {
        <a class="btn" href=link>
            {words}
        </a>
    }
}

/// What stands at the form. It takes the focus when it comes, unless somebody is typing by then.
#[component]
pub fn Refusal(
    /// The try.
    adding: Adding,
    /// Whose form it stands at: the id of its offer.
    offer: String,
    /// The choice of the key, where there is one.
    key: Option<Input>,
) -> impl IntoView {
    let state = State::get();
    let node = NodeRef::<html::Div>::new();
    let refused = Memo::new(move |_| {
        let refused = adding.refused();
        let refused = refused.read();
        refused.as_ref().filter(|one| one.offer == offer).cloned()
    });
    let not_copied = Refusal::new();
    let trouble = Signal::derive(move || {
        let refused = refused.read();
        let refused = refused.as_ref()?;
        Some(explain::add_backend(&refused.error, refused.is_server))
    });
    let help = move || refused.read().as_ref().and_then(help);
    Effect::new(move |before: Option<()>| {
        if refused.read().is_none() {
            return;
        }
        let lacks_key = help() == Some(Help::NoKey);
        if let Some(key) = key.filter(|_| lacks_key) {
            key.error.set(Some(say!(add_backend.key_gone).to_owned()));
        }
        // Who comes back to the form finds it there, and the focus on the title as on any screen.
        if before.is_none() {
            return;
        }
        task::spawn_scoped(async move {
            clock::next_frame().await;
            if dom::is_typing() {
                return;
            }
            if lacks_key {
                dom::focus_first("form [aria-invalid=true]");
            } else if let Some(node) = node.get_untracked() {
                dom::focus(&node);
            }
        });
    });
    let ways = move || {
        help().and_then(|help| match help {
            Help::Exists(id) => Some(existing(id, state).into_any()),
            Help::HostKey(changed) => Some(host_key(changed, &adding).into_any()),
            Help::PublicKey => {
                let key = key?.value;
                let copy = move |_| public_key::copy(state, key.get_untracked(), not_copied);
                Some(view! { <Button label=say!(keys.copy_public) on_press=copy /> }.into_any())
            }
            Help::NoKey => None,
        })
    };
    view! {
        <div
            class="refusal"
            role="group"
            aria-label=say!(add_backend.failed)
            tabindex="-1"
            node_ref=node
        >
            <TroubleNotice trouble=trouble />
            {not_copied.view()}
            {ways}
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn refused(is_server: bool, error: ApiError) -> Option<Help> {
        help(&Refused {
            offer: String::new(),
            is_server,
            error,
        })
    }

    fn conflict(words: &str) -> Option<Help> {
        let words = words.to_owned();
        refused(true, ApiError::Conflict { words })
    }

    #[test]
    fn a_cloud_has_neither_host_key_nor_public_key() {
        let words =
            "The host key of db1 has changed: it was SHA256:old, now it is SHA256:new. Look.";
        for (status, words) in [(409, words), (401, "Invalid"), (404, "Keypair not found")] {
            let error = || ApiError::from_response(status, words.as_bytes());
            assert_eq!(refused(false, error()), None);
            assert!(refused(true, error()).is_some());
        }
        let exists = ApiError::from_response(409, b"Backend exists: 4Vx");
        assert_eq!(refused(false, exists), Some(Help::Exists("4Vx".into())));
    }

    #[test]
    fn a_backend_that_exists_is_linked_to_where_its_id_is_said() {
        assert_eq!(
            conflict("Backend exists: 4Vx"),
            Some(Help::Exists("4Vx".into()))
        );
        assert_eq!(conflict("Backend exists: "), None);
        assert_eq!(conflict("Conflict"), None);
    }

    #[test]
    fn a_changed_host_key_is_shown_with_both_fingerprints() {
        let words =
            "The host key of db1 has changed: it was SHA256:old, now it is SHA256:new. Look.";
        let Some(Help::HostKey(changed)) = conflict(words) else {
            panic!("no host key in {words}");
        };
        assert_eq!(
            (changed.known.as_str(), changed.shown.as_str()),
            ("SHA256:old", "SHA256:new")
        );
    }
}
