//! Small things done to elements.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use mist_web::platform::dom;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Calls, Stage, focused, frames, tell, until};

#[wasm_bindgen_test]
fn no_two_ids_are_the_same() {
    assert_ne!(dom::fresh_id("field"), dom::fresh_id("field"));
}

#[wasm_bindgen_test]
fn focus_goes_where_it_is_sent_and_stays_where_it_cannot_go() {
    let stage = Stage::show(|| {
        view! {
            <button id="focus-a">"A"</button>
            <button class="b">"B"</button>
        }
    });
    dom::focus_id("focus-a");
    assert_eq!(focused(), stage.find("#focus-a"));
    dom::focus_first(".b");
    assert_eq!(focused(), stage.find(".b"));
    dom::focus_id("nowhere");
    dom::focus_first("!no selector");
    assert_eq!(dom::focused(), Some(stage.find(".b")));
}

#[wasm_bindgen_test]
fn of_many_the_one_that_is_asked_for_gets_the_focus_or_else_the_last() {
    let stage = Stage::show(|| {
        view! {
            <button class="of-many" id="many-0">"A"</button>
            <button class="of-many" id="many-1">"B"</button>
        }
    });
    assert!(dom::focus_nth(".of-many", 0));
    assert_eq!(focused(), stage.find("#many-0"));
    assert!(dom::focus_nth(".of-many", 9));
    assert_eq!(focused(), stage.find("#many-1"));
    assert!(!dom::focus_nth(".of-none", 0));
    assert!(!dom::focus_nth("!no selector", 0));
    assert!(!dom::focus_is_lost());
    drop(stage);
    assert!(dom::focus_is_lost());
}

#[wasm_bindgen_test]
fn typing_is_told_from_pressing() {
    let stage = Stage::show(|| {
        view! {
            <button>"A"</button>
            <textarea></textarea>
        }
    });
    dom::focus(&stage.find("button"));
    assert!(!dom::is_typing());
    dom::focus(&stage.find("textarea"));
    assert!(dom::is_typing());
}

#[wasm_bindgen_test]
fn a_dropped_listener_hears_nothing() {
    let stage = Stage::show(|| view! { <button>"A"</button> });
    let button: HtmlElement = stage.find("button");
    let calls = Calls::default();
    let counted = calls.clone();
    let listener = dom::listen(&button, "click", move || counted.count());
    button.click();
    assert_eq!(calls.total(), 1);
    drop(listener);
    tell(&button, "click");
    assert_eq!(calls.total(), 1);
}

#[wasm_bindgen_test]
async fn a_size_is_told_once_at_first_then_when_it_changes_until_dropped() {
    let stage = Stage::show(|| view! { <div style:height="10px"></div> });
    let element: HtmlElement = stage.find("div");
    let times = Rc::new(Cell::new(0));
    let counted = times.clone();
    let watch = dom::SizeWatch::new(&element, move || counted.set(counted.get() + 1));
    until("the first size is told", || times.get() == 1).await;
    element.style().set_property("height", "20px").unwrap();
    until("the new size is told", || times.get() == 2).await;
    drop(watch);
    element.style().set_property("height", "30px").unwrap();
    frames(2).await;
    assert_eq!(times.get(), 2);
}
