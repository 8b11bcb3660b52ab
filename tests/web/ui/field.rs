//! Form fields.

use leptos::{html, prelude::*};
use mist_web::ui::field::{CheckField, Choice, Kind, SelectField, TextArea, TextField};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::support::{Stage, focused, tell, until, words, words_named_by};

/// Whether the field is the one its label names.
fn is_labelled(stage: &Stage, label: &str, field: &HtmlElement) {
    let shown: HtmlElement = stage.find("label");
    assert_eq!(words(&shown), label);
    // A press on the label goes to its own field.
    assert_eq!(shown.get_attribute("for"), Some(field.id()));
}

#[wasm_bindgen_test]
async fn what_is_typed_and_what_is_set_are_the_same() {
    let value = RwSignal::new("first".to_owned());
    let stage = Stage::show(move || view! { <TextField label="Title" value=value /> });
    let input: HtmlInputElement = stage.find("input");
    is_labelled(&stage, "Title", &input);
    until("the value shows", || input.value() == "first").await;

    input.set_value("typed");
    tell(&input, "input");
    assert_eq!(value.get_untracked(), "typed");

    value.set("set".to_owned());
    until("the new value shows", || input.value() == "set").await;
}

#[wasm_bindgen_test]
async fn an_error_is_tied_to_its_field_while_there_is_one() {
    let error = RwSignal::new(None::<String>);
    let stage = Stage::show(move || {
        view! {
            <TextField
                label="Port"
                value=RwSignal::new(String::new())
                kind=Kind::Number
                error=error
                help="Usually 22."
            />
        }
    });
    let input: HtmlInputElement = stage.find("input");
    assert_eq!(input.get_attribute("aria-invalid"), None);
    assert_eq!(words_named_by(&input, "aria-describedby"), "Usually 22.");
    assert_eq!(input.get_attribute("inputmode").as_deref(), Some("numeric"));

    error.set(Some("A port is a number.".to_owned()));
    until("the field is invalid", || {
        input.has_attribute("aria-invalid")
    })
    .await;
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    // The error is read first.
    assert_eq!(
        words_named_by(&input, "aria-describedby"),
        "A port is a number. Usually 22."
    );

    error.set(Some("At most 65535.".to_owned()));
    until("the new error shows", || {
        stage.words().contains("At most 65535.")
    })
    .await;
    assert!(!stage.words().contains("A port is a number."));

    error.set(None);
    until("the field is well", || !input.has_attribute("aria-invalid")).await;
    assert_eq!(words_named_by(&input, "aria-describedby"), "Usually 22.");
}

#[wasm_bindgen_test]
fn fields_of_one_form_keep_their_errors_apart() {
    let stage = Stage::show(|| {
        let field = |label: &'static str, error: &str| {
            let error = Some(error.to_owned());
            view! { <TextField label=label value=RwSignal::new(String::new()) error=error /> }
        };
        view! {
            {field("Email", "No address.")}
            {field("Server", "No server.")}
        }
    });
    let described: Vec<String> = stage
        .all::<HtmlElement>("input")
        .iter()
        .map(|input| words_named_by(input, "aria-describedby"))
        .collect();
    assert_eq!(described, ["No address.", "No server."]);
}

#[wasm_bindgen_test]
fn a_password_is_hidden_and_names_of_machines_are_not_corrected() {
    let stage = Stage::show(|| {
        let value = RwSignal::new(String::new());
        view! {
            <TextField label="Password" value=value kind=Kind::Password />
            <TextField label="Name" value=value kind=Kind::Code />
        }
    });
    let inputs: Vec<HtmlInputElement> = stage.all("input");
    assert_eq!(inputs[0].type_(), "password");
    for input in &inputs {
        assert_eq!(
            input.get_attribute("autocapitalize").as_deref(),
            Some("off")
        );
        assert_eq!(input.get_attribute("autocorrect").as_deref(), Some("off"));
        assert_eq!(input.get_attribute("spellcheck").as_deref(), Some("false"));
    }
}

#[wasm_bindgen_test]
async fn a_caller_can_move_the_focus_to_a_field() {
    let node = NodeRef::<html::Textarea>::new();
    let value = RwSignal::new("one\ntwo".to_owned());
    let stage =
        Stage::show(move || view! { <TextArea label="Private key" value=value node=node /> });
    let area: HtmlTextAreaElement = stage.find("textarea");
    is_labelled(&stage, "Private key", &area);
    until("the value shows", || area.value() == "one\ntwo").await;
    node.get_untracked().unwrap().focus().unwrap();
    assert_eq!(focused(), *area);
}

fn choice(value: &str, label: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    }
}

#[wasm_bindgen_test]
async fn the_choice_made_is_the_value() {
    let value = RwSignal::new("b".to_owned());
    let stage = Stage::show(move || {
        let choices = vec![choice("a", "Amsterdam"), choice("b", "Berlin")];
        view! { <SelectField label="Region" value=value choices=choices /> }
    });
    let select: HtmlSelectElement = stage.find("select");
    is_labelled(&stage, "Region", &select);
    until("the value is chosen", || select.value() == "b").await;
    let labels: Vec<String> = stage.all("option").iter().map(words).collect();
    assert_eq!(labels, ["Amsterdam", "Berlin"]);

    select.set_value("a");
    tell(&select, "change");
    assert_eq!(value.get_untracked(), "a");
    value.set("b".to_owned());
    until("the choice follows the value", || select.value() == "b").await;
}

#[wasm_bindgen_test]
async fn choices_that_come_late_or_move_keep_the_choice() {
    let value = RwSignal::new("b".to_owned());
    let choices = RwSignal::new(Vec::new());
    let stage = Stage::show(move || {
        view! { <SelectField label="Region" value=value choices=choices /> }
    });
    let select: HtmlSelectElement = stage.find("select");
    choices.set(vec![choice("a", "Amsterdam"), choice("b", "Berlin")]);
    until("the value is chosen", || select.value() == "b").await;
    choices.set(vec![
        choice("b", "Berlin"),
        choice("a", "Amsterdam"),
        choice("c", "Cork"),
    ]);
    until("the new choices are there", || stage.count("option") == 3).await;
    assert_eq!(select.value(), "b");
    assert_eq!(value.get_untracked(), "b");
}

#[wasm_bindgen_test]
async fn a_tick_is_a_yes() {
    let checked = RwSignal::new(false);
    let stage = Stage::show(move || view! { <CheckField label="Stay" checked=checked /> });
    let input: HtmlInputElement = stage.find("label input[type=checkbox]");
    // Its label is around it, so a press on the words ticks it.
    stage.find::<HtmlElement>("label span").click();
    until("it is ticked", || checked.get_untracked()).await;
    assert!(input.checked());
    checked.set(false);
    until("it is no longer ticked", || !input.checked()).await;
}
