//! One list of all machines over all backends.

use leptos::prelude::*;
use mist_core::machines::{Column, Direction};

use crate::{
    components::{
        being_created::being_created,
        failures::{BackendFailures, Freshness, list_trouble},
        machine_selection,
        machine_table::MachineTable,
        navigate::Navigation,
    },
    routes::{MachineList, MachineRef, Route},
    say,
    state::State,
    ui::{
        button::Button,
        empty::{Empty, Loading},
        icon::Icon,
        page::PageHead,
        search::SearchField,
    },
};

/// What the body of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    /// Only what failed is known, and that is said above.
    Failed,
    /// A server without backends, whose first steps stand above.
    FirstVisit,
    /// A server whose last backend is gone.
    NoBackends,
    NoneListed,
    NoneMatch,
    Table,
}

/// Which machines show, in which order: what the address says.
#[derive(Clone, Copy)]
struct Selection {
    navigation: Navigation,
    list: Memo<MachineList>,
    matching: Memo<Vec<MachineRef>>,
}

impl Selection {
    fn new(state: State) -> Self {
        let navigation = Navigation::get();
        let list = navigation.machine_list();
        let matching = machine_selection::matching(state, list);
        Self {
            navigation,
            list,
            matching,
        }
    }

    fn search(self, query: String) {
        let list = MachineList {
            query,
            ..self.list.get_untracked()
        };
        self.navigation.replace(&Route::Machines(list));
    }

    fn sort(self, column: Column, direction: Direction) {
        let list = MachineList {
            column,
            direction,
            ..self.list.get_untracked()
        };
        self.navigation.replace(&Route::Machines(list));
    }
}

fn search_field(selection: Selection) -> AnyView {
    let field = SearchField {
        label: say!(machines.search),
        hint: say!(machines.search_hint),
        text: Signal::derive(move || selection.list.read().query.clone()),
        on_search: Callback::new(move |query| selection.search(query)),
    };
    field.view()
}

fn add_backend(class: &'static str) -> impl IntoView {
    view! {
        <a class=class href=Route::add_backend().href()>
            {Icon::Plus.draw()}
            <span>{say!(backends.add)}</span>
        </a>
    }
}

fn create_machine() -> impl IntoView {
    view! {
        <a class="btn primary" href=Route::create_machine().href()>
            {Icon::Plus.draw()}
            <span>{say!(create.title)}</span>
        </a>
    }
}

fn body_view(body: Body, selection: Selection) -> AnyView {
    match body {
        Body::Loading => view! { <Loading what=say!(machines.loading) /> }.into_any(),
        Body::Failed | Body::FirstVisit => ().into_any(),
        Body::NoBackends => view! {
            <Empty title=say!(backends.empty) why=say!(backends.empty_why)>
                {add_backend("btn primary")}
            </Empty>
        }
        .into_any(),
        Body::NoneListed => view! {
            <Empty title=say!(machines.none_listed) why=say!(machines.empty_why)>
                <div class="row">{add_backend("btn")} {create_machine()}</div>
            </Empty>
        }
        .into_any(),
        Body::NoneMatch => view! {
            <Empty title=say!(machines.none_match)>
                <Button
                    label=say!(machines.clear_search)
                    on_press=move |_| selection.search(String::new())
                />
            </Empty>
        }
        .into_any(),
        Body::Table => view! {
            <MachineTable
                machines=selection.matching
                list=selection.list
                on_sort=move |(column, direction)| selection.sort(column, direction)
            />
        }
        .into_any(),
    }
}

/// The screen.
#[component]
pub fn MachinesPage(
    /// What guides through a first visit.
    first_steps: Callback<(), AnyView>,
) -> impl IntoView {
    let state = State::get();
    let selection = Selection::new(state);
    let rows = state.machines.rows();
    let shown = Memo::new(move |_| selection.matching.read().len());
    let total = Memo::new(move |_| rows.read().len());
    let awaited = state.machines.awaited();
    let failures = state.machines.failures();
    let backends = state.backends.list();
    let has_any = Memo::new(move |_| {
        let backends = backends.read();
        backends.data().map(|list| !list.items.is_empty())
    });
    let no_backends = Memo::new(move |_| has_any.get() == Some(false));
    let has_backends = Memo::new(move |_| has_any.get() == Some(true));
    let guided =
        Memo::new(move |_| state.backends.began_empty().get() && !state.shells.any_run().get());
    let body = Memo::new(move |_| {
        let known = backends.with(|list| (list.data().is_some(), list.error().is_some()));
        match (known, shown.get(), total.get()) {
            ((false, true), ..) => Body::Failed,
            ((false, false), ..) => Body::Loading,
            (_, 0, 0) if no_backends.get() && guided.get() => Body::FirstVisit,
            (_, 0, 0) if no_backends.get() => Body::NoBackends,
            (_, 0, 0) if awaited.get() => Body::Loading,
            (_, 0, 0) if !failures.read().is_empty() => Body::Failed,
            (_, 0, 0) => Body::NoneListed,
            (_, 0, _) => Body::NoneMatch,
            _ => Body::Table,
        }
    });
    // Where nothing is listed the offer stands there.
    let remembered_at = state.session.remembered_at();
    let offers = Memo::new(move |_| {
        let is_elsewhere = matches!(body.get(), Body::NoneListed) || no_backends.get();
        !is_elsewhere && remembered_at.read().is_none()
    });
    let unreadable = state.machines.unreadable();
    let count = move || say!(machines.count, shown = shown.get(), count = total.get());
    let beside = view! {
        <p class="beside" role="status">
            {move || {
                // The numbers first: what the screen shows is made of them.
                let count = count();
                matches!(body.get(), Body::Table | Body::NoneMatch | Body::NoneListed)
                    .then_some(count)
            }}
        </p>
    };
    view! {
        <PageHead title=say!(machines.title) beside=beside.into_any()>
            <Show when=move || offers.get()>{add_backend("btn")} {create_machine()}</Show>
        </PageHead>
        <Show when=move || guided.get()>
            {first_steps.run(())}
        </Show>
        {being_created()}
        <Show when=move || has_backends.get()>
            {search_field(selection)}
        </Show>
        {list_trouble(
            say!(backends.failed),
            move || backends.with(Freshness::of),
            move || state.backends.refresh(),
        )}
        <BackendFailures />
        <Show when=move || unreadable.get() != 0>
            <p class="hint">{move || say!(machines.unreadable, count = unreadable.get())}</p>
        </Show>
        <div aria-busy=move || {
            if awaited.get() { "true" } else { "false" }
        }>{move || body_view(body.get(), selection)}</div>
    }
}
