//! What is known of the machines: those listed, and how their backends' lists stand.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use leptos::prelude::*;
use mist_api::{
    ApiError,
    model::{Backend, Listed, Machine, MachineState},
};
use mist_core::{
    machines::{Details, Row},
    remote::Phase,
};

use super::{Cell, Machines};
use crate::routes::MachineRef;

/// A machine with the backend it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The machine as last listed, its state as it is to be shown.
    pub machine: Arc<Machine>,
    /// Its backend.
    pub backend: Arc<Backend>,
    /// It is shown as it was remembered: the server cannot be reached, and nothing can be done.
    pub is_remembered: bool,
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

impl Machines {
    /// All machines, prepared for sorting and searching.
    pub fn rows(self) -> Memo<Arc<Vec<Row<MachineRef>>>> {
        self.rows
    }

    /// Changes with every list that was taken, whether or not it brought anything new.
    pub fn taken(self) -> ReadSignal<u32> {
        self.taken.read_only()
    }

    /// Every backend's last list, by its id, and when it came.
    pub(in crate::state) fn lists(self) -> Vec<(String, Arc<Listed<Machine>>, u64)> {
        let cells = self.cells.read_untracked();
        let lists = cells.iter().filter_map(|(id, (_, cell))| {
            cell.with_untracked(|remote| {
                Some((id.clone(), remote.data()?.clone(), remote.fetched_at_ms()?))
            })
        });
        lists.collect()
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
                let is_waiting = remote.phase() != Phase::Idle && remote.error().is_none();
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
            .is_some_and(|cell| cell.with_untracked(|remote| remote.phase() != Phase::Idle))
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

    /// Whether a backend's last list came, and every item of it could be read: what is not in it is not there.
    pub fn is_complete(self, backend: &str) -> bool {
        let cells = self.cells.read();
        cells.get(backend).is_some_and(|(_, cell)| {
            cell.with(|remote| {
                let whole = remote.data().is_some_and(|list| list.faults.is_empty());
                whole && remote.error().is_none()
            })
        })
    }

    /// Whether a machine's backend has answered, so that a machine not listed is known to be gone.
    pub fn is_answered(self, backend: &str) -> bool {
        let cells = self.cells.read();
        cells
            .get(backend)
            .is_some_and(|(_, cell)| cell.with(|remote| remote.data().is_some()))
    }
}

/// The machines of all cells, in the states they are to be shown in.
pub(super) fn collect(
    cells: &BTreeMap<String, (Arc<Backend>, Cell)>,
    moving: &HashMap<MachineRef, MachineState>,
    is_remembered: bool,
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
                        machine: Arc::new(machine),
                        backend: backend.clone(),
                        is_remembered,
                    },
                );
            }
        });
    }
    known
}

/// The machines as rows that can be searched and sorted.
pub(super) fn prepare(known: &HashMap<MachineRef, Known>) -> Vec<Row<MachineRef>> {
    let rows = known.iter().map(|(key, known)| {
        let Known {
            machine, backend, ..
        } = known;
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
