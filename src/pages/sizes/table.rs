//! The table of sizes: only the rows in view are in the document.

use leptos::prelude::*;
use mist_core::{machines::Direction, sizes::Column};

use super::offers::{Offered, Offers};
use crate::{
    components::size_facts,
    platform::heights::Row,
    routes::{Plan, Route, SizeList},
    say,
    ui::{
        changing::dynamic,
        icon::Icon,
        simulated,
        sort_head::SortHead,
        windowed::{Order, Scroller, Windowed},
    },
};

fn cells(offered: &Offered) -> AnyView {
    let Offered { backend, size, .. } = offered;
    let plan = Plan {
        backend: backend.id.clone(),
        size: size.id.clone(),
        ..Plan::default()
    };
    let name = say!(
        sizes.choose_named,
        size = &size.name,
        backend = &backend.title
    );
    let dash = || "–".to_owned();
    view! {
        <div role="rowheader" class="size-name">
            <span class="marked">
                <span>{size.name.clone()}</span>
                {backend.simulated.then(simulated::mark)}
            </span>
            <span class="option-more">
                {size_facts::memory(size)
                    .map(|memory| view! { <span class="narrow">{memory} " · "</span> })}
                {backend.title.clone()}
            </span>
        </div>
        <div role="cell" class="wide num">{size_facts::memory(size).unwrap_or_else(dash)}</div>
        <div role="cell" class="wide num">{size_facts::disk(size).unwrap_or_else(dash)}</div>
        <div role="cell">{size_facts::price(size.lowest_cost())}</div>
        <div role="cell">
            <a class="btn" href=Route::CreateMachine(plan).href() aria-label=name>
                {Icon::Plus.draw()}
                <span>{say!(sizes.choose)}</span>
            </a>
        </div>
    }
    .into_any()
}

fn head(
    column: Column,
    words: &'static str,
    class: &'static str,
    list: Memo<SizeList>,
    on_sort: Callback<(Column, Direction)>,
) -> AnyView {
    let head = SortHead {
        words,
        direction: Signal::derive(move || {
            list.with(|list| (list.column == column).then_some(list.direction))
        }),
        on_sort: Callback::new(move |direction| on_sort.run((column, direction))),
    };
    view! {
        <div role="columnheader" class=class aria-sort=move || head.aria_sort()>
            {head.button()}
        </div>
    }
    .into_any()
}

/// The table of those sizes that `order` names, by their places in the offers.
pub(super) fn table(
    offers: Memo<Offers>,
    order: Memo<Order>,
    list: Memo<SizeList>,
    on_sort: Callback<(Column, Direction)>,
) -> AnyView {
    let row = move |(number, place): (usize, Signal<usize>)| {
        let offered = Memo::new(move |_| offers.read().sizes.get(number).cloned());
        let content = move || match &*offered.read() {
            Some(offered) => cells(offered),
            None => ().into_any(),
        };
        view! {
            <div class="size-row" role="row" aria-rowindex=move || place.get() + 1>
                {dynamic(content)}
            </div>
        }
        .into_any()
    };
    let rows = Windowed {
        order: order.into(),
        row: Row::Two,
        scroller: Scroller::Page,
        kept: Signal::stored(None),
        draw: Callback::new(row),
    };
    view! {
        <div
            class="size-table"
            role="table"
            aria-label=say!(sizes.title)
            aria-rowcount=move || order.read().len()
        >
            <div class="size-row size-head" role="row">
                {head(Column::Name, say!(sizes.name), "", list, on_sort)}
                {head(Column::Memory, say!(sizes.memory), "wide num", list, on_sort)}
                {head(Column::Disk, say!(sizes.disk), "wide num", list, on_sort)}
                {head(Column::Price, say!(sizes.price), "num", list, on_sort)}
                <div role="columnheader">
                    <span class="unseen">{say!(machines.actions)}</span>
                </div>
            </div>
            {rows.view()}
        </div>
    }
    .into_any()
}
