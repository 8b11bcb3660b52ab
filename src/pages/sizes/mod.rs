//! The size finder: the sizes of all clouds in one table, to choose one by memory and price and go on
//! to the form that makes a machine of it.

mod offers;
mod table;

use std::sync::Arc;

use leptos::prelude::*;
use mist_core::{
    machines::Direction,
    sizes::{Column, Wanted, find},
    validate::{memory_mb, money},
};

use self::offers::{Failed, Offers};
use crate::{
    components::navigate::Navigation,
    locales::explain,
    routes::{Route, SizeList},
    say,
    state::State,
    ui::{
        button::Button,
        changing::{dynamic, rows},
        empty::{Empty, Loading},
        field::{Kind, TextField},
        notice::TroubleNotice,
        page::PageHead,
        search::SearchField,
        windowed::Order,
    },
};

/// Hours in a month, as prices are told (`mist_api::model::Cost::per_month`).
const HOURS: f64 = 730.0;

/// What the body of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    /// Only what failed is known, and that is said above.
    Failed,
    NoBackends,
    NoneListed,
    NoneMatch,
    Table,
}

/// Which sizes show: what the address says.
#[derive(Clone, Copy)]
struct Search {
    navigation: Navigation,
    list: Memo<SizeList>,
}

impl Search {
    fn new() -> Self {
        let navigation = Navigation::get();
        let list = Memo::new(move |_| match &*navigation.route().read() {
            Route::Sizes(list) => list.clone(),
            _ => SizeList::default(),
        });
        Self { navigation, list }
    }

    fn change(self, change: impl FnOnce(&mut SizeList)) {
        let mut list = self.list.get_untracked();
        change(&mut list);
        if list != self.list.get_untracked() {
            self.navigation.replace(&Route::Sizes(list));
        }
    }

    /// What is wanted; a limit that can't be read is none, and its field says so.
    fn wanted(self) -> Wanted {
        let list = self.list.read();
        Wanted {
            words: list.query.clone(),
            memory: memory_mb(&list.ram).unwrap_or_default(),
            hour: money(&list.price)
                .unwrap_or_default()
                .map(|month| month / HOURS),
        }
    }

    fn clear(self) {
        self.change(|list| {
            let SizeList {
                column, direction, ..
            } = *list;
            *list = SizeList {
                column,
                direction,
                ..SizeList::default()
            };
        });
    }

    fn sort(self, column: Column, direction: Direction) {
        self.change(|list| (list.column, list.direction) = (column, direction));
    }
}

/// A field whose text is a part of the address.
fn limit(
    label: &'static str,
    search: Search,
    text: fn(&mut SizeList) -> &mut String,
    is_read: fn(&str) -> bool,
) -> AnyView {
    let value = RwSignal::new(String::new());
    Effect::new(move |_| {
        let mut list = search.list.get();
        let told = std::mem::take(text(&mut list));
        if value.get_untracked() != told {
            value.set(told);
        }
    });
    Effect::new(move |before: Option<()>| {
        let typed = value.get();
        if before.is_some() {
            search.change(|list| *text(list) = typed);
        }
    });
    let error = Signal::derive(move || {
        (!is_read(&value.read())).then(|| say!(sizes.not_a_number).to_owned())
    });
    view! { <TextField label=label value=value kind=Kind::Number error=error /> }.into_any()
}

fn fields(search: Search) -> impl IntoView {
    let field = SearchField {
        label: say!(sizes.search),
        hint: say!(sizes.search_hint),
        text: Signal::derive(move || search.list.read().query.clone()),
        on_search: Callback::new(move |query| search.change(|list| list.query = query)),
    };
    view! {
        <div class="size-fields">
            {field.view()}
            {limit(say!(sizes.least_memory), search, |list| &mut list.ram, |text| {
                memory_mb(text).is_ok()
            })}
            {limit(say!(sizes.most_price), search, |list| &mut list.price, |text| {
                money(text).is_ok()
            })}
        </div>
    }
}

/// Each backend whose sizes could not be listed, with its own way to try again.
fn failures(offers: Memo<Offers>, state: State) -> AnyView {
    let ids = move || {
        let offers = offers.read();
        let failed = offers.failed.iter();
        failed.map(|failed| failed.backend.id.clone()).collect()
    };
    let one = move |id: String| {
        let trouble = {
            let id = id.clone();
            Signal::derive(move || {
                let offers = offers.read();
                let mut failed = offers.failed.iter();
                let Failed { backend, error } = failed.find(|failed| failed.backend.id == id)?;
                let what = say!(sizes.failed, backend = &backend.title);
                Some(explain::trouble(what, error))
            })
        };
        let retry = move |()| state.catalogue.sizes.refresh(&id);
        view! { <TroubleNotice trouble=trouble on_retry=Callback::new(retry) /> }.into_any()
    };
    rows(ids, one)
}

fn nothing(body: Body, search: Search) -> AnyView {
    match body {
        Body::Failed | Body::Table => ().into_any(),
        Body::Loading => view! { <Loading what=say!(sizes.loading) /> }.into_any(),
        Body::NoBackends => view! {
            <Empty title=say!(sizes.no_backends) why=say!(sizes.no_backends_why)>
                <a class="btn primary" href=Route::add_backend().href()>
                    {say!(backends.add)}
                </a>
            </Empty>
        }
        .into_any(),
        Body::NoneListed => view! { <Empty title=say!(sizes.none_listed) /> }.into_any(),
        Body::NoneMatch => view! {
            <Empty title=say!(sizes.none_match)>
                <Button label=say!(sizes.clear) on_press=move |_| search.clear() />
            </Empty>
        }
        .into_any(),
    }
}

/// The screen.
#[component]
pub fn SizesPage() -> impl IntoView {
    let state = State::get();
    let search = Search::new();
    let makers = offers::makers(state);
    let offers = offers::gather(state, makers);
    let order = Memo::new(move |_| {
        let (offers, list) = (offers.read(), search.list.read());
        let known: Vec<_> = offers.sizes.iter().map(|size| size.offer.clone()).collect();
        let found = find(&known, &search.wanted(), list.column, list.direction);
        Order::from(Arc::new(found))
    });
    let body = Memo::new(move |_| {
        // The deepest first: each of these is made of the one before.
        let is_known = makers.read().is_some();
        let offers = offers.read();
        let shown = order.read().len();
        match (shown, offers.sizes.len()) {
            _ if !is_known => Body::Loading,
            _ if offers.backends == 0 => Body::NoBackends,
            (0, 0) if offers.awaited > 0 => Body::Loading,
            (0, 0) if !offers.failed.is_empty() => Body::Failed,
            (0, 0) => Body::NoneListed,
            (0, _) => Body::NoneMatch,
            _ => Body::Table,
        }
    });
    let counted = move || {
        // The deepest first: each of these is made of the one before.
        let offers = offers.read();
        let shown = order.read().len();
        let (total, awaited) = (offers.sizes.len(), offers.awaited);
        let count = say!(sizes.count, shown = shown, count = total);
        let rest = (awaited > 0).then(|| say!(sizes.awaited, count = awaited));
        let told = matches!(body.get(), Body::Table | Body::NoneMatch);
        told.then(|| {
            [count]
                .into_iter()
                .chain(rest)
                .collect::<Vec<_>>()
                .join(" · ")
        })
    };
    let beside = view! {
        <p class="beside" role="status">
            {counted}
        </p>
    };
    let sort = Callback::new(move |(column, direction)| search.sort(column, direction));
    let content = move || match body.get() {
        Body::Table => table::table(offers, order, search.list, sort),
        body => nothing(body, search),
    };
    let has_sizes = Memo::new(move |_| !offers.read().sizes.is_empty());
    view! {
        <PageHead title=say!(sizes.title) beside=beside.into_any() />
        <p class="hint lead">{say!(sizes.lead)}</p>
        <Show when=move || has_sizes.get()>{fields(search)}</Show>
        {failures(offers, state)}
        {dynamic(content)}
    }
}
