//! All machines of all enabled backends. Every backend is a cell of its own: it polls at its own
//! pace, and when it fails, its error stands beside the others' machines and its last good list
//! stays.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::ListMachines,
    model::{Backend, Listed, Machine, MachineState},
};
use mist_core::{
    diff::diff,
    machines::{Details, Row},
    remote::{Phase as RemotePhase, Remote},
};

use super::{
    backends::Backends,
    poller::{Order, Outcome, Poller},
    session::{Phase, Session},
};
use crate::{
    platform::{
        clock, marks,
        visibility::{self, Idle},
    },
    routes::MachineRef,
};

type Cell = ArcRwSignal<Remote<Listed<Machine>, ApiError>>;

/// A machine with the backend it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The machine as last listed, its state as it is to be shown.
    pub machine: Machine,
    /// Its backend.
    pub backend: Arc<Backend>,
}

/// A backend whose last list failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The backend.
    pub backend: Arc<Backend>,
    /// Why.
    pub error: ApiError,
    /// When its last good list came, in milliseconds since 1970.
    pub last_good_ms: Option<u64>,
}

/// A backend whose answer is awaited for longer than people wait in silence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Late {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When its last good list came, in milliseconds since 1970; `None` before the first.
    pub last_good_ms: Option<u64>,
}

/// The machines, as a handle.
#[derive(Clone, Copy)]
pub struct Machines {
    session: Session,
    cells: RwSignal<BTreeMap<String, (Arc<Backend>, Cell)>>,
    moving: RwSignal<HashMap<MachineRef, MachineState>>,
    known: Memo<Arc<HashMap<MachineRef, Known>>>,
    rows: Memo<Arc<Vec<Row<MachineRef>>>>,
    pollers: StoredValue<HashMap<String, Poller>, LocalStorage>,
    orders: StoredValue<HashMap<String, Order>>,
}

impl Machines {
    pub(super) fn new(session: Session, backends: Backends) -> Self {
        let cells = RwSignal::new(BTreeMap::<String, (Arc<Backend>, Cell)>::new());
        let moving = RwSignal::new(HashMap::new());
        let known = Memo::new(move |_| Arc::new(collect(&cells.read(), &moving.read())));
        let rows = Memo::new(move |_| Arc::new(prepare(&known.read())));
        let pollers = StoredValue::new_local(HashMap::new());
        let machines = Self {
            session,
            cells,
            moving,
            known,
            rows,
            pollers,
            orders: StoredValue::new(HashMap::new()),
        };
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
            machines.follow(&enabled, idle);
        });
        machines.recover(backends);
        machines
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

    /// Polls exactly these backends.
    fn follow(self, enabled: &[Arc<Backend>], idle: Idle) {
        self.cells.update(|cells| {
            cells.retain(|id, _| enabled.iter().any(|backend| backend.id == *id));
            for backend in enabled {
                let cell = cells
                    .remove(&backend.id)
                    .map(|(_, cell)| cell)
                    .unwrap_or_default();
                cells.insert(backend.id.clone(), (backend.clone(), cell));
            }
        });
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

    fn cell(self, backend: &str) -> Option<Cell> {
        self.cells
            .with_untracked(|cells| cells.get(backend).map(|(_, cell)| cell.clone()))
    }

    fn order<T: 'static>(self, backend: &str, with: impl FnOnce(&mut Order) -> T) -> Option<T> {
        self.orders
            .try_update_value(|orders| with(orders.entry(backend.to_owned()).or_default()))
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
                if is_news() {
                    Self::show(&cell, list);
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

    /// Takes a backend's list from an action's answer: newer than any poll under way. The list is
    /// asked for again all the same, since the action is seldom over when it is answered.
    pub(super) fn apply(self, backend: &str, list: Listed<Machine>) {
        let Some(cell) = self.cell(backend) else {
            return;
        };
        self.order(backend, Order::overtake);
        // An answer of which nothing could be read says nothing of the machines.
        if !list.items.is_empty() || list.faults.is_empty() {
            Self::show(&cell, list);
        }
        self.refresh(backend);
    }

    /// Changes a machine as its server has just confirmed: newer than any poll under way. The list
    /// is asked for again, since the cloud may see it otherwise.
    pub(super) fn patch(self, machine: &MachineRef, change: impl FnOnce(&mut Machine)) {
        let Some(cell) = self.cell(&machine.backend) else {
            return;
        };
        self.order(&machine.backend, Order::overtake);
        cell.update(|remote| {
            remote.patch(|list| {
                let mut listed = list.items.iter_mut();
                if let Some(found) = listed.find(|listed| listed.id == machine.machine) {
                    change(found);
                }
            });
        });
        self.refresh(&machine.backend);
    }

    fn show(cell: &Cell, list: Listed<Machine>) {
        let changed = cell.with_untracked(|remote| {
            let old = remote
                .data()
                .map(|list| list.items.as_slice())
                .unwrap_or_default();
            diff(old, &list.items, |machine| machine.id.clone()).count()
        });
        // An answer like the last one redraws nothing.
        cell.try_maybe_update(|remote| {
            let failed = remote.error().is_some();
            (remote.on_ok(list, clock::now_ms()) || failed, ())
        });
        #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
        marks::mark_with(marks::POLL_APPLIED, "changed", changed as f64);
    }

    /// Shows `state` for a machine until [`Machines::settle`].
    pub(super) fn set_moving(self, machine: MachineRef, state: MachineState) {
        self.moving
            .update(|moving| drop(moving.insert(machine, state)));
    }

    /// Shows a machine's own state again.
    pub(super) fn settle(self, machine: &MachineRef) {
        self.moving.update(|moving| drop(moving.remove(machine)));
    }

    /// Asks a backend for its machines now.
    pub fn refresh(self, backend: &str) {
        self.pollers.with_value(|pollers| {
            if let Some(poller) = pollers.get(backend) {
                poller.ask_now();
            }
        });
    }

    /// All machines, prepared for sorting and searching.
    pub fn rows(self) -> Memo<Arc<Vec<Row<MachineRef>>>> {
        self.rows
    }

    /// One machine, as long as it is listed.
    pub fn one(self, machine: &MachineRef) -> Option<Known> {
        self.known.read().get(machine).cloned()
    }

    /// Whether any enabled backend has not answered yet at all.
    pub fn awaited(self) -> Signal<bool> {
        Signal::derive(move || {
            self.cells.read().values().any(|(_, cell)| {
                cell.with(|remote| remote.data().is_none() && remote.error().is_none())
            })
        })
    }

    /// The backends whose last list failed, in order of their ids.
    pub fn failures(self) -> Memo<Vec<Failure>> {
        Memo::new(move |_| {
            let cells = self.cells.read();
            let failed = cells.values().filter_map(|(backend, cell)| {
                cell.with(|remote| {
                    Some(Failure {
                        backend: backend.clone(),
                        error: remote.error()?.clone(),
                        last_good_ms: remote.fetched_at_ms(),
                    })
                })
            });
            failed.collect()
        })
    }

    /// Backends that are being asked and whose last list is older than `before_ms`, or who never
    /// answered while others did. Not tracked: time alone makes a backend late.
    pub fn late(self, before_ms: u64) -> Vec<Late> {
        let cells = self.cells.read_untracked();
        let looks = |cell: &Cell| {
            cell.with_untracked(|remote| {
                let is_waiting = remote.phase() != RemotePhase::Idle && remote.error().is_none();
                (is_waiting, remote.fetched_at_ms())
            })
        };
        let is_known =
            |cell: &Cell| cell.with_untracked(|r| r.data().is_some() || r.error().is_some());
        let any_known = cells.values().any(|(_, cell)| is_known(cell));
        let late = cells.values().filter_map(|(backend, cell)| {
            let (is_waiting, last_good_ms) = looks(cell);
            let pace = backend.poll_interval_ms;
            let is_old = last_good_ms.map_or(any_known, |then| then + pace < before_ms);
            (is_waiting && is_old).then(|| Late {
                id: backend.id.clone(),
                title: backend.title.clone(),
                last_good_ms,
            })
        });
        late.collect()
    }

    /// Whether a backend is being asked at this moment. Not tracked.
    pub fn is_asking(self, backend: &str) -> bool {
        self.cell(backend)
            .is_some_and(|cell| cell.with_untracked(|remote| remote.phase() != RemotePhase::Idle))
    }

    /// What a backend's list could not say: how many items were unreadable.
    pub fn unreadable(self) -> Memo<usize> {
        Memo::new(move |_| {
            let cells = self.cells.read();
            let count =
                |cell: &Cell| cell.with(|remote| remote.data().map_or(0, |list| list.faults.len()));
            cells.values().map(|(_, cell)| count(cell)).sum()
        })
    }

    /// How many machines a backend listed; `None` before its first answer or while it is off.
    pub fn count(self, backend: &str) -> Option<usize> {
        let cells = self.cells.read();
        let (_, cell) = cells.get(backend)?;
        cell.with(|remote| remote.data().map(|list| list.items.len()))
    }

    /// Why a backend's last list failed.
    pub fn failure(self, backend: &str) -> Option<ApiError> {
        let cells = self.cells.read();
        let (_, cell) = cells.get(backend)?;
        cell.with(|remote| remote.error().cloned())
    }

    /// Whether a machine's backend has answered, so that a machine not listed is known to be gone.
    pub fn is_answered(self, backend: &str) -> bool {
        let cells = self.cells.read();
        cells
            .get(backend)
            .is_some_and(|(_, cell)| cell.with(|remote| remote.data().is_some()))
    }

    pub(super) fn forget(self) {
        self.pollers.update_value(HashMap::clear);
        self.orders.update_value(HashMap::clear);
        self.cells.set(BTreeMap::new());
        self.moving.set(HashMap::new());
    }
}

fn collect(
    cells: &BTreeMap<String, (Arc<Backend>, Cell)>,
    moving: &HashMap<MachineRef, MachineState>,
) -> HashMap<MachineRef, Known> {
    let mut known = HashMap::new();
    for (id, (backend, cell)) in cells {
        cell.with(|remote| {
            for machine in remote.data().iter().flat_map(|list| &list.items) {
                let key = MachineRef {
                    backend: id.clone(),
                    machine: machine.id.clone(),
                };
                let mut machine = machine.clone();
                if let Some(state) = moving.get(&key) {
                    machine.state = state.clone();
                }
                known.insert(
                    key,
                    Known {
                        machine,
                        backend: backend.clone(),
                    },
                );
            }
        });
    }
    known
}

fn prepare(known: &HashMap<MachineRef, Known>) -> Vec<Row<MachineRef>> {
    let rows = known.iter().map(|(key, Known { machine, backend })| {
        let details = Details {
            name: machine.name.clone(),
            state: machine.state.as_str().to_owned(),
            backend: backend.title.clone(),
            addresses: machine
                .public_ips
                .iter()
                .chain(&machine.private_ips)
                .cloned()
                .collect(),
            tags: machine.tags.clone(),
            size: machine.size_name().unwrap_or_default().to_owned(),
        };
        Row::new(key.clone(), details)
    });
    rows.collect()
}
