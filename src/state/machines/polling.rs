//! Asking for the machines: which backends, when, and again at once when what kept them from answering
//! is gone.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::{call::ListMachines, model::Backend};
use mist_core::remote::Remote;

use super::{Cell, Machines};
use crate::{
    platform::{
        http,
        visibility::{self, Idle},
    },
    state::{
        backends::Backends,
        poller::{Order, Outcome, Poller},
        session::Phase,
    },
};

impl Machines {
    /// Polls every enabled backend, from now on.
    pub(super) fn poll(self, backends: Backends) {
        let idle = visibility::idle();
        Effect::new(move |_| {
            let enabled: Vec<Arc<Backend>> = backends.list().with(|list| {
                let items = list
                    .data()
                    .map(|list| list.items.as_slice())
                    .unwrap_or_default();
                items
                    .iter()
                    .filter(|backend| backend.enabled)
                    .cloned()
                    .map(Arc::new)
                    .collect()
            });
            let is_remembered = self.session.remembered_at().read().is_some();
            self.follow(&enabled, idle, is_remembered);
        });
        self.recover(backends);
    }

    /// When the server is back, or the session renewed, what failed meanwhile is asked for again
    /// at once: what kept it from answering is gone.
    fn recover(self, backends: Backends) {
        let failing = Memo::new(move |_| backends.list().with(|list| list.error().is_some()));
        Effect::new(move |before: Option<bool>| {
            let now = failing.get();
            if before == Some(true) && !now {
                self.retry_failed();
            }
            now
        });
        let (expired, phase) = (self.session.expired(), self.session.phase());
        Effect::new(move |before: Option<bool>| {
            let now = expired.get();
            // Signing out ends the expiry too, and then there is nothing to ask.
            if before == Some(true) && !now && phase.get_untracked() == Phase::In {
                backends.refresh();
                self.retry_failed();
            }
            now
        });
    }

    fn retry_failed(self) {
        self.pollers.with_value(|pollers| {
            for (backend, poller) in pollers {
                let failed = self
                    .cell(backend)
                    .is_some_and(|cell| cell.with_untracked(|remote| remote.error().is_some()));
                if failed {
                    poller.ask_now();
                }
            }
        });
    }

    /// Polls exactly these backends. What is shown from memory waits for the server to be there again.
    fn follow(self, enabled: &[Arc<Backend>], idle: Idle, is_remembered: bool) {
        self.cells.update(|cells| {
            cells.retain(|id, _| enabled.iter().any(|backend| backend.id == *id));
            for backend in enabled {
                let cell = cells.remove(&backend.id).map(|(_, cell)| cell);
                let cell = cell.unwrap_or_else(|| self.remembered(&backend.id));
                cells.insert(backend.id.clone(), (backend.clone(), cell));
            }
        });
        let enabled = if is_remembered { &[] } else { enabled };
        self.pollers.update_value(|pollers| {
            pollers.retain(|id, _| enabled.iter().any(|backend| backend.id == *id));
            for (seed, backend) in (1..).zip(enabled) {
                let interval_ms = backend.poll_interval_ms;
                if let Some(poller) = pollers.get(&backend.id) {
                    poller.set_interval(interval_ms);
                } else {
                    let id = backend.id.clone();
                    let ask = move || self.ask(id.clone());
                    let poller = Poller::start(interval_ms, seed, idle, ask);
                    pollers.insert(backend.id.clone(), poller);
                }
            }
        });
    }

    /// A cell with what is remembered of a backend's machines, if anything is.
    fn remembered(self, backend: &str) -> Cell {
        let cell = Cell::default();
        if let Some((list, at_ms)) = self.session.take_remembered(backend) {
            cell.update_untracked(|remote| {
                remote.on_ok(list, at_ms);
            });
        }
        cell
    }

    /// Asks a backend for its machines now.
    pub fn refresh(self, backend: &str) {
        self.pollers.with_value(|pollers| {
            if let Some(poller) = pollers.get(backend) {
                poller.ask_now();
            }
        });
    }

    async fn ask(self, backend: String) -> Outcome {
        let (Some(cell), Some(number)) = (self.cell(&backend), self.order(&backend, Order::ask))
        else {
            return Outcome::Failed;
        };
        let is_news = || self.order(&backend, |order| order.take(number)) == Some(true);
        cell.update_untracked(Remote::on_start);
        match self
            .session
            .call(&ListMachines {
                backend: backend.clone(),
            })
            .await
        {
            Ok(list) => {
                http::early_answers_read().await;
                if is_news() {
                    self.show(&cell, list);
                }
                Outcome::Answered
            }
            Err(error) => {
                if is_news() {
                    cell.update(|remote| remote.on_err(error));
                }
                Outcome::Failed
            }
        }
    }
}
