//! One backend: what it is, how it stands, and its machines.

use leptos::prelude::*;
use mist_api::model::Backend;
use mist_core::machines::{Query, select};

use crate::{
    components::{
        backend_actions::{BackendDialogs, Doing, EnabledSwitch, Listing, Standing, listing},
        failures::{BackendFailures, Freshness, list_trouble},
        machine_table::MachineTable,
        navigate::Navigation,
    },
    locales::format,
    routes::{BackendTab, MachineList, MachineRef, Route, Sorting},
    say, say_count,
    state::State,
    ui::{
        button::{Button, Weight},
        empty::{Empty, Loading},
        page::PageHead,
        simulated,
    },
};

/// What the screen shows, and what its part about machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The list has not come yet.
    Loading,
    /// It did not come, which is said above.
    Failed,
    /// It came, and what is looked for is not in it.
    None,
    /// What is looked for.
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

#[component]
fn Facts(listing: Listing, standing: Memo<Standing>) -> impl IntoView {
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
fn ItsMachines(id: StoredValue<String>, standing: Memo<Standing>) -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let list = Memo::new(move |_| match &*navigation.route().read() {
        Route::Backend(_, _, Sorting { column, direction }) => MachineList {
            query: String::new(),
            column: *column,
            direction: *direction,
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
        let sorting = Sorting { column, direction };
        navigation.replace(&Route::Backend(
            id.get_value(),
            BackendTab::Machines,
            sorting,
        ));
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
        (shows.get() == Shows::Known).then(|| say_count!(backend.count, count = count))
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

/// The screen.
#[component]
pub fn BackendPage(
    /// Which backend, by its server's id.
    id: String,
) -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let listing = listing(state, id.clone());
    let standing = Standing::of(state, id.clone(), listing);
    let id = StoredValue::new(id);
    let doing = Doing::new();
    let list = state.backends.list();
    let shows = Memo::new(move |_| {
        let known = list.with(|list| (list.data().is_some(), list.error().is_some()));
        match known {
            _ if listing.read().is_some() => Shows::Known,
            (true, _) => Shows::None,
            (false, true) => Shows::Failed,
            (false, false) => Shows::Loading,
        }
    });
    let title = Signal::derive(move || match (&*listing.read(), shows.get()) {
        (Some(backend), _) => backend.title.clone(),
        (None, Shows::None) => say!(backend.gone_title).to_owned(),
        (None, _) => say!(backend.title).to_owned(),
    });
    let is_known = move || shows.get() == Shows::Known;
    let beside = move || {
        is_known().then(|| {
            let is_simulated = listing.read().as_ref().is_some_and(|known| known.simulated);
            let mark = is_simulated.then(simulated::mark);
            view! { <p class="beside">{standing.get().draw()} {mark}</p> }
        })
    };
    let content = move || match shows.get() {
        Shows::Loading => view! { <Loading what=say!(backends.loading) /> }.into_any(),
        Shows::Failed => ().into_any(),
        Shows::None => view! {
            <Empty title=say!(backend.gone) why=say!(backend.gone_why)>
                <a class="btn primary" href=Route::Backends.href()>
                    {say!(backend.to_backends)}
                </a>
            </Empty>
        }
        .into_any(),
        Shows::Known => view! {
            <BackendFailures only=id.get_value() />
            <Facts listing=listing standing=standing />
            <ItsMachines id=id standing=standing />
        }
        .into_any(),
    };
    // Gone from the screen it was deleted on: that screen is no place to come back to.
    let leave = move |_| {
        let here = navigation.route().get_untracked();
        if matches!(here, Route::Backend(here, ..) if id.with_value(|id| here == *id)) {
            navigation.replace(&Route::Backends);
        }
    };
    view! {
        <PageHead title=title beside=beside.into_any()>
            <Show when=is_known>
                <span class="switch-label">
                    <span aria-hidden="true">{say!(backends.enabled)}</span>
                    <EnabledSwitch listing=listing refusal=doing.refusal />
                </span>
                <Button label=say!(backends.rename) on_press=move |_| doing.rename(listing) />
                <Button
                    label=say!(backends.delete)
                    weight=Weight::Danger
                    on_press=move |_| doing.delete(listing)
                />
            </Show>
        </PageHead>
        {list_trouble(
            say!(backends.failed),
            move || list.with(Freshness::of),
            move || state.backends.refresh(),
        )}
        {doing.refusal.view()}
        {content}
        <BackendDialogs doing=doing on_deleted=Callback::new(leave) />
    }
}
