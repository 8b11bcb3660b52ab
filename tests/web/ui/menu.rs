//! A menu behind a button.

use leptos::prelude::*;
use mist_web::ui::menu::{MenuButton, MenuItem};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Calls, Stage, focused, frames, press, until, words};

/// A menu of three, and how often its second entry was chosen.
struct Menu {
    stage: Stage,
    chosen: Calls,
}

impl Menu {
    fn closed() -> Self {
        let chosen = Calls::default();
        let counted = StoredValue::new_local(chosen.clone());
        let stage = Stage::show(move || {
            let items = ["Start", "Stop", "Destroy"].map(|label| MenuItem {
                label: label.to_owned(),
                danger: label == "Destroy",
                why_not: None,
                on_choose: Callback::new(move |()| {
                    if label == "Stop" {
                        counted.with_value(Calls::count);
                    }
                }),
            });
            view! { <MenuButton label="Actions for web-4" items=items.to_vec() /> }
        });
        Self { stage, chosen }
    }

    /// Opened by its button, which had the focus.
    async fn open() -> Self {
        let menu = Self::closed();
        let button = menu.button();
        button.focus().unwrap();
        button.click();
        menu.until_focus_on("Start").await;
        menu
    }

    fn button(&self) -> HtmlElement {
        self.stage.find("button[aria-haspopup=menu]")
    }

    fn popover(&self) -> HtmlElement {
        self.stage.find("[role=menu]")
    }

    fn is_open(&self) -> bool {
        self.stage.count("[role=menu]:popover-open") == 1
    }

    async fn until_focus_on(&self, item: &str) {
        until(&format!("focus on {item}"), || {
            focused().get_attribute("role").as_deref() == Some("menuitem")
                && words(&focused()) == item
        })
        .await;
    }

    async fn until_closed(&self) {
        until("the menu is closed", || {
            self.stage.count("[role=menuitem]") == 0
        })
        .await;
        assert!(!self.is_open());
        let expanded = self.button().get_attribute("aria-expanded");
        assert_eq!(expanded.as_deref(), Some("false"));
    }
}

#[wasm_bindgen_test]
async fn it_opens_with_its_entries_and_focus_on_the_first() {
    let menu = Menu::closed();
    assert_eq!(menu.stage.count("[role=menuitem]"), 0);
    assert_eq!(
        menu.stage.count("[role=menu]"),
        0,
        "it is made when it is wanted"
    );
    let name = menu.button().get_attribute("aria-label");
    assert_eq!(name.as_deref(), Some("Actions for web-4"));
    drop(menu);

    let menu = Menu::open().await;
    assert!(menu.is_open());
    let expanded = menu.button().get_attribute("aria-expanded");
    assert_eq!(expanded.as_deref(), Some("true"));
    let entries: Vec<String> = menu
        .stage
        .all("[role=menuitem]")
        .iter()
        .map(words)
        .collect();
    assert_eq!(entries, ["Start", "Stop", "Destroy"]);
}

#[wasm_bindgen_test]
async fn arrows_home_and_end_go_round_it() {
    let menu = Menu::open().await;
    for (key, there) in [
        ("ArrowDown", "Stop"),
        ("ArrowDown", "Destroy"),
        ("ArrowDown", "Start"),
        ("ArrowUp", "Destroy"),
        ("ArrowUp", "Stop"),
        ("Home", "Start"),
        ("End", "Destroy"),
    ] {
        assert!(press(key), "{key} also scrolls the page");
        assert_eq!(words(&focused()), there, "after {key}");
    }
    assert!(!press("x"), "a letter is not the menu's");
    assert!(menu.is_open());
}

#[wasm_bindgen_test]
async fn closing_it_gives_the_focus_back_and_chooses_nothing() {
    let menu = Menu::open().await;
    // What the browser does on Escape.
    menu.popover().hide_popover().unwrap();
    menu.until_closed().await;
    assert_eq!(focused(), menu.button());
    assert_eq!(menu.chosen.total(), 0);
}

#[wasm_bindgen_test]
async fn tab_closes_it_and_goes_on_from_its_button() {
    let menu = Menu::open().await;
    assert!(!press("Tab"), "the browser has to move the focus on");
    menu.until_closed().await;
    assert_eq!(focused(), menu.button());
}

#[wasm_bindgen_test]
async fn it_opens_again_and_closes_by_its_button() {
    let menu = Menu::open().await;
    menu.popover().hide_popover().unwrap();
    menu.until_closed().await;
    menu.button().click();
    menu.until_focus_on("Start").await;
    assert!(menu.is_open());
    assert_eq!(menu.stage.count("[role=menu]"), 1);
    menu.button().click();
    menu.until_closed().await;
}

#[wasm_bindgen_test]
async fn choosing_calls_once_closes_it_and_gives_the_focus_back() {
    let menu = Menu::open().await;
    press("ArrowDown");
    focused().click();
    menu.until_closed().await;
    assert_eq!(menu.chosen.total(), 1);
    assert_eq!(focused(), menu.button());
}

#[wasm_bindgen_test]
async fn it_stands_inside_the_window() {
    let menu = Menu::open().await;
    frames(1).await;
    let place = menu.popover().get_bounding_client_rect();
    let window = web_sys::window().unwrap();
    let width = window.inner_width().unwrap().as_f64().unwrap();
    let height = window.inner_height().unwrap().as_f64().unwrap();
    assert!(place.width() > 0.0 && place.height() > 0.0);
    assert!(place.left() >= 0.0 && place.right() <= width);
    assert!(place.top() >= 0.0 && place.bottom() <= height);
}
