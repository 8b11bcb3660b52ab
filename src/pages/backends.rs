//! The backends: what each is, whether it answers, and its switch.

use leptos::prelude::*;
use mist_api::model::Backend;

use crate::{
    components::failures::{BackendFailures, Freshness, ListTrouble},
    locales::explain::{self, Trouble},
    platform::task,
    routes::Route,
    say,
    state::State,
    ui::{
        empty::{Empty, Loading},
        icon::Icon,
        notice::TroubleNotice,
        page::PageHead,
        state_dot::{Tone, state_dot},
    },
};

/// One backend of the list, by its id, for as long as it is listed.
type Listing = Memo<Option<Backend>>;

fn backend_state(id: String, backend: Listing, state: State) -> impl Fn() -> AnyView {
    let enabled = Memo::new(move |_| backend.read().as_ref().is_some_and(|known| known.enabled));
    move || {
        let (tone, word) = if !enabled.get() {
            (Tone::Off, say!(backends.state_off))
        } else if state.machines.failure(&id).is_some() {
            (Tone::Bad, say!(backends.state_failed))
        } else if state.machines.is_answered(&id) {
            (Tone::Good, say!(backends.state_on))
        } else {
            (Tone::Moving, say!(backends.state_asking))
        };
        state_dot(tone, word.to_owned()).into_any()
    }
}

/// Switches a backend on and off. Stands as pressed at once, and goes back if the server refuses.
#[component]
fn EnabledSwitch(backend: Listing, trouble: RwSignal<Option<Trouble>>) -> impl IntoView {
    let state = State::get();
    // What the server was asked for and has not answered yet.
    let asked = RwSignal::new(None::<bool>);
    let is_on = move || {
        let listed = || backend.read().as_ref().is_some_and(|known| known.enabled);
        asked.get().unwrap_or_else(listed)
    };
    let toggle = move |_| {
        let Some(Backend {
            id, title, enabled, ..
        }) = backend.get_untracked()
        else {
            return;
        };
        if asked.get_untracked().is_some() {
            return;
        }
        asked.set(Some(!enabled));
        trouble.set(None);
        task::spawn_page(async move {
            let answer = state.backends.set_enabled(id, !enabled).await;
            // The screen may have been left meanwhile.
            asked.try_set(None);
            match answer {
                Ok(()) if enabled => state
                    .notices
                    .say(say!(backends.switched_off, title = title)),
                Ok(()) => state.notices.say(say!(backends.switched_on, title = title)),
                Err(error) => {
                    let wanted = if enabled {
                        say!(backends.switch_off, title = &title)
                    } else {
                        say!(backends.switch_on, title = &title)
                    };
                    let failed = say!(backends.toggle_failed, title = title);
                    trouble.try_set(Some(explain::change(&wanted, failed, &error)));
                }
            }
        });
    };
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=say!(backends.enabled)
            aria-checked=move || if is_on() { "true" } else { "false" }
            aria-busy=move || asked.with(Option::is_some).then_some("true")
            on:click=toggle
        >
            <span class="knob" aria-hidden="true"></span>
        </button>
    }
}

/// One row. It stays the same element whatever changes in it, so that focus stays too.
fn row(
    id: String,
    items: Memo<Option<Vec<Backend>>>,
    state: State,
    trouble: RwSignal<Option<Trouble>>,
) -> impl IntoView {
    let backend = {
        let id = id.clone();
        Memo::new(move |_| {
            let items = items.read();
            items.iter().flatten().find(|known| known.id == id).cloned()
        })
    };
    let title = move || {
        let known = backend.read();
        known.as_ref().map(|known| known.title.clone())
    };
    let provider = move || {
        let known = backend.read();
        known.as_ref().map(|known| {
            if known.region.is_empty() {
                known.provider.clone()
            } else {
                format!("{} · {}", known.provider, known.region)
            }
        })
    };
    let count = {
        let id = id.clone();
        move || {
            let count = state.machines.count(&id);
            count.map_or_else(|| "–".to_owned(), |count| count.to_string())
        }
    };
    view! {
        <tr>
            <th scope="row" class="name">
                {title}
            </th>
            <td class="mono">{provider}</td>
            <td>{backend_state(id, backend, state)}</td>
            <td class="num">{count}</td>
            <td>
                <EnabledSwitch backend=backend trouble=trouble />
            </td>
        </tr>
    }
}

/// The screen.
#[component]
pub fn BackendsPage() -> impl IntoView {
    let state = State::get();
    let list = state.backends.list();
    let items = Memo::new(move |_| list.read().data().map(|list| list.items.clone()));
    let toggle_trouble = RwSignal::new(None);
    let ids = Memo::new(move |_| {
        let items = items.read();
        let ids = items.iter().flatten().map(|known| known.id.clone());
        ids.collect::<Vec<_>>()
    });
    let is_empty = Memo::new(move |_| items.read().as_ref().map(Vec::is_empty));
    let add = || {
        view! {
            <a class="btn primary" href=Route::AddBackend.href()>
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
                            <th scope="col">{say!(backends.column_provider)}</th>
                            <th scope="col">{say!(backends.column_state)}</th>
                            <th scope="col" class="num">{say!(backends.column_machines)}</th>
                            <th scope="col">{say!(backends.column_enabled)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || ids.get()
                            key=String::clone
                            children=move |id| row(id, items, state, toggle_trouble)
                        />
                    </tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageHead title=say!(backends.title)>
            <Show when=move || is_empty.get() == Some(false)>{add()}</Show>
        </PageHead>
        <ListTrouble
            what=say!(backends.failed)
            freshness=Signal::derive(move || list.with(Freshness::of))
            on_retry=move |()| state.backends.refresh()
        />
        <TroubleNotice trouble=toggle_trouble />
        <BackendFailures />
        {content}
    }
}
