//! Making a key open a machine. The key alone is often enough; where it is not, the server says so
//! and the dialog asks for user and port, with everything typed still there.

use leptos::{ev::SubmitEvent, html, prelude::*};
use mist_api::{ApiError, call::AssociateKey};
use mist_core::validate::{Port, UserName};

use super::{
    add_key::AddKeyDialog,
    host_key::{self, HostKeyNotice, Way},
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
    /// The user and the port, if both can be sent; otherwise each field says what is wrong.
    fn check(self) -> Option<Way> {
        let key = self.key.get_untracked();
        let user = self
            .user
            .with_untracked(|text| optional(text, UserName::parse));
        let port = self.port.with_untracked(|text| optional(text, Port::parse));
        self.key_error
            .set(key.is_empty().then(|| say!(add_backend.no_key).to_owned()));
        let words = user.as_ref().err().map(|error| explain::user(*error));
        self.user_error.set(words.map(str::to_owned));
        let words = port.as_ref().err().map(|error| explain::port(*error));
        self.port_error.set(words.map(str::to_owned));
        let (user, port) = (user.ok()?, port.ok()?);
        (!key.is_empty()).then(|| Way {
            key: Some(key),
            user: user.map(|user| user.as_str().to_owned()),
            port: port.map(Port::number),
        })
    }

    fn send(self, way: Way, host: String, user_field: NodeRef<html::Input>) {
        self.refused.set(None);
        self.to.set(Some(host.clone()));
        let MachineRef { backend, machine } = self.machine.get_value();
        let key = way.key.unwrap_or_default();
        let call = AssociateKey {
            backend,
            machine,
            key: key.clone(),
            host,
            user: way.user,
            port: way.port,
            host_key: None,
        };
        let task = Task::start(async move {
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
                    if asks && let Some(field) = user_field.get_untracked() {
                        dom::focus(&field);
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
    move || {
        draft.to.get().map(|host| {
            let words = say!(machine_keys.busy, host = host);
            view! {
                <div class="loading" role="status">
                    <progress aria-label=words.clone()></progress>
                    <span class="hint">{words}</span>
                </div>
            }
        })
    }
}

/// What kept the last try from working.
fn refusal(draft: Draft) -> impl IntoView {
    let changed = Memo::new(move |_| draft.refused.read().as_ref().and_then(host_key::of_refusal));
    let trouble = Signal::derive(move || {
        let refused = draft.refused.read();
        let error = refused.as_ref().filter(|_| changed.read().is_none())?;
        let (key, name) = (draft.key.get_untracked(), draft.name.get_untracked());
        Some(explain::associate_key(&key, &name, error))
    });
    let notice = move || {
        let changed = changed.get()?;
        let host = untrack(|| draft.host.get())?;
        let way = draft.check().unwrap_or_default();
        let machine = draft.machine.get_value();
        let accepted = Callback::new(move |()| draft.done());
        Some(view! {
            <HostKeyNotice
                machine=machine
                host=host
                changed=changed
                way=way
                on_accepted=accepted
            />
        })
    };
    view! {
        <TroubleNotice trouble=trouble />
        {notice}
    }
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
    let user_field = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if draft.to.with_untracked(Option::is_some) {
            return;
        }
        match (draft.check(), draft.host.get_untracked()) {
            (Some(way), Some(host)) => draft.send(way, host, user_field),
            _ => task::spawn_page(async {
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
            <div class="pair">
                <TextField
                    label=say!(machine_keys.user)
                    value=draft.user
                    kind=Kind::Code
                    error=draft.user_error
                    help=say!(machine_keys.user_help)
                    node=user_field
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
