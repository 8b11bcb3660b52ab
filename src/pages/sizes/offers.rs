//! What all clouds offer, gathered from their lists, and how far the gathering is.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::{
    ApiError,
    model::{Backend, Cost, Size},
};
use mist_core::sizes::Offer;

use crate::{components::backend_kind::machine_rules, state::State};

/// A size that a backend offers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Offered {
    pub(super) backend: Arc<Backend>,
    pub(super) size: Size,
    /// What it is searched and sorted by.
    pub(super) offer: Offer,
}

/// A backend whose sizes could not be listed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failed {
    pub(super) backend: Arc<Backend>,
    pub(super) error: ApiError,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Offers {
    /// How many backends make machines at all.
    pub(super) backends: usize,
    /// How many of them have not answered yet.
    pub(super) awaited: usize,
    pub(super) failed: Vec<Failed>,
    pub(super) sizes: Arc<Vec<Offered>>,
}

/// The backends that are on and make machines; `None` before the list came.
pub(super) fn makers(state: State) -> Memo<Option<Vec<Arc<Backend>>>> {
    let list = state.backends.list();
    Memo::new(move |_| {
        let list = list.read();
        let items = list.data()?.items.iter();
        let makers = items.filter(|backend| backend.enabled && machine_rules(backend).makes);
        Some(makers.cloned().map(Arc::new).collect())
    })
}

fn offered(backend: &Arc<Backend>, size: &Size) -> Offered {
    let offer = Offer {
        name: size.name.clone(),
        backend: backend.title.clone(),
        memory: size.ram,
        disk: size.disk,
        hour: size.lowest_cost().map(Cost::per_hour),
    };
    Offered {
        backend: backend.clone(),
        size: size.clone(),
        offer,
    }
}

/// What these backends offer, as their lists come.
pub(super) fn gather(state: State, makers: Memo<Option<Vec<Arc<Backend>>>>) -> Memo<Offers> {
    let expired = state.session.expired();
    Effect::new(move |_| {
        if expired.get() {
            return;
        }
        for backend in makers.read().iter().flatten() {
            state.catalogue.sizes.want(&backend.id);
        }
    });
    Memo::new(move |_| {
        let makers = makers.read();
        let mut offers = Offers::default();
        let mut sizes = Vec::new();
        for backend in makers.iter().flatten() {
            offers.backends += 1;
            state.catalogue.sizes.of(&backend.id).with(|remote| {
                let listed = remote.data().into_iter().flat_map(|list| &list.items);
                sizes.extend(listed.map(|size| offered(backend, size)));
                match remote.error() {
                    Some(error) => offers.failed.push(Failed {
                        backend: backend.clone(),
                        error: error.clone(),
                    }),
                    None if remote.data().is_none() => offers.awaited += 1,
                    None => {}
                }
            });
        }
        offers.sizes = Arc::new(sizes);
        offers
    })
}
