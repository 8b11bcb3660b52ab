//! Adding a backend: slow, because the server tries to connect first. So what was typed and the
//! call itself outlive the form: leaving the screen neither loses the one nor ends the other. Nothing of
//! it is ever stored.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::NewBackend,
    extensions,
    providers::{BARE_METAL, Offer, ProviderForm},
};

use super::{backends::Backends, notices::Notices, session::Session};
use crate::{platform::task::Task, routes::ProviderRef, say};

/// What is typed into one provider's form, and chosen there.
#[derive(Clone)]
pub struct Typed {
    /// What to ask for.
    pub form: &'static ProviderForm,
    /// What to call it.
    pub title: ArcRwSignal<String>,
    /// The form's fields, in order.
    pub fields: Arc<[ArcRwSignal<String>]>,
    /// The id of the backend whose secret is used once more; empty where all is typed.
    pub account: ArcRwSignal<String>,
    /// The region; `None` before one was chosen.
    pub place: ArcRwSignal<Option<ProviderRef>>,
    /// Whether the screen was left: then secret files are not shown again.
    pub was_left: ArcRwSignal<bool>,
}

impl Typed {
    fn new(form: &'static ProviderForm) -> Self {
        let fields = form.fields.iter();
        Self {
            form,
            title: ArcRwSignal::default(),
            fields: fields
                .map(|field| ArcRwSignal::new(field.default.to_owned()))
                .collect(),
            account: ArcRwSignal::default(),
            place: ArcRwSignal::default(),
            was_left: ArcRwSignal::default(),
        }
    }

    /// As the provider's form has it at first. The region stays: it is no part of the account.
    fn reset(&self) {
        self.title.set(String::new());
        self.account.set(String::new());
        self.was_left.set(false);
        for (field, text) in self.form.fields.iter().zip(&*self.fields) {
            text.set(field.default.to_owned());
        }
    }

    fn texts(&self) -> Vec<String> {
        let all = [&self.title, &self.account].into_iter();
        all.chain(&*self.fields)
            .map(ArcRwSignal::get_untracked)
            .collect()
    }
}

/// A backend to be added.
#[derive(Clone)]
pub struct ToAdd {
    /// What is sent.
    pub new: NewBackend,
    /// What the progress calls it.
    pub name: String,
    /// The id of its offer.
    pub offer: String,
}

impl ToAdd {
    fn is_server(&self) -> bool {
        self.new.provider == BARE_METAL.id
    }
}

/// A try, kept for trying again with what the server wants to be told.
#[derive(Clone)]
struct Sent {
    add: ToAdd,
    texts: Vec<String>,
}

/// Why a try was refused.
#[derive(Clone, PartialEq)]
pub struct Refused {
    /// The id of the offer that was tried.
    pub offer: String,
    /// Whether it was a single server: then what is wrong is between it and its key.
    pub is_server: bool,
    /// Why.
    pub error: ApiError,
}

/// The adding of a backend, as a handle.
#[derive(Clone, Copy)]
pub struct Adding {
    session: Session,
    backends: Backends,
    notices: Notices,
    /// By the id of its offer.
    typed: StoredValue<HashMap<String, Typed>>,
    /// The provider that was chosen last.
    last: StoredValue<ProviderRef>,
    /// What is being connected to.
    to: RwSignal<Option<String>>,
    refused: RwSignal<Option<Refused>>,
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
            typed: StoredValue::default(),
            last: StoredValue::default(),
            to: RwSignal::new(None),
            refused: RwSignal::new(None),
            sent: StoredValue::new(None),
            added: RwSignal::new(0),
            watched: StoredValue::new(false),
            task: StoredValue::new_local(None),
        }
    }

    /// What is typed for an offer.
    pub fn typed(self, offer: &Offer) -> Typed {
        let typed = self.typed.try_update_value(|all| {
            let typed = all.entry(offer.id().to_owned());
            typed.or_insert_with(|| Typed::new(offer.form)).clone()
        });
        typed.unwrap_or_else(|| Typed::new(offer.form))
    }

    /// The provider that was chosen last.
    pub fn last(self) -> ProviderRef {
        self.last.get_value()
    }

    /// Keeps the provider that is chosen, to come back to.
    pub fn choose(self, provider: ProviderRef) {
        self.last.set_value(provider);
    }

    /// What is being connected to, while it is.
    pub fn to(self) -> ReadSignal<Option<String>> {
        self.to.read_only()
    }

    /// Why the last try was refused.
    pub fn refused(self) -> ReadSignal<Option<Refused>> {
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
        on_cleanup(move || {
            self.watched.set_value(false);
            self.typed.with_value(|all| {
                for typed in all.values() {
                    typed.was_left.set(true);
                }
            });
        });
    }

    fn texts(self, offer: &str) -> Vec<String> {
        self.typed
            .with_value(|all| all.get(offer).map(Typed::texts))
            .unwrap_or_default()
    }

    /// Sends it.
    pub fn send(self, add: ToAdd) {
        let texts = self.texts(&add.offer);
        let sent = Sent { add, texts };
        // A cloud has nothing to be told: its secrets are not kept twice.
        self.sent
            .set_value(sent.add.is_server().then(|| sent.clone()));
        self.start(sent);
    }

    /// Sends what was refused once more, and that the host key with this fingerprint is the right
    /// one.
    pub fn accept(self, host_key: String) {
        if let Some(mut sent) = self.sent.get_value() {
            sent.add.new = sent.add.new.field(extensions::HOST_KEY, host_key);
            self.start(sent);
        }
    }

    fn start(self, Sent { add, texts }: Sent) {
        self.refused.set(None);
        self.to.set(Some(add.name.clone()));
        let task = Task::start(async move {
            let is_server = add.is_server();
            let ToAdd { new, name, offer } = add;
            let answer = self.backends.add(new).await;
            self.to.set(None);
            match answer {
                Ok(added) => {
                    self.sent.set_value(None);
                    self.notices
                        .say(say!(add_backend.added, title = &added.title));
                    // What was typed meanwhile is the next backend.
                    if self.texts(&offer) == texts {
                        self.wipe(&offer);
                        self.added.update(|added| *added += 1);
                    }
                }
                // Not the machine's refusal: the page asks to sign in again over the form.
                Err(ApiError::Unauthorised { .. }) if self.session.expired().get_untracked() => {}
                Err(error) => {
                    self.refused.set(Some(Refused {
                        offer,
                        is_server,
                        error,
                    }));
                    if !self.watched.get_value() {
                        self.notices
                            .say(say!(add_backend.failed_meanwhile, name = name));
                    }
                }
            }
        });
        self.task.set_value(Some(task));
    }

    /// What was typed for an offer is done with.
    fn wipe(self, offer: &str) {
        self.typed.with_value(|all| {
            if let Some(typed) = all.get(offer) {
                typed.reset();
            }
        });
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
        self.last.set_value(ProviderRef::default());
        // A form that is still on the screen shows that nothing is left.
        self.typed.update_value(|all| {
            for (_, typed) in all.drain() {
                typed.reset();
            }
        });
    }
}
