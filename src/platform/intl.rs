//! Numbers, money, dates and plural forms as a language has them. The browser knows every language's rules; a
//! library's copy of them would be a twelfth of the module. Where no browser is, in the tests beside the code, it is
//! all as English has it.

#[cfg(target_arch = "wasm32")]
use self::browser::Value;

/// Every form a counted sentence can take, as Unicode names them.
#[cfg(target_arch = "wasm32")]
const FORMS: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// A number that can be written; what is none counts as nothing.
fn plain(number: f64) -> f64 {
    if number.is_finite() { number } else { 0.0 }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::{cell::RefCell, collections::HashMap};

    use js_sys::{
        Array, Function,
        Intl::{DateTimeFormat, NumberFormat, PluralRules},
        Object, Reflect,
    };
    use wasm_bindgen::JsValue;

    thread_local! {
        // Made once for a language: the browser takes its time over each.
        static RULES: RefCell<Option<(String, PluralRules)>> = const { RefCell::new(None) };
        static FORMATS: RefCell<HashMap<String, Function>> = RefCell::default();
    }

    /// What a setting of a formatter is set to.
    pub(super) enum Value<'a> {
        Word(&'a str),
        Places(u32),
    }

    pub(super) type Setting<'a> = (&'static str, Value<'a>);

    pub(super) fn form(tag: &str, count: f64) -> String {
        RULES.with_borrow_mut(|rules| {
            if rules.as_ref().is_none_or(|(known, _)| known != tag) {
                let made = PluralRules::new(&Array::of1(&tag.into()), &Object::new());
                *rules = Some((tag.to_owned(), made));
            }
            let form = rules.as_ref().map(|(_, rules)| rules.select(count));
            form.map(String::from).unwrap_or_default()
        })
    }

    /// What the browser's formatter for `options` makes of `value`. `is_date`: a moment in milliseconds.
    pub(super) fn formatted(tag: &str, is_date: bool, options: &[Setting], value: f64) -> String {
        let mut key = tag.to_owned();
        for (name, value) in options {
            key.push_str(name);
            match value {
                Value::Word(word) => key.push_str(word),
                // As a whole number: writing fractions would bring kilobytes of the library's with it.
                Value::Places(places) => key.push_str(&places.to_string()),
            }
        }
        let format = FORMATS.with_borrow_mut(|formats| {
            formats
                .entry(key)
                .or_insert_with(|| made(tag, is_date, options))
                .clone()
        });
        let text = format.call1(&JsValue::UNDEFINED, &value.into());
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    fn made(tag: &str, is_date: bool, options: &[Setting]) -> Function {
        let (tags, wanted) = (Array::of1(&tag.into()), Object::new());
        for (name, value) in options {
            let value = match value {
                Value::Word(word) => JsValue::from_str(word),
                Value::Places(places) => JsValue::from(*places),
            };
            // A new object takes any property.
            let _ = Reflect::set(&wanted, &(*name).into(), &value);
        }
        if is_date {
            DateTimeFormat::new(&tags, &wanted).format()
        } else {
            NumberFormat::new(&tags, &wanted).format()
        }
    }
}

/// The form for `count` things in the language of this tag: "one", "other".
#[cfg(target_arch = "wasm32")]
pub fn plural(tag: &str, count: f64) -> &'static str {
    let form = browser::form(tag, count);
    FORMS
        .into_iter()
        .find(|known| *known == form)
        .unwrap_or("other")
}

/// A number with `least` to `most` decimals.
#[cfg(target_arch = "wasm32")]
pub fn number(tag: &str, number: f64, least: u32, most: u32) -> String {
    let options = [
        ("minimumFractionDigits", Value::Places(least)),
        ("maximumFractionDigits", Value::Places(most)),
        // No mark in numbers of four digits, which every language reads without.
        ("useGrouping", Value::Word("min2")),
    ];
    browser::formatted(tag, false, &options, plain(number))
}

/// An amount of money with `places` decimals; `code` as ISO 4217 has it.
#[cfg(target_arch = "wasm32")]
pub fn money(tag: &str, amount: f64, code: &str, places: u32) -> String {
    let options = [
        ("style", Value::Word("currency")),
        ("currency", Value::Word(code)),
        ("currencyDisplay", Value::Word("narrowSymbol")),
        ("minimumFractionDigits", Value::Places(places)),
        ("maximumFractionDigits", Value::Places(places)),
        ("useGrouping", Value::Word("min2")),
    ];
    browser::formatted(tag, false, &options, plain(amount))
}

/// The day of a moment in seconds since 1970, in universal time.
#[cfg(target_arch = "wasm32")]
pub fn day(tag: &str, seconds: f64) -> String {
    let options = [
        ("dateStyle", Value::Word("medium")),
        ("timeZone", Value::Word("UTC")),
    ];
    // Beyond this the browser knows no dates.
    let seconds = plain(seconds).clamp(-8.64e12, 8.64e12);
    browser::formatted(tag, true, &options, seconds * 1000.0)
}

/// The day where the browser is, of a moment in milliseconds since 1970.
#[cfg(target_arch = "wasm32")]
pub fn day_here(tag: &str, ms: u64) -> String {
    here(tag, ms, &[("dateStyle", Value::Word("medium"))])
}

/// Day and minute there.
#[cfg(target_arch = "wasm32")]
pub fn minute_here(tag: &str, ms: u64) -> String {
    let options = [
        ("dateStyle", Value::Word("medium")),
        ("timeStyle", Value::Word("short")),
    ];
    here(tag, ms, &options)
}

/// The time of day there, to the second: by 24 hours, as logs have it.
#[cfg(target_arch = "wasm32")]
pub fn second_here(tag: &str, ms: u64) -> String {
    let options = [
        ("hour", Value::Word("2-digit")),
        ("minute", Value::Word("2-digit")),
        ("second", Value::Word("2-digit")),
        ("hourCycle", Value::Word("h23")),
    ];
    here(tag, ms, &options)
}

#[cfg(target_arch = "wasm32")]
fn here(tag: &str, ms: u64, options: &[browser::Setting]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let ms = ms as f64;
    browser::formatted(tag, true, options, ms.min(8.64e15))
}

#[cfg(not(target_arch = "wasm32"))]
mod english {
    use super::plain;

    /// See the same for a browser.
    pub fn plural(_tag: &str, count: f64) -> &'static str {
        if (count - 1.0).abs() < f64::EPSILON {
            "one"
        } else {
            "other"
        }
    }

    /// See the same for a browser.
    pub fn number(_tag: &str, number: f64, least: u32, most: u32) -> String {
        let most = most as usize;
        let mut text = format!("{:.most$}", plain(number));
        let kept = text.len() + least as usize - most;
        while text.len() > kept && text.ends_with('0') {
            text.pop();
        }
        text.trim_end_matches('.').to_owned()
    }

    /// See the same for a browser.
    pub fn money(tag: &str, amount: f64, code: &str, places: u32) -> String {
        let sign = match code {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            other => other,
        };
        format!("{sign}{}", number(tag, amount, places, places))
    }

    /// See the same for a browser: the day's number here.
    pub fn day(_tag: &str, seconds: f64) -> String {
        format!("day {}", (plain(seconds) / 86_400.0).floor())
    }

    /// See the same for a browser: in universal time here, as the others.
    pub fn day_here(_tag: &str, ms: u64) -> String {
        format!("day {}", ms / 86_400_000)
    }

    /// See the same for a browser.
    pub fn minute_here(tag: &str, ms: u64) -> String {
        let minutes = ms / 60_000 % 1440;
        format!(
            "{}, {:02}:{:02}",
            day_here(tag, ms),
            minutes / 60,
            minutes % 60
        )
    }

    /// See the same for a browser.
    pub fn second_here(_tag: &str, ms: u64) -> String {
        let seconds = ms / 1000 % 86_400;
        format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    }
}
#[cfg(not(target_arch = "wasm32"))]
pub use english::{day, day_here, minute_here, money, number, plural, second_here};

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn without_a_browser_it_is_english() {
        assert_eq!(number("en", 1.7, 0, 1), "1.7");
        assert_eq!(number("en", 2.0, 0, 1), "2");
        assert_eq!(number("en", 100.0, 0, 0), "100");
        assert_eq!(number("en", 0.5, 1, 3), "0.5");
        assert_eq!(number("en", f64::NAN, 2, 2), "0.00");
        assert_eq!(money("en", 0.01, "USD", 3), "$0.010");
        assert_eq!(minute_here("en", 90_061_000), "day 1, 01:01");
        assert_eq!(second_here("en", 90_061_000), "01:01:01");
        assert_eq!([plural("en", 1.0), plural("en", 0.0)], ["one", "other"]);
    }
}
