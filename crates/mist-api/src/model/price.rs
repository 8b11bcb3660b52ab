//! What sizes cost (API notes §2.4): prices as servers write them, and the costs they mean.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::model::number::plain;
use crate::wire;

/// Hours in a month, as clouds count them for their price lists: 365 days in 12 months.
const HOURS_PER_MONTH: f64 = 730.0;

/// From this on a bare number of Linode's is the price of a month: its API said both, libraries took either,
/// and its dearest machine cost less than this in an hour, its cheapest more in a month.
const LINODE_MONTH: f64 = 5.0;

/// What a size costs. Servers give it in four forms, and none.
#[derive(Debug, Clone, PartialEq)]
pub enum Price {
    /// A bare number, as the provider's library has it: mostly dollars per hour, and nothing says so.
    Amount(f64),
    /// A text made by the server.
    Text(String),
    /// One price per system (`linux`, `rhel`, `sles`, `mswin`…) or per region (`us`, `eu`, `as`).
    Table(BTreeMap<String, String>),
}

impl Price {
    pub(super) fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Object(map) => {
                let entries = map.into_iter().filter_map(|(key, value)| {
                    wire::text(value)
                        .filter(|text| !text.is_empty())
                        .map(|text| (key, text))
                });
                let table: BTreeMap<_, _> = entries.collect();
                (!table.is_empty()).then_some(Self::Table(table))
            }
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => match wire::decimal(&text) {
                Some(amount) => Some(Self::Amount(amount)),
                None => Some(Self::Text(text)),
            },
            Value::Number(number) => number.as_f64().map(Self::Amount),
            Value::Null | Value::Bool(_) | Value::Array(_) => None,
        }
    }

    /// The price that applies to this image in this location, as text.
    ///
    /// Picks from a table by location where the table is by region, else by the system that the image's name
    /// tells, as the page of 2014 did; more spellings of the names are known here.
    pub fn for_choice(&self, image_name: &str, location_name: &str) -> Option<Cow<'_, str>> {
        match self {
            Self::Amount(amount) => Some(Cow::Owned(amount.to_string())),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Table(table) => {
                let key = if is_by_region(table) {
                    region_key(location_name)?
                } else {
                    system_key(image_name, table)
                };
                table.get(key).map(|price| Cow::Borrowed(price.as_str()))
            }
        }
    }

    /// What it comes to. A number without a unit is dollars per hour.
    pub(super) fn cost(&self, image_name: &str, location_name: &str, driver: &str) -> Option<Cost> {
        match self {
            Self::Amount(amount) => Cost::of_amount(*amount, driver),
            Self::Text(_) | Self::Table(_) => {
                Cost::parse(&self.for_choice(image_name, location_name)?, driver)
            }
        }
    }

    /// The lowest that it can come to.
    pub(super) fn lowest(&self, driver: &str) -> Option<Cost> {
        let Self::Table(table) = self else {
            return self.cost("", "", driver);
        };
        let costs = table.values().filter_map(|text| Cost::parse(text, driver));
        costs.min_by(|one, other| one.hour.total_cmp(&other.hour))
    }
}

/// What something costs while it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    hour: f64,
    currency: Currency,
}

/// A currency that clouds are paid in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Currency {
    /// Dollars of the United States.
    Usd,
    /// Euros.
    Eur,
    /// Pounds sterling.
    Gbp,
}

impl Currency {
    /// As ISO 4217 has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
        }
    }

    /// Before an amount.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Usd => "$",
            Self::Eur => "€",
            Self::Gbp => "£",
        }
    }

    /// Named by a text: none means dollars, as in every list of 2014; `None` for one that is not known.
    fn named(text: &str) -> Option<Self> {
        const NAMES: [(&str, Currency); 7] = [
            ("us$", Currency::Usd),
            ("usd", Currency::Usd),
            ("$", Currency::Usd),
            ("eur", Currency::Eur),
            ("€", Currency::Eur),
            ("gbp", Currency::Gbp),
            ("£", Currency::Gbp),
        ];
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Some(Self::Usd);
        }
        let named = NAMES.iter().find(|(name, _)| *name == text);
        named.map(|(_, currency)| *currency)
    }
}

impl Cost {
    /// In its currency, per hour.
    pub fn per_hour(self) -> f64 {
        self.hour
    }

    /// In its currency, for a month of 730 hours; exact to a millionth, so that halves round as people do.
    pub fn per_month(self) -> f64 {
        (self.hour * HOURS_PER_MONTH * 1e6).round() / 1e6
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// What `count` of it cost.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self {
            hour: self.hour * f64::from(count),
            ..self
        }
    }

    fn new(hour: f64, currency: Currency) -> Option<Self> {
        (hour.is_finite() && hour >= 0.0).then_some(Self { hour, currency })
    }

    fn of_amount(amount: f64, driver: &str) -> Option<Self> {
        let is_linode = driver.to_ascii_lowercase().contains("linode");
        let hours = if is_linode && amount >= LINODE_MONTH {
            HOURS_PER_MONTH
        } else {
            1.0
        };
        Self::new(amount / hours, Currency::Usd)
    }

    /// Reads `$0.027/hour`, `20 USD per month`, `0.05`. `None` for what it can't be sure of.
    fn parse(text: &str, driver: &str) -> Option<Self> {
        let is_part = |part: char| part.is_ascii_digit() || part == '.';
        let (before, rest) = text.split_at(text.find(is_part)?);
        let (number, after) = rest.split_at(rest.find(|part| !is_part(part)).unwrap_or(rest.len()));
        let amount = wire::decimal(number)?;
        let after = after.trim().to_ascii_lowercase();
        let unit_from = after
            .find('/')
            .or_else(|| after.find("per "))
            .or_else(|| after.find("a "));
        let (between, unit) = after.split_at(unit_from.unwrap_or(after.len()));
        let currency = match (before.trim(), between.trim()) {
            (before, "") => Currency::named(before)?,
            ("", between) => Currency::named(between)?,
            _ => return None,
        };
        let unit = unit.trim_start_matches(['/', ' ']);
        let unit = unit
            .strip_prefix("per ")
            .or_else(|| unit.strip_prefix("a "))
            .unwrap_or(unit);
        match unit.trim() {
            "" if currency == Currency::Usd && before.trim().is_empty() => {
                Self::of_amount(amount, driver)
            }
            "" | "hour" | "hr" | "h" => Self::new(amount, currency),
            "month" | "mo" => Self::new(amount / HOURS_PER_MONTH, currency),
            _ => None,
        }
    }
}

fn is_by_region(table: &BTreeMap<String, String>) -> bool {
    let mut regions = ["us", "eu", "as"].into_iter();
    regions.any(|region| table.contains_key(region))
}

fn region_key(location_name: &str) -> Option<&'static str> {
    let known = [("europe-", "eu"), ("us-", "us"), ("asia-", "as")];
    let known = known
        .iter()
        .find(|(start, _)| location_name.starts_with(start));
    known.map(|(_, key)| *key)
}

fn system_key(image_name: &str, table: &BTreeMap<String, String>) -> &'static str {
    const SYSTEMS: [(&str, &str); 6] = [
        ("suse linux enterprise", "sles"),
        ("sles", "sles"),
        ("red hat", "rhel"),
        ("rhel", "rhel"),
        ("windows", "mswin"),
        ("vyatta", "vyatta"),
    ];
    let name = image_name.to_ascii_lowercase();
    let told = SYSTEMS.iter().find(|(word, _)| name.contains(word));
    // Only some lists know the last one; there it is a Linux as any other.
    let told = told.filter(|(_, key)| *key != "vyatta" || table.contains_key(*key));
    told.map_or("linux", |(_, key)| key)
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Amount(amount) => plain(*amount).serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Table(table) => table.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn cost(price: Value, image: &str, location: &str, driver: &str) -> Option<(String, Currency)> {
        let cost = Price::from_value(price)?.cost(image, location, driver)?;
        Some((format!("{:.4}", cost.per_hour()), cost.currency()))
    }

    fn usd(price: Value) -> Option<String> {
        let (hour, currency) = cost(price, "Ubuntu", "europe-west1-a", "")?;
        assert_eq!(currency, Currency::Usd);
        Some(hour)
    }

    #[test]
    fn every_shape_of_price_is_a_cost() {
        assert_eq!(usd(json!(0.02)).as_deref(), Some("0.0200"));
        assert_eq!(usd(json!("0.02")).as_deref(), Some("0.0200"));
        assert_eq!(usd(json!("$0.027/hour")).as_deref(), Some("0.0270"));
        assert_eq!(usd(json!("$ 7.30 per month")).as_deref(), Some("0.0100"));
        assert_eq!(usd(json!("7.30 USD/mo")).as_deref(), Some("0.0100"));
        assert_eq!(usd(json!("$5 a month")).as_deref(), Some("0.0068"));
        assert_eq!(
            usd(json!({"linux": "$0.1/hour", "rhel": "$0.2/hour"})).as_deref(),
            Some("0.1000")
        );
        assert_eq!(
            usd(json!({"us": "0.045", "eu": 0.049, "as": "0.05"})).as_deref(),
            Some("0.0490")
        );
        assert_eq!(usd(json!(0)).as_deref(), Some("0.0000"));
        assert_eq!(
            cost(json!("€0.05/h"), "", "", ""),
            Some(("0.0500".into(), Currency::Eur))
        );
        assert_eq!(
            cost(json!("0.05 GBP per hour"), "", "", ""),
            Some(("0.0500".into(), Currency::Gbp))
        );
    }

    #[test]
    fn what_is_not_sure_is_no_cost() {
        for unsure in [
            "free",
            "$",
            "12 CHF/hour",
            "$1/fortnight",
            "1.2.3",
            "$1 + $2",
            "-1",
            "1,5 €/h",
        ] {
            assert_eq!(cost(json!(unsure), "", "", ""), None, "{unsure}");
        }
        assert_eq!(cost(json!(-1), "", "", ""), None);
        assert_eq!(
            cost(json!({"us": "0.045"}), "", "elsewhere", ""),
            None,
            "no region is told"
        );
        assert_eq!(
            cost(json!({"linux": "0.045"}), "RHEL 6", "", ""),
            None,
            "not for this system"
        );
    }

    #[test]
    fn linode_lists_months_or_hours() {
        assert_eq!(cost(json!(20), "", "", "Linode").unwrap().0, "0.0274");
        assert_eq!(cost(json!(0.03), "", "", "Linode").unwrap().0, "0.0300");
        assert_eq!(cost(json!(6.82), "", "", "EC2").unwrap().0, "6.8200");
    }

    #[test]
    fn the_system_is_told_by_the_image() {
        let table = json!({"linux": "1", "rhel": "2", "sles": "3", "mswin": "4"});
        let of = |image: &str| cost(table.clone(), image, "", "").unwrap().0;
        assert_eq!(of("Red Hat Enterprise Linux 6.4"), "2.0000");
        assert_eq!(of("rhel-7"), "2.0000");
        assert_eq!(of("SUSE Linux Enterprise Server 11"), "3.0000");
        assert_eq!(of("Windows Server 2012"), "4.0000");
        assert_eq!(of("Vyatta Network OS"), "1.0000");
        assert_eq!(of(""), "1.0000");
    }

    #[test]
    fn the_lowest_of_a_table_is_known_before_a_choice() {
        let price = Price::from_value(json!({"us": "0.045", "eu": "0.049", "as": "?"})).unwrap();
        assert_eq!(price.lowest("").map(Cost::per_hour), Some(0.045));
    }

    #[test]
    fn months_and_counts_multiply() {
        let cost = Price::Amount(0.1).cost("", "", "").unwrap();
        assert!((cost.times(3).per_month() - 219.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn any_text_is_a_cost_or_none(text in ".*", driver in ".*") {
            if let Some(cost) = Cost::parse(&text, &driver) {
                prop_assert!(cost.per_hour() >= 0.0 && cost.per_hour().is_finite());
            }
        }
    }
}
