//! Tabs whose choice is part of the address: each is chosen by a callback that goes there.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::platform::dom;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab<T> {
    /// What it stands for.
    pub value: T,
    /// Its words.
    pub label: String,
}

/// A row of tabs. Arrow keys, Home and End move between them.
#[component]
pub fn Tabs<T>(
    /// The name of the row.
    #[prop(into)]
    label: String,
    /// The tabs in order.
    tabs: Vec<Tab<T>>,
    /// The chosen one.
    #[prop(into)]
    chosen: Signal<T>,
    /// Called with the one to choose.
    #[prop(into)]
    on_choose: Callback<T>,
    /// The id of the panel the tabs control.
    panel_id: &'static str,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let stem = dom::fresh_id("tab");
    let values: Vec<T> = tabs.iter().map(|tab| tab.value).collect();
    let buttons = tabs
        .into_iter()
        .enumerate()
        .map(|(index, Tab { value, label })| {
            let selected = move || chosen.get() == value;
            view! {
                <button
                    type="button"
                    role="tab"
                    class="tab"
                    id=format!("{stem}-{index}")
                    aria-controls=panel_id
                    aria-selected=move || if selected() { "true" } else { "false" }
                    tabindex=move || if selected() { "0" } else { "-1" }
                    on:click=move |_| on_choose.run(value)
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    let on_key = move |event: KeyboardEvent| {
        let last = values.len().saturating_sub(1);
        let here = values
            .iter()
            .position(|value| *value == chosen.get_untracked())
            .unwrap_or(0);
        let key = event.key();
        // The next tab stands where the language goes on.
        let key = match key.as_str() {
            "ArrowLeft" if dom::is_right_to_left() => "ArrowRight",
            "ArrowRight" if dom::is_right_to_left() => "ArrowLeft",
            same => same,
        };
        let there = match key {
            "ArrowRight" if here == last => 0,
            "ArrowRight" => here + 1,
            "ArrowLeft" => here.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(value) = values.get(there) {
            on_choose.run(*value);
            dom::focus_id(&format!("{stem}-{there}"));
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {buttons}
        </div>
    }
}
