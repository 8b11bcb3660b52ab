//! Whether two answers are alike.

use serde_json::Value;

use super::exchange::Exchange;
use crate::support::{Answer, End, decode};

/// What `mistd` says besides (`mist_api::extensions`, and what servers said from November 2014 on).
const EXTENSIONS: [&str; 7] = [
    "bits",
    "fingerprint",
    "priv_ips",
    "pub_ips",
    "simulated",
    "timestamp",
    "type",
];

/// What is compared by its type alone, for it is another one every time, or on purpose.
const OF_ANY_VALUE: [&str; 11] = [
    "can_tag", // Tags of single servers live in mistd; the server of 2014 had none there.
    "cores",
    "extra",
    "loadavg",
    "priv",
    "private_ips", // Every cloud has its own.
    "public_ips",
    "title", // The server of 2014 turned what is not ASCII into question marks.
    "uptime",
    "users",
    "uuid",
];

/// How an answer differs from the recorded one; `None` if they are alike. `ids` are what the recording and we
/// call the same thing.
pub(super) fn to_the_recorded(
    exchange: &Exchange,
    answer: &Answer,
    ids: &[(String, String)],
) -> Option<String> {
    if answer.status != exchange.status {
        return Some(format!("{} became {}", exchange.status, shown(answer)));
    }
    if exchange.is_stream() {
        return between_streams(exchange, answer);
    }
    let Some(recorded) = &exchange.json else {
        return between_texts(exchange, answer);
    };
    if !answer
        .header("content-type")
        .starts_with("application/json")
    {
        return Some(format!("no JSON: {}", shown(answer)));
    }
    let Ok(ours) = serde_json::from_slice(&answer.body) else {
        return Some(format!("no JSON: {}", shown(answer)));
    };
    // What a cloud offers is its own affair, and so is the text of a key.
    let catalogue = ["/sizes", "/locations", "/images"];
    let values = !catalogue.iter().any(|end| exchange.path.ends_with(end)) && !recorded.is_string();
    let recorded = ids
        .iter()
        .fold(recorded.to_string(), |text, (theirs, ours)| {
            text.replace(theirs, ours)
        });
    let recorded = serde_json::from_str(&recorded).unwrap();
    difference(&recorded, &ours, values, "")
}

/// How an answer differs from the one that `mistd` gives on purpose.
pub(super) fn to_our_own(
    exchange: &Exchange,
    answer: &Answer,
    (status, words): (u16, &str),
) -> Option<String> {
    let text = if answer.body.starts_with(b"<html><body>") {
        decoded(&answer.body, &exchange.name).0
    } else {
        String::from_utf8_lossy(&answer.body).into_owned()
    };
    if answer.status != status || !text.starts_with(words) {
        return Some(format!("not {status} {words:?}: {}", shown(answer)));
    }
    // An exception that is none any more has to go.
    let alike = to_the_recorded(exchange, answer, &[]).is_none();
    alike.then(|| "is like the recorded answer after all".to_owned())
}

fn shown(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let text: String = text.chars().take(300).collect();
    format!("{} {text:?}", answer.status)
}

/// `OK` is `OK`; a refusal begins with the same words, without the quotes that Python put around some.
fn between_texts(exchange: &Exchange, answer: &Answer) -> Option<String> {
    let recorded = String::from_utf8_lossy(&exchange.body);
    let recorded = recorded
        .strip_prefix('u')
        .filter(|rest| rest.starts_with('\''))
        .unwrap_or(&recorded);
    let recorded = recorded.trim_matches('\'');
    let ours = String::from_utf8_lossy(&answer.body);
    let alike = if answer.status == 200 {
        ours == recorded
    } else {
        let class = recorded.split([':', '\n']).next().unwrap();
        ours.strip_prefix(class)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '\n']))
    };
    (!alike).then(|| format!("{recorded:?} became {}", shown(answer)))
}

/// The same output, ended in the same way. A command that was refused says so in the same words.
fn between_streams(exchange: &Exchange, answer: &Answer) -> Option<String> {
    let (recorded, recorded_end) = decoded(&exchange.body, "c1");
    let (ours, our_end) = decoded(&answer.body, &exchange.name);
    let alike = if answer.status == 200 {
        // The server of 2014 deleted these; here a progress bar looks as its program meant it.
        ours.replace('\r', "") == recorded
    } else {
        let class = recorded.rfind(':').map_or(&*recorded, |at| &recorded[..at]);
        ours.starts_with(class)
    };
    let ended = matches!(recorded_end, End::Completed(_)) == matches!(our_end, End::Completed(_));
    (!alike || !ended).then(|| format!("{recorded:?} {recorded_end:?} became {ours:?} {our_end:?}"))
}

fn decoded(wire: &[u8], id: &str) -> (String, End) {
    let (output, end) = decode(wire, id);
    (String::from_utf8_lossy(&output).into_owned(), end)
}

/// The first difference between the types of two values and, if `values`, between the words and the truth of
/// what they name.
fn difference(recorded: &Value, ours: &Value, values: bool, at: &str) -> Option<String> {
    let differs = || Some(format!("{at}: {recorded} became {ours}"));
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) => {
            let missing = recorded.keys().find(|name| !ours.contains_key(*name));
            if let Some(name) = missing {
                return Some(format!("{at}.{name} is missing"));
            }
            // What a provider says in its own words is its own affair.
            let common = ours
                .iter()
                .filter(|(name, value)| *name != "extra" || !value.is_object());
            common.into_iter().find_map(|(name, value)| {
                let at = format!("{at}.{name}");
                let Some(recorded) = recorded.get(name) else {
                    let known = EXTENSIONS.contains(&name.as_str());
                    return (!known).then(|| format!("{at} is new"));
                };
                let values = values && !OF_ANY_VALUE.contains(&name.as_str());
                difference(recorded, value, values, &at)
            })
        }
        (Value::Array(recorded), Value::Array(ours)) if is_tuple(recorded) => {
            if recorded.len() != ours.len() {
                return differs();
            }
            let mut pairs = recorded.iter().zip(ours);
            pairs.find_map(|(recorded, ours)| difference(recorded, ours, false, at))
        }
        // With which key a machine was made takes two words in 0.9.8, six in its successor.
        (Value::Array(recorded), Value::Array(ours)) if recorded.len() == 2 && is_tuple(ours) => {
            let mut pairs = recorded.iter().zip(ours);
            pairs.find_map(|(recorded, ours)| difference(recorded, ours, false, at))
        }
        (Value::Array(recorded), Value::Array(ours)) => {
            // A cloud gives addresses to what runs; the recorded one gave them at once.
            if at.ends_with("_ips") && ours.is_empty() {
                return None;
            }
            if recorded.is_empty() != ours.is_empty() {
                return differs();
            }
            // Everything in our list was in theirs: what else was there then need not be here.
            ours.iter().find_map(|item| {
                let to = |recorded| difference(recorded, item, values, &format!("{at}[]"));
                let alike = recorded.iter().any(|recorded| to(recorded).is_none());
                // What has the same id is what people would compare it with.
                let same = recorded.iter().find(|one| one["id"] == item["id"]);
                let nearest = same.or(recorded.first()).unwrap();
                to(nearest).filter(|_| !alike)
            })
        }
        (Value::String(_), Value::String(_)) | (Value::Bool(_), Value::Bool(_)) => {
            if values && recorded != ours {
                return differs();
            }
            None
        }
        (Value::Number(_), Value::Number(_)) | (Value::Null, Value::Null) => None,
        _ => differs(),
    }
}

/// Things of several kinds in an order that means something.
fn is_tuple(items: &[Value]) -> bool {
    let mut pairs = items.windows(2);
    pairs.any(|pair| std::mem::discriminant(&pair[0]) != std::mem::discriminant(&pair[1]))
}

#[test]
fn what_is_not_alike_is_seen() {
    use serde_json::json;
    let key = json!({"id": "a", "isDefault": true, "machines": [["b", "m", 1.5, "ops", true, 22]]});
    let alike = |ours: Value| difference(&json!([key]), &json!([ours]), true, "").is_none();
    let with = |name: &str, value: Value| {
        let mut ours = key.clone();
        ours[name] = value;
        ours
    };
    assert!(alike(key.clone()));
    assert!(alike(with("fingerprint", json!("SHA256:x"))));
    assert!(alike(with(
        "machines",
        json!([["b", "m", 2, "root", true, 2222]])
    )));
    for (name, value) in [
        ("id", json!("b")),
        ("id", json!(1)),
        ("isDefault", json!(false)),
        ("isDefault", json!("true")),
        ("machines", json!([])),
        ("machines", json!([["b", "m", 1.5, "ops", true]])),
        ("machines", json!([["b", "m", "1.5", "ops", true, 22]])),
        ("new", json!(null)),
    ] {
        assert!(!alike(with(name, value.clone())), "{name} {value}");
    }
    assert!(!alike(json!({"id": "a", "isDefault": true})));
}
