//! What is typed into either dialog that associates a key with a machine, what is wrong with it, and the try
//! that is under way.

use leptos::{ev::SubmitEvent, prelude::*};
use mist_api::{ApiError, call::AssociateKey};
use mist_core::validate::{Port, UserName};

use crate::{
    components::host_key::{self, host_key_notice},
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
        field::{Kind, TextField},
        notice::TroubleNotice,
    },
};

/// What is typed, what is wrong with it, and the try that is under way.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) state: State,
    /// The machine, once it is known which.
    pub(super) machine: Signal<Option<MachineRef>>,
    /// Its name.
    pub(super) name: Signal<String>,
    /// Where to connect to it.
    pub(super) host: Signal<Option<String>>,
    pub(super) open: RwSignal<bool>,
    pub(super) key: RwSignal<String>,
    user: RwSignal<String>,
    port: RwSignal<String>,
    pub(super) key_error: RwSignal<Option<String>>,
    user_error: RwSignal<Option<String>>,
    port_error: RwSignal<Option<String>>,
    refused: RwSignal<Option<ApiError>>,
    /// The host being connected to.
    to: RwSignal<Option<String>>,
    task: StoredValue<Option<Task>, LocalStorage>,
    /// What else was typed and is done with once it is sent.
    pub(super) rest: StoredValue<Vec<RwSignal<String>>>,
}

/// What an empty field means: the server finds out.
fn optional<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

impl Draft {
    /// A draft that is kept under this name for as long as it is not sent.
    pub(super) fn new(
        state: State,
        name: &str,
        open: RwSignal<bool>,
        key: RwSignal<String>,
        machine: Signal<Option<MachineRef>>,
        machine_name: Signal<String>,
        host: Signal<Option<String>>,
    ) -> Self {
        let field = |part: &str| state.drafts.field(&format!("associate/{name}/{part}"));
        let draft = Self {
            state,
            machine,
            name: machine_name,
            host,
            open,
            key,
            user: field("user"),
            port: field("port"),
            key_error: RwSignal::default(),
            user_error: RwSignal::default(),
            port_error: RwSignal::default(),
            refused: RwSignal::default(),
            to: RwSignal::default(),
            task: StoredValue::new_local(None),
            rest: StoredValue::default(),
        };
        Effect::new(move |_| {
            if !open.get() {
                draft.stop();
            }
        });
        draft
    }

    /// Whether a try is under way.
    pub(super) fn is_busy(self) -> bool {
        self.to.with_untracked(Option::is_some)
    }

    /// What can be sent; otherwise each field says what is wrong.
    pub(super) fn check(self) -> Option<AssociateKey> {
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
        let MachineRef { backend, machine } = self.machine.get_untracked()?;
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

    pub(super) fn send(self, call: AssociateKey) {
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
        self.rest
            .with_value(|rest| rest.iter().for_each(|text| text.set(String::new())));
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
            dom::focus_if_lost(&["#machine-keys button", "h1"]);
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

/// User and port, what was refused, and the buttons: what both dialogs end with.
pub(super) fn ending(draft: Draft) -> AnyView {
    let busy = Signal::derive(move || draft.to.with(Option::is_some));
    view! {
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
    }
    .into_any()
}

/// Sends what is typed; where something is wrong the focus goes there.
pub(super) fn submit(draft: Draft, event: &SubmitEvent, is_complete: bool) {
    event.prevent_default();
    if draft.is_busy() {
        return;
    }
    match draft.check().filter(|_| is_complete) {
        Some(call) => draft.send(call),
        None => task::spawn_page(async {
            clock::next_frame().await;
            dom::focus_first("dialog[open] [aria-invalid=true]");
        }),
    }
}
