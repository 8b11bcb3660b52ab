//! Choosing the image: those with a star first, then all of the backend's, then those that only a search on its
//! server brings.

use leptos::prelude::*;
use mist_api::model::Image;
use mist_core::remote::Phase;

use super::{
    offers::{Listing, Words},
    order::{Ordering, Part},
};
use crate::{
    components::{
        image_list::{Filter, selection::Selection, server_search::server_search},
        pickers::Picker,
    },
    say,
    state::State,
    ui::{
        changing::{dynamic, text},
        field::CheckField,
        icon::Icon,
        listbox::OptionHeight,
    },
};

/// What the image is looked for with.
#[derive(Clone, Copy)]
pub struct Looking {
    /// Those that show.
    pub images: Selection,
    backend: Signal<String>,
    query: RwSignal<String>,
    /// Those without a star too, while nothing is searched for.
    all: RwSignal<bool>,
    /// How many have a star.
    starred: Memo<usize>,
}

impl Looking {
    /// Among the images of this backend.
    pub fn new(state: State, backend: Signal<String>) -> Self {
        let (query, all) = (RwSignal::new(String::new()), RwSignal::new(false));
        let starred = Memo::new(move |_| {
            let list = state.catalogue.images.of(&backend.read());
            let list = list.read();
            let images = list.data().into_iter().flat_map(|list| &list.items);
            images.filter(|image| image.star).count()
        });
        let filter = Memo::new(move |_| {
            let query = query.get();
            let starred = starred.get() > 0 && !all.get() && query.trim().is_empty();
            Filter { query, starred }
        });
        let on_filter = Callback::new(move |filter: Filter| query.set(filter.query));
        Self {
            images: Selection::new(state, backend, filter.into(), on_filter),
            backend,
            query,
            all,
            starred,
        }
    }

    /// Whether the backend has listed its own.
    fn is_told(self) -> bool {
        self.images.standing().0
    }

    /// Whether the server is searching.
    fn is_searching(self, state: State) -> bool {
        let found = state.images.found(&self.backend.read());
        found.with(|found| found.answer.phase() != Phase::Idle)
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

/// What stands below the list: how many show, the others, and those that only the server knows.
fn image_search(looking: Looking) -> AnyView {
    let Looking {
        images,
        query,
        all,
        starred,
        ..
    } = looking;
    let total = Memo::new(move |_| images.total());
    let has_both = Memo::new(move |_| starred.get() > 0 && starred.get() < total.get());
    let is_searched = Memo::new(move |_| !query.read().trim().is_empty());
    let count = move || {
        let total = total.get();
        let is_short = has_both.get() && !all.get() && !is_searched.get();
        match images.order.read().len() {
            0 => String::new(),
            count if is_short => say!(create.images_starred, count = count, total = total),
            count => say!(create.images_count, count = count, total = total),
        }
    };
    let others = move || {
        if has_both.get() && !is_searched.get() {
            view! { <CheckField label=say!(create.images_all) checked=all /> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! {
        <div class="below-list">
            <p class="hint" role="status">
                {text(count)}
            </p>
            {dynamic(others)}
        </div>
        {server_search(images)}
    }
    .into_any()
}

/// Asks once for an image that the address names and the backend does not list: it may be one that only a
/// search brings.
fn find_named(ordering: &Ordering) {
    let (choosing, state) = (ordering.choosing, ordering.state);
    Effect::new(move |asked: Option<String>| {
        let wanted = choosing.plan.read().image.clone();
        let is_told = choosing.looking.is_told();
        let is_unknown = is_told && choosing.chosen.get().image.is_none() && !wanted.is_empty();
        if is_unknown && asked.as_ref() != Some(&wanted) {
            let backend = choosing.looking.backend.get_untracked();
            untrack(|| state.images.search(&backend, &wanted));
            return wanted;
        }
        asked.unwrap_or_default()
    });
}

/// The image.
pub fn image(ordering: &Ordering) -> AnyView {
    let choosing = ordering.choosing;
    let catalogue = ordering.state.catalogue;
    let (looking, state) = (choosing.looking, ordering.state);
    find_named(ordering);
    let gone = move || {
        let wanted = choosing.plan.read().image.clone();
        let is_gone = looking.is_told()
            && !wanted.is_empty()
            && choosing.chosen.get().image.is_none()
            && !looking.is_searching(state);
        is_gone.then(|| say!(create.image_gone, id = wanted))
    };
    let draw = move |number: usize| {
        dynamic(move || {
            let option = looking.images.with(number, image_option);
            option.unwrap_or_else(|| ().into_any())
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
            let total = looking.images.total();
            looking.is_told() && total == 0
        }),
        error: ordering.error(Part::Image, say!(create.image_missing)),
        picker: Picker {
            name: say!(create.image),
            search: say!(create.image_search),
            is_always_searched: true,
            query: looking.query,
            total: Signal::derive(move || looking.images.total()),
            order: looking.images.order.into(),
            chosen: Signal::derive(move || choosing.chosen.get().image),
            on_choose: Callback::new(move |number| choosing.choose_image(number)),
            height: OptionHeight::Two,
            draw: Callback::new(draw),
        },
    };
    listing.view(gone, image_search(looking))
}
