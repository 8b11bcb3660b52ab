//! What is being done to the keys, one at a time, and the dialogs that ask about it.

use leptos::prelude::*;
use mist_api::model::Key;
use mist_core::validate::KeyName;

use super::{
    deleting,
    private::{PrivateKeyDialog, Showing},
};
use crate::{
    components::{
        refusal::Refusal,
        rename::{Rename, RenameDialog, Renamed, Sending, Verdict},
        row_focus,
    },
    locales::explain::{self, Trouble},
    platform::task,
    say,
    state::{State, keys::RenameError},
    ui::{dialog::Confirm, field::Kind},
};

/// As a handle.
#[derive(Clone, Copy)]
pub struct Doing {
    /// What was refused.
    pub refusal: Refusal,
    rename: Rename,
    showing: Showing,
    /// The key that a question is about.
    about: RwSignal<String>,
    may_show: RwSignal<bool>,
    may_delete: RwSignal<bool>,
}

impl Doing {
    /// Nothing is being done.
    pub fn new() -> Self {
        let refusal = Refusal::new();
        Self {
            refusal,
            rename: Rename::new(State::get(), refusal),
            showing: Showing::new(),
            about: RwSignal::default(),
            may_show: RwSignal::new(false),
            may_delete: RwSignal::new(false),
        }
    }

    /// Opens the dialog that renames the key.
    pub fn rename(self, id: String) {
        self.rename.begin(id.clone(), id);
    }

    /// Asks whether to show the private half.
    pub fn ask_private(self, id: String) {
        self.about.set(id);
        self.may_show.set(true);
    }

    /// Asks whether to delete the key.
    pub fn ask_delete(self, id: String) {
        self.about.set(id);
        self.may_delete.set(true);
    }

    /// Makes the key the default one.
    pub fn make_default(self, state: State, id: String) {
        self.refusal.clear();
        task::spawn_page(async move {
            let _waits = state.notices.wait();
            match state.keys.make_default(id.clone()).await {
                Ok(()) => state.notices.say(say!(keys.made_default, name = id)),
                Err(error) => {
                    let failed = say!(keys.change_failed, name = &id);
                    let verb = say!(keys.make_default);
                    let trouble = explain::change(verb, &id, failed, &error);
                    let again = move || self.make_default(state, id.clone());
                    self.refusal.say(state, trouble, again);
                }
            }
        });
    }

    fn delete(self, state: State, id: String) {
        let (place, was_default) = state.keys.list().with_untracked(|list| {
            let mut items = list.data().into_iter().flat_map(|list| &list.items);
            let found = items.by_ref().enumerate().find(|(_, key)| key.id == id);
            found.map_or((0, false), |(place, key)| (place, key.is_default))
        });
        self.refusal.clear();
        task::spawn_page(async move {
            let _waits = state.notices.wait();
            if let Err(error) = state.keys.delete(id.clone()).await {
                let failed = say!(keys.delete_failed, name = &id);
                let verb = say!(keys.delete);
                let trouble = explain::change(verb, &id, failed, &error);
                let again = move || self.delete(state, id.clone());
                self.refusal.say(state, trouble, again);
                return;
            }
            let heir = was_default.then(|| default_key(state)).flatten();
            state.notices.say(if let Some(heir) = heir {
                say!(keys.deleted_default, name = id, heir = heir)
            } else {
                say!(keys.deleted, name = id)
            });
            row_focus::mend(place);
        });
    }
}

impl Default for Doing {
    fn default() -> Self {
        Self::new()
    }
}

/// The name of the key that is the default now.
fn default_key(state: State) -> Option<String> {
    state.keys.list().with_untracked(|list| {
        let keys = &list.data()?.items;
        let default = keys.iter().find(|key| key.is_default)?;
        Some(default.id.clone())
    })
}

/// Where the key with this name stands in the list.
pub fn place_of(state: State, id: &str) -> usize {
    state.keys.list().with_untracked(|list| {
        let mut keys = list.data().into_iter().flat_map(|list| &list.items);
        keys.position(|key| key.id == id).unwrap_or_default()
    })
}

fn judge(state: State, id: &str, typed: &str) -> Verdict {
    let name = match KeyName::parse(typed) {
        Ok(name) => name,
        Err(error) => return Verdict::Wrong(explain::key_name(error).to_owned()),
    };
    let list = state.keys.list();
    let list = list.read();
    let mut keys = list.data().into_iter().flat_map(|list| &list.items);
    // A server of 2014 would destroy that key without a word.
    if keys.any(|key| key.id != id && key.id == name.as_str()) {
        return Verdict::Wrong(say!(keys.name_taken, name = name.as_str()));
    }
    Verdict::Fine
}

fn send(state: State, id: String, name: String) -> Sending {
    Box::pin(async move {
        let failed = say!(keys.rename_failed, name = &id);
        match state.keys.rename(id.clone(), name.clone()).await {
            Ok(()) => {
                state
                    .notices
                    .say(say!(keys.renamed, name = id, new_name = name));
                Ok(())
            }
            Err(RenameError::Taken) => Err(Trouble {
                what: failed,
                server_words: None,
                advice: Some(say!(keys.name_taken, name = name)),
            }),
            Err(RenameError::NotSent(error)) => Err(explain::trouble(failed, &error)),
            Err(RenameError::Api(error)) => {
                Err(explain::change(say!(keys.rename), &id, failed, &error))
            }
        }
    })
}

/// The dialogs.
#[component]
pub fn KeyDialogs(
    /// What is being done.
    doing: Doing,
) -> impl IntoView {
    let state = State::get();
    let things = Renamed {
        label: say!(keys.name),
        kind: Kind::Code,
        judge,
        send,
    };
    // Its row is a new one: the focus goes to where it stands now.
    let renamed = move |name: String| row_focus::mend(place_of(state, &name));
    let about = move || doing.about.get();
    let consequence = move || {
        let list = state.keys.list();
        let list = list.read();
        let keys: &[Key] = list
            .data()
            .map(|list| list.items.as_slice())
            .unwrap_or_default();
        deleting::consequence(state, keys, &doing.about.read())
    };
    view! {
        <RenameDialog rename=doing.rename things=things on_done=Callback::new(renamed) />
        <Confirm
            title=Signal::derive(move || say!(keys.show_question, name = about()))
            consequence=say!(keys.show_consequence)
            verb=say!(keys.show_private)
            open=doing.may_show
            on_confirm=move |()| doing.showing.begin(state, doing.about.get_untracked())
        />
        <PrivateKeyDialog showing=doing.showing />
        <Confirm
            title=Signal::derive(move || say!(keys.delete_question, name = about()))
            consequence=Signal::derive(consequence)
            verb=say!(keys.delete)
            open=doing.may_delete
            on_confirm=move |()| doing.delete(state, doing.about.get_untracked())
        />
    }
}
