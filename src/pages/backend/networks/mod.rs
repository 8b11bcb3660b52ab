//! The networks of a backend: what they are, and making and deleting them where its server can.

pub mod create;
pub mod draft;
mod facts;

use leptos::prelude::*;
use mist_api::{ApiError, call::ListNetworks, model::Network};
use mist_core::lower::lower;

use self::{create::Creating, facts::facts};
use crate::{
    components::{
        backend_actions::Listing,
        failures::{Freshness, list_trouble},
    },
    locales::explain::{self, Trouble},
    platform::{clock, dom, task},
    say,
    state::{State, catalogue::Cell},
    ui::{
        button::Button,
        changing::{dynamic, rows, text},
        dialog::Confirm,
        empty::{Empty, Loading},
        icon::Icon,
        notice::TroubleNotice,
    },
};

/// What the tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    /// The list did not come, which is said above.
    Failed,
    /// The server knows no networks.
    Lacking,
    None,
    List,
}

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    backend: StoredValue<String>,
    networks: Memo<Vec<Network>>,
    creating: Creating,
    trouble: RwSignal<Option<Trouble>>,
    is_asking: RwSignal<bool>,
    /// The one that may be deleted, and those whose answer is awaited.
    doomed: RwSignal<Option<Network>>,
    going: RwSignal<Vec<String>>,
}

impl Shared {
    fn one(self, id: &str) -> Option<Network> {
        let networks = self.networks.read();
        networks.iter().find(|network| network.id == id).cloned()
    }

    fn item(self, id: String) -> AnyView {
        let network = {
            let id = id.clone();
            Memo::new(move |_| self.one(&id))
        };
        let name = Memo::new(move |_| {
            let network = network.read();
            network
                .as_ref()
                .map(|network| network.name.clone())
                .unwrap_or_default()
        });
        let content = move || network.read().as_ref().map_or_else(|| ().into_any(), facts);
        let is_going = move || self.going.read().contains(&id);
        let ask = move |_| {
            self.doomed.set(network.get_untracked());
            self.is_asking.set(true);
        };
        view! {
            <li class="card network">
                <div>{dynamic(content)}</div>
                <button
                    type="button"
                    class="btn danger"
                    aria-label=move || say!(networks.delete_named, name = name.get())
                    aria-busy=move || is_going().then_some("true")
                    on:click=ask
                >
                    {say!(networks.delete)}
                </button>
            </li>
        }
        .into_any()
    }

    fn delete(self) {
        let Some(Network { id, name, .. }) = self.doomed.get_untracked() else {
            return;
        };
        let place = self.networks.with_untracked(|networks| {
            let mut networks = networks.iter();
            networks
                .position(|network| network.id == id)
                .unwrap_or_default()
        });
        let Self { state, backend, .. } = self;
        let backend = backend.get_value();
        self.trouble.set(None);
        self.going.update(|going| going.push(id.clone()));
        task::spawn_page(async move {
            let _waits = state.notices.wait();
            let answer = state.networks.delete(backend, id.clone()).await;
            // The tab may have been left meanwhile.
            self.going
                .try_update(|going| going.retain(|known| *known != id));
            match answer {
                Ok(()) => {
                    state.notices.say(say!(networks.deleted, name = name));
                    clock::next_frame().await;
                    let is_given =
                        dom::focus_is_lost() && dom::focus_nth(".network > .danger", place);
                    if !is_given {
                        dom::focus_if_lost(&["h1"]);
                    }
                }
                Err(error) => {
                    let failed = say!(networks.delete_failed, name = &name);
                    let refusal = explain::change(say!(networks.delete), &name, failed, &error);
                    state.notices.refuse(self.trouble, refusal);
                }
            }
        });
    }

    fn confirm(self) -> AnyView {
        let name = move || {
            let doomed = self.doomed.read();
            doomed
                .as_ref()
                .map(|network| network.name.clone())
                .unwrap_or_default()
        };
        let consequence = move || {
            let doomed = self.doomed.read();
            let subnets = doomed.as_ref().map_or(&[][..], |network| &network.subnets);
            let ranges = subnets.iter().map(|subnet| subnet.cidr.clone());
            let ranges: Vec<String> = ranges.filter(|range| !range.is_empty()).collect();
            match ranges.as_slice() {
                [] => say!(networks.delete_bare).to_owned(),
                ranges => say!(networks.delete_ranges, ranges = ranges.join(", ")),
            }
        };
        view! {
            <Confirm
                title=Signal::derive(move || say!(networks.delete_question, name = name()))
                consequence=Signal::derive(consequence)
                verb=say!(networks.delete)
                open=self.is_asking
                on_confirm=move |()| self.delete()
            />
        }
        .into_any()
    }

    fn content(self, body: Body, why_none: &'static str) -> AnyView {
        match body {
            Body::Loading => view! { <Loading what=say!(networks.loading) /> }.into_any(),
            Body::Failed => ().into_any(),
            Body::Lacking => view! {
                <Empty title=say!(networks.lacking) why=say!(networks.lacking_why) />
            }
            .into_any(),
            Body::None => view! { <Empty title=say!(networks.none) why=why_none /> }.into_any(),
            Body::List => {
                let ids = move || {
                    let networks = self.networks.read();
                    networks.iter().map(|network| network.id.clone()).collect()
                };
                view! {
                    <ul class="networks" aria-label=say!(networks.title)>
                        {rows(ids, move |id| self.item(id))}
                    </ul>
                }
                .into_any()
            }
        }
    }
}

/// By name, each id once.
fn in_order(cell: &Cell<Network>) -> Vec<Network> {
    let list = cell.read();
    let items = list.data().map(|list| list.items.clone());
    let mut networks = items.unwrap_or_default();
    networks.sort_by_key(|network| (lower(&network.name), network.id.clone()));
    networks.dedup_by(|this, before| this.id == before.id);
    networks
}

/// The tab.
#[component]
pub fn Networks(
    /// The backend, by its id.
    backend: String,
    /// The backend as it is listed.
    listing: Listing,
) -> impl IntoView {
    let state = State::get();
    let shelf = state.catalogue.networks;
    shelf.follow(Signal::stored(backend.clone()));
    let cell = shelf.of(&backend);
    let lacks = state.session.lacks::<ListNetworks>();
    let networks = {
        let cell = cell.clone();
        Memo::new(move |_| in_order(&cell))
    };
    let body = {
        let cell = cell.clone();
        Memo::new(move |_| {
            let is_empty = networks.read().is_empty();
            let list = cell.read();
            match (list.data().is_some(), list.error().is_some()) {
                (false, _) if lacks.get() => Body::Lacking,
                (true, _) if is_empty => Body::None,
                (true, _) => Body::List,
                (false, true) => Body::Failed,
                (false, false) => Body::Loading,
            }
        })
    };
    let shared = Shared {
        state,
        creating: Creating::new(state, backend.clone()),
        backend: StoredValue::new(backend.clone()),
        networks,
        trouble: RwSignal::new(None),
        is_asking: RwSignal::new(false),
        doomed: RwSignal::new(None),
        going: RwSignal::default(),
    };
    let makes = Memo::new(move |_| {
        let listing = listing.read();
        let provider = listing.as_ref().map(|backend| backend.provider.as_str());
        provider.is_some_and(|id| id.starts_with("openstack") || id.starts_with("hpcloud"))
    });
    let content = move || {
        let why_none = if makes.get() {
            say!(networks.none_yet)
        } else {
            say!(networks.none_why)
        };
        shared.content(body.get(), why_none)
    };
    let count = move || match networks.read().len() {
        0 => String::new(),
        count => say!(networks.count, count = count),
    };
    let can_create = Memo::new(move |_| body.get() != Body::Lacking);
    let create = move || {
        if !can_create.get() {
            return ().into_any();
        }
        view! {
            <Button
                label=say!(networks.create)
                icon=Icon::Plus
                on_press=move |_| shared.creating.begin()
            />
        }
        .into_any()
    };
    // That the server is older is no failure to be retried.
    let freshness = {
        let cell = cell.clone();
        move || {
            let is_older =
                cell.with(|list| matches!(list.error(), Some(ApiError::NoEndpoint { .. })));
            if is_older {
                Freshness::quiet()
            } else {
                cell.with(Freshness::of)
            }
        }
    };
    view! {
        <div class="section-head">
            <p class="muted" role="status">
                {text(count)}
            </p>
            {dynamic(create)}
        </div>
        {list_trouble(say!(networks.failed), freshness, move || shelf.refresh(&backend))}
        <TroubleNotice trouble=shared.trouble />
        {dynamic(content)}
        {shared.creating.view()}
        {shared.confirm()}
    }
}
