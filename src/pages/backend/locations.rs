//! Where a backend's machines can be made.

use leptos::prelude::*;
use mist_api::model::Location;
use mist_core::lower::lower;

use super::offered::{Words, create_link, offered};
use crate::{components::location_name::location_name, routes::Plan, say, state::State};

fn row(backend: &str, location: &Location) -> AnyView {
    let plan = Plan {
        backend: backend.to_owned(),
        location: location.id.clone(),
        ..Plan::default()
    };
    let or_none = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    let name = location_name(location);
    view! {
        <tr>
            <th scope="row" class="name offered">
                <span dir="auto">{name.clone()}</span>
            </th>
            <td>{or_none(&location.country)}</td>
            <td class="mono muted">{or_none(&location.id)}</td>
            <td class="row-actions">
                {create_link(plan, say!(backend.create_in, name = &name))}
            </td>
        </tr>
    }
    .into_any()
}

fn table(backend: &str, locations: &[Location]) -> AnyView {
    // One place without an id: all there is, or all that a server says when its cloud did not answer (API
    // notes §1).
    let is_default = matches!(locations, [only] if only.id.is_empty());
    let mut locations: Vec<&Location> = locations.iter().collect();
    locations.sort_by_key(|location| (lower(&location_name(location)), location.id.clone()));
    let rows: Vec<AnyView> = locations
        .into_iter()
        .map(|location| row(backend, location))
        .collect();
    view! {
        <div class="table-scroll">
            <table class="table" aria-label=say!(backend.locations)>
                <thead>
                    <tr>
                        <th scope="col">{say!(backend.name)}</th>
                        <th scope="col">{say!(backend.country)}</th>
                        <th scope="col">{say!(backend.id)}</th>
                        <th scope="col">
                            <span class="unseen">{say!(machines.actions)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {is_default.then(|| view! { <p class="hint below">{say!(backend.default_why)}</p> })}
    }
    .into_any()
}

/// The tab.
pub fn locations(backend: String) -> AnyView {
    let words = Words {
        failed: say!(backend.locations_failed),
        loading: say!(backend.locations_loading),
        none: say!(backend.locations_none),
    };
    offered(State::get().catalogue.locations, backend, words, table)
}
