//! Choosing the image: those with a star first, then all of the backend's, then those that only a search on its
//! server brings.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::model::Image;

use super::{
    offers::{Listing, Words},
    order::{Ordering, Part},
};
use crate::{
    components::pickers::Picker,
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
fn find_named(ordering: &Ordering, server: &ServerSearch) {
    let (choosing, server) = (ordering.choosing, *server);
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
    find_named(ordering, &server);
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
