//! Where a backend's machines can be made.

use leptos::prelude::*;
use mist_api::model::Location;

use crate::{
    components::failures::{Freshness, list_trouble},
    routes::{Plan, Route},
    say,
    state::State,
    ui::{
        changing::dynamic,
        empty::{Empty, Loading},
        icon::Icon,
    },
};

/// What people call it; some servers have one place and no name for it.
fn name(location: &Location) -> String {
    match (location.name.as_str(), location.id.as_str()) {
        ("", _) | ("default", "") => say!(backend.default_location).to_owned(),
        (name, _) => name.to_owned(),
    }
}

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
    let name = name(location);
    view! {
        <tr>
            <th scope="row" class="name offered">
                <span dir="auto">{name.clone()}</span>
            </th>
            <td>{or_none(&location.country)}</td>
            <td class="mono muted">{or_none(&location.id)}</td>
            <td class="row-actions">
                <a
                    class="btn quiet"
                    href=Route::CreateMachine(plan).href()
                    aria-label=say!(backend.create_in, name = &name)
                >
                    {Icon::Plus.draw()}
                    <span class="wide">{say!(images.create)}</span>
                </a>
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
    locations.sort_by_key(|location| (name(location).to_lowercase(), location.id.clone()));
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
    let state = State::get();
    let shelf = state.catalogue.locations;
    shelf.follow(Signal::stored(backend.clone()));
    let cell = shelf.of(&backend);
    let content = {
        let (cell, backend) = (cell.clone(), backend.clone());
        move || {
            let list = cell.read();
            match (list.data(), list.error()) {
                (Some(list), _) if list.items.is_empty() => {
                    view! { <Empty title=say!(backend.locations_none) /> }.into_any()
                }
                (Some(list), _) => table(&backend, &list.items),
                (None, Some(_)) => ().into_any(),
                (None, None) => {
                    view! { <Loading what=say!(backend.locations_loading) /> }.into_any()
                }
            }
        }
    };
    view! {
        {list_trouble(
            say!(backend.locations_failed),
            move || cell.with(Freshness::of),
            move || shelf.refresh(&backend),
        )}
        {dynamic(content)}
    }
    .into_any()
}
