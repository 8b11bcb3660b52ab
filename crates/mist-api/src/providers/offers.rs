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
    }
}
