//! One backend: what it is, how it stands, its machines, and what it offers for new ones.

pub mod locations;
pub mod machines;
pub mod networks;
mod offered;
pub mod sizes;

use leptos::prelude::*;

use self::{
    locations::locations,
    machines::{Facts, ItsMachines},
    networks::Networks,
    sizes::sizes,
};
use crate::{
    components::{
        backend_actions::{BackendDialogs, Doing, EnabledSwitch, Listing, Standing, listing},
        backend_kind,
        failures::{BackendFailures, Freshness, list_trouble},
        image_list::{Filter, ImageList},
        navigate::Navigation,
        offline,
    },
    routes::{BackendTab, BackendView, Plan, Route},
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        changing::dynamic,
        empty::{Empty, Loading},
        icon::Icon,
        page::PageHead,
        simulated,
        tabs::{Tab, Tabs},
    },
};

const PANEL: &str = "backend-panel";

/// The tabs, in order.
const TABS: [BackendTab; 5] = [
    BackendTab::Machines,
    BackendTab::Images,
    BackendTab::Sizes,
    BackendTab::Locations,
    BackendTab::Networks,
];

fn label(tab: BackendTab) -> &'static str {
    match tab {
        BackendTab::Machines => say!(machines.title),
        BackendTab::Images => say!(images.title),
        BackendTab::Sizes => say!(sizes.title),
        BackendTab::Locations => say!(backend.locations),
        BackendTab::Networks => say!(networks.title),
    }
}

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The list of backends has not come yet.
    Loading,
    /// It did not come, which is said above.
    Failed,
    /// It came, and this backend is not in it.
    None,
    /// One computer.
    Single,
    /// What makes machines.
    Cloud,
}

/// What the tabs share.
#[derive(Clone, Copy)]
struct Shared {
    navigation: Navigation,
    id: StoredValue<String>,
    listing: Listing,
    standing: Memo<Standing>,
    view: Memo<BackendView>,
}

impl Shared {
    fn machines(self) -> AnyView {
        let Self {
            id,
            listing,
            standing,
            ..
        } = self;
        view! {
            <Facts listing=listing standing=standing />
            <ItsMachines id=id standing=standing />
        }
        .into_any()
    }

    fn images(self) -> AnyView {
        let filter = Memo::new(move |_| {
            let BackendView { query, starred, .. } = self.view.get();
            Filter { query, starred }
        });
        let on_filter = move |Filter { query, starred }| {
            let view = BackendView {
                query,
                starred,
                ..self.view.get_untracked()
            };
            self.navigation
                .replace(&Route::Backend(self.id.get_value(), view));
        };
        let backend = Signal::stored(self.id.get_value());
        view! { <ImageList backend=backend filter=filter on_filter=on_filter /> }.into_any()
    }

    fn panel(self, tab: BackendTab) -> AnyView {
        match tab {
            BackendTab::Machines => self.machines(),
            BackendTab::Images => self.images(),
            BackendTab::Sizes => sizes(self.id.get_value()),
            BackendTab::Locations => locations(self.id.get_value()),
            BackendTab::Networks => {
                view! { <Networks backend=self.id.get_value() listing=self.listing /> }.into_any()
            }
        }
    }

    /// A cloud, by its tabs.
    fn cloud(self) -> AnyView {
        let tab = Memo::new(move |_| self.view.read().tab);
        let choose = move |tab| {
            let view = BackendView {
                tab,
                sorting: self.view.get_untracked().sorting,
                ..BackendView::default()
            };
            self.navigation
                .replace(&Route::Backend(self.id.get_value(), view));
        };
        let tabs = TABS.map(|value| Tab {
            value,
            label: label(value).to_owned(),
        });
        view! {
            <Tabs
                label=say!(backend.title)
                tabs=tabs.to_vec()
                chosen=tab
                on_choose=choose
                panel_id=PANEL
            />
            <div id=PANEL role="tabpanel" class="panel" aria-label=move || label(tab.get())>
                {dynamic(move || self.panel(tab.get()))}
            </div>
        }
        .into_any()
    }

    /// One computer: nothing is offered there, so there are no tabs for it.
    fn single(self) -> AnyView {
        let asks_for_more = Memo::new(move |_| self.view.read().tab != BackendTab::Machines);
        let note = move || {
            if asks_for_more.get() {
                view! { <p class="note">{say!(backend.single)}</p> }.into_any()
            } else {
                ().into_any()
            }
        };
        view! { {dynamic(note)} {self.machines()} }.into_any()
    }
}

/// The buttons of the screen's head.
fn actions(shared: Shared, doing: Doing, is_cloud: Memo<bool>) -> AnyView {
    let listing = shared.listing;
    let plan = Plan {
        backend: shared.id.get_value(),
        ..Plan::default()
    };
    let create = Route::CreateMachine(plan).href();
    let why_not = offline::why_not(State::get());
    view! {
        <span class="switch-label">
            <span aria-hidden="true">{say!(backends.enabled)}</span>
            <EnabledSwitch listing=listing refusal=doing.refusal />
        </span>
        <Button
            label=say!(backends.rename)
            why_not=why_not
            on_press=move |_| doing.rename(listing)
        />
        <Button
            label=say!(backends.delete)
            weight=Weight::Danger
            why_not=why_not
            on_press=move |_| doing.delete(listing)
        />
        {dynamic(move || {
            if !is_cloud.get() {
                return ().into_any();
            }
            view! {
                <a class="btn primary" href=create.clone()>
                    {Icon::Plus.draw()}
                    <span>{say!(create.title)}</span>
                </a>
            }
                .into_any()
        })}
    }
    .into_any()
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
        match (&*listing.read(), known) {
            (Some(backend), _) if backend_kind::is_single(backend) => Shows::Single,
            (Some(_), _) => Shows::Cloud,
            (None, (true, _)) => Shows::None,
            (None, (false, true)) => Shows::Failed,
            (None, (false, false)) => Shows::Loading,
        }
    });
    let title = Signal::derive(move || match (&*listing.read(), shows.get()) {
        (Some(backend), _) => backend.title.clone(),
        (None, Shows::None) => say!(backend.gone_title).to_owned(),
        (None, _) => say!(backend.title).to_owned(),
    });
    let is_cloud = Memo::new(move |_| shows.get() == Shows::Cloud);
    let is_known = Memo::new(move |_| matches!(shows.get(), Shows::Cloud | Shows::Single));
    let view = Memo::new(
        move |before: Option<&BackendView>| match &*navigation.route().read() {
            Route::Backend(here, view) if id.with_value(|id| here == id) => view.clone(),
            // Another screen is about to open: this one stays as it is.
            _ => before.cloned().unwrap_or_default(),
        },
    );
    let shared = Shared {
        navigation,
        id,
        listing,
        standing,
        view,
    };
    let beside = move || {
        is_known.get().then(|| {
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
        Shows::Single => shared.single(),
        Shows::Cloud => shared.cloud(),
    };
    let failures = move || {
        if is_known.get() {
            view! { <BackendFailures only=id.get_value() /> }.into_any()
        } else {
            ().into_any()
        }
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
            <Show when=move || is_known.get()>{actions(shared, doing, is_cloud)}</Show>
        </PageHead>
        {list_trouble(
            say!(backends.failed),
            move || list.with(Freshness::of),
            move || state.backends.refresh(),
        )}
        {doing.refusal.view()}
        {dynamic(failures)}
        {dynamic(content)}
        <BackendDialogs doing=doing on_deleted=Callback::new(leave) />
    }
}
