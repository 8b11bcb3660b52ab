//! What kinds of backend the server can add. Asked for when somebody looks at the form.

use std::collections::HashSet;

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::ListProviders,
    extensions::LOCAL,
    model::{Listed, Provider},
    providers::{self, BARE_METAL, Offer},
};
use mist_core::{lower::lower, remote::Remote};

use super::{poller::Order, session::Session};
use crate::platform::{clock, task};

/// The providers, as a handle.
#[derive(Clone, Copy)]
pub struct Providers {
    session: Session,
    list: RwSignal<Remote<Listed<Provider>, ApiError>>,
    order: StoredValue<Order>,
}

impl Providers {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            list: RwSignal::new(Remote::new()),
            order: StoredValue::new(Order::default()),
        }
    }

    /// The list, its last error, its age.
    pub fn list(self) -> ReadSignal<Remote<Listed<Provider>, ApiError>> {
        self.list.read_only()
    }

    /// What can be added, in the order people look for it; a single server in any case.
    pub fn offers(self) -> Memo<Vec<Offer>> {
        Memo::new(move |_| {
            let list = self.list.read();
            let listed = list.data().map(|list| list.items.as_slice());
            in_order(listed.unwrap_or_default())
        })
    }

    /// Asks for the list now.
    pub fn refresh(self) {
        let number = self.order.try_update_value(Order::ask).unwrap_or_default();
        self.list.update(Remote::on_start);
        task::spawn_page(async move {
            let answer = self.session.call(&ListProviders).await;
            let is_news = self.order.try_update_value(|order| order.take(number)) == Some(true);
            self.list.update(|list| match answer {
                Ok(listed) if is_news => {
                    list.on_ok(listed, clock::now_ms());
                }
                Err(error) if is_news => list.on_err(error),
                // Something newer is known: the question is over all the same.
                _ => list.on_abort(),
            });
        });
    }

    pub(super) fn forget(self) {
        // An answer still under way is of the account that is left.
        self.order.update_value(Order::overtake);
        self.list.set(Remote::new());
    }
}

/// Single computers first, then clouds by title; their regions by name. Each once.
fn in_order(listed: &[Provider]) -> Vec<Offer> {
    let mut offers = providers::offers(listed);
    if offers.iter().all(|offer| offer.id() != BARE_METAL.id) {
        offers.push(Offer::of(&BARE_METAL));
    }
    let mut seen = HashSet::new();
    offers.retain(|offer| seen.insert(offer.id().to_owned()));
    for offer in &mut offers {
        offer.places.sort_by_key(|place| lower(&place.label));
    }
    offers.sort_by_cached_key(|offer| {
        let rank = match offer.id() {
            id if id == BARE_METAL.id => 0,
            LOCAL => 1,
            _ => 2,
        };
        (rank, lower(&offer.title))
    });
    offers
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::Call;

    fn titles(listed: &str) -> Vec<String> {
        let listed = ListProviders.decode(listed.as_bytes()).unwrap();
        let offers = in_order(&listed.items);
        offers.into_iter().map(|offer| offer.title).collect()
    }

    #[test]
    fn single_computers_come_first_and_clouds_by_title() {
        let listed = r#"[{"provider": "linode", "title": "Linode"}, {"provider": "ec2_eu_west"}, {"provider": "local", "title": "This computer"},
            {"provider": "docker", "title": "docker"}, {"provider": "bare_metal", "title": "Other Server"}, {"provider": "docker", "title": "Twin"}]"#;
        assert_eq!(
            titles(listed),
            ["Other Server", "This computer", "docker", "EC2", "Linode"]
        );
    }

    #[test]
    fn a_single_server_can_be_added_whatever_is_listed() {
        assert_eq!(titles("[]"), ["Bare Metal Server"]);
        assert_eq!(
            titles(r#"[{"provider": "gce", "title": "Google"}]"#),
            ["Bare Metal Server", "Google"]
        );
    }

    #[test]
    fn regions_are_found_by_their_names() {
        let listed = r#"[{"provider": "ec2_us_east"}, {"provider": "ec2_ap_northeast"}, {"provider": "ec2_eu_west"}]"#;
        let listed = ListProviders.decode(listed.as_bytes()).unwrap();
        let offers = in_order(&listed.items);
        let labels: Vec<_> = offers[1].places.iter().map(|p| p.label.as_str()).collect();
        assert_eq!(labels, ["Ireland", "N. Virginia", "Tokyo"]);
    }
}
