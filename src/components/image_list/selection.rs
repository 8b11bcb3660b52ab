//! Which images are to be seen, in which order: what the list and its rows share, and where one is chosen.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::model::Image;
use mist_core::finder::{Finder, Thing};

use super::Filter;
use crate::{
    state::{State, images::Found},
    ui::windowed::Order,
};

/// The texts that are searched, of one backend's images.
#[derive(Clone)]
pub struct Index {
    backend: String,
    finder: Arc<Finder>,
}

// The same until the list is another: nothing else is compared.
impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.finder, &other.finder)
    }
}

/// The images to be seen, as a handle.
#[derive(Clone, Copy)]
pub struct Selection {
    pub(super) state: State,
    pub(super) backend: Signal<String>,
    pub(super) filter: Signal<Filter>,
    on_filter: Callback<Filter>,
    index: Memo<Index>,
    /// By the index's numbers.
    pub order: Memo<Order>,
    /// The number of the row that has the focus.
    pub(super) focused: RwSignal<Option<usize>>,
}

/// The image at a place: first those of the list, then those that searches found.
fn at<'a>(listed: &'a [Image], found: &'a Found, place: usize) -> Option<&'a Image> {
    listed
        .get(place)
        .or_else(|| found.images.get(place - listed.len().min(place)))
}

impl Selection {
    /// Of the images of this backend those that the filter lets through. `on_filter` is called to see others.
    pub fn new(
        state: State,
        backend: Signal<String>,
        filter: Signal<Filter>,
        on_filter: Callback<Filter>,
    ) -> Self {
        let index = Memo::new(move |before: Option<&Index>| {
            let backend = backend.get();
            let cell = state.catalogue.images.of(&backend);
            let found = state.images.found(&backend);
            let (list, found) = (cell.read(), found.read());
            let listed = list.data().map(|list| list.items.as_slice());
            let images = listed.unwrap_or_default().iter().chain(&found.images);
            let things = images.map(|image| Thing {
                id: &image.id,
                name: &image.name,
                first: image.star,
            });
            let before = before.filter(|before| before.backend == backend);
            let finder = before.map_or_else(Arc::default, |before| before.finder.clone());
            let finder = finder.update(things).map_or(finder, Arc::new);
            Index { backend, finder }
        });
        let order = Memo::new(move |_| {
            let index = index.get();
            let Filter { query, starred } = filter.get();
            let mut numbers = index.finder.find(&query);
            lift(&mut numbers, &index, state, query.trim());
            if starred {
                // As it is now: a row whose star is taken stays until something else is asked for, so that
                // a slip can be mended.
                untrack(|| {
                    let cell = state.catalogue.images.of(&index.backend);
                    let found = state.images.found(&index.backend);
                    let (list, found) = (cell.read(), found.read());
                    let listed = list.data().map(|list| list.items.as_slice());
                    numbers.retain(|number| {
                        let place = index.finder.place(*number);
                        let image =
                            place.and_then(|place| at(listed.unwrap_or_default(), &found, place));
                        image.is_some_and(|image| {
                            let wanted = state.images.wanted(&index.backend, &image.id);
                            wanted.unwrap_or(image.star)
                        })
                    });
                });
            }
            Arc::new(numbers)
        });
        Self {
            state,
            backend,
            filter,
            on_filter,
            index,
            order,
            focused: RwSignal::new(None),
        }
    }

    pub(super) fn search(self, query: String) {
        let starred = self.filter.get_untracked().starred;
        self.on_filter.run(Filter { query, starred });
    }

    pub(super) fn only_starred(self, starred: bool) {
        let query = self.filter.get_untracked().query;
        self.on_filter.run(Filter { query, starred });
    }

    /// How many images are known.
    pub fn total(self) -> usize {
        self.index.read().finder.count()
    }

    /// Whether the list came, and whether it failed.
    pub fn standing(self) -> (bool, bool) {
        let cell = self.state.catalogue.images.of(&self.backend.read());
        let list = cell.read();
        (list.data().is_some(), list.error().is_some())
    }

    /// How many items of the list could not be read.
    pub(super) fn unreadable(self) -> usize {
        let cell = self.state.catalogue.images.of(&self.backend.read());
        let list = cell.read();
        list.data().map_or(0, |list| list.faults.len())
    }

    /// What `tell` says of the image with this number, as long as it is there.
    pub fn with<T>(self, number: usize, tell: impl FnOnce(&Image) -> T) -> Option<T> {
        let index = self.index.read();
        let place = index.finder.place(number)?;
        let cell = self.state.catalogue.images.of(&index.backend);
        let found = self.state.images.found(&index.backend);
        let (list, found) = (cell.read(), found.read());
        let listed = list.data().map(|list| list.items.as_slice());
        at(listed.unwrap_or_default(), &found, place).map(tell)
    }

    /// The number of the image with this id, as long as it is there.
    pub fn number(self, id: &str) -> Option<usize> {
        let index = self.index.read();
        let number = index.finder.number(id)?;
        index.finder.place(number).map(|_| number)
    }

    /// The same of the image with this id.
    pub(super) fn by_id<T>(self, id: &str, tell: impl FnOnce(&Image) -> T) -> Option<T> {
        let number = self.index.read().finder.number(id)?;
        self.with(number, tell)
    }

    /// Whether the server has just found this image.
    pub(super) fn is_found(self, id: &str) -> bool {
        let found = self.state.images.found(&self.backend.read());
        let found = found.read();
        let is_current = found.term == self.filter.read().query.trim();
        let ids = found.answer.data().filter(|_| is_current);
        ids.is_some_and(|ids| ids.iter().any(|found| found == id))
    }

    /// Where the row with the focus stands: it stays in the document.
    pub(super) fn kept(self) -> Signal<Option<usize>> {
        Memo::new(move |_| {
            let focused = self.focused.get()?;
            self.order
                .read()
                .iter()
                .position(|number| *number == focused)
        })
        .into()
    }
}

/// What the server found for the words searched for comes first where the list does not have it, and stays
/// in whatever its names say: the server may look at more than those.
fn lift(numbers: &mut Vec<usize>, index: &Index, state: State, term: &str) {
    let found = state.images.found(&index.backend);
    let found = found.read();
    let Some(ids) = found.answer.data().filter(|_| found.term == term) else {
        return;
    };
    let cell = state.catalogue.images.of(&index.backend);
    let listed = cell.with_untracked(|list| list.data().map_or(0, |list| list.items.len()));
    let mut extra = Vec::new();
    for number in ids.iter().filter_map(|id| index.finder.number(id)) {
        let is_extra = index
            .finder
            .place(number)
            .is_some_and(|place| place >= listed);
        if is_extra || !numbers.contains(&number) {
            extra.push(number);
        }
    }
    if !extra.is_empty() {
        numbers.retain(|number| !extra.contains(number));
        numbers.splice(0..0, extra);
    }
}
