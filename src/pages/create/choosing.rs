//! What new machines are made of: the address holds it, and what is chosen later follows what was chosen
//! earlier. What is chosen on one backend is kept while another one is looked at.

use std::{cmp::Ordering, sync::Arc};

use leptos::prelude::*;
use mist_api::{
    model::{Backend, Cost, Image, Listed, Location, Network, Size},
    providers::{GENERIC, MachineRules},
};

use super::image::Looking;
use crate::{
    components::{
        backend_kind::machine_rules, failures::Freshness, navigate::Navigation, size_facts,
    },
    routes::{Plan, Route},
    state::{
        State,
        catalogue::{Lists, Shelf},
    },
};

/// What the chosen backend offers besides images.
#[derive(Default)]
pub struct Offers {
    /// Its sizes, the smallest first; nothing before the first answer.
    pub sizes: Option<Vec<Size>>,
    /// Its locations, by name; nothing before the first answer.
    pub locations: Option<Vec<Location>>,
    /// Its networks; nothing before the first answer. Older servers have no such list.
    pub networks: Option<Vec<Network>>,
}

impl Offers {
    /// The size with this number.
    pub fn size(&self, number: usize) -> Option<&Size> {
        self.sizes.as_ref()?.get(number)
    }

    /// The location with this number.
    pub fn location(&self, number: usize) -> Option<&Location> {
        self.locations.as_ref()?.get(number)
    }
}

/// What of it is chosen, by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chosen {
    /// The image.
    pub image: Option<usize>,
    /// The size.
    pub size: Option<usize>,
    /// The location.
    pub location: Option<usize>,
}

/// How each list stands.
#[derive(Clone, Copy)]
pub struct Standing {
    /// The images.
    pub images: Signal<Freshness>,
    /// The sizes.
    pub sizes: Signal<Freshness>,
    /// The locations.
    pub locations: Signal<Freshness>,
    /// The networks.
    pub networks: Signal<Freshness>,
}

/// The choices, as a handle.
#[derive(Clone, Copy)]
pub struct Choosing {
    state: State,
    navigation: Navigation,
    /// What the address says.
    pub plan: Memo<Plan>,
    /// The chosen backend, as long as machines can be made there.
    pub backend: Memo<Option<Backend>>,
    /// Its images, and which of them show.
    pub looking: Looking,
    /// What it offers besides.
    pub offers: Memo<Arc<Offers>>,
    /// What of that is chosen.
    pub chosen: Memo<Chosen>,
    /// How its lists stand.
    pub standing: Standing,
}

/// Asks for a list of the chosen backend, and says how it stands.
fn follow<C: Lists + Send + Sync>(shelf: Shelf<C>, backend: Signal<String>) -> Signal<Freshness> {
    shelf.follow(backend);
    Signal::derive(move || shelf.of(&backend.read()).with(Freshness::of))
}

fn data<C: Lists>(shelf: Shelf<C>, backend: &str) -> Option<Arc<Listed<C::Item>>> {
    shelf.of(backend).with(|remote| remote.data().cloned())
}

fn sorted<T: Clone>(list: &Listed<T>, order: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    let mut items = list.items.clone();
    items.sort_by(order);
    items
}

/// What a backend offers. Servers list in no order.
fn offers_of(state: State, backend: &str) -> Arc<Offers> {
    let catalogue = state.catalogue;
    let sizes = data(catalogue.sizes, backend);
    let locations = data(catalogue.locations, backend);
    let networks = data(catalogue.networks, backend);
    Arc::new(Offers {
        sizes: sizes.map(|list| sorted(&list, size_facts::smaller)),
        locations: locations.map(|list| sorted(&list, |one, other| one.name.cmp(&other.name))),
        networks: networks.map(|list| sorted(&list, |one, other| one.name.cmp(&other.name))),
    })
}

/// The place of what is chosen. Where there is but one, that is it.
fn place_of<T>(items: Option<&Vec<T>>, fits: impl Fn(&T) -> bool) -> Option<usize> {
    let items = items?;
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
        let list = state.backends.list();
        let backend = Memo::new(move |_| {
            let (list, plan) = (list.read(), plan.read());
            let mut items = list.data().into_iter().flat_map(|list| &list.items);
            let chosen = items.find(|known| known.id == plan.backend && known.enabled);
            chosen.filter(|known| machine_rules(known).makes).cloned()
        });
        let id = Memo::new(move |_| {
            let backend = backend.read();
            let id = backend.as_ref().map(|known| known.id.clone());
            id.unwrap_or_default()
        });
        let offers = Memo::new_with_compare(move |_| offers_of(state, &id.read()), |_, _| true);
        let looking = Looking::new(state, id.into());
        let chosen = Memo::new(move |_| {
            let (offers, plan) = (offers.read(), plan.read());
            let rules = backend
                .read()
                .as_ref()
                .map_or(GENERIC.machines, machine_rules);
            let fits = |size: &Size| size.id == plan.size && rules.fits(&plan.image, size);
            Chosen {
                image: looking.images.number(&plan.image),
                size: place_of(offers.sizes.as_ref(), fits),
                location: place_of(offers.locations.as_ref(), |known| known.id == plan.location),
            }
        });
        let catalogue = state.catalogue;
        let choosing = Self {
            state,
            navigation,
            plan,
            backend,
            looking,
            offers,
            chosen,
            standing: Standing {
                images: follow(catalogue.images, id.into()),
                sizes: follow(catalogue.sizes, id.into()),
                locations: follow(catalogue.locations, id.into()),
                networks: follow(catalogue.networks, id.into()),
            },
        };
        Effect::new(move |_| {
            state.creating.keep(plan.get());
            choosing.choose_only_one();
        });
        choosing
    }

    /// One backend is no choice.
    fn choose_only_one(self) {
        let makers = self.makers();
        let mut on = makers.iter().filter(|known| known.enabled);
        if let (Some(only), None) = (on.next(), on.next())
            && self.plan.read_untracked().backend.is_empty()
        {
            self.choose_backend(&only.id);
        }
    }

    /// The backends that make machines, or would if they were switched on.
    pub fn makers(self) -> Vec<Backend> {
        let list = self.state.backends.list();
        let list = list.read();
        let items = list.data().into_iter().flat_map(|list| &list.items);
        let makers = items.filter(|known| machine_rules(known).makes);
        makers.cloned().collect()
    }

    /// What the chosen backend's provider wants to know.
    pub fn rules(self) -> MachineRules {
        let backend = self.backend.read();
        backend.as_ref().map_or(GENERIC.machines, machine_rules)
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
        self.navigation.replace(&Route::CreateMachine(begun));
    }

    /// Chooses an image.
    pub fn choose_image(self, number: usize) {
        let id = untrack(|| self.looking.images.with(number, |image| image.id.clone()));
        if let Some(id) = id {
            self.go(|plan| plan.image = id);
        }
    }

    /// Chooses a size.
    pub fn choose_size(self, number: usize) {
        if let Some(size) = self.offers.get_untracked().size(number) {
            self.go(|plan| plan.size.clone_from(&size.id));
        }
    }

    /// Chooses a location.
    pub fn choose_location(self, number: usize) {
        if let Some(location) = self.offers.get_untracked().location(number) {
            self.go(|plan| plan.location.clone_from(&location.id));
        }
    }

    /// The chosen image.
    pub fn image(self) -> Option<Image> {
        let number = self.chosen.get().image?;
        self.looking.images.with(number, Image::clone)
    }

    /// The chosen size.
    pub fn size(self) -> Option<Size> {
        let number = self.chosen.get().size?;
        self.offers.read().size(number).cloned()
    }

    /// The chosen location.
    pub fn location(self) -> Option<Location> {
        let number = self.chosen.get().location?;
        self.offers.read().location(number).cloned()
    }

    /// What a size costs with what is chosen besides.
    pub fn cost(self, size: &Size) -> Option<Cost> {
        let image = self.image().map(|image| image.name);
        let location = self.location().map(|location| location.name);
        size.cost(&image.unwrap_or_default(), &location.unwrap_or_default())
    }

    /// Whether a location has to be chosen: not where the list turned out to be empty.
    pub fn wants_location(self) -> bool {
        let offers = self.offers.read();
        let is_empty = offers.locations.as_ref().is_some_and(Vec::is_empty);
        self.rules().location && !is_empty
    }
}
