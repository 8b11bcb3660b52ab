//! Names, tags and metadata that a page should survive.

use mist_api::model::{Price, Size};
use serde_json::{Map, Value, json};

/// Markup, writing in the other direction, pictures, what looks like control, and length.
pub(crate) const NAMES: [&str; 14] = [
    "<b>bold</b> & <script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "خادم الويب ١",
    "שרת-אינטרנט (prod)",
    "web\u{202e}dorp-\u{202c}1",
    "🦊🔥👩‍👩‍👧‍👦-farm-🇬🇷",
    "數據庫-生產環境-東京",
    "Zo\u{eb} z\u{361}a\u{35c}l\u{360}g\u{321}o\u{334}",
    "tab\there, line\nthere, \u{1b}[31mred\u{1b}[0m, bell\u{7}",
    "zero\u{200b}width\u{feff}\u{2060} and\u{a0}hard space",
    "'; DROP TABLE machines; -- \"quoted\" \\back\\slash",
    "../../etc/passwd?x=%2e%2e#{{7*7}}${7*7}",
    "u'Machine not found: web-1'",
    concat!(
        "a-name-that-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-",
        "without-a-place-where-it-could-be-broken-and-even-then-it-is-not-over-for-there-is-always-some-more-end",
    ),
];

/// One of them, by number, round and round.
pub(crate) fn name(number: usize) -> &'static str {
    NAMES.get(number % NAMES.len()).copied().unwrap_or_default()
}

/// Makes a size odd: its name, and of some of them what is said of them.
pub(crate) fn size(number: usize, size: &mut Size) {
    name(number).clone_into(&mut size.name);
    match number % 4 {
        1 => (size.ram, size.disk, size.price) = (None, None, None),
        2 => size.price = Some(Price::Text(name(number).to_owned())),
        3 => (size.ram, size.disk) = (Some(1e300), Some(0.0)),
        _ => {}
    }
}

/// Three hundred keys, nested, some of them null.
pub(crate) fn metadata() -> Map<String, Value> {
    let entry = |number: usize| {
        let value = match number % 6 {
            0 => Value::Null,
            1 => json!({"inner": {"deeper": {"deepest": [null, 1, {"end": null}]}}}),
            2 => json!(name(number)),
            3 => json!([[], {}, [null, [null]]]),
            4 => json!(-1.5e300),
            _ => json!("true"),
        };
        (format!("{} {number}", name(number)), value)
    };
    (0..300).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_three_hundred_keys_and_a_name_of_two_hundred_characters() {
        assert_eq!(metadata().len(), 300);
        assert_eq!(
            NAMES.iter().map(|name| name.chars().count()).max(),
            Some(200)
        );
    }
}
