//! Tabs.

use leptos::prelude::*;
use mist_web::ui::tabs::{Tab, Tabs};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Stage, focused, press, until, words};

const LABELS: [&str; 3] = ["Overview", "Shell", "Keys"];

/// Three tabs, the chosen one by its index.
fn three() -> (Stage, RwSignal<usize>) {
    let chosen = RwSignal::new(0);
    let stage = Stage::show(move || {
        let tabs = LABELS
            .into_iter()
            .enumerate()
            .map(|(value, label)| Tab {
                value,
                label: label.to_owned(),
            })
            .collect();
        view! {
            <Tabs
                label="Machine"
                tabs=tabs
                chosen=chosen
                on_choose=move |tab| chosen.set(tab)
                panel_id="panel"
            />
            <div id="panel" role="tabpanel"></div>
        }
    });
    (stage, chosen)
}

/// Which tabs have `value` in `attribute`.
fn with(stage: &Stage, attribute: &str, value: &str) -> Vec<String> {
    stage
        .all(&format!("[role=tab][{attribute}='{value}']"))
        .iter()
        .map(words)
        .collect()
}

async fn until_chosen(stage: &Stage, label: &str) {
    until(&format!("{label} is the chosen tab"), || {
        with(stage, "aria-selected", "true") == [label]
    })
    .await;
    // One tab stop for the row, on the chosen tab.
    assert_eq!(with(stage, "tabindex", "0"), [label]);
    assert_eq!(with(stage, "tabindex", "-1").len(), LABELS.len() - 1);
}

#[wasm_bindgen_test]
async fn the_row_is_named_and_its_tabs_lead_to_the_panel() {
    let (stage, _) = three();
    let row: HtmlElement = stage.find("[role=tablist]");
    assert_eq!(row.get_attribute("aria-label").as_deref(), Some("Machine"));
    assert_eq!(with(&stage, "aria-controls", "panel"), LABELS);
    until_chosen(&stage, "Overview").await;
}

#[wasm_bindgen_test]
async fn a_press_chooses() {
    let (stage, chosen) = three();
    stage.all::<HtmlElement>("[role=tab]")[2].click();
    until_chosen(&stage, "Keys").await;
    assert_eq!(chosen.get_untracked(), 2);
}

#[wasm_bindgen_test]
async fn arrows_home_and_end_choose_and_take_the_focus_along() {
    let (stage, _) = three();
    stage.all::<HtmlElement>("[role=tab]")[0].focus().unwrap();
    for (key, there) in [
        ("ArrowRight", "Shell"),
        ("ArrowRight", "Keys"),
        ("ArrowRight", "Overview"),
        ("ArrowLeft", "Keys"),
        ("ArrowLeft", "Shell"),
        ("Home", "Overview"),
        ("End", "Keys"),
    ] {
        assert!(press(key), "{key} also scrolls the page");
        until_chosen(&stage, there).await;
        assert_eq!(words(&focused()), there, "after {key}");
    }
    assert!(!press("ArrowDown"));
}

#[wasm_bindgen_test]
async fn it_follows_a_choice_made_elsewhere_without_taking_the_focus() {
    let (stage, chosen) = three();
    let before = focused();
    chosen.set(1);
    until_chosen(&stage, "Shell").await;
    assert_eq!(focused(), before);
}
