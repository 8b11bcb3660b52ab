//! Buttons.

use leptos::prelude::*;
use mist_web::ui::button::{Button, SayWhyNot, SubmitButton};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Calls, Stage, frames, until, words};

/// A button that counts its presses, with what stops it.
fn counting(why_not: RwSignal<Option<String>>, busy: RwSignal<bool>) -> (Stage, Calls) {
    let calls = Calls::default();
    let counted = StoredValue::new_local(calls.clone());
    let stage = Stage::show(move || {
        view! {
            <Button
                label="Reboot"
                why_not=why_not
                busy=busy
                on_press=move |_| counted.with_value(Calls::count)
            />
        }
    });
    (stage, calls)
}

#[wasm_bindgen_test]
fn a_press_calls_once() {
    let (stage, calls) = counting(RwSignal::new(None), RwSignal::new(false));
    let button: HtmlElement = stage.find("button");
    assert_eq!(words(&button), "Reboot");
    assert_eq!(button.get_attribute("aria-disabled"), None);
    assert_eq!(button.get_attribute("title"), None);
    button.click();
    assert_eq!(calls.total(), 1);
}

#[wasm_bindgen_test]
async fn one_that_cannot_be_used_says_why_and_keeps_focus_but_does_not_call() {
    let why_not = RwSignal::new(Some("It is off".to_owned()));
    let (stage, calls) = counting(why_not, RwSignal::new(false));
    let button: HtmlElement = stage.find("button");
    assert_eq!(
        button.get_attribute("aria-disabled").as_deref(),
        Some("true")
    );
    assert_eq!(button.get_attribute("title").as_deref(), Some("It is off"));
    // `disabled` itself would take it out of the tab order, and its reason with it.
    assert!(!button.has_attribute("disabled"));
    button.click();
    assert_eq!(calls.total(), 0);

    why_not.set(None);
    until("the button is usable", || {
        !button.has_attribute("aria-disabled")
    })
    .await;
    assert_eq!(button.get_attribute("title"), None);
    button.click();
    assert_eq!(calls.total(), 1);
}

#[wasm_bindgen_test]
fn pressed_all_the_same_it_has_its_reason_said_and_a_busy_one_has_none() {
    let said = StoredValue::new(Vec::<String>::new());
    let why_not = RwSignal::new(Some("It is off".to_owned()));
    let stage = Stage::show(move || {
        provide_context(SayWhyNot(Callback::new(move |words| {
            said.update_value(|said| said.push(words));
        })));
        view! { <Button label="Reboot" why_not=why_not busy=true on_press=|_| {} /> }
    });
    let button: HtmlElement = stage.find("button");
    button.click();
    assert_eq!(said.get_value(), ["It is off"]);
    why_not.set(None);
    button.click();
    assert_eq!(said.get_value(), ["It is off"]);
}

#[wasm_bindgen_test]
async fn a_busy_one_cannot_be_pressed_again() {
    let busy = RwSignal::new(true);
    let (stage, calls) = counting(RwSignal::new(None), busy);
    let button: HtmlElement = stage.find("button");
    assert_eq!(button.get_attribute("aria-busy").as_deref(), Some("true"));
    button.click();
    assert_eq!(calls.total(), 0);

    busy.set(false);
    until("it is no longer busy", || {
        !button.has_attribute("aria-busy")
    })
    .await;
    button.click();
    assert_eq!(calls.total(), 1);
}

#[wasm_bindgen_test]
async fn the_submit_button_sends_its_form() {
    let sent = Calls::default();
    let counted = StoredValue::new_local(sent.clone());
    let stage = Stage::show(move || {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            counted.with_value(Calls::count);
        };
        view! {
            <form on:submit=submit>
                <SubmitButton label="Add" busy=false />
            </form>
        }
    });
    stage.find::<HtmlElement>("button[type=submit]").click();
    frames(1).await;
    assert_eq!(sent.total(), 1);
}
