//! The head of a screen.

use leptos::prelude::*;
use mist_web::ui::page::PageHead;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Stage, focused, until, words};

fn tab_title() -> String {
    web_sys::window().unwrap().document().unwrap().title()
}

#[wasm_bindgen_test]
async fn the_title_takes_the_focus_once_and_names_the_tab() {
    let title = RwSignal::new("Machines".to_owned());
    let stage = Stage::show(move || {
        view! {
            <PageHead title=title />
            <button>"Elsewhere"</button>
        }
    });
    let heading: HtmlElement = stage.find("h1");
    until("the title has the focus", || focused() == heading).await;
    assert!(tab_title().contains("Machines"), "{}", tab_title());

    let elsewhere: HtmlElement = stage.find("button");
    elsewhere.focus().unwrap();
    title.set("Keys".to_owned());
    until("the tab has the new name", || tab_title().contains("Keys")).await;
    assert_eq!(words(&heading), "Keys");
    assert_eq!(focused(), elsewhere, "a new title takes the focus away");
}
