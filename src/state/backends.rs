//! The list of backends, asked for again now and then, so that one added elsewhere shows up here.

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::{AddBackend, DeleteBackend, ListBackends, NewBackend, RenameBackend, SetBackendEnabled},
    model::{Backend, BackendAdded, Listed},
};
use mist_core::{lower::lower, poll::PollPlan, remote::Remote};

use super::{
    poller::{Order, Outcome, Poller},
    session::{Phase, Session},
};
use crate::platform::{clock, visibility};

/// How often the list is asked for. Each backend's machines have their own pace.
const INTERVAL_MS: u64 = 30_000;

/// The backends, as a handle.
#[derive(Clone, Copy)]
pub struct Backends {
    session: Session,
    list: RwSignal<Remote<Listed<Backend>, ApiError>>,
    began_empty: RwSignal<bool>,
    poller: StoredValue<Option<Poller>, LocalStorage>,
    order: StoredValue<Order>,
}

impl Backends {
    pub(super) fn new(session: Session) -> Self {
        let backends = Self {
            session,
            list: RwSignal::new(Remote::new()),
            began_empty: RwSignal::new(false),
            poller: StoredValue::new_local(None),
            order: StoredValue::new(Order::default()),
        };
        let idle = visibility::idle();
        let phase = session.phase();
        Effect::new(move |_| {
            if phase.get() != Phase::In {
                backends.poller.set_value(None);
                return;
            }
            let remembered_at = session.remembered_at().get();
            let mut plan = PollPlan::new(INTERVAL_MS, 0);
            if let Some(first) = session.take_first_backends() {
                backends.began_empty.set(first.items.is_empty());
                backends.overtake();
                backends.set(first, remembered_at.unwrap_or_else(clock::now_ms));
                plan = plan.due_at(clock::now_ms() + INTERVAL_MS);
            }
            if remembered_at.is_some() {
                // The session finds out when the server is there again.
                backends.poller.set_value(None);
                return;
            }
            let poller = Poller::follow(plan, idle, move || backends.ask());
            backends.poller.set_value(Some(poller));
        });
        backends
    }

    async fn ask(self) -> Outcome {
        let number = self.order.try_update_value(Order::ask).unwrap_or_default();
        let is_news = || self.order.try_update_value(|order| order.take(number)) == Some(true);
        self.list.update_untracked(Remote::on_start);
        match self.session.call(&ListBackends).await {
            Ok(list) => {
                if is_news() {
                    self.set(list, clock::now_ms());
                }
                Outcome::Answered
            }
            Err(error) => {
                if is_news() {
                    self.list.update(|list| list.on_err(error));
                }
                Outcome::Failed
            }
        }
    }

    /// What is under way was sent before something newer became known.
    fn overtake(self) {
        self.order.update_value(Order::overtake);
    }

    /// Tells of a change only where there is one: an answer like the last redraws nothing.
    fn set(self, list: Listed<Backend>, at_ms: u64) {
        self.list.try_maybe_update(|known| {
            let failed = known.error().is_some();
            (known.on_ok(sorted(list), at_ms) || failed, ())
        });
    }

    /// The list, its last error, its age. Sorted by title.
    pub fn list(self) -> ReadSignal<Remote<Listed<Backend>, ApiError>> {
        self.list.read_only()
    }

    /// Whether the server had no backend when this visit began: somebody's first steps.
    pub fn began_empty(self) -> ReadSignal<bool> {
        self.began_empty.read_only()
    }

    /// Asks for the list now.
    pub fn refresh(self) {
        self.poller.with_value(|poller| {
            if let Some(poller) = poller {
                poller.ask_now();
            }
        });
    }

    /// Adds a backend and asks for the list again. A single server is given its title afterwards:
    /// servers call it by its host name first, whatever title was sent (API notes §2.1).
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn add(self, new: NewBackend) -> Result<BackendAdded, ApiError> {
        let title = new.title.clone();
        let mut answer = self.session.call(&AddBackend(new)).await;
        if let Ok(added) = &mut answer
            && added.title != title
        {
            let backend = added.id.clone();
            let rename = RenameBackend { backend, title };
            // It is added all the same, and the list says what it is called.
            if self.session.call(&rename).await.is_ok() {
                added.title = rename.title;
            }
        }
        // In any case: it may have been added though its answer was lost.
        self.refresh();
        answer
    }

    /// Switches a backend on or off.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn set_enabled(self, id: String, enabled: bool) -> Result<(), ApiError> {
        let backend = id.clone();
        let call = SetBackendEnabled { backend, enabled };
        let answer = self.session.call(&call).await;
        self.after(answer, |list| {
            for backend in list.iter_mut().filter(|backend| backend.id == id) {
                backend.enabled = enabled;
            }
        })
    }

    /// Gives a backend another title.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn rename(self, id: String, title: String) -> Result<(), ApiError> {
        let call = RenameBackend {
            backend: id.clone(),
            title: title.clone(),
        };
        let answer = self.session.call(&call).await;
        self.after(answer, |list| {
            for backend in list.iter_mut().filter(|backend| backend.id == id) {
                backend.title.clone_from(&title);
            }
        })
    }

    /// Deletes a backend.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn delete(self, id: String) -> Result<(), ApiError> {
        let backend = id.clone();
        let answer = self.session.call(&DeleteBackend { backend }).await;
        self.after(answer, |list| list.retain(|backend| backend.id != id))
    }

    /// What was accepted shows at once, without waiting for the next list; that is asked for in any
    /// case.
    fn after(
        self,
        answer: Result<(), ApiError>,
        change: impl FnOnce(&mut Vec<Backend>),
    ) -> Result<(), ApiError> {
        if answer.is_ok() {
            self.overtake();
            self.list.update(|known| {
                let (Some(list), Some(fetched_at_ms)) = (known.data(), known.fetched_at_ms())
                else {
                    return;
                };
                let mut list = Listed::clone(list);
                change(&mut list.items);
                let error = known.error().cloned();
                known.on_ok(sorted(list), fetched_at_ms);
                // Only a list that was fetched ends an error.
                if let Some(error) = error {
                    known.on_err(error);
                }
            });
        }
        self.refresh();
        answer
    }

    pub(super) fn forget(self) {
        self.list.set(Remote::new());
    }
}

/// Sorted by title: servers answer in any order, and change it from one answer to the next.
fn sorted(mut list: Listed<Backend>) -> Listed<Backend> {
    list.items
        .sort_by(|a, b| (lower(&a.title), &a.id).cmp(&(lower(&b.title), &b.id)));
    list
}
