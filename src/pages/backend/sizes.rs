//! The sizes that a backend's machines can have, with what they cost.

use leptos::prelude::*;
use mist_api::model::{Cost, Size};

use crate::{
    components::{
        failures::{Freshness, list_trouble},
        size_facts,
    },
    routes::{Plan, Route},
    say, say_count,
    state::State,
    ui::{
        changing::{dynamic, text},
        empty::{Empty, Loading},
        icon::Icon,
    },
};

/// Small ones first: by memory, then by what they cost, then by name.
fn in_order(sizes: &[Size]) -> Vec<&Size> {
    let mut sizes: Vec<&Size> = sizes.iter().collect();
    let price = |size: &Size| size.lowest_cost().map(Cost::per_hour);
    let compare = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        // What says nothing comes last.
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    sizes.sort_by(|a, b| {
        let by_memory = compare(a.ram, b.ram);
        let by_price = || compare(price(a), price(b));
        let by_name = || a.name.cmp(&b.name);
        by_memory.then_with(by_price).then_with(by_name)
    });
    sizes
}

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
                <a
                    class="btn quiet"
                    href=Route::CreateMachine(plan).href()
                    aria-label=say!(backend.create_of_size, name = &size.name)
                >
                    {Icon::Plus.draw()}
                    <span class="wide">{say!(images.create)}</span>
                </a>
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
    let rows: Vec<AnyView> = in_order(sizes)
        .into_iter()
        .map(|size| row(backend, size))
        .collect();
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
    shelf.follow(Signal::stored(backend.clone()));
    let cell = shelf.of(&backend);
    let count = {
        let cell = cell.clone();
        move || {
            let list = cell.read();
            let (shown, faults) = list
                .data()
                .map_or((0, 0), |list| (list.items.len(), list.faults.len()));
            let mut words = match shown {
                0 => String::new(),
                count => say_count!(backend.sizes_count, count = count),
            };
            if faults != 0 {
                words.push_str(". ");
                words.push_str(&say_count!(machines.unreadable, count = faults));
            }
            words
        }
    };
    let content = {
        let (cell, backend) = (cell.clone(), backend.clone());
        move || {
            let list = cell.read();
            match (list.data(), list.error()) {
                (Some(list), _) if list.items.is_empty() => {
                    view! { <Empty title=say!(backend.sizes_none) /> }.into_any()
                }
                (Some(list), _) => table(&backend, &list.items),
                (None, Some(_)) => ().into_any(),
                (None, None) => view! { <Loading what=say!(backend.sizes_loading) /> }.into_any(),
            }
        }
    };
    view! {
        <p class="muted above" role="status">
            {text(count)}
        </p>
        {list_trouble(
            say!(backend.sizes_failed),
            move || cell.with(Freshness::of),
            move || shelf.refresh(&backend),
        )}
        {dynamic(content)}
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListSizes};

    #[test]
    fn small_and_cheap_ones_come_first_and_what_says_nothing_last() {
        let backend = String::new();
        let sizes = br#"[{"id": "x"}, {"id": "l", "ram": 2048, "price": 0.1}, {"id": "b", "ram": 512, "price": 0.02},
            {"id": "n", "ram": 512}, {"id": "a", "ram": "512", "price": "$0.01/hour"}]"#;
        let sizes = ListSizes { backend }.decode(sizes).unwrap().items;
        let ids: String = in_order(&sizes)
            .iter()
            .map(|size| size.id.as_str())
            .collect();
        assert_eq!(ids, "abnlx");
    }
}
