//! What would be made, what it costs, what is still missing, and the button.

use leptos::prelude::*;

use super::order::Ordering;
use crate::{
    components::{location_name::location_name, size_facts},
    say,
    ui::{
        button::SubmitButton,
        changing::{dynamic, text},
    },
};

/// Most names that are told one by one.
const NAMES: usize = 5;

const NOTHING: &str = "—";

fn names(ordering: &Ordering) -> String {
    let named = ordering.named.read();
    if named.names.is_empty() {
        return NOTHING.to_owned();
    }
    let told: Vec<&str> = named.names.iter().take(NAMES).map(String::as_str).collect();
    let told = told.join(", ");
    match named.names.len().saturating_sub(NAMES) {
        0 => told,
        more => say!(create.names_more, names = told, count = more),
    }
}

fn or_nothing(told: Option<String>) -> String {
    told.unwrap_or_else(|| NOTHING.to_owned())
}

fn fact(label: &'static str, told: impl FnMut() -> String + Send + 'static) -> AnyView {
    view! {
        <dt>{label}</dt>
        <dd>{text(told)}</dd>
    }
    .into_any()
}

/// The price of all machines together, or why there is none.
fn price(ordering: &Ordering) -> AnyView {
    let hint = |words: &'static str| view! { <p class="hint">{words}</p> }.into_any();
    let Some(size) = ordering.choosing.size() else {
        return hint(say!(create.price_none));
    };
    let Some(cost) = ordering.cost() else {
        let Some(lowest) = size.lowest_cost() else {
            return hint(say!(create.price_unknown));
        };
        return view! {
            <p class="total">{size_facts::at_least(lowest)}</p>
            <p class="hint">{say!(create.price_place)}</p>
        }
        .into_any();
    };
    let count = ordering.count();
    let all = cost.times(u32::try_from(count).unwrap_or(u32::MAX));
    view! {
        <p class="total">{size_facts::per_hour(all)}</p>
        <p>{size_facts::per_month(all)}</p>
        <p class="hint">{say!(create.price_total, count = count)}</p>
    }
    .into_any()
}

/// The card.
pub fn summary(ordering: &Ordering) -> AnyView {
    let ordering = *ordering;
    let choosing = ordering.choosing;
    let missing = move || {
        let missing = ordering.missing();
        let told: Vec<&str> = missing.iter().map(|part| part.words()).collect();
        if told.is_empty() {
            String::new()
        } else {
            say!(create.missing, what = told.join(", "))
        }
    };
    let has_location = Memo::new(move |_| choosing.rules().location);
    let has_key = Memo::new(move |_| choosing.rules().key);
    let backend = move || {
        let backend = choosing.backend.read();
        or_nothing(backend.as_ref().map(|known| known.title.clone()))
    };
    let location = move || or_nothing(choosing.location().map(|known| location_name(&known)));
    let key = move || {
        let key = ordering.form.key.read();
        or_nothing(Some(key.clone()).filter(|key| !key.is_empty()))
    };
    view! {
        <aside class="card summary" aria-labelledby="summary-title">
            <h2 id="summary-title">{say!(create.summary)}</h2>
            <dl class="facts">
                {fact(say!(create.name), move || names(&ordering))}
                {fact(say!(create.backend), backend)}
                {fact(
                    say!(create.image),
                    move || or_nothing(choosing.image().map(|known| known.name)),
                )}
                {fact(
                    say!(create.size),
                    move || or_nothing(choosing.size().map(|known| known.name)),
                )}
                {dynamic(move || {
                    if has_location.get() { fact(say!(create.location), location) } else { ().into_any() }
                })}
                {dynamic(move || {
                    if has_key.get() { fact(say!(create.key), key) } else { ().into_any() }
                })}
            </dl>
            <h3>{say!(create.price)}</h3>
            <div class="price-box">{dynamic(move || price(&ordering))}</div>
            <p class="hint missing">{text(missing)}</p>
            <SubmitButton label=say!(create.title) busy=false />
        </aside>
    }
    .into_any()
}
