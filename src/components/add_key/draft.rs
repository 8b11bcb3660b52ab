//! What is typed into the dialog, what is wrong with it, and its way to the server.

use leptos::prelude::*;
use mist_api::{Secret, model::KeyKind};
use mist_core::validate::{KeyName, PrivateKeyShape, tidy_private_key};
use web_sys::File;

use crate::{
    locales::explain::{self, Trouble},
    platform::{file, task},
    say,
    state::State,
};

/// A key that can be sent.
pub(super) struct NewKey {
    name: KeyName,
    private: Secret,
    passphrase: Option<Secret>,
    shape: PrivateKeyShape,
}

/// Under which names of drafts it is kept: a key that is typed survives a dialog closed or a screen left by
/// mistake, in memory, until it is added or given up.
const KEPT: &str = "add-key/";

/// What is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) name: RwSignal<String>,
    pub(super) private: RwSignal<String>,
    /// What opens the private key, if it is protected.
    pub(super) passphrase: RwSignal<String>,
    /// The kind of key to generate.
    pub(super) kind: RwSignal<String>,
    pub(super) name_error: RwSignal<Option<String>>,
    pub(super) private_error: RwSignal<Option<String>>,
    pub(super) passphrase_error: RwSignal<Option<String>>,
    pub(super) trouble: RwSignal<Option<Trouble>>,
    pub(super) remark: RwSignal<Option<String>>,
    pub(super) busy: RwSignal<bool>,
    pub(super) generating: RwSignal<bool>,
    /// Counts the wipes: what was begun before one has no place in the draft after it.
    wipes: StoredValue<u64>,
}

impl Draft {
    pub(super) fn new(state: State) -> Self {
        let field = |part: &str| state.drafts.field(&[KEPT, part].concat());
        Self {
            name: field("name"),
            private: field("private"),
            passphrase: field("passphrase"),
            kind: RwSignal::new(KeyKind::Rsa.as_str().to_owned()),
            name_error: RwSignal::default(),
            private_error: RwSignal::default(),
            passphrase_error: RwSignal::default(),
            trouble: RwSignal::default(),
            remark: RwSignal::default(),
            busy: RwSignal::new(false),
            generating: RwSignal::new(false),
            wipes: StoredValue::new(0),
        }
    }

    /// It is added, or given up on purpose: private keys don't stay in memory longer than they must.
    pub(super) fn wipe(self) {
        self.wipes.update_value(|wipes| *wipes += 1);
        self.busy.set(false);
        self.generating.set(false);
        self.name.set(String::new());
        self.private.set(String::new());
        self.passphrase.set(String::new());
        self.name_error.set(None);
        self.private_error.set(None);
        self.passphrase_error.set(None);
        self.trouble.set(None);
        self.remark.set(None);
    }

    /// Something begins whose end may come after a wipe, or after the screen is left. Returns
    /// whether the draft is still the one of now.
    fn begin(self) -> impl Fn() -> bool + use<> {
        let now = self.wipes.get_value();
        move || self.wipes.try_get_value() == Some(now)
    }

    pub(super) fn shape(self) -> PrivateKeyShape {
        self.private.with(|text| PrivateKeyShape::of(text))
    }

    /// What can be sent, if all of it can; otherwise says at each field what is wrong.
    pub(super) fn check(self) -> Option<NewKey> {
        let name = self.name.with_untracked(|name| KeyName::parse(name));
        let text = self.private.get_untracked();
        let shape = PrivateKeyShape::of(&text);
        let wrong = explain::private_key(shape, text.trim().is_empty());
        let passphrase = self.passphrase.get_untracked();
        let is_locked = shape.is_encrypted() && passphrase.is_empty();
        self.name_error.set(
            name.as_ref()
                .err()
                .map(|error| explain::key_name(*error).to_owned()),
        );
        self.private_error.set(wrong.map(str::to_owned));
        self.passphrase_error
            .set(is_locked.then(|| say!(add_key.passphrase_empty).to_owned()));
        match (name, wrong, is_locked) {
            (Ok(name), None, false) => Some(NewKey {
                name,
                private: Secret::new(tidy_private_key(&text)),
                passphrase: shape.is_encrypted().then(|| Secret::new(passphrase)),
                shape,
            }),
            _ => None,
        }
    }

    pub(super) fn read(self, chosen: File) {
        let is_current = self.begin();
        task::spawn_page(async move {
            let text = file::read_text(&chosen).await;
            if !is_current() {
                return;
            }
            match text {
                Some(text) if PrivateKeyShape::of(&text) != PrivateKeyShape::NotAKey => {
                    if self.name.with_untracked(String::is_empty) {
                        self.name.set(chosen.name());
                    }
                    self.private_error.set(None);
                    self.private.set(text);
                }
                _ => self
                    .private_error
                    .set(Some(say!(add_key.file_bad).to_owned())),
            }
        });
    }

    pub(super) fn generate(self, state: State) {
        self.generating.set(true);
        self.trouble.set(None);
        let is_current = self.begin();
        // Servers make RSA by themselves, and only some another kind.
        let kind = KeyKind::from(self.kind.get_untracked());
        let kind = (kind != KeyKind::Rsa).then_some(kind);
        task::spawn_page(async move {
            let answer = state.keys.generate(kind).await;
            if !is_current() {
                return;
            }
            self.generating.set(false);
            match answer {
                Ok(private) => {
                    self.private_error.set(None);
                    self.private.set(private.expose().to_owned());
                    self.remark.set(Some(say!(add_key.generated).to_owned()));
                }
                Err(error) => {
                    let what = say!(add_key.generate_failed).to_owned();
                    self.trouble.set(Some(explain::trouble(what, &error)));
                }
            }
        });
    }

    /// Sends it. What was typed is wiped before `on_added` is called, and stays after a refusal.
    pub(super) fn send(self, new: NewKey, state: State, on_added: impl FnOnce(String) + 'static) {
        let NewKey {
            name,
            private,
            passphrase,
            shape,
        } = new;
        self.busy.set(true);
        self.trouble.set(None);
        let is_current = self.begin();
        let sent = self.private.get_untracked();
        task::spawn_page(async move {
            let name = name.as_str().to_owned();
            let answer = state.keys.add(name, private, passphrase).await;
            if let Ok(key) = &answer {
                state.notices.say(say!(keys.added, name = &key.id));
            }
            if !is_current() {
                // Nobody looks at the form any more, but the key was on its way.
                match &answer {
                    Err(error) => state.notices.say(explain::add_key(error, shape).what),
                    // What was typed since is the next key.
                    Ok(_) if state.drafts.peek(&[KEPT, "private"].concat()) == Some(sent) => {
                        state.drafts.empty(KEPT);
                    }
                    Ok(_) => {}
                }
                return;
            }
            match answer {
                Ok(key) => {
                    self.wipe();
                    on_added(key.id);
                }
                Err(error) => {
                    self.busy.set(false);
                    self.trouble.set(Some(explain::add_key(&error, shape)));
                }
            }
        });
    }
}
