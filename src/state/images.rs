//! What can be done with the images of backends: giving them stars, and having their server search.
//! The lists themselves are the catalogue's.

use std::collections::BTreeMap;

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::{ListImages, SearchImages, StarImage},
    model::{Image, Listed},
};
use mist_core::remote::{Phase, Remote};

use super::{catalogue::Shelf, session::Session};
use crate::platform::{clock, task::Task};

/// The most images a server tells of one search.
pub const MOST_FOUND: usize = 40;

/// An image, by the ids of its backend and its own.
type Key = (String, String);

/// What the server of a backend found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// What it was asked for last.
    pub term: String,
    /// Which images have that in name or id, by their ids; or why it is not known.
    pub answer: Remote<Vec<String>, ApiError>,
    /// Everything that any search has found, each image once: lists may lack some.
    pub images: Vec<Image>,
}

impl Found {
    /// Whether `term` was asked for last, and is answered or about to be.
    pub fn is_of(&self, term: &str) -> bool {
        self.term == term
            && (self.answer.data().is_some()
                || self.answer.error().is_some()
                || self.answer.phase() != Phase::Idle)
    }

    fn take(&mut self, listed: Listed<Image>) {
        let ids = listed.items.iter().map(|image| image.id.clone()).collect();
        for image in listed.items {
            match self.images.iter_mut().find(|known| known.id == image.id) {
                Some(known) => *known = image,
                None => self.images.push(image),
            }
        }
        self.answer.on_ok(ids, clock::now_ms());
    }
}

/// Stars and searches, as a handle.
#[derive(Clone, Copy)]
pub struct Images {
    session: Session,
    shelf: Shelf<ListImages>,
    /// The stars that somebody wants and no answer has confirmed yet.
    wanted: RwSignal<BTreeMap<Key, bool>>,
    found: StoredValue<BTreeMap<String, ArcRwSignal<Found>>>,
    searches: StoredValue<BTreeMap<String, Task>, LocalStorage>,
}

impl Images {
    pub(super) fn new(session: Session, shelf: Shelf<ListImages>) -> Self {
        Self {
            session,
            shelf,
            wanted: RwSignal::default(),
            found: StoredValue::new(BTreeMap::new()),
            searches: StoredValue::new_local(BTreeMap::new()),
        }
    }

    /// What somebody wants an image's star to be, while the server has not answered.
    pub fn wanted(self, backend: &str, image: &str) -> Option<bool> {
        let wanted = self.wanted.read();
        // A map of pairs is not looked into by two borrowed halves; there are a few at most.
        let mut wanted = wanted.iter();
        let found = wanted.find(|((of, id), _)| of == backend && id == image);
        found.map(|(_, star)| *star)
    }

    /// Wants an image to have a star or none, and answers with what it has in the end. The server only turns
    /// stars over (API notes §1), so one question is out at a time: who presses again meanwhile changes the
    /// wish (`None` for that press), and what the server answers decides whether to ask once more.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn star(
        self,
        backend: String,
        image: String,
        star: bool,
    ) -> Option<Result<bool, ApiError>> {
        let key = (backend, image);
        let before = self.wanted.try_update(|all| all.insert(key.clone(), star));
        if before.flatten().is_some() {
            return None;
        }
        let mut asked_for = star;
        loop {
            let call = StarImage {
                backend: key.0.clone(),
                image: key.1.clone(),
            };
            let answer = self.session.call(&call).await;
            let wish = self.wanted.with_untracked(|all| all.get(&key).copied());
            let is_settled = match &answer {
                Ok(now) => {
                    self.set_star(&key, *now);
                    wish.is_none_or(|wish| wish == asked_for || wish == *now)
                }
                Err(error) => {
                    // Whether it was turned over, the list tells.
                    if error.is_answer_lost() {
                        self.shelf.refresh(&key.0);
                    }
                    true
                }
            };
            if is_settled {
                self.wanted.update(|all| {
                    all.remove(&key);
                });
                return Some(answer);
            }
            asked_for = wish.unwrap_or(asked_for);
        }
    }

    fn set_star(self, (backend, id): &Key, star: bool) {
        let put = |images: &mut Vec<Image>| {
            for image in images.iter_mut().filter(|image| image.id == *id) {
                image.star = star;
            }
        };
        self.shelf.patch(backend, put);
        let found = self.found(backend);
        let is_there = |found: &Found| found.images.iter().any(|image| image.id == *id);
        if found.with_untracked(is_there) {
            found.update(|found| put(&mut found.images));
        }
    }

    /// What the server of a backend found; nothing is asked.
    pub fn found(self, backend: &str) -> ArcRwSignal<Found> {
        let found = self.found.try_update_value(|all| {
            let found = all.entry(backend.to_owned());
            found
                .or_insert_with(|| ArcRwSignal::new(Found::default()))
                .clone()
        });
        found.unwrap_or_else(|| ArcRwSignal::new(Found::default()))
    }

    /// Has the server of a backend search its images. A question before that is given up.
    pub fn search(self, backend: &str, term: &str) {
        let found = self.found(backend);
        found.update(|found| {
            if found.term != term {
                found.answer = Remote::new();
                term.clone_into(&mut found.term);
            }
            found.answer.on_start();
        });
        let call = SearchImages {
            backend: backend.to_owned(),
            term: term.to_owned(),
        };
        let search = Task::start(async move {
            let answer = self.session.call(&call).await;
            found.update(|found| match answer {
                Ok(listed) => found.take(listed),
                Err(error) => found.answer.on_err(error),
            });
        });
        self.searches
            .update_value(|all| drop(all.insert(backend.to_owned(), search)));
    }

    /// Gives a search up.
    pub fn stop(self, backend: &str) {
        self.searches.update_value(|all| drop(all.remove(backend)));
        let found = self.found(backend);
        found.update(|found| found.answer.on_abort());
    }

    pub(super) fn forget(self) {
        self.wanted.update(BTreeMap::clear);
        self.searches.update_value(BTreeMap::clear);
        self.found.update_value(|all| {
            for found in std::mem::take(all).into_values() {
                found.set(Found::default());
            }
        });
    }
}
