//! The lists that a backend offers for its machines, sizes and locations among them. Each waits and fails on
//! its own.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::model::Location;

use super::{
    order::{Ordering, Part},
    sections::{awaited, section},
};
use crate::{
    components::{
        failures::{Freshness, list_trouble},
        location_name::location_name,
        pickers::{Picker, matching},
        size_facts,
    },
    routes::{Route, SizeList},
    say,
    ui::{
        changing::{dynamic, text},
        listbox::OptionHeight,
        windowed::Order,
    },
};

/// The words of a list.
#[derive(Clone, Copy)]
pub struct Words {
    /// While it is awaited.
    pub loading: &'static str,
    /// When it failed.
    pub failed: &'static str,
    /// When it is empty.
    pub none: &'static str,
}

/// A part of the form that is a list.
pub struct Listing {
    /// The id of the part.
    pub id: &'static str,
    /// Its words.
    pub words: Words,
    /// How the list stands.
    pub freshness: Signal<Freshness>,
    /// Asks for it again.
    pub on_retry: Callback<()>,
    /// Whether it came and is empty.
    pub is_empty: Memo<bool>,
    /// What is said where it is left out.
    pub error: Signal<Option<String>>,
    /// The list itself.
    pub picker: Picker,
}

impl Listing {
    /// The list, what keeps it from being there, and why what the address names is not in it. `below` stands
    /// below it.
    pub fn view(
        self,
        gone: impl Fn() -> Option<String> + Send + Sync + 'static,
        below: AnyView,
    ) -> AnyView {
        self.with(text(move || gone().unwrap_or_default()), below)
    }

    /// The same for every list, compiled once.
    fn with(self, gone: AnyView, below: AnyView) -> AnyView {
        let Self {
            id,
            words,
            freshness,
            on_retry,
            is_empty,
            error,
            picker,
        } = self;
        let none = move || {
            if is_empty.get() {
                words.none.to_owned()
            } else {
                String::new()
            }
        };
        let body = view! {
            {list_trouble(words.failed, move || freshness.get(), move || on_retry.run(()))}
            {awaited(freshness, words.loading)}
            <p class="hint">{text(none)}</p>
            <p class="field-error" role="status">
                {text(move || error.get().unwrap_or_default())}
            </p>
            <p class="hint gone" role="status">
                {gone}
            </p>
            {picker.view()}
            {below}
        };
        section(id, picker.name, body.into_any())
    }
}

/// The numbers of the sizes that match, and that the chosen image fits.
fn fitting(ordering: &Ordering, query: RwSignal<String>) -> Memo<Order> {
    let choosing = ordering.choosing;
    Memo::new(move |_| {
        let (offers, plan) = (choosing.offers.read(), choosing.plan.read());
        let sizes = offers.sizes.as_deref().unwrap_or_default();
        let rules = choosing.rules();
        let found = matching(sizes, &query.read(), |size| {
            [&size.name, &size.id, &size_facts::amounts(size)]
                .map(String::as_str)
                .join(" ")
        });
        let fits = |number: &usize| {
            let size = sizes.get(*number);
            plan.image.is_empty() || size.is_some_and(|size| rules.fits(&plan.image, size))
        };
        Arc::new(found.iter().copied().filter(fits).collect::<Vec<_>>())
    })
}

/// The size, with what it costs.
pub fn size(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let query = RwSignal::new(String::new());
    let gone = move || {
        let wanted = choosing.plan.read().size.clone();
        let offers = choosing.offers.read();
        let sizes = offers.sizes.as_ref()?;
        if wanted.is_empty() || choosing.chosen.get().size.is_some() {
            return None;
        }
        let unfit = sizes.iter().find(|size| size.id == wanted);
        Some(if let Some(size) = unfit {
            say!(create.size_unfit, name = &size.name)
        } else {
            say!(create.size_gone, id = wanted)
        })
    };
    let draw = move |number: usize| {
        dynamic(move || match choosing.offers.read().size(number) {
            Some(size) => {
                let known = size.clone();
                size_facts::option(size, move || choosing.cost(&known))
            }
            None => ().into_any(),
        })
    };
    let count = move || choosing.offers.read().sizes.as_ref().map(Vec::len);
    let listing = Listing {
        id: "create-size",
        words: Words {
            loading: say!(create.sizes_loading),
            failed: say!(create.sizes_failed),
            none: say!(create.sizes_none),
        },
        freshness: choosing.standing.sizes,
        on_retry: Callback::new(move |()| {
            catalogue
                .sizes
                .refresh(&choosing.plan.get_untracked().backend);
        }),
        is_empty: Memo::new(move |_| count() == Some(0)),
        error: ordering.error(Part::Size, say!(create.size_missing)),
        picker: Picker {
            name: say!(create.size),
            search: say!(create.size_search),
            is_always_searched: false,
            query,
            total: Signal::derive(move || count().unwrap_or_default()),
            order: fitting(ordering, query).into(),
            chosen: Signal::derive(move || choosing.chosen.get().size),
            on_choose: Callback::new(move |number| choosing.choose_size(number)),
            height: OptionHeight::Two,
            draw: Callback::new(draw),
        },
    };
    let finder = view! {
        <p class="below-list">
            <a href=Route::Sizes(SizeList::default()).href()>{say!(create.sizes_all)}</a>
        </p>
    };
    listing.view(gone, finder.into_any())
}

fn location_option(location: &Location) -> AnyView {
    view! {
        <span class="option-name">{location_name(location)}</span>
        <span class="option-more">{location.country.clone()}</span>
    }
    .into_any()
}

/// The location.
pub fn location(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let query = RwSignal::new(String::new());
    let order = Memo::new(move |_| {
        let offers = choosing.offers.read();
        let locations = offers.locations.as_deref().unwrap_or_default();
        matching(locations, &query.read(), |location| {
            [location_name(location), location.country.clone()].join(" ")
        })
    });
    let gone = move || {
        let wanted = choosing.plan.read().location.clone();
        let is_told = choosing.offers.read().locations.is_some();
        let is_gone = is_told && !wanted.is_empty() && choosing.chosen.get().location.is_none();
        is_gone.then(|| say!(create.location_gone, id = wanted))
    };
    let draw = move |number: usize| {
        dynamic(move || {
            let offers = choosing.offers.read();
            offers
                .location(number)
                .map_or_else(|| ().into_any(), location_option)
        })
    };
    let count = move || choosing.offers.read().locations.as_ref().map(Vec::len);
    let listing = Listing {
        id: "create-location",
        words: Words {
            loading: say!(create.locations_loading),
            failed: say!(create.locations_failed),
            none: say!(create.locations_none),
        },
        freshness: choosing.standing.locations,
        on_retry: Callback::new(move |()| {
            catalogue
                .locations
                .refresh(&choosing.plan.get_untracked().backend);
        }),
        is_empty: Memo::new(move |_| count() == Some(0)),
        error: ordering.error(Part::Location, say!(create.location_missing)),
        picker: Picker {
            name: say!(create.location),
            search: say!(create.location_search),
            is_always_searched: false,
            query,
            total: Signal::derive(move || count().unwrap_or_default()),
            order: order.into(),
            chosen: Signal::derive(move || choosing.chosen.get().location),
            on_choose: Callback::new(move |number| choosing.choose_location(number)),
            height: OptionHeight::One,
            draw: Callback::new(draw),
        },
    };
    listing.view(gone, ().into_any())
}
