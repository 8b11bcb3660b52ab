//! Which provider, and where: what the server offers, and what the address asks for.

use leptos::prelude::*;
use mist_api::providers::{BARE_METAL, Offer, Place, form};

use crate::{
    components::navigate::Navigation,
    routes::{ProviderRef, Route},
    state::State,
    ui::field,
};

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The provider.
    pub offer: Offer,
    /// Where.
    pub place: Place,
}

impl Chosen {
    fn at_first_of(offer: &Offer) -> Option<Self> {
        Some(Self {
            offer: offer.clone(),
            place: offer.places.first()?.clone(),
        })
    }

    /// What an address asks for: a place, or a provider by its id without a region.
    fn of(offers: &[Offer], wanted: &ProviderRef) -> Option<Self> {
        let exactly = offers.iter().find_map(|offer| {
            let mut places = offer.places.iter();
            let place = places.find(|place| name(place) == *wanted)?;
            Some(Self {
                offer: offer.clone(),
                place: place.clone(),
            })
        });
        exactly.or_else(|| {
            let mut offers = offers.iter();
            Self::at_first_of(offers.find(|offer| offer.id() == wanted.provider)?)
        })
    }

    /// As it stands in the address.
    fn address(&self) -> ProviderRef {
        if self.offer.id() == BARE_METAL.id {
            ProviderRef::default()
        } else {
            name(&self.place)
        }
    }
}

fn name(place: &Place) -> ProviderRef {
    ProviderRef {
        provider: place.provider.clone(),
        region: place.region.clone().unwrap_or_default(),
    }
}

/// A place as a value of the region's choices.
fn value(place: &Place) -> String {
    let region = place.region.as_deref().unwrap_or_default();
    [&place.provider, region].join(" ").trim_end().to_owned()
}

/// The choice of provider and region, which the address holds, as a handle.
#[derive(Clone, Copy)]
pub struct Choosing {
    /// Whether the server has said what it offers.
    is_listed: Memo<bool>,
    offers: Memo<Vec<Offer>>,
    wanted: Memo<ProviderRef>,
    /// What is chosen; nothing while it is not known what there is.
    pub chosen: Memo<Option<Chosen>>,
    /// The value of the provider's field.
    pub provider: RwSignal<String>,
    /// The value of the region's field.
    pub region: RwSignal<String>,
}

impl Choosing {
    /// Follows the address, and whoever chooses.
    pub fn new(state: State, navigation: Navigation) -> Self {
        let list = state.providers.list();
        let offers = state.providers.offers();
        // Another address means that the screen is about to go: it wishes for nothing here.
        let wanted =
            Memo::new(
                move |before: Option<&ProviderRef>| match &*navigation.route().read() {
                    Route::AddBackend(wanted) => wanted.clone(),
                    _ => before.cloned().unwrap_or_default(),
                },
            );
        // Coming back without a wish leads to where one was.
        let before = state.adding.last();
        if wanted.get_untracked() == ProviderRef::default() && before != ProviderRef::default() {
            navigation.replace(&Route::AddBackend(before));
        }
        let chosen = Memo::new(move |_| {
            let (offers, wanted) = (offers.read(), wanted.read());
            let is_told = list.with(|list| list.data().is_some() || list.error().is_some());
            let found = Chosen::of(&offers, &wanted);
            let server = || Chosen::at_first_of(offers.first()?);
            found.or_else(|| {
                let may_come = !is_told && !wanted.provider.is_empty();
                if may_come { None } else { server() }
            })
        });
        let choosing = Self {
            is_listed: Memo::new(move |_| list.with(|list| list.data().is_some())),
            offers,
            wanted,
            chosen,
            provider: RwSignal::default(),
            region: RwSignal::default(),
        };
        choosing.show();
        choosing.listen(state, navigation);
        choosing
    }

    /// The fields show what is chosen.
    fn show(self) {
        Effect::new(move |_| {
            let wanted = self.wanted.get();
            if let Some(Chosen { offer, place }) = self.chosen.get() {
                self.provider.set(offer.id().to_owned());
                self.region.set(value(&place));
            } else {
                self.provider.set(wanted.provider);
            }
        });
    }

    /// What is chosen in the fields goes into the address, and is kept.
    fn listen(self, state: State, navigation: Navigation) {
        let go = move |chosen: Option<Chosen>| {
            if let Some(chosen) = chosen {
                navigation.replace(&Route::AddBackend(chosen.address()));
            }
        };
        Effect::new(move |_| {
            let id = self.provider.read();
            let chosen = self.chosen.read_untracked();
            if chosen.as_ref().is_some_and(|now| now.offer.id() == *id) {
                return;
            }
            drop(chosen);
            let offers = self.offers.read_untracked();
            let Some(offer) = offers.iter().find(|offer| offer.id() == *id) else {
                return;
            };
            let kept = state.adding.typed(offer).place.get_untracked();
            let kept = kept.and_then(|kept| Chosen::of(std::slice::from_ref(offer), &kept));
            go(kept.or_else(|| Chosen::at_first_of(offer)));
        });
        Effect::new(move |_| {
            let wish = self.region.read();
            let chosen = self.chosen.get_untracked();
            let Some(Chosen { offer, .. }) = chosen.filter(|now| value(&now.place) != *wish) else {
                return;
            };
            let found = offer.places.iter().find(|other| value(other) == *wish);
            go(found.cloned().map(|place| Chosen { offer, place }));
        });
        Effect::new(move |_| {
            if let Some(chosen) = &*self.chosen.read() {
                state.adding.choose(chosen.address());
                let typed = state.adding.typed(&chosen.offer);
                typed.place.set(Some(name(&chosen.place)));
            }
        });
    }

    /// The providers to choose from. One that is asked for and may still come goes by the name it has
    /// everywhere.
    pub fn providers(self) -> Vec<field::Choice> {
        let (offers, wanted) = (self.offers.read(), self.wanted.read());
        let mut choices: Vec<_> = offers
            .iter()
            .map(|offer| field::Choice {
                value: offer.id().to_owned(),
                label: offer.title.clone(),
            })
            .collect();
        if self.chosen.read().is_none() {
            let wanted = &wanted.provider;
            let known = form(wanted).map_or(wanted.as_str(), |form| form.title);
            choices.push(field::Choice {
                value: wanted.clone(),
                label: known.to_owned(),
            });
        }
        choices
    }

    /// The regions to choose from.
    pub fn regions(self) -> Vec<field::Choice> {
        let chosen = self.chosen.read();
        let places = chosen.iter().flat_map(|chosen| &chosen.offer.places);
        let choices = places.map(|place| field::Choice {
            value: value(place),
            label: place.label.clone(),
        });
        choices.collect()
    }

    /// What the address asks for and the server does not have.
    pub fn missing(self) -> Option<String> {
        if !self.is_listed.get() {
            return None;
        }
        let wanted = self.wanted.read();
        let chosen = self.chosen.read();
        let chosen = chosen.as_ref()?;
        let is_it =
            chosen.offer.id() == wanted.provider || chosen.place.provider == wanted.provider;
        (!is_it && !wanted.provider.is_empty()).then(|| wanted.provider.clone())
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::{call::Call, call::ListProviders, providers::offers};

    /// The offer and the place that an address leads to.
    fn chosen(listed: &str, provider: &str, region: &str) -> Option<[String; 2]> {
        let listed = ListProviders.decode(listed.as_bytes()).unwrap();
        let wanted = ProviderRef {
            provider: provider.into(),
            region: region.into(),
        };
        let chosen = Chosen::of(&offers(&listed.items), &wanted)?;
        assert_eq!(
            Chosen::of(&offers(&listed.items), &chosen.address()),
            Some(chosen.clone())
        );
        Some([chosen.offer.id().to_owned(), chosen.place.label])
    }

    #[test]
    fn an_address_leads_to_a_place_in_both_shapes_of_the_list() {
        let flat =
            r#"[{"provider": "ec2_us_east"}, {"provider": "ec2_eu_west"}, {"provider": "gce"}]"#;
        assert_eq!(
            chosen(flat, "ec2_eu_west", ""),
            Some(["ec2".to_owned(), "Ireland".to_owned()])
        );
        assert_eq!(
            chosen(flat, "ec2", ""),
            Some(["ec2".to_owned(), "N. Virginia".to_owned()])
        );
        assert_eq!(
            chosen(flat, "gce", ""),
            Some(["gce".to_owned(), String::new()])
        );
        assert_eq!(chosen(flat, "moon", ""), None);
        let inside = r#"[{"provider": "moon", "title": "Moon", "regions": [{"id": "a", "location": "Near"}, {"id": "b", "location": "Far"}]}]"#;
        assert_eq!(
            chosen(inside, "moon", "b"),
            Some(["moon".to_owned(), "Far".to_owned()])
        );
        assert_eq!(
            chosen(inside, "moon", ""),
            Some(["moon".to_owned(), "Near".to_owned()])
        );
        assert_eq!(chosen(inside, "", ""), None);
    }
}
