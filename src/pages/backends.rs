//! The backends: what each is, whether it answers, and what can be done to it.

use leptos::prelude::*;
use mist_api::model::Backend;

use crate::{
    components::{
        backend_actions::{BackendDialogs, Doing, EnabledSwitch, Listing, Standing, listing},
        failures::{BackendFailures, Freshness, list_trouble},
        offline, row_focus,
    },
    routes::Route,
    say,
    state::State,
    ui::{
        changing::dynamic,
        empty::{Empty, Loading},
        icon::Icon,
        menu::{MenuButton, MenuItem},
        page::PageHead,
        simulated,
    },
};

fn menu(listing: Listing, doing: Doing, why_not: Option<&String>) -> Vec<MenuItem> {
    vec![
        MenuItem {
            label: say!(backends.rename).to_owned(),
            danger: false,
            why_not: why_not.cloned(),
            on_choose: Callback::new(move |()| doing.rename(listing)),
        },
        MenuItem {
            label: say!(backends.delete).to_owned(),
            danger: true,
            why_not: why_not.cloned(),
            on_choose: Callback::new(move |()| doing.delete(listing)),
        },
    ]
}

/// One row. It stays the same element whatever changes in it, so that focus stays too.
fn row(id: String, state: State, doing: Doing) -> impl IntoView {
    let listing = listing(state, id.clone());
    let known = move |say: fn(&Backend) -> String| move || listing.read().as_ref().map(say);
    let title = known(|backend| backend.title.clone());
    let provider = known(|backend| {
        if backend.region.is_empty() {
            backend.provider.clone()
        } else {
            format!("{} · {}", backend.provider, backend.region)
        }
    });
    let mark = move || {
        let listing = listing.read();
        let is_simulated = listing.as_ref().is_some_and(|known| known.simulated);
        if is_simulated {
            simulated::mark()
        } else {
            ().into_any()
        }
    };
    let why_not = offline::why_not(state);
    let actions = known(|backend| say!(backends.actions_for, title = &backend.title));
    let standing = Standing::of(state, id.clone(), listing);
    let link = Route::backend(id.clone()).href();
    let count = move || {
        let count = state.machines.count(&id);
        count.map_or_else(|| "–".to_owned(), |count| count.to_string())
    };
    view! {
        <tr>
            <th scope="row" class="name">
                <span class="marked">
                    <a href=link>{title}</a>
                    <span class="narrow">{dynamic(mark)}</span>
                </span>
            </th>
            <td class="roomy">
                <span class="mono">{provider}</span>
                {dynamic(mark)}
            </td>
            <td>{move || standing.get().draw()}</td>
            <td class="num roomy">{count}</td>
            <td>
                <EnabledSwitch listing=listing refusal=doing.refusal />
            </td>
            <td class="row-actions">
                <MenuButton
                    label=Signal::derive(move || actions().unwrap_or_default())
                    items=Signal::derive(move || menu(listing, doing, why_not.read().as_ref()))
                />
            </td>
        </tr>
    }
}

/// The screen.
#[component]
pub fn BackendsPage() -> impl IntoView {
    let state = State::get();
    let list = state.backends.list();
    let doing = Doing::new();
    let ids = Memo::new(move |_| {
        let list = list.read();
        let items = list.data().into_iter().flat_map(|list| &list.items);
        items.map(|known| known.id.clone()).collect::<Vec<_>>()
    });
    let is_empty = Memo::new(move |_| list.read().data().map(|list| list.items.is_empty()));
    // An empty list offers it itself.
    let can_add = Memo::new(move |_| match is_empty.get() {
        Some(is_empty) => !is_empty,
        None => list.read().error().is_some(),
    });
    let add = || {
        view! {
            <a class="btn primary" href=Route::add_backend().href()>
                {Icon::Plus.draw()}
                <span>{say!(backends.add)}</span>
            </a>
        }
    };
    let content = move || match is_empty.get() {
        None if list.read().error().is_some() => ().into_any(),
        None => view! { <Loading what=say!(backends.loading) /> }.into_any(),
        Some(true) => view! {
            <Empty title=say!(backends.empty) why=say!(backends.empty_why)>
                {add()}
            </Empty>
        }
        .into_any(),
        Some(false) => view! {
            <div class="table-scroll">
                <table class="table" aria-label=say!(backends.title)>
                    <thead>
                        <tr>
                            <th scope="col">{say!(backends.column_title)}</th>
                            <th scope="col" class="roomy">
                                {say!(backends.column_provider)}
                            </th>
                            <th scope="col">{say!(backends.column_state)}</th>
                            <th scope="col" class="num roomy">
                                {say!(backends.column_machines)}
                            </th>
                            <th scope="col">{say!(backends.column_enabled)}</th>
                            <th scope="col">
                                <span class="unseen">{say!(machines.actions)}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || ids.get()
                            key=String::clone
                            children=move |id| row(id, state, doing)
                        />
                    </tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageHead title=say!(backends.title)>
            <Show when=move || can_add.get()>{add()}</Show>
        </PageHead>
        {list_trouble(
            say!(backends.failed),
            move || list.with(Freshness::of),
            move || state.backends.refresh(),
        )}
        {doing.refusal.view()}
        <BackendFailures />
        {content}
        <BackendDialogs doing=doing on_deleted=Callback::new(row_focus::mend) />
    }
}
