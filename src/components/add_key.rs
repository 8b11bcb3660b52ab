//! Adding a key: paste it, drop or choose its file, or have the server make one.

use leptos::{
    ev::{DragEvent, SubmitEvent},
    html,
    prelude::*,
};
use mist_api::{Secret, model::KeyKind};
use mist_core::validate::{KeyName, PrivateKeyShape, tidy_private_key};
use web_sys::File;

use crate::{
    locales::{
        explain::{self, Trouble},
        format,
    },
    platform::{dom, file, task},
    say,
    state::State,
    ui::{
        button::{Button, SubmitButton},
        dialog::Dialog,
        field::{Choice, Kind, SelectField, TextArea, TextField},
        notice::TroubleNotice,
    },
};

/// A key that can be sent.
struct NewKey {
    name: KeyName,
    private: Secret,
    passphrase: Option<Secret>,
    shape: PrivateKeyShape,
}

/// What is typed, and what is wrong with it.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    private: RwSignal<String>,
    /// What opens the private key, if it is protected.
    passphrase: RwSignal<String>,
    /// The kind of key to generate.
    kind: RwSignal<String>,
    name_error: RwSignal<Option<String>>,
    private_error: RwSignal<Option<String>>,
    passphrase_error: RwSignal<Option<String>>,
    trouble: RwSignal<Option<Trouble>>,
    remark: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    generating: RwSignal<bool>,
    /// Counts the wipes: what was begun before one has no place in the draft after it.
    wipes: StoredValue<u64>,
}

impl Draft {
    fn new() -> Self {
        Self {
            name: RwSignal::default(),
            private: RwSignal::default(),
            passphrase: RwSignal::default(),
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

    /// Private keys don't stay in memory longer than they must.
    fn wipe(self) {
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

    fn shape(self) -> PrivateKeyShape {
        self.private.with(|text| PrivateKeyShape::of(text))
    }

    /// What can be sent, if all of it can; otherwise says at each field what is wrong.
    fn check(self) -> Option<NewKey> {
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

    fn read(self, chosen: File) {
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

    fn generate(self, state: State) {
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
}

/// A label that opens the browser's file chooser.
#[component]
fn FileChooser(on_file: Callback<File>) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = node.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = node.get_untracked() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_file.run(file);
        }
        // So that the same file can be chosen again after it was mended.
        input.set_value("");
    };
    view! {
        <Button label=say!(add_key.file) on_press=choose />
        <input
            class="unseen"
            type="file"
            tabindex="-1"
            aria-hidden="true"
            node_ref=node
            on:change=chosen
        />
    }
}

/// Makes a private key of the kind chosen.
#[component]
fn Generator(draft: Draft) -> impl IntoView {
    let state = State::get();
    let kinds = [
        (KeyKind::Rsa, say!(add_key.kind_rsa).to_owned()),
        (KeyKind::Ed25519, format::key_kind(&KeyKind::Ed25519, None)),
    ];
    let choices = kinds
        .into_iter()
        .map(|(kind, label)| Choice {
            value: kind.as_str().to_owned(),
            label,
        })
        .collect::<Vec<_>>();
    view! {
        <div class="with-button">
            <SelectField
                label=say!(add_key.kind)
                value=draft.kind
                choices=Signal::stored(choices)
            />
            <Button
                label=say!(add_key.generate)
                busy=draft.generating
                on_press=move |_| draft.generate(state)
            />
        </div>
    }
}

#[component]
fn AddKeyForm(draft: Draft, open: RwSignal<bool>, on_added: Callback<String>) -> impl IntoView {
    let state = State::get();
    let name_node = NodeRef::<html::Input>::new();
    let key_node = NodeRef::<html::Textarea>::new();
    let passphrase_node = NodeRef::<html::Input>::new();
    let is_protected = Memo::new(move |_| draft.shape().is_encrypted());
    let remark = move || {
        let protected = is_protected
            .get()
            .then(|| say!(add_key.protected).to_owned());
        protected.or_else(|| draft.remark.get())
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // The form may stand inside another one's dialog.
        event.stop_propagation();
        if draft.busy.get_untracked() {
            return;
        }
        let Some(new) = draft.check() else {
            if draft.name_error.with_untracked(Option::is_some) {
                name_node.get_untracked().as_deref().map(dom::focus);
            } else if draft.private_error.with_untracked(Option::is_some) {
                key_node.get_untracked().as_deref().map(dom::focus);
            } else {
                passphrase_node.get_untracked().as_deref().map(dom::focus);
            }
            return;
        };
        send(draft, new, state, open, on_added);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            draft.read(file);
        }
    };
    view! {
        <form
            class="form"
            on:submit=submit
            on:dragover=|event: DragEvent| event.prevent_default()
            on:drop=dropped
            novalidate
        >
            <TroubleNotice trouble=draft.trouble />
            <TextField
                label=say!(add_key.name)
                value=draft.name
                kind=Kind::Code
                error=draft.name_error
                node=name_node
            />
            <TextArea
                label=say!(add_key.private)
                value=draft.private
                error=draft.private_error
                help=say!(add_key.private_help)
                node=key_node
            />
            <p class="hint" role="status">
                {remark}
            </p>
            <Show when=move || is_protected.get()>
                <TextField
                    label=say!(add_key.passphrase)
                    value=draft.passphrase
                    kind=Kind::Passphrase
                    error=draft.passphrase_error
                    help=say!(add_key.passphrase_help)
                    node=passphrase_node
                />
            </Show>
            <FileChooser on_file=Callback::new(move |file| draft.read(file)) />
            <Generator draft=draft />
            <div class="dialog-actions">
                <Button
                    label=say!(form.cancel)
                    on_press=move |_| {
                        draft.wipe();
                        open.set(false);
                    }
                />
                <SubmitButton label=say!(add_key.submit) busy=draft.busy />
            </div>
        </form>
    }
}

fn send(draft: Draft, new: NewKey, state: State, open: RwSignal<bool>, on_added: Callback<String>) {
    let NewKey {
        name,
        private,
        passphrase,
        shape,
    } = new;
    draft.busy.set(true);
    draft.trouble.set(None);
    let is_current = draft.begin();
    task::spawn_page(async move {
        let name = name.as_str().to_owned();
        let answer = state.keys.add(name, private, passphrase).await;
        if let Ok(key) = &answer {
            state.notices.say(say!(keys.added, name = &key.id));
        }
        if !is_current() {
            return;
        }
        match answer {
            Ok(key) => {
                draft.wipe();
                open.set(false);
                on_added.run(key.id);
            }
            Err(error) => {
                draft.busy.set(false);
                draft.trouble.set(Some(explain::add_key(&error, shape)));
            }
        }
    });
}

/// The dialog. What was typed stays when Escape closes it by mistake, until the screen is left.
#[component]
pub fn AddKeyDialog(
    /// Whether it shows.
    open: RwSignal<bool>,
    /// Called with the new key's name.
    on_added: Callback<String>,
) -> impl IntoView {
    let draft = Draft::new();
    view! {
        <Dialog title=say!(add_key.title) open=open>
            <AddKeyForm draft=draft open=open on_added=on_added />
        </Dialog>
    }
}
