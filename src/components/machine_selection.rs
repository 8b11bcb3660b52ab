//! Which machines match a search, in the order asked for.

use leptos::prelude::*;
use mist_core::machines::{Query, select};

use crate::{
    routes::{MachineList, MachineRef},
    state::State,
};

/// The machines that `list` shows.
pub fn matching(state: State, list: Memo<MachineList>) -> Memo<Vec<MachineRef>> {
    let rows = state.machines.rows();
    Memo::new(move |_| {
        let (rows, list) = (rows.read(), list.read());
        let query = Query::parse(&list.query);
        let found = select(&rows, &query, list.column, list.direction);
        let found = found
            .into_iter()
            .filter_map(|index| Some(rows.get(index)?.key().clone()));
        found.collect()
    })
}
