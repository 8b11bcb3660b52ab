//! What backends offer for new machines: images, sizes, locations, networks. Each list of each backend is a
//! cell of its own, asked for when somebody looks at it; when it fails, its error stands beside its
//! last good list, and the others are none the wiser.

use std::{collections::BTreeMap, marker::PhantomData};

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::{Call, ListImages, ListLocations, ListNetworks, ListSizes},
    model::{Image, Listed, Location, Network, Size},
};
use mist_core::remote::{Phase, Remote};

use super::{poller::Order, session::Session};
use crate::platform::{clock, task};

/// How old a list may be when somebody comes to look at it. Clouds seldom change what they offer, and a
/// list of images can be megabytes.
const FRESH_MS: u64 = 300_000;

/// A list as it stands.
pub type Cell<T> = ArcRwSignal<Remote<Listed<T>, ApiError>>;

/// A call that lists something of a backend.
pub trait Lists: Call<Answer = Listed<Self::Item>> + 'static {
    /// What it lists.
    type Item: Clone + PartialEq + Send + Sync + 'static;

    /// Asks this backend.
    fn of(backend: String) -> Self;
}

macro_rules! lists {
    ($($call:ident: $item:ident),*) => {
        $(impl Lists for $call {
            type Item = $item;

            fn of(backend: String) -> Self {
                Self { backend }
            }
        })*
    };
}

lists!(ListImages: Image, ListSizes: Size, ListLocations: Location, ListNetworks: Network);

struct Slot<T: 'static> {
    cell: Cell<T>,
    order: Order,
}

/// One kind of list, of every backend.
#[derive(Clone)]
pub struct Shelf<C: Lists> {
    session: Session,
    slots: StoredValue<BTreeMap<String, Slot<C::Item>>>,
    kind: PhantomData<C>,
}

// By hand, since the derived one would want `C: Copy`.
impl<C: Lists> Copy for Shelf<C> {}

impl<C: Lists> Shelf<C> {
    fn new(session: Session) -> Self {
        Self {
            session,
            slots: StoredValue::new(BTreeMap::new()),
            kind: PhantomData,
        }
    }

    fn slot<R: 'static>(
        self,
        backend: &str,
        with: impl FnOnce(&mut Slot<C::Item>) -> R,
    ) -> Option<R> {
        self.slots.try_update_value(|slots| {
            let slot = slots.entry(backend.to_owned()).or_insert_with(|| Slot {
                cell: ArcRwSignal::new(Remote::new()),
                order: Order::default(),
            });
            with(slot)
        })
    }

    /// The list of a backend as it stands; nothing is asked.
    pub fn of(self, backend: &str) -> Cell<C::Item> {
        let cell = self.slot(backend, |slot| slot.cell.clone());
        cell.unwrap_or_else(|| ArcRwSignal::new(Remote::new()))
    }

    /// Wants the list of a backend, whichever `backend` says, for as long as the current owner lives: also
    /// when the session was over meanwhile and is renewed. An empty id is no backend.
    pub fn follow(self, backend: Signal<String>) {
        let expired = self.session.expired();
        Effect::new(move |_| {
            let backend = backend.get();
            if !expired.get() && !backend.is_empty() {
                self.want(&backend);
            }
        });
    }

    /// Asks for a list, unless it is there and fresh, or under way. A failure is asked for again too: who
    /// comes back wants to see it mended. What this server lacks is not: the answer is known.
    pub fn want(self, backend: &str) {
        let cell = self.of(backend);
        if self.session.lacks::<C>().get_untracked() {
            let lacking = || ApiError::NoEndpoint {
                words: String::new(),
            };
            cell.maybe_update(|remote| {
                let is_news = remote.error().is_none();
                if is_news {
                    remote.on_err(lacking());
                }
                is_news
            });
            return;
        }
        let wanted = cell.with_untracked(|remote| {
            let is_old = |at: u64| clock::now_ms().saturating_sub(at) > FRESH_MS;
            let is_due = remote.error().is_some() || remote.fetched_at_ms().is_none_or(is_old);
            is_due && remote.phase() == Phase::Idle
        });
        if wanted {
            self.refresh(backend);
        }
    }

    /// Asks for a list now.
    pub fn refresh(self, backend: &str) {
        let backend = backend.to_owned();
        let Some((cell, number)) =
            self.slot(&backend, |slot| (slot.cell.clone(), slot.order.ask()))
        else {
            return;
        };
        cell.update(Remote::on_start);
        task::spawn_page(async move {
            let answer = self.session.call(&C::of(backend.clone())).await;
            let is_news = self.slot(&backend, |slot| slot.order.take(number));
            cell.update(|remote| match answer {
                Ok(list) if is_news == Some(true) => {
                    remote.on_ok(list, clock::now_ms());
                }
                Err(error) if is_news == Some(true) => remote.on_err(error),
                // Something newer is known: the question is over all the same.
                _ => remote.on_abort(),
            });
        });
    }

    /// Changes a list as its server has just confirmed: newer than any question under way.
    pub fn patch(self, backend: &str, change: impl FnOnce(&mut Vec<C::Item>)) {
        let cell = self.slot(backend, |slot| {
            slot.order.overtake();
            slot.cell.clone()
        });
        if let Some(cell) = cell {
            cell.update(|remote| remote.patch(|list| change(&mut list.items)));
        }
    }

    fn forget(self) {
        self.slots.update_value(|slots| {
            for (_, slot) in std::mem::take(slots) {
                slot.cell.set(Remote::new());
            }
        });
    }
}

/// Everything backends offer, as a handle.
#[derive(Clone, Copy)]
pub struct Catalogue {
    /// What machines can be made from.
    pub images: Shelf<ListImages>,
    /// What sizes they can have.
    pub sizes: Shelf<ListSizes>,
    /// Where they can be made.
    pub locations: Shelf<ListLocations>,
    /// What connects them.
    pub networks: Shelf<ListNetworks>,
}

impl Catalogue {
    pub(super) fn new(session: Session) -> Self {
        Self {
            images: Shelf::new(session),
            sizes: Shelf::new(session),
            locations: Shelf::new(session),
            networks: Shelf::new(session),
        }
    }

    pub(super) fn forget(self) {
        self.images.forget();
        self.sizes.forget();
        self.locations.forget();
        self.networks.forget();
    }
}
