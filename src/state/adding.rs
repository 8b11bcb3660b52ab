//! Adding a backend: slow, because the server tries to connect first. So what was typed and the
//! call itself outlive the form: leaving the screen neither loses the one nor ends the other.

use leptos::prelude::*;
use mist_api::{ApiError, call::NewBackend, extensions, providers::BARE_METAL};

use super::{backends::Backends, notices::Notices, session::Session};
use crate::{platform::task::Task, say};

/// The provider whose backends the page has a form for.
pub const PROVIDER: &str = BARE_METAL.id;

/// What is typed into the form.
#[derive(Clone, Copy)]
pub struct Typed {
    /// What to call it.
    pub title: RwSignal<String>,
    /// The host name or address.
    pub host: RwSignal<String>,
    /// Whom to sign in as.
    pub user: RwSignal<String>,
    /// The port SSH listens on.
    pub port: RwSignal<String>,
    /// The name of the key.
    pub key: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let empty = RwSignal::<String>::default;
        let typed = Self {
            title: empty(),
            host: empty(),
            user: empty(),
            port: empty(),
            key: empty(),
        };
        typed.reset();
        typed
    }

    /// As the provider's form has it at first.
    fn reset(self) {
        let default = |param: &str| {
            let field = BARE_METAL.fields.iter().find(|field| field.param == param);
            field
                .map(|field| field.default.to_owned())
                .unwrap_or_default()
        };
        self.title.set(String::new());
        self.host.set(String::new());
        self.user.set(default("machine_user"));
        self.port.set(default("machine_port"));
        self.key.set(String::new());
    }

    fn texts(self) -> [String; 5] {
        [self.title, self.host, self.user, self.port, self.key].map(|field| field.get_untracked())
    }
}

/// A try, kept for trying again with what the server wants to be told.
#[derive(Clone)]
struct Sent {
    new: NewBackend,
    host: String,
    typed: [String; 5],
}

/// The adding of a backend, as a handle.
#[derive(Clone, Copy)]
pub struct Adding {
    session: Session,
    backends: Backends,
    notices: Notices,
    typed: Typed,
    /// The host being connected to.
    to: RwSignal<Option<String>>,
    refused: RwSignal<Option<ApiError>>,
    sent: StoredValue<Option<Sent>>,
    added: RwSignal<u32>,
    /// Whether the form is on the screen.
    watched: StoredValue<bool>,
    task: StoredValue<Option<Task>, LocalStorage>,
}

impl Adding {
    pub(super) fn new(session: Session, backends: Backends, notices: Notices) -> Self {
        Self {
            session,
            backends,
            notices,
            typed: Typed::new(),
            to: RwSignal::new(None),
            refused: RwSignal::new(None),
            sent: StoredValue::new(None),
            added: RwSignal::new(0),
            watched: StoredValue::new(false),
            task: StoredValue::new_local(None),
        }
    }

    /// What is typed.
    pub fn typed(self) -> Typed {
        self.typed
    }

    /// The host being connected to, while it is.
    pub fn to(self) -> ReadSignal<Option<String>> {
        self.to.read_only()
    }

    /// Why the last try was refused.
    pub fn refused(self) -> ReadSignal<Option<ApiError>> {
        self.refused.read_only()
    }

    /// Counts the backends added whose form was not typed into meanwhile: with those the form is
    /// done.
    pub fn added(self) -> ReadSignal<u32> {
        self.added.read_only()
    }

    /// The form is on the screen, until the current owner is gone.
    pub fn watch(self) {
        self.watched.set_value(true);
        on_cleanup(move || self.watched.set_value(false));
    }

    /// Sends it. `host` is what the progress names.
    pub fn send(self, new: NewBackend, host: String) {
        let typed = self.typed.texts();
        let sent = Sent { new, host, typed };
        self.sent.set_value(Some(sent.clone()));
        self.start(sent);
    }

    /// Sends what was refused once more, and that the host key with this fingerprint is the right
    /// one.
    pub fn accept(self, host_key: String) {
        if let Some(mut sent) = self.sent.get_value() {
            sent.new = sent.new.field(extensions::HOST_KEY, host_key);
            self.start(sent);
        }
    }

    fn start(self, Sent { new, host, typed }: Sent) {
        self.refused.set(None);
        self.to.set(Some(host.clone()));
        let task = Task::start(async move {
            let answer = self.backends.add(new).await;
            self.to.set(None);
            match answer {
                Ok(added) => {
                    self.sent.set_value(None);
                    self.notices
                        .say(say!(add_backend.added, title = &added.title));
                    // What was typed meanwhile is the next backend.
                    if self.typed.texts() == typed {
                        self.typed.reset();
                        self.added.update(|added| *added += 1);
                    }
                }
                // Not the machine's refusal: the page asks to sign in again over the form.
                Err(ApiError::Unauthorised { .. }) if self.session.expired().get_untracked() => {}
                Err(error) => {
                    self.refused.set(Some(error));
                    if !self.watched.get_value() {
                        self.notices
                            .say(say!(add_backend.failed_meanwhile, host = host));
                    }
                }
            }
        });
        self.task.set_value(Some(task));
    }

    /// Gives the try up. The server may go on with it.
    pub fn cancel(self) {
        self.stop();
        self.notices.say(say!(add_backend.cancelled).to_owned());
        self.backends.refresh();
    }

    fn stop(self) {
        self.task.set_value(None);
        self.to.set(None);
    }

    pub(super) fn forget(self) {
        self.stop();
        self.refused.set(None);
        self.sent.set_value(None);
        self.typed.reset();
    }
}
