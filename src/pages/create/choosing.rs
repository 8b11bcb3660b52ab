//! What new machines are made of: the address holds it, and what is chosen later follows what was chosen
//! earlier. What is chosen on one backend is kept while another one is looked at.

use std::sync::Arc;

use leptos::prelude::*;
use mist_api::{
    model::{Backend, Cost, Image, Listed, Location, Network, Size},
    providers::{GENERIC, MachineRules, form},
};

use super::images::Images;
use crate::{
    components::{failures::Freshness, navigate::Navigation},
    routes::{Plan, Route},
    state::{
        State,
        catalogue::{Lists, Shelf},
    },
};

/// What is to be known of a backend's provider for making machines there.
pub fn rules_of(backend: &Backend) -> MachineRules {
    form(&backend.provider).unwrap_or(GENERIC).machines
}

/// A list of the chosen backend, whatever it lists.
pub struct Offered<T: Send + Sync + 'static> {
    /// What it holds; nothing before the first answer.
    pub list: Memo<Option<Arc<Listed<T>>>>,
    /// How it stands.
    pub freshness: Signal<Freshness>,
    /// Whether the first answer is awaited.
    pub is_awaited: Memo<bool>,
}

impl<T: Send + Sync> Copy for Offered<T> {}

// By hand, since the derived one would want `T: Clone`.
impl<T: Send + Sync> Clone for Offered<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Offered<T> {
    fn of<C: Lists<Item = T> + Send + Sync>(shelf: Shelf<C>, backend: Memo<String>) -> Self {
        shelf.follow(backend.into());
        Self {
            // Whether it is the same is told by where it is: comparing long lists takes long.
            list: Memo::new_with_compare(
                move |_| {
                    let cell = shelf.of(&backend.read());
                    cell.with(|remote| remote.data().cloned())
                },
                |old, new| match (old.and_then(Option::as_ref), new.and_then(Option::as_ref)) {
                    (Some(old), Some(new)) => !Arc::ptr_eq(old, new),
                    (old, new) => old.is_some() != new.is_some(),
                },
            ),
            freshness: Signal::derive(move || shelf.of(&backend.read()).with(Freshness::of)),
            is_awaited: Memo::new(move |_| {
                let cell = shelf.of(&backend.read());
                cell.with(|remote| remote.data().is_none() && remote.error().is_none())
            }),
        }
    }
}

/// The choices, as a handle.
#[derive(Clone, Copy)]
pub struct Choosing {
    state: State,
    navigation: Navigation,
    /// What the address says.
    pub plan: Memo<Plan>,
    /// The backends that make machines, or would if they were switched on.
    pub makers: Memo<Vec<Backend>>,
    /// The chosen one, as long as machines can be made there.
    pub backend: Memo<Option<Backend>>,
    /// What its provider wants to know.
    pub rules: Memo<MachineRules>,
    /// How its list of images stands.
    pub image_list: Offered<Image>,
    /// Its images.
    pub images: Memo<Arc<Images>>,
    /// The number of the chosen image.
    pub image: Memo<Option<usize>>,
    /// How its list of sizes stands.
    pub size_list: Offered<Size>,
    /// Its sizes, the smallest first.
    pub sizes: Memo<Arc<Vec<Size>>>,
    /// The number of the chosen size.
    pub size: Memo<Option<usize>>,
    /// How its list of locations stands.
    pub location_list: Offered<Location>,
    /// Its locations, by name.
    pub locations: Memo<Arc<Vec<Location>>>,
    /// The number of the chosen location.
    pub location: Memo<Option<usize>>,
    /// Its networks. Older servers have no such list.
    pub networks: Offered<Network>,
}

/// Small lists in an order of ours: servers have none.
fn sorted<T: Clone + PartialEq + Send + Sync + 'static>(
    list: Memo<Option<Arc<Listed<T>>>>,
    order: fn(&T, &T) -> std::cmp::Ordering,
) -> Memo<Arc<Vec<T>>> {
    Memo::new(move |_| {
        let list = list.read();
        let mut items = list.as_ref().map(|list| list.items.clone());
        if let Some(items) = &mut items {
            items.sort_by(order);
        }
        Arc::new(items.unwrap_or_default())
    })
}

fn smaller(one: &Size, other: &Size) -> std::cmp::Ordering {
    let amount = |amount: Option<f64>| amount.unwrap_or(f64::MAX);
    amount(one.ram)
        .total_cmp(&amount(other.ram))
        .then(amount(one.disk).total_cmp(&amount(other.disk)))
        .then_with(|| one.name.cmp(&other.name))
}

/// The place of what is chosen. Where there is but one, that is it.
fn place_of<T>(items: &[T], fits: impl Fn(&T) -> bool) -> Option<usize> {
    let only = (items.len() == 1).then_some(0);
    items.iter().position(fits).or(only)
}

impl Choosing {
    /// Follows the address, and keeps what it says.
    pub fn new(state: State, navigation: Navigation) -> Self {
        // Another address means that the screen is about to go: it wishes for nothing here.
        let plan = Memo::new(
            move |before: Option<&Plan>| match &*navigation.route().read() {
                Route::CreateMachine(plan) => plan.clone(),
                _ => before.cloned().unwrap_or_default(),
            },
        );
        let asked = plan.get_untracked();
        let begun = state.creating.begin(asked.clone());
        if begun != asked {
            navigation.replace(&Route::CreateMachine(begun));
        }
        Effect::new(move |_| state.creating.keep(plan.get()));
        let list = state.backends.list();
        let makers = Memo::new(move |_| {
            let list = list.read();
            let items = list.data().into_iter().flat_map(|list| &list.items);
            items
                .filter(|known| rules_of(known).makes)
                .cloned()
                .collect::<Vec<_>>()
        });
        let backend = Memo::new(move |_| {
            let (makers, plan) = (makers.read(), plan.read());
            let mut makers = makers.iter();
            let chosen = makers.find(|known| known.id == plan.backend && known.enabled);
            chosen.cloned()
        });
        let id = Memo::new(move |_| {
            let backend = backend.read();
            backend
                .as_ref()
                .map_or_else(String::new, |known| known.id.clone())
        });
        let rules = Memo::new(move |_| backend.read().as_ref().map_or(GENERIC.machines, rules_of));
        let catalogue = state.catalogue;
        let image_list = Offered::of(catalogue.images, id);
        let images = Images::of(state.creating, image_list.list, id);
        let size_list = Offered::of(catalogue.sizes, id);
        let sizes = sorted(size_list.list, smaller);
        let location_list = Offered::of(catalogue.locations, id);
        let locations = sorted(location_list.list, |one, other| one.name.cmp(&other.name));
        let image = Memo::new(move |_| images.read().number(&plan.read().image));
        let choosing = Self {
            state,
            navigation,
            plan,
            makers,
            backend,
            rules,
            image_list,
            images,
            image,
            size_list,
            sizes,
            size: Memo::new(move |_| {
                let (rules, plan) = (rules.get(), plan.read());
                let fits = |size: &Size| size.id == plan.size && rules.fits(&plan.image, size);
                place_of(&sizes.read(), fits)
            }),
            location_list,
            locations,
            location: Memo::new(move |_| {
                let plan = plan.read();
                place_of(&locations.read(), |location| location.id == plan.location)
            }),
            networks: Offered::of(catalogue.networks, id),
        };
        choosing.choose_only_one();
        choosing
    }

    /// One backend is no choice.
    fn choose_only_one(self) {
        Effect::new(move |_| {
            let makers = self.makers.read();
            let mut on = makers.iter().filter(|known| known.enabled);
            if let (Some(only), None) = (on.next(), on.next())
                && self.plan.read_untracked().backend.is_empty()
            {
                self.choose_backend(&only.id);
            }
        });
    }

    fn go(self, change: impl FnOnce(&mut Plan)) {
        let mut plan = self.plan.get_untracked();
        change(&mut plan);
        self.navigation.replace(&Route::CreateMachine(plan));
    }

    /// Chooses a backend, and of it what was chosen before.
    pub fn choose_backend(self, id: &str) {
        let wish = Plan {
            backend: id.to_owned(),
            ..Plan::default()
        };
        let begun = self.state.creating.begin(wish);
        self.go(|plan| *plan = begun);
    }

    /// Chooses an image.
    pub fn choose_image(self, number: usize) {
        let images = self.images.get_untracked();
        if let Some(image) = images.get(number) {
            self.go(|plan| plan.image.clone_from(&image.id));
        }
    }

    /// Chooses a size.
    pub fn choose_size(self, number: usize) {
        let sizes = self.sizes.get_untracked();
        if let Some(size) = sizes.get(number) {
            self.go(|plan| plan.size.clone_from(&size.id));
        }
    }

    /// Chooses a location.
    pub fn choose_location(self, number: usize) {
        let locations = self.locations.get_untracked();
        if let Some(location) = locations.get(number) {
            self.go(|plan| plan.location.clone_from(&location.id));
        }
    }

    /// The chosen image.
    pub fn the_image(self) -> Option<Image> {
        self.images.read().get(self.image.get()?).cloned()
    }

    /// The chosen size.
    pub fn the_size(self) -> Option<Size> {
        self.sizes.read().get(self.size.get()?).cloned()
    }

    /// The chosen location.
    pub fn the_location(self) -> Option<Location> {
        self.locations.read().get(self.location.get()?).cloned()
    }

    /// What a size costs with what is chosen besides.
    pub fn cost(self, size: &Size) -> Option<Cost> {
        let image = self.the_image().map(|image| image.name);
        let location = self.the_location().map(|location| location.name);
        size.cost(&image.unwrap_or_default(), &location.unwrap_or_default())
    }

    /// Whether a location has to be chosen: a provider that wants one, and a list that has one, or failed.
    pub fn wants_location(self) -> bool {
        let is_empty = self
            .location_list
            .list
            .with(|list| list.as_ref().is_some_and(|list| list.items.is_empty()));
        self.rules.get().location && !is_empty
    }
}
