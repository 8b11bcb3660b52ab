//! Adding a key: paste it, drop or choose its file, or have the server make one.

mod draft;

use leptos::{
    ev::{DragEvent, SubmitEvent},
    html,
    prelude::*,
};
use mist_api::model::KeyKind;

use self::draft::Draft;
use crate::{
    locales::format,
    platform::dom,
    say,
    state::State,
    ui::{
        button::{Button, SubmitButton},
        dialog::Dialog,
        field::{Choice, Kind, SelectField, TextArea, TextField},
        file::{FileChooser, dropped},
        notice::TroubleNotice,
    },
};

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
        draft.send(new, state, move |id| {
            open.set(false);
            on_added.run(id);
        });
    };
    let drop = move |event: DragEvent| {
        if let Some(file) = dropped(&event) {
            draft.read(file);
        }
    };
    view! {
        <form
            class="form"
            on:submit=submit
            on:dragover=|event: DragEvent| event.prevent_default()
            on:drop=drop
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
            <FileChooser label=say!(add_key.file) on_file=Callback::new(move |file| draft.read(file)) />
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

/// The dialog. What was typed stays when Escape closes it or the screen is left by mistake; "Cancel" gives it up.
#[component]
pub fn AddKeyDialog(
    /// Whether it shows.
    open: RwSignal<bool>,
    /// Called with the new key's name.
    on_added: Callback<String>,
) -> impl IntoView {
    let draft = Draft::new(State::get());
    view! {
        <Dialog title=say!(add_key.title) open=open>
            <AddKeyForm draft=draft open=open on_added=on_added />
        </Dialog>
    }
}
