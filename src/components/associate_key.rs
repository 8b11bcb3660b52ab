//! Making a key open a machine. The key alone is often enough; where it is not, the server says so
//! and the dialog asks for user and port, with everything typed still there.

use leptos::{ev::SubmitEvent, prelude::*};
use mist_api::{ApiError, call::AssociateKey};
use mist_core::validate::{Port, UserName};

use super::{
    add_key::AddKeyDialog,
    host_key::{self, host_key_notice},
};
use crate::{
    locales::explain,
    platform::{
        clock, dom,
        task::{self, Task},
    },
    routes::MachineRef,
    say,
    state::State,
    ui::{
        button::{Button, SubmitButton},
        changing::dynamic,
        dialog::Dialog,
        field::{Choice, Kind, SelectField, TextField},
        notice::TroubleNotice,
    },
};

/// What is typed, what is wrong with it, and the try that is under way.
#[derive(Clone, Copy)]
struct Draft {
    state: State,
    machine: StoredValue<MachineRef>,
    name: Memo<String>,
    host: Memo<Option<String>>,
    open: RwSignal<bool>,
    key: RwSignal<String>,
    user: RwSignal<String>,
    port: RwSignal<String>,
    key_error: RwSignal<Option<String>>,
    user_error: RwSignal<Option<String>>,
    port_error: RwSignal<Option<String>>,
    refused: RwSignal<Option<ApiError>>,
    /// The host being connected to.
    to: RwSignal<Option<String>>,
    task: StoredValue<Option<Task>, LocalStorage>,
}

/// What an empty field means: the server finds out.
fn optional<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

impl Draft {
    /// What can be sent; otherwise each field says what is wrong.
    fn check(self) -> Option<AssociateKey> {
        let key = self.key.get_untracked();
        let user = self
            .user
            .with_untracked(|text| optional(text, UserName::parse));
        let port = self.port.with_untracked(|text| optional(text, Port::parse));
        let no_key = key.is_empty().then_some(say!(add_backend.no_key));
        let wrong = [
            (self.key_error, no_key),
            (
                self.user_error,
                user.as_ref().err().map(|error| explain::user(*error)),
            ),
            (
                self.port_error,
                port.as_ref().err().map(|error| explain::port(*error)),
            ),
        ];
        for (field, words) in wrong {
            field.set(words.map(str::to_owned));
        }
        let MachineRef { backend, machine } = self.machine.get_value();
        Some(AssociateKey {
            backend,
            machine,
            key: Some(key).filter(|key| !key.is_empty())?,
            host: self.host.get_untracked()?,
            user: user.ok()?.map(|user| user.as_str().to_owned()),
            port: port.ok()?.map(Port::number),
            host_key: None,
        })
    }

    fn send(self, call: AssociateKey) {
        self.refused.set(None);
        self.to.set(Some(call.host.clone()));
        let task = Task::start(async move {
            let key = call.key.clone();
            let answer = self.state.associations.add(call).await;
            self.to.set(None);
            match answer {
                Ok(()) => {
                    let name = self.name.get_untracked();
                    let words = say!(machine_keys.associated, key = key, name = name);
                    self.state.notices.say(words);
                    self.done();
                }
                Err(error) => {
                    let asks = matches!(error, ApiError::Unauthorised { .. });
                    self.refused.set(Some(error));
                    if asks {
                        dom::focus_first("#associate-user input");
                    }
                }
            }
        });
        self.task.set_value(Some(task));
    }

    fn done(self) {
        self.open.set(false);
        self.user.set(String::new());
        self.port.set(String::new());
        self.refused.set(None);
    }

    /// The dialog is closed: what is under way is given up, though the server may have done it all
    /// the same.
    fn stop(self) {
        let was_busy = self.to.with_untracked(Option::is_some);
        self.task.set_value(None);
        self.to.set(None);
        if was_busy {
            self.state.keys.refresh();
        }
        task::spawn_page(async {
            clock::next_frame().await;
            dom::focus_if_lost(&["#machine-keys button"]);
        });
    }
}

/// What the server is busy with.
fn progress(draft: Draft) -> impl IntoView {
    let shown = move || {
        let host = draft.to.get()?;
        let words = say!(machine_keys.busy, host = host);
        let view = view! {
            <div class="loading" role="status">
                <progress aria-label=words.clone()></progress>
                <span class="hint">{words}</span>
            </div>
        };
        Some(view.into_any())
    };
    dynamic(move || shown().into_any())
}

/// What kept the last try from working.
fn refusal(draft: Draft) -> AnyView {
    let changed = |error: &ApiError| host_key::of_refusal(error);
    let trouble = Signal::derive(move || {
        let refused = draft.refused.read();
        let error = refused.as_ref().filter(|error| changed(error).is_none())?;
        let (key, name) = (draft.key.get_untracked(), draft.name.get_untracked());
        Some(explain::associate_key(&key, &name, error))
    });
    let notice = move || {
        let changed = draft.refused.read().as_ref().and_then(changed)?;
        let accepted = Callback::new(move |()| draft.done());
        Some(host_key_notice(draft.check()?, changed, "", accepted))
    };
    view! {
        <TroubleNotice trouble=trouble />
        {dynamic(move || notice().into_any())}
    }
    .into_any()
}

/// The stored keys to choose from.
fn choices(state: State) -> Signal<Vec<Choice>> {
    let keys = state.keys.list();
    Signal::derive(move || {
        let none = Choice {
            value: String::new(),
            label: say!(machine_keys.choose).to_owned(),
        };
        let keys = keys.read();
        let known = keys.data().map(|list| list.items.as_slice());
        let known = known.unwrap_or_default().iter().map(|key| Choice {
            value: key.id.clone(),
            label: key.id.clone(),
        });
        std::iter::once(none).chain(known).collect()
    })
}

#[component]
fn AssociateForm(draft: Draft, adding: RwSignal<bool>) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if draft.to.with_untracked(Option::is_some) {
            return;
        }
        match draft.check() {
            Some(call) => draft.send(call),
            None => task::spawn_page(async {
                clock::next_frame().await;
                dom::focus_first("dialog[open] [aria-invalid=true]");
            }),
        }
    };
    let busy = Signal::derive(move || draft.to.with(Option::is_some));
    view! {
        <form class="form" on:submit=submit novalidate>
            <div class="with-button">
                <SelectField
                    label=say!(machine_keys.key)
                    value=draft.key
                    choices=choices(draft.state)
                    error=draft.key_error
                />
                <Button label=say!(add_backend.add_key) on_press=move |_| adding.set(true) />
            </div>
            <div class="pair" id="associate-user">
                <TextField
                    label=say!(machine_keys.user)
                    value=draft.user
                    kind=Kind::Code
                    error=draft.user_error
                    help=say!(machine_keys.user_help)
                />
                <TextField
                    label=say!(machine_keys.port)
                    value=draft.port
                    kind=Kind::Number
                    error=draft.port_error
                />
            </div>
            {refusal(draft)}
            <div class="dialog-actions">
                {progress(draft)}
                <Button label=say!(form.cancel) on_press=move |_| draft.open.set(false) />
                <SubmitButton label=say!(machine_keys.associate) busy=busy />
            </div>
        </form>
    }
}

/// The dialog. What was typed stays when it is closed, until the screen is left.
#[component]
pub fn AssociateKeyDialog(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
    /// Where to connect to it.
    host: Memo<Option<String>>,
    /// Whether it shows.
    open: RwSignal<bool>,
    /// The chosen key.
    key: RwSignal<String>,
) -> impl IntoView {
    let draft = Draft {
        state: State::get(),
        machine: StoredValue::new(machine),
        name,
        host,
        open,
        key,
        user: RwSignal::default(),
        port: RwSignal::default(),
        key_error: RwSignal::default(),
        user_error: RwSignal::default(),
        port_error: RwSignal::default(),
        refused: RwSignal::default(),
        to: RwSignal::default(),
        task: StoredValue::new_local(None),
    };
    Effect::new(move |_| {
        if !open.get() {
            draft.stop();
        }
    });
    let adding = RwSignal::new(false);
    view! {
        <Dialog title=say!(machine_keys.associate) open=open>
            <AssociateForm draft=draft adding=adding />
        </Dialog>
        <AddKeyDialog open=adding on_added=Callback::new(move |id| key.set(id)) />
    }
}
