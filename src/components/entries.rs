//! Everything a server says of a thing beyond what the page understands: names and values as text,
//! searchable, however many and however deep.

use leptos::prelude::*;
use mist_core::lower::lower;
use serde_json::{Map, Value};

use crate::{
    components::copying,
    say,
    state::State,
    ui::{
        button::{Button, icon_button},
        changing::{dynamic, rows, text},
        icon::Icon,
        search::SearchField,
    },
};

/// More entries than this show only when somebody asks for them or searches.
const FEW: usize = 24;

/// A name, dotted where it is nested, and its value as text.
pub type Entry = (String, String);

/// Everything in `extra`, nested things under dotted names.
pub fn flatten(extra: &Map<String, Value>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, value) in extra {
        put(name.clone(), value, &mut entries);
    }
    // A name with a dot in it may look like a nested one; rows are told apart by their names.
    for index in 1..entries.len() {
        let (before, rest) = entries.split_at_mut(index);
        let Some((name, _)) = rest.first_mut() else {
            break;
        };
        while before.iter().any(|(taken, _)| taken == name) {
            name.push('\'');
        }
    }
    entries
}

fn put(name: String, value: &Value, entries: &mut Vec<Entry>) {
    match value {
        Value::Object(parts) if !parts.is_empty() => {
            for (part, value) in parts {
                put(format!("{name}.{part}"), value, entries);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                put(format!("{name}.{index}"), value, entries);
            }
        }
        Value::String(text) => entries.push((name, text.clone())),
        other => entries.push((name, other.to_string())),
    }
}

/// The names of the entries that have every word of the search in their name or value.
fn matching(entries: &[Entry], search: &str) -> Vec<String> {
    let search = lower(search);
    let words: Vec<&str> = search.split_whitespace().collect();
    let found = entries.iter().filter(|(name, value)| {
        let (name, value) = (lower(name), lower(value));
        words
            .iter()
            .all(|word| name.contains(word) || value.contains(word))
    });
    found.map(|(name, _)| name.clone()).collect()
}

/// One entry.
fn entry(name: &str, entries: Memo<Vec<Entry>>, state: State) -> AnyView {
    let value = {
        let name = name.to_owned();
        move || {
            let entries = entries.read();
            let found = entries.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        }
    };
    let copy = {
        let (name, value) = (name.to_owned(), value.clone());
        move |()| copying::copy(state, name.clone(), untrack(&value))
    };
    view! {
        <div class="entry">
            <dt class="mono">{name.to_owned()}</dt>
            <dd class="mono">
                <span>{text(value)}</span>
                {icon_button(say!(machine.copy, name = name), Icon::Copy, copy)}
            </dd>
        </div>
    }
    .into_any()
}

/// The entries under their title, and a search once there are any.
#[component]
pub fn Entries(
    /// The id of the title, for what is named by it.
    title_id: &'static str,
    /// What there is, as [`flatten`] makes it.
    entries: Memo<Vec<Entry>>,
    /// What to say when there is nothing.
    none: &'static str,
) -> impl IntoView {
    let state = State::get();
    let search = RwSignal::new(String::new());
    let all_wanted = RwSignal::new(false);
    let found = Memo::new(move |_| matching(&entries.read(), &search.read()));
    let held_back = move || {
        let unasked = search.read().trim().is_empty() && !all_wanted.get();
        unasked && entries.read().len() > FEW
    };
    let shown = move || {
        let mut found = found.get();
        if held_back() {
            found.truncate(FEW);
        }
        found
    };
    let count = move || {
        let (shown, count) = (found.read().len(), entries.read().len());
        match (shown, count) {
            (_, 0) => none.to_owned(),
            (0, _) => say!(machine.metadata_no_match).to_owned(),
            _ => say!(machine.metadata_count, count = count, shown = shown),
        }
    };
    let is_empty = Memo::new(move |_| entries.read().is_empty());
    let field = move || {
        if is_empty.get() {
            return ().into_any();
        }
        let (label, hint) = (say!(machine.metadata_search), say!(machine.metadata_hint));
        SearchField::of(label, hint, search).view()
    };
    view! {
        <div class="card-head">
            <h2 id=title_id>{say!(machine.metadata)}</h2>
            <p class="hint" role="status">
                {text(count)}
            </p>
        </div>
        {dynamic(field)}
        <dl class="entries">{rows(shown, move |name| entry(&name, entries, state))}</dl>
        <Show when=held_back>
            <Button
                label=Signal::derive(move || {
                    say!(machine.metadata_all, count = entries.read().len())
                })
                on_press=move |_| all_wanted.set(true)
            />
        </Show>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    fn entries() -> Vec<Entry> {
        let extra = json!({
            "dns_name": null,
            "ebs": [{"volume_id": "vol-1", "delete": "true"}, {"volume_id": "vol-2"}],
            "empty": {}, "none": [],
            "launched": 1397,
            "tags": {"Name": "web 1", "owner.team": "Ops"},
        });
        flatten(extra.as_object().unwrap())
    }

    #[test]
    fn nested_things_have_dotted_names() {
        let lines: Vec<String> = entries()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            lines,
            [
                "dns_name=null",
                "ebs.0.delete=true",
                "ebs.0.volume_id=vol-1",
                "ebs.1.volume_id=vol-2",
                "empty={}",
                "launched=1397",
                "none=[]",
                "tags.Name=web 1",
                "tags.owner.team=Ops",
            ]
        );
    }

    #[test]
    fn no_two_entries_have_the_same_name() {
        let extra = json!({"a": {"b": 1}, "a.b": 2});
        let entries = flatten(extra.as_object().unwrap());
        assert_eq!(matching(&entries, ""), ["a.b", "a.b'"]);
    }

    #[test]
    fn a_search_looks_at_names_and_values() {
        let entries = entries();
        assert_eq!(
            matching(&entries, " VOL "),
            ["ebs.0.volume_id", "ebs.1.volume_id"]
        );
        assert_eq!(matching(&entries, "volume vol-2"), ["ebs.1.volume_id"]);
        assert_eq!(matching(&entries, "ops"), ["tags.owner.team"]);
        assert_eq!(matching(&entries, "").len(), entries.len());
        assert!(matching(&entries, "nosuch").is_empty());
    }
}
