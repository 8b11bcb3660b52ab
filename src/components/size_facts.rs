//! A size and its price in words, the same wherever one is chosen or listed.

use std::cmp::Ordering;

use leptos::prelude::*;
use mist_api::model::{Cost, Currency, Size};

use crate::{locales::format, say};

/// A gigabyte in megabytes, as clouds count memory.
const GB: f64 = 1024.0;

/// Beyond this, in GB, an amount is a mistake and not told: a petabyte.
const MOST: f64 = GB * GB;

/// An amount that can be true.
fn credible(amount: Option<f64>, most: f64) -> Option<f64> {
    amount.filter(|amount| *amount > 0.0 && *amount <= most)
}

/// At most one decimal, and only where it says something.
fn short(number: f64) -> String {
    format::number(number, 0, 1)
}

/// Its memory: "613 MB", "1.7 GB".
pub fn memory(size: &Size) -> Option<String> {
    let ram = credible(size.ram, MOST * GB)?;
    Some(if ram < GB {
        say!(size.mb, count = short(ram))
    } else {
        say!(size.gb, count = short(ram / GB))
    })
}

/// Its disk: "160 GB".
pub fn disk(size: &Size) -> Option<String> {
    let disk = credible(size.disk, MOST)?;
    Some(say!(size.gb, count = short(disk)))
}

/// Both: "1.7 GB RAM · 160 GB disk"; empty where the server says neither.
pub fn amounts(size: &Size) -> String {
    let memory = memory(size).map(|memory| say!(size.ram, amount = memory));
    let disk = disk(size).map(|disk| say!(size.disk, amount = disk));
    let told: Vec<String> = memory.into_iter().chain(disk).collect();
    told.join(" · ")
}

fn money(amount: f64, currency: Currency, places: u32) -> String {
    format::money(amount, currency.code(), places)
}

/// "$0.027/hour". Small prices keep the decimals that tell them apart.
pub fn per_hour(cost: Cost) -> String {
    let hour = cost.per_hour();
    let places = match hour {
        _ if hour >= 10.0 => 2,
        _ if (hour * 1000.0).fract().min(1.0 - (hour * 1000.0).fract()) < 1e-6 => 3,
        _ => 4,
    };
    say!(size.hour, price = money(hour, cost.currency(), places))
}

/// "≈ $20/month".
pub fn per_month(cost: Cost) -> String {
    let month = cost.per_month();
    let places = if month >= 10.0 || month == 0.0 { 0 } else { 2 };
    say!(size.month, price = money(month, cost.currency(), places))
}

/// The price of a size as two lines, or that it has none.
pub fn price(cost: Option<Cost>) -> AnyView {
    match cost {
        Some(cost) => view! {
            <span class="price">
                <span class="price-hour">{per_hour(cost)}</span>
                <span class="option-more">{per_month(cost)}</span>
            </span>
        }
        .into_any(),
        None => view! { <span class="price option-more">{say!(size.no_price)}</span> }.into_any(),
    }
}

/// The least a size costs, where its price depends on what is not chosen yet: "from $0.019/hour".
pub fn at_least(lowest: Cost) -> String {
    say!(size.from, price = per_hour(lowest))
}

/// Which of two sizes stands first where all of one cloud are listed: that with less memory, then the cheaper
/// one, then that with the smaller disk. What says nothing comes last.
pub fn smaller(one: &Size, other: &Size) -> Ordering {
    let compare = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    };
    let price = |size: &Size| size.lowest_cost().map(Cost::per_hour);
    compare(one.ram, other.ram)
        .then_with(|| compare(price(one), price(other)))
        .then_with(|| compare(one.disk, other.disk))
        .then_with(|| one.name.cmp(&other.name))
}

/// A size as an option of a list: its name, what it has, what it costs.
pub fn option(size: &Size, cost: impl Fn() -> Option<Cost> + Send + 'static) -> AnyView {
    let lowest = size.lowest_cost();
    view! {
        <span>
            <span class="option-name">{size.name.clone()}</span>
            <span class="option-more">{amounts(size)}</span>
        </span>
        {crate::ui::changing::dynamic(move || match (cost(), lowest) {
            (None, Some(lowest)) => {
                view! { <span class="price option-more">{at_least(lowest)}</span> }.into_any()
            }
            (cost, _) => price(cost),
        })}
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListSizes};

    fn size(json: &str) -> Size {
        let backend = String::new();
        let listed = ListSizes { backend }.decode(format!("[{json}]").as_bytes());
        listed.unwrap().items.remove(0)
    }

    #[test]
    fn amounts_are_as_short_as_they_can_be() {
        let of = |json| amounts(&size(json));
        assert_eq!(
            of(r#"{"id": "a", "ram": 613, "disk": 15}"#),
            "613 MB RAM · 15 GB disk"
        );
        assert_eq!(
            of(r#"{"id": "a", "ram": "1740", "disk": "160"}"#),
            "1.7 GB RAM · 160 GB disk"
        );
        assert_eq!(of(r#"{"id": "a", "ram": 2048, "disk": 0}"#), "2 GB RAM");
        assert_eq!(of(r#"{"id": "a", "ram": null, "disk": null}"#), "");
        assert_eq!(of(r#"{"id": "a", "ram": 1e300, "disk": -1}"#), "");
    }

    #[test]
    fn prices_keep_the_decimals_that_tell_them_apart() {
        let of = |price: &str| {
            let size = size(&format!(r#"{{"id": "a", "price": {price}}}"#));
            let cost = size.cost("", "").unwrap();
            (per_hour(cost), per_month(cost))
        };
        let both = |hour: &str, month: &str| (hour.to_owned(), month.to_owned());
        assert_eq!(of("0.027"), both("$0.027/hour", "≈ $20/month"));
        assert_eq!(of(r#""$0.35/hour""#), both("$0.350/hour", "≈ $256/month"));
        assert_eq!(of("0.0209"), both("$0.0209/hour", "≈ $15/month"));
        assert_eq!(of("0.007"), both("$0.007/hour", "≈ $5.11/month"));
        assert_eq!(of("0"), both("$0.000/hour", "≈ $0/month"));
        assert_eq!(of(r#""€12/hour""#), both("€12.00/hour", "≈ €8760/month"));
    }

    #[test]
    fn small_and_cheap_ones_come_first_and_what_says_nothing_last() {
        let listed = [
            r#"{"id": "x"}"#,
            r#"{"id": "l", "ram": 2048, "price": 0.1}"#,
            r#"{"id": "b", "ram": 512, "price": 0.02}"#,
            r#"{"id": "n", "ram": 512}"#,
            r#"{"id": "a", "ram": "512", "price": "$0.01/hour"}"#,
        ];
        let mut sizes = listed.map(size);
        sizes.sort_by(smaller);
        let ids: String = sizes.iter().map(|size| size.id.as_str()).collect();
        assert_eq!(ids, "abnlx");
    }
}
