//! What a server can add, put together from its list of providers in either shape.

use super::{GENERIC, ProviderForm, form};
use crate::model::Provider;

/// A provider to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What to call it.
    pub title: String,
    /// What to ask for.
    pub form: &'static ProviderForm,
    /// Its regions; one without a label where there is nothing to choose. Never empty.
    pub places: Vec<Place>,
}

/// A region of a provider, and how to ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it is; empty where the provider has no regions.
    pub label: String,
    /// What to call a backend there, if nobody says otherwise.
    pub title: String,
    /// What to send as [`crate::call::NewBackend::provider`].
    pub provider: String,
    /// What to send as [`crate::call::NewBackend::region`].
    pub region: Option<String>,
    /// Whether what is added there is a simulation (see [`crate::extensions::SIMULATED`]).
    pub simulated: bool,
}

impl Offer {
    /// What the provider is told apart by: its id without a region.
    pub fn id(&self) -> &str {
        let first = || self.places.first().map(|place| place.provider.as_str());
        if self.form.regions.is_empty() {
            first().unwrap_or(self.form.id)
        } else {
            self.form.id
        }
    }

    /// What can be added on any server, whatever it lists: a provider of the table that has no regions.
    pub fn of(form: &'static ProviderForm) -> Self {
        Self {
            title: form.title.to_owned(),
            form,
            places: vec![Place {
                label: String::new(),
                title: form.title.to_owned(),
                provider: form.id.to_owned(),
                region: None,
                simulated: false,
            }],
        }
    }
}

/// Puts together what a server listed: the servers of 2014 list every region as a provider of its own (`ec2_eu_west`,
/// `rackspace:dfw`), later ones list regions inside their provider. In the server's order.
pub fn offers(listed: &[Provider]) -> Vec<Offer> {
    let mut offers = Vec::<Offer>::new();
    for provider in listed {
        let form = form(&provider.id).unwrap_or(GENERIC);
        if !provider.regions.is_empty() {
            offers.push(Offer {
                title: provider.title.clone(),
                form,
                places: provider
                    .regions
                    .iter()
                    .map(|r| inside(provider, r))
                    .collect(),
            });
            continue;
        }
        let has_regions = !form.regions.is_empty() && form.id != provider.id;
        let label = match form.place(&provider.id) {
            Some(place) => place.to_owned(),
            None if has_regions => provider.title.clone(),
            None => String::new(),
        };
        let place = Place {
            label,
            title: provider.title.clone(),
            provider: provider.id.clone(),
            region: None,
            simulated: provider.simulated,
        };
        let family = offers
            .iter_mut()
            .find(|offer| has_regions && offer.form.id == form.id);
        if let Some(offer) = family {
            offer.places.push(place);
        } else {
            let title = if has_regions {
                form.title.to_owned()
            } else {
                provider.title.clone()
            };
            offers.push(Offer {
                title,
                form,
                places: vec![place],
            });
        }
    }
    offers
}

fn inside(provider: &Provider, region: &crate::model::Region) -> Place {
    Place {
        label: region.location.clone(),
        title: [provider.title.as_str(), &region.location].join(" "),
        provider: provider.id.clone(),
        region: Some(region.id.clone()),
        simulated: provider.simulated,
    }
}
