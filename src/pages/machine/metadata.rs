//! Everything the server says of the machine beyond what the page understands, searchable, and the
//! machine as raw JSON.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::{
    components::copying,
    locales::explain::{self, Trouble},
    platform::{file, task},
    routes::MachineRef,
    say, say_count,
    state::{State, machines::Known, raw},
    ui::{
        button::{Button, Weight, icon_button},
        changing::{dynamic, rows, text},
        empty::Loading,
        icon::Icon,
        notice::TroubleNotice,
    },
};

/// More entries than this show only when somebody asks for them or searches.
const FEW: usize = 24;

/// A name, dotted where it is nested, and its value as text.
type Entry = (String, String);

/// Everything in `extra`, nested things under dotted names.
fn flatten(extra: &Map<String, Value>) -> Vec<Entry> {
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
    let search = search.to_lowercase();
    let words: Vec<&str> = search.split_whitespace().collect();
    let found = entries.iter().filter(|(name, value)| {
        let (name, value) = (name.to_lowercase(), value.to_lowercase());
        words
            .iter()
            .all(|word| name.contains(word) || value.contains(word))
    });
    found.map(|(name, _)| name.clone()).collect()
}

/// One entry.
fn entry(name: String, entries: Memo<Vec<Entry>>, state: State) -> AnyView {
    let value = {
        let name = name.clone();
        move || {
            let entries = entries.read();
            let found = entries.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        }
    };
    let copy = {
        let (name, value) = (name.clone(), value.clone());
        move |()| copying::copy(state, name.clone(), untrack(&value))
    };
    view! {
        <div class="entry">
            <dt class="mono">{name.clone()}</dt>
            <dd class="mono">
                <span>{text(value)}</span>
                {icon_button(say!(machine.copy, name = name), Icon::Copy, copy)}
            </dd>
        </div>
    }
    .into_any()
}

/// The part of the screen.
#[component]
pub fn Metadata(
    /// What is known of the machine.
    known: Memo<Option<Known>>,
) -> impl IntoView {
    let state = State::get();
    let search = RwSignal::new(String::new());
    let all_wanted = RwSignal::new(false);
    let entries = Memo::new(move |_| {
        let known = known.read();
        let extra = known.as_ref().map(|known| flatten(&known.machine.extra));
        extra.unwrap_or_default()
    });
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
            (_, 0) => say!(machine.metadata_none).to_owned(),
            (0, _) => say!(machine.metadata_no_match).to_owned(),
            _ => say_count!(machine.metadata_count, count = count; shown = shown),
        }
    };
    view! {
        <section class="card" aria-labelledby="metadata-title">
            <div class="card-head">
                <h2 id="metadata-title">{say!(machine.metadata)}</h2>
                <p class="hint" role="status">
                    {text(count)}
                </p>
            </div>
            <div class="search">
                {Icon::Search.draw()}
                <input
                    type="search"
                    aria-label=say!(machine.metadata_search)
                    placeholder=say!(machine.metadata_hint)
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    bind:value=search
                />
            </div>
            <dl class="entries">{rows(shown, move |name| entry(name, entries, state))}</dl>
            <Show when=held_back>
                <Button
                    label=Signal::derive(move || {
                        say!(machine.metadata_all, count = entries.read().len())
                    })
                    on_press=move |_| all_wanted.set(true)
                />
            </Show>
        </section>
    }
}

fn raw_text(text: String, name: Memo<String>, again: Callback<()>, state: State) -> AnyView {
    let (to_copy, to_download) = (text.clone(), text.clone());
    let copy = move |_| {
        let what = say!(machine.raw).to_owned();
        copying::copy(state, what, to_copy.clone());
    };
    let download = move |_| {
        let name = format!("{}.json", name.get_untracked());
        if file::download(&name, &to_download).is_err() {
            state.notices.say(say!(machine.copy_failed).to_owned());
        }
    };
    view! {
        <div class="toolbar">
            <Button label=say!(machine.raw_copy) icon=Icon::Copy on_press=copy />
            <Button label=say!(machine.raw_download) icon=Icon::Download on_press=download />
            <Button
                label=say!(machine.raw_again)
                weight=Weight::Quiet
                on_press=move |_| again.run(())
            />
        </div>
        <pre class="raw" role="region" aria-label=say!(machine.raw) tabindex="0">
            {text}
        </pre>
    }
    .into_any()
}

/// The machine as its server sends it, fetched when somebody opens it.
#[component]
pub fn RawJson(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
) -> impl IntoView {
    let state = State::get();
    let raw_json = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let fetch = Callback::new(move |()| {
        busy.set(true);
        trouble.set(None);
        let machine = machine.clone();
        task::spawn_page(async move {
            let answer = raw::machine(state.session, &machine).await;
            // The screen may have been left meanwhile.
            busy.try_set(false);
            match answer {
                Ok(found) => drop(raw_json.try_set(Some(found))),
                Err(error) => {
                    let name = name.try_get_untracked().unwrap_or_default();
                    let what = say!(machine.raw_failed, name = name);
                    trouble.try_set(Some(explain::trouble(what, &error)));
                }
            }
        });
    });
    let toggled = move |_| {
        let is_there =
            raw_json.with_untracked(Option::is_some) || trouble.with_untracked(Option::is_some);
        if !is_there && !busy.get_untracked() {
            fetch.run(());
        }
    };
    let content = move || match raw_json.get() {
        _ if busy.get() => view! { <Loading what=say!(machine.raw_loading) /> }.into_any(),
        Some(text) => raw_text(text, name, fetch, state),
        None => ().into_any(),
    };
    view! {
        <details class="card" on:toggle=toggled>
            <summary>{say!(machine.raw)}</summary>
            <TroubleNotice trouble=trouble on_retry=fetch />
            {dynamic(content)}
        </details>
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
