//! Why the last try was refused, and the ways on from there.

use leptos::{html, prelude::*};
use mist_api::{
    ApiError,
    extensions::{ChangedHostKey, changed_host_key},
};

use super::draft::Input;
use crate::{
    components::public_key,
    locales::explain::{self, Trouble},
    platform::{clock, dom, task},
    routes::{Route, Sorting},
    say,
    state::{State, adding::Adding},
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

fn help(error: &ApiError) -> Option<Help> {
    match error {
        ApiError::Conflict { words } => changed_host_key(words)
            .map(Help::HostKey)
            .or_else(|| explain::existing_backend(words).map(|id| Help::Exists(id.to_owned()))),
        ApiError::Unauthorised { .. } => Some(Help::PublicKey),
        ApiError::NotFound { .. } => Some(Help::NoKey),
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
    let link = Route::Backend(id.clone(), Sorting::default()).href();
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
    /// The choice of the key.
    key: Input,
) -> impl IntoView {
    let state = State::get();
    let node = NodeRef::<html::Div>::new();
    let refused = adding.refused();
    let copy_trouble = RwSignal::new(None::<Trouble>);
    let trouble =
        Signal::derive(move || refused.with(|refused| refused.as_ref().map(explain::add_backend)));
    let help = move || refused.with(|refused| refused.as_ref().and_then(help));
    Effect::new(move |before: Option<()>| {
        if refused.read().is_none() {
            return;
        }
        let lacks_key = help() == Some(Help::NoKey);
        if lacks_key {
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
                let copy =
                    move |_| public_key::copy(state, key.value.get_untracked(), copy_trouble);
                Some(view! { <Button label=say!(keys.copy_public) on_press=copy /> }.into_any())
            }
            Help::NoKey => None,
        })
    };
    view! {
        <div class="refusal" tabindex="-1" node_ref=node>
            <TroubleNotice trouble=trouble />
            <TroubleNotice trouble=copy_trouble />
            {ways}
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn conflict(words: &str) -> Option<Help> {
        let words = words.to_owned();
        help(&ApiError::Conflict { words })
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
