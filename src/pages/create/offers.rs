//! The three lists that a backend offers for its machines: images, sizes, locations. Each waits and fails on
//! its own.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::model::{Image, Location};

use super::{
    order::{Ordering, Part},
    sections::{awaited, section},
};
use crate::{
    components::{
        failures::{Freshness, list_trouble},
        pickers::{Picker, matching},
        size_facts,
    },
    locales::explain::{self, Trouble},
    platform::task,
    say, say_count,
    ui::{
        button::Button,
        changing::{dynamic, text},
        field::CheckField,
        icon::Icon,
        listbox::OptionHeight,
        notice::TroubleNotice,
        windowed::Order,
    },
};

/// The words of a list.
#[derive(Clone, Copy)]
struct Words {
    loading: &'static str,
    failed: &'static str,
    none: &'static str,
}

/// A part of the form that is a list.
struct Listing {
    id: &'static str,
    words: Words,
    freshness: Signal<Freshness>,
    on_retry: Callback<()>,
    is_empty: Memo<bool>,
    /// What is said where it is left out.
    error: Signal<Option<String>>,
    picker: Picker,
}

impl Listing {
    /// The list, what keeps it from being there, and why what the address names is not in it. `below` stands
    /// below it.
    fn view(
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

/// Searching the images of the server, as a handle.
#[derive(Clone, Copy)]
struct ServerSearch {
    ordering: Ordering,
    is_busy: RwSignal<bool>,
    found: RwSignal<Option<usize>>,
    trouble: RwSignal<Option<Trouble>>,
}

impl ServerSearch {
    fn new(ordering: &Ordering) -> Self {
        Self {
            ordering: *ordering,
            is_busy: RwSignal::new(false),
            found: RwSignal::new(None),
            trouble: RwSignal::new(None),
        }
    }

    fn start(self, term: String) {
        let backend = self.ordering.choosing.backend.get_untracked();
        let Some(backend) = backend.filter(|_| !self.is_busy.get_untracked()) else {
            return;
        };
        self.is_busy.set(true);
        self.found.set(None);
        self.trouble.set(None);
        let creating = self.ordering.state.creating;
        task::spawn_scoped(async move {
            let answer = creating.search(backend.id, term).await;
            self.is_busy.set(false);
            match answer {
                Ok(count) => self.found.set(Some(count)),
                Err(error) => {
                    let what = say!(create.server_failed).to_owned();
                    self.trouble.set(Some(explain::trouble(what, &error)));
                }
            }
        });
    }
}

fn image_option(image: &Image) -> AnyView {
    let star = image.star.then(|| {
        view! {
            <span class="starred">
                {Icon::Star.draw()} <span class="unseen">{say!(create.image_starred)}</span>
            </span>
        }
    });
    view! {
        <span>
            <span class="option-name">{image.name.clone()}</span>
            <span class="option-more mono">{image.id.clone()}</span>
        </span>
        {star}
    }
    .into_any()
}

/// What the image is looked for with.
#[derive(Clone, Copy)]
struct Looking {
    query: RwSignal<String>,
    all: RwSignal<bool>,
    order: Memo<Order>,
    server: ServerSearch,
}

/// What stands below the list: how many show, the others, and those that only the server knows.
fn image_search(ordering: &Ordering, looking: &Looking) -> AnyView {
    let offers = ordering.choosing.offers;
    let Looking {
        query,
        all,
        order,
        server,
    } = *looking;
    let has_both = Memo::new(move |_| {
        let images = &offers.read().images;
        images.starred() > 0 && images.starred() < images.total()
    });
    let is_searched = Memo::new(move |_| !query.read().trim().is_empty());
    let count = move || {
        let (shown, total) = (order.read().len(), offers.read().images.total());
        let is_short = has_both.get() && !all.get() && !is_searched.get();
        match shown {
            0 => String::new(),
            count if is_short => say_count!(create.images_starred, count = count; total = total),
            count => say_count!(create.images_count, count = count; total = total),
        }
    };
    let more = move || {
        if is_searched.get() {
            let search = move |_| server.start(query.get_untracked().trim().to_owned());
            let label = say!(create.server_search);
            view! { <Button label=label busy=server.is_busy on_press=search /> }.into_any()
        } else if has_both.get() {
            view! { <CheckField label=say!(create.images_all) checked=all /> }.into_any()
        } else {
            ().into_any()
        }
    };
    let found = move || match server.found.get() {
        _ if server.is_busy.get() => say!(create.server_searching).to_owned(),
        Some(count) => say_count!(create.server_found, count = count),
        None => String::new(),
    };
    view! {
        <div class="below-list">
            <p class="hint" role="status">{text(count)}</p>
            {dynamic(more)}
        </div>
        <p class="hint" role="status">
            {text(found)}
        </p>
        <TroubleNotice trouble=server.trouble />
    }
    .into_any()
}

/// Asks once for an image that the address names and the backend does not list: it may be one that only a
/// search brings.
fn find_named(ordering: &Ordering, server: ServerSearch) {
    let choosing = ordering.choosing;
    Effect::new(move |asked: Option<String>| {
        let wanted = choosing.plan.read().image.clone();
        let is_told = choosing.offers.read().images.is_told();
        let is_unknown = is_told && choosing.chosen.get().image.is_none() && !wanted.is_empty();
        if is_unknown && asked.as_ref() != Some(&wanted) {
            server.start(wanted.clone());
            return wanted;
        }
        asked.unwrap_or_default()
    });
}

/// The image.
pub fn image(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let (query, all) = (RwSignal::new(String::new()), RwSignal::new(false));
    let order = Memo::new(move |_| {
        let selected = choosing
            .offers
            .read()
            .images
            .select(&query.read(), all.get());
        Arc::new(selected)
    });
    let server = ServerSearch::new(ordering);
    find_named(ordering, server);
    let gone = move || {
        let wanted = choosing.plan.read().image.clone();
        let is_gone = choosing.offers.read().images.is_told()
            && !wanted.is_empty()
            && choosing.chosen.get().image.is_none()
            && !server.is_busy.get();
        is_gone.then(|| say!(create.image_gone, id = wanted))
    };
    let draw = move |number: usize| {
        dynamic(move || {
            let offers = choosing.offers.read();
            offers
                .images
                .get(number)
                .map_or_else(|| ().into_any(), image_option)
        })
    };
    let listing = Listing {
        id: "create-image",
        words: Words {
            loading: say!(create.images_loading),
            failed: say!(create.images_failed),
            none: say!(create.images_none),
        },
        freshness: choosing.standing.images,
        on_retry: Callback::new(move |()| {
            catalogue
                .images
                .refresh(&choosing.plan.get_untracked().backend);
        }),
        is_empty: Memo::new(move |_| {
            let offers = choosing.offers.read();
            offers.images.is_told() && offers.images.total() == 0
        }),
        error: ordering.error(Part::Image, say!(create.image_missing)),
        picker: Picker {
            name: say!(create.image),
            search: say!(create.image_search),
            is_always_searched: true,
            query,
            total: Signal::derive(move || choosing.offers.read().images.total()),
            order: order.into(),
            chosen: Signal::derive(move || choosing.chosen.get().image),
            on_choose: Callback::new(move |number| choosing.choose_image(number)),
            height: OptionHeight::Two,
            draw: Callback::new(draw),
        },
    };
    let looking = Looking {
        query,
        all,
        order,
        server,
    };
    listing.view(gone, image_search(ordering, &looking))
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
    listing.view(gone, ().into_any())
}

/// What a location is called; servers list one without a name.
pub fn location_name(location: &Location) -> String {
    if location.name.is_empty() {
        say!(create.location_default).to_owned()
    } else {
        location.name.clone()
    }
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
