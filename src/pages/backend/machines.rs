//! What a backend is, how it stands, and its machines.

use leptos::prelude::*;
use mist_api::model::Backend;
use mist_core::machines::{Query, select};

use crate::{
    components::{
        backend_actions::{Listing, Standing},
        machine_table::MachineTable,
        navigate::Navigation,
    },
    locales::format,
    routes::{BackendView, MachineList, MachineRef, Route, Sorting},
    say,
    state::State,
    ui::empty::Loading,
};

/// What the part about machines shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The list has not come yet.
    Loading,
    /// It did not come, which is said above.
    Failed,
    /// It came without any.
    None,
    /// Some.
    Known,
}

/// What is known of it, as words under words. The order says nothing.
fn facts(backend: &Backend) -> Vec<(&'static str, &'static str, String)> {
    let seconds = format::age(backend.poll_interval_ms);
    let region = (!backend.region.is_empty())
        .then(|| (say!(backend.region), "mono", backend.region.clone()));
    let provider = (say!(backend.provider), "mono", backend.provider.clone());
    let rest = [
        (say!(backend.pace), "", say!(backend.every, pace = seconds)),
        (say!(backend.id), "mono", backend.id.clone()),
    ];
    std::iter::once(provider)
        .chain(region)
        .chain(rest)
        .collect()
}

/// What is known of it.
#[component]
pub fn Facts(
    /// The backend.
    listing: Listing,
    /// How it stands.
    standing: Memo<Standing>,
) -> impl IntoView {
    let facts = move || {
        let facts = listing.read().as_ref().map(facts).unwrap_or_default();
        let fact = |(name, class, value)| {
            view! {
                <dt>{name}</dt>
                <dd class=class>{value}</dd>
            }
        };
        facts.into_iter().map(fact).collect_view()
    };
    let explained = move || match standing.get() {
        Standing::Off => say!(backend.off),
        Standing::Asking => say!(backend.asking),
        Standing::Answering => say!(backend.answering),
        Standing::Failing => say!(backend.failing),
    };
    view! {
        <section class="card" aria-labelledby="facts-title">
            <h2 id="facts-title">{say!(machine.facts)}</h2>
            <dl class="facts">
                <dt>{say!(backend.state)}</dt>
                <dd>{explained}</dd>
                {facts}
            </dl>
        </section>
    }
}

/// Its machines, in the order that the address says.
#[component]
pub fn ItsMachines(
    /// The backend, by its id.
    id: StoredValue<String>,
    /// How it stands.
    standing: Memo<Standing>,
) -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let list = Memo::new(move |_| match &*navigation.route().read() {
        Route::Backend(_, view) => MachineList {
            query: String::new(),
            column: view.sorting.column,
            direction: view.sorting.direction,
        },
        _ => MachineList::default(),
    });
    let rows = state.machines.rows();
    let machines = Memo::new(move |_| {
        let (rows, list) = (rows.read(), list.read());
        let sorted = select(&rows, &Query::default(), list.column, list.direction);
        let sorted = sorted
            .into_iter()
            .filter_map(|index| Some(rows.get(index)?.key()));
        id.with_value(|id| {
            let its = sorted.filter(|machine| machine.backend == *id);
            its.cloned().collect::<Vec<MachineRef>>()
        })
    });
    let count = Memo::new(move |_| machines.read().len());
    let shows = Memo::new(move |_| match (count.get(), standing.get()) {
        (0, Standing::Asking) => Shows::Loading,
        (0, Standing::Failing) => Shows::Failed,
        (0, Standing::Answering | Standing::Off) => Shows::None,
        _ => Shows::Known,
    });
    let sort = move |(column, direction)| {
        let view = BackendView {
            sorting: Sorting { column, direction },
            ..BackendView::default()
        };
        navigation.replace(&Route::Backend(id.get_value(), view));
    };
    let hint = |words: &'static str| view! { <p class="empty hint">{words}</p> }.into_any();
    let none = move || match standing.get() {
        Standing::Off => say!(backend.machines_off),
        _ => say!(backend.machines_none),
    };
    let content = move || match shows.get() {
        Shows::Loading => view! { <Loading what=say!(backend.machines_loading) /> }.into_any(),
        Shows::Failed => hint(say!(backend.machines_failed)),
        Shows::None => hint(none()),
        Shows::Known => view! {
            <div class="of-one-backend">
                <MachineTable machines=machines list=list on_sort=sort />
            </div>
        }
        .into_any(),
    };
    // The count is read first: what reads a memo only after another one that is made of it, and that
    // did not change, is not told of its change.
    let counted = move || {
        let count = count.get();
        (shows.get() == Shows::Known).then(|| say!(backend.count, count = count))
    };
    view! {
        <section aria-labelledby="machines-title">
            <div class="section-head">
                <h2 id="machines-title">{say!(machines.title)}</h2>
                <p class="muted" role="status">
                    {counted}
                </p>
            </div>
            {content}
        </section>
    }
}
