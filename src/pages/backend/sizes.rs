//! The sizes that a backend's machines can have, with what they cost.

use leptos::prelude::*;
use mist_api::model::Size;

use super::offered::{Words, create_link, offered};
use crate::{components::size_facts, routes::Plan, say, state::State, ui::changing::text};

fn row(backend: &str, size: &Size) -> AnyView {
    let plan = Plan {
        backend: backend.to_owned(),
        size: size.id.clone(),
        ..Plan::default()
    };
    let or_none = |words: Option<String>| words.unwrap_or_else(|| "–".to_owned());
    let cost = size.lowest_cost();
    let (hour, month) = match cost {
        Some(cost) => (size_facts::per_hour(cost), size_facts::per_month(cost)),
        None => (say!(size.no_price).to_owned(), "–".to_owned()),
    };
    view! {
        <tr>
            <th scope="row" class="name offered">
                <span dir="auto">{size.name.clone()}</span>
                <span class="option-more mono">{size.id.clone()}</span>
                <span class="option-more narrow">{size_facts::amounts(size)}</span>
            </th>
            <td class="num wide">{or_none(size_facts::memory(size))}</td>
            <td class="num wide">{or_none(size_facts::disk(size))}</td>
            <td class="num" class:muted=cost.is_none()>
                {hour}
            </td>
            <td class="num muted wide">{month}</td>
            <td class="row-actions">
                {create_link(plan, say!(backend.create_of_size, name = &size.name))}
            </td>
        </tr>
    }
    .into_any()
}

fn table(backend: &str, sizes: &[Size]) -> AnyView {
    let varies = sizes.iter().any(|size| {
        let costs = |place| size.cost("", place);
        size.lowest_cost().is_some() && costs("") != size.lowest_cost()
    });
    let mut sizes: Vec<&Size> = sizes.iter().collect();
    sizes.sort_by(|one, other| size_facts::smaller(one, other));
    let rows: Vec<AnyView> = sizes.into_iter().map(|size| row(backend, size)).collect();
    view! {
        <div class="table-scroll">
            <table class="table" aria-label=say!(sizes.title)>
                <thead>
                    <tr>
                        <th scope="col">{say!(backend.name)}</th>
                        <th scope="col" class="num wide">{say!(backend.memory)}</th>
                        <th scope="col" class="num wide">{say!(backend.disk)}</th>
                        <th scope="col" class="num">{say!(backend.price_hour)}</th>
                        <th scope="col" class="num wide">{say!(backend.price_month)}</th>
                        <th scope="col">
                            <span class="unseen">{say!(machines.actions)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {varies.then(|| view! { <p class="hint below">{say!(backend.price_varies)}</p> })}
    }
    .into_any()
}

/// The tab.
pub fn sizes(backend: String) -> AnyView {
    let state = State::get();
    let shelf = state.catalogue.sizes;
    let cell = shelf.of(&backend);
    let count = {
        move || {
            let list = cell.read();
            let (shown, faults) = list
                .data()
                .map_or((0, 0), |list| (list.items.len(), list.faults.len()));
            let mut words = match shown {
                0 => String::new(),
                count => say!(backend.sizes_count, count = count),
            };
            if faults != 0 {
                words.push_str(". ");
                words.push_str(&say!(machines.unreadable, count = faults));
            }
            words
        }
    };
    let words = Words {
        failed: say!(backend.sizes_failed),
        loading: say!(backend.sizes_loading),
        none: say!(backend.sizes_none),
    };
    view! {
        <p class="muted above" role="status">
            {text(count)}
        </p>
        {offered(shelf, backend, words, table)}
    }
    .into_any()
}
