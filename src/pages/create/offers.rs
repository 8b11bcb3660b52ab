//! The three lists that a backend offers for its machines: images, sizes, locations. Each waits and fails on
//! its own.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::model::{Image, Location};

use super::{
    choosing::Offered,
    order::{Ordering, Part},
    sections::section,
};
use crate::{
    components::{
        failures::list_trouble,
        pickers::{Picker, matching},
        size_facts,
    },
    locales::explain::{self, Trouble},
    platform::task,
    say, say_count,
    ui::{
        button::Button,
        changing::{dynamic, text},
        empty::Loading,
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

/// How a list stands: that it is awaited, why it failed, that it is empty. What is left out is said here too.
fn standing<T: Send + Sync + 'static>(
    offered: Offered<T>,
    words: Words,
    on_retry: impl Fn() + Send + Sync + 'static,
    error: Signal<Option<String>>,
) -> AnyView {
    let is_empty = Memo::new(move |_| {
        let list = offered.list.read();
        list.as_ref().is_some_and(|list| list.items.is_empty())
    });
    let freshness = offered.freshness;
    around(
        words,
        list_trouble(words.failed, move || freshness.get(), on_retry),
        offered.is_awaited,
        is_empty,
        error,
    )
}

/// The same for every list, compiled once.
fn around(
    words: Words,
    trouble: AnyView,
    is_awaited: Memo<bool>,
    is_empty: Memo<bool>,
    error: Signal<Option<String>>,
) -> AnyView {
    view! {
        {trouble}
        <Show when=move || is_awaited.get()>
            <Loading what=words.loading />
        </Show>
        <Show when=move || is_empty.get()>
            <p class="hint">{words.none}</p>
        </Show>
        <p class="field-error" role="status">
            {move || error.get()}
        </p>
    }
    .into_any()
}

/// A sentence about the choice that the address names and that is not there.
fn gone(words: impl Fn() -> Option<String> + Send + Sync + 'static) -> AnyView {
    view! { <p class="hint gone" role="status">{text(move || words().unwrap_or_default())}</p> }
        .into_any()
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
    let images = ordering.choosing.images;
    let Looking {
        query,
        all,
        order,
        server,
    } = *looking;
    let has_both = Memo::new(move |_| {
        let images = images.read();
        images.starred() > 0 && images.starred() < images.total()
    });
    let is_searched = Memo::new(move |_| !query.read().trim().is_empty());
    let count = move || {
        let (shown, total) = (order.read().len(), images.read().total());
        let is_short = has_both.get() && !all.get() && !is_searched.get();
        match shown {
            0 => String::new(),
            count if is_short => say_count!(create.images_starred, count = count; total = total),
            count => say_count!(create.images_count, count = count; total = total),
        }
    };
    let found = move || {
        let count = server.found.get()?;
        Some(say_count!(create.server_found, count = count))
    };
    view! {
        <div class="below-list">
            <p class="hint" role="status">{text(count)}</p>
            <Show when=move || has_both.get() && !is_searched.get()>
                <CheckField label=say!(create.images_all) checked=all />
            </Show>
            <Show when=move || is_searched.get()>
                <Button
                    label=say!(create.server_search)
                    busy=server.is_busy
                    on_press=move |_| server.start(query.get_untracked().trim().to_owned())
                />
            </Show>
        </div>
        <p class="hint" role="status">
            {move || if server.is_busy.get() {
                Some(say!(create.server_searching).to_owned())
            } else {
                found()
            }}
        </p>
        <TroubleNotice trouble=server.trouble />
    }
    .into_any()
}

/// The image.
pub fn image(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let images = choosing.images;
    let (query, all) = (RwSignal::new(String::new()), RwSignal::new(false));
    let order = Memo::new(move |_| {
        let selected = images.read().select(&query.read(), all.get());
        Arc::new(selected)
    });
    let server = ServerSearch::new(ordering);
    // What was found or chosen elsewhere may be one that only a search brings.
    Effect::new(move |asked: Option<String>| {
        let wanted = choosing.plan.read().image.clone();
        let is_told = choosing.image_list.list.with(Option::is_some);
        let is_unknown = is_told && choosing.image.get().is_none() && !wanted.is_empty();
        if is_unknown && asked.as_ref() != Some(&wanted) {
            server.start(wanted.clone());
            return wanted;
        }
        asked.unwrap_or_default()
    });
    let missing = move || {
        let wanted = choosing.plan.read().image.clone();
        let is_told = choosing.image_list.list.with(Option::is_some);
        let is_gone = is_told
            && !wanted.is_empty()
            && choosing.image.get().is_none()
            && !server.is_busy.get();
        is_gone.then(|| say!(create.image_gone, id = wanted))
    };
    let words = Words {
        loading: say!(create.images_loading),
        failed: say!(create.images_failed),
        none: say!(create.images_none),
    };
    let retry = move || {
        if let Some(backend) = choosing.backend.get_untracked() {
            catalogue.images.refresh(&backend.id);
        }
    };
    let picker = Picker {
        name: say!(create.image),
        search: say!(create.image_search),
        is_always_searched: true,
        query,
        total: Signal::derive(move || images.read().total()),
        order: order.into(),
        chosen: choosing.image.into(),
        on_choose: Callback::new(move |number| choosing.choose_image(number)),
        height: OptionHeight::Two,
        draw: Callback::new(move |number: usize| {
            dynamic(move || match images.read().get(number) {
                Some(image) => image_option(image),
                None => ().into_any(),
            })
        }),
    };
    let looking = Looking {
        query,
        all,
        order,
        server,
    };
    let error = ordering.error(Part::Image, say!(create.image_missing));
    let body = view! {
        {standing(choosing.image_list, words, retry, error)}
        {gone(missing)}
        {picker.view()}
        {image_search(ordering, &looking)}
    };
    section("create-image", say!(create.image), body.into_any())
}

/// The size, with what it costs.
pub fn size(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let sizes = choosing.sizes;
    let query = RwSignal::new(String::new());
    let order = Memo::new(move |_| {
        let (sizes, rules) = (sizes.read(), choosing.rules.get());
        let found = matching(&sizes, &query.read(), |size| {
            format!("{} {} {}", size.name, size.id, size_facts::amounts(size))
        });
        let plan = choosing.plan.read();
        let fits = |number: &usize| {
            let size = sizes.get(*number);
            plan.image.is_empty() || size.is_some_and(|size| rules.fits(&plan.image, size))
        };
        Arc::new(found.iter().copied().filter(fits).collect::<Vec<_>>())
    });
    let missing = move || {
        let wanted = choosing.plan.read().size.clone();
        let is_told = choosing.size_list.list.with(Option::is_some);
        if wanted.is_empty() || !is_told || choosing.size.get().is_some() {
            return None;
        }
        let sizes = sizes.read();
        let unfit = sizes.iter().find(|size| size.id == wanted);
        Some(if let Some(size) = unfit {
            say!(create.size_unfit, name = &size.name)
        } else {
            say!(create.size_gone, id = wanted)
        })
    };
    let words = Words {
        loading: say!(create.sizes_loading),
        failed: say!(create.sizes_failed),
        none: say!(create.sizes_none),
    };
    let retry = move || {
        if let Some(backend) = choosing.backend.get_untracked() {
            catalogue.sizes.refresh(&backend.id);
        }
    };
    let picker = Picker {
        name: say!(create.size),
        search: say!(create.size_search),
        is_always_searched: false,
        query,
        total: Signal::derive(move || sizes.read().len()),
        order: order.into(),
        chosen: choosing.size.into(),
        on_choose: Callback::new(move |number| choosing.choose_size(number)),
        height: OptionHeight::Two,
        draw: Callback::new(move |number: usize| {
            dynamic(move || match sizes.read().get(number) {
                Some(size) => {
                    let known = size.clone();
                    size_facts::option(size, move || choosing.cost(&known))
                }
                None => ().into_any(),
            })
        }),
    };
    let error = ordering.error(Part::Size, say!(create.size_missing));
    let body = view! {
        {standing(choosing.size_list, words, retry, error)}
        {gone(missing)}
        {picker.view()}
    };
    section("create-size", say!(create.size), body.into_any())
}

/// What a location is called; servers list one without a name.
pub fn location_name(location: &Location) -> String {
    if location.name.is_empty() {
        say!(create.location_default).to_owned()
    } else {
        location.name.clone()
    }
}

/// The location.
pub fn location(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let locations = choosing.locations;
    let query = RwSignal::new(String::new());
    let order = Memo::new(move |_| {
        matching(&locations.read(), &query.read(), |location| {
            format!("{} {}", location_name(location), location.country)
        })
    });
    let missing = move || {
        let wanted = choosing.plan.read().location.clone();
        let is_told = choosing.location_list.list.with(Option::is_some);
        let is_gone = is_told && !wanted.is_empty() && choosing.location.get().is_none();
        is_gone.then(|| say!(create.location_gone, id = wanted))
    };
    let words = Words {
        loading: say!(create.locations_loading),
        failed: say!(create.locations_failed),
        none: say!(create.locations_none),
    };
    let retry = move || {
        if let Some(backend) = choosing.backend.get_untracked() {
            catalogue.locations.refresh(&backend.id);
        }
    };
    let picker = Picker {
        name: say!(create.location),
        search: say!(create.location_search),
        is_always_searched: false,
        query,
        total: Signal::derive(move || locations.read().len()),
        order: order.into(),
        chosen: choosing.location.into(),
        on_choose: Callback::new(move |number| choosing.choose_location(number)),
        height: OptionHeight::One,
        draw: Callback::new(move |number: usize| {
            dynamic(move || match locations.read().get(number) {
                Some(location) => view! {
                    <span class="option-name">{location_name(location)}</span>
                    <span class="option-more">{location.country.clone()}</span>
                }
                .into_any(),
                None => ().into_any(),
            })
        }),
    };
    let error = ordering.error(Part::Location, say!(create.location_missing));
    let body = view! {
        {standing(choosing.location_list, words, retry, error)}
        {gone(missing)}
        {picker.view()}
    };
    section("create-location", say!(create.location), body.into_any())
}
