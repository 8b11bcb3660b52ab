//! All machines of all enabled backends. Every backend is a cell of its own: it polls at its own
//! pace, and when it fails, its error stands beside the others' machines and its last good list
//! stays.

mod polling;
mod reading;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use leptos::prelude::*;
use mist_api::{
    ApiError,
    model::{Backend, Listed, Machine, MachineState},
};
use mist_core::{diff::diff, machines::Row, remote::Remote};

pub use self::reading::{Failure, Known, Late};
use super::{
    backends::Backends,
    poller::{Order, Poller},
    session::Session,
};
use crate::{
    platform::{clock, marks},
    routes::MachineRef,
};

type Cell = ArcRwSignal<Remote<Listed<Machine>, ApiError>>;

/// The machines, as a handle.
#[derive(Clone, Copy)]
pub struct Machines {
    session: Session,
    cells: RwSignal<BTreeMap<String, (Arc<Backend>, Cell)>>,
    moving: RwSignal<HashMap<MachineRef, MachineState>>,
    known: Memo<Arc<HashMap<MachineRef, Known>>>,
    rows: Memo<Arc<Vec<Row<MachineRef>>>>,
    /// Counts the lists that were taken.
    taken: RwSignal<u32>,
    pollers: StoredValue<HashMap<String, Poller>, LocalStorage>,
    orders: StoredValue<HashMap<String, Order>>,
}

impl Machines {
    pub(super) fn new(session: Session, backends: Backends) -> Self {
        let cells = RwSignal::new(BTreeMap::<String, (Arc<Backend>, Cell)>::new());
        let moving = RwSignal::new(HashMap::new());
        let is_remembered = Memo::new(move |_| session.remembered_at().read().is_some());
        let known = Memo::new(move |_| {
            let known = reading::collect(&cells.read(), &moving.read(), is_remembered.get());
            Arc::new(known)
        });
        let rows = Memo::new(move |_| Arc::new(reading::prepare(&known.read())));
        let pollers = StoredValue::new_local(HashMap::new());
        let machines = Self {
            session,
            cells,
            moving,
            known,
            rows,
            taken: RwSignal::new(0),
            pollers,
            orders: StoredValue::new(HashMap::new()),
        };
        machines.poll(backends);
        machines
    }

    fn cell(self, backend: &str) -> Option<Cell> {
        self.cells
            .with_untracked(|cells| cells.get(backend).map(|(_, cell)| cell.clone()))
    }

    fn order<T: 'static>(self, backend: &str, with: impl FnOnce(&mut Order) -> T) -> Option<T> {
        self.orders
            .try_update_value(|orders| with(orders.entry(backend.to_owned()).or_default()))
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
            self.show(&cell, list);
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

    fn show(self, cell: &Cell, list: Listed<Machine>) {
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
        self.taken.update(|taken| *taken += 1);
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

    pub(super) fn forget(self) {
        self.pollers.update_value(HashMap::clear);
        self.orders.update_value(HashMap::clear);
        self.cells.set(BTreeMap::new());
        self.moving.set(HashMap::new());
    }
}
