//! Dialogs.

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use mist_web::ui::dialog::{Confirm, Dialog};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlDialogElement, HtmlElement};

use crate::support::{Calls, Stage, focused, frames, until, words, words_named_by};

/// What the browser does on Escape: asks whether it may close the dialog, then closes it.
fn escape(dialog: &HtmlDialogElement) {
    let close: Function = Reflect::get(dialog, &"requestClose".into())
        .unwrap()
        .unchecked_into();
    close.call0(dialog).unwrap();
}

/// Something to do harm to, and how often it was done.
struct Question {
    stage: Stage,
    open: RwSignal<bool>,
    done: Calls,
}

impl Question {
    /// Asked from a button that had the focus.
    async fn asked() -> Self {
        let open = RwSignal::new(false);
        let done = Calls::default();
        let counted = StoredValue::new_local(done.clone());
        let stage = Stage::show(move || {
            view! {
                <button id="opener" on:click=move |_| open.set(true)>
                    "Delete"
                </button>
                <Confirm
                    title="Delete key deploy?"
                    consequence="Nobody can sign in with it any more."
                    verb="Delete"
                    open=open
                    on_confirm=move |()| counted.with_value(Calls::count)
                />
            }
        });
        let question = Self { stage, open, done };
        question.opener().focus().unwrap();
        question.opener().click();
        until("the dialog is open", || question.dialog().open()).await;
        until("the focus is in it", || focused() != question.opener()).await;
        question
    }

    fn opener(&self) -> HtmlElement {
        self.stage.find("#opener")
    }

    fn dialog(&self) -> HtmlDialogElement {
        self.stage.find("dialog")
    }

    fn button(&self, label: &str) -> HtmlElement {
        let mut buttons: Vec<HtmlElement> = self.stage.all("dialog button");
        buttons.retain(|button| words(button) == label);
        assert_eq!(buttons.len(), 1, "buttons {label}");
        buttons.remove(0)
    }

    async fn until_closed(&self) {
        until("the dialog is closed", || {
            !self.dialog().open() && self.stage.count("dialog p") == 0
        })
        .await;
        assert!(!self.open.get_untracked());
        until("the focus is back", || focused() == self.opener()).await;
    }
}

#[wasm_bindgen_test]
async fn a_question_is_an_alert_named_by_its_title_with_focus_on_the_harmless_button() {
    let question = Question::asked().await;
    let dialog = question.dialog();
    assert_eq!(dialog.get_attribute("role").as_deref(), Some("alertdialog"));
    assert_eq!(
        words_named_by(&dialog, "aria-labelledby"),
        "Delete key deploy?"
    );
    assert_eq!(
        words_named_by(&dialog, "aria-describedby"),
        "Nobody can sign in with it any more."
    );
    assert!(dialog.matches(":modal").unwrap());
    assert_eq!(words(&focused()), "Cancel");
}

#[wasm_bindgen_test]
async fn escape_leaves_all_as_it_was() {
    let question = Question::asked().await;
    escape(&question.dialog());
    question.until_closed().await;
    assert_eq!(question.done.total(), 0);
}

#[wasm_bindgen_test]
async fn cancel_leaves_all_as_it_was() {
    let question = Question::asked().await;
    question.button("Cancel").click();
    question.until_closed().await;
    assert_eq!(question.done.total(), 0);
}

#[wasm_bindgen_test]
async fn the_verb_does_it_once() {
    let question = Question::asked().await;
    question.button("Delete").click();
    question.until_closed().await;
    assert_eq!(question.done.total(), 1);
}

#[wasm_bindgen_test]
async fn it_can_be_asked_again() {
    let question = Question::asked().await;
    escape(&question.dialog());
    question.until_closed().await;
    question.opener().click();
    until("the dialog is open again", || question.dialog().open()).await;
    assert_eq!(question.stage.count("dialog h2"), 1);
}

/// A dialog with a field, and whether it shows.
fn plain(dismissable: bool) -> (Stage, RwSignal<bool>) {
    let open = RwSignal::new(true);
    let stage = Stage::show(move || {
        view! {
            <Dialog title="Sign in again" open=open dismissable=dismissable>
                <input />
            </Dialog>
        }
    });
    (stage, open)
}

#[wasm_bindgen_test]
async fn a_dialog_is_no_alert_and_its_content_goes_when_it_closes() {
    let (stage, open) = plain(true);
    let dialog: HtmlDialogElement = stage.find("dialog");
    until("the dialog is open", || dialog.open()).await;
    assert_eq!(dialog.get_attribute("role"), None);
    open.set(false);
    until("it is closed and empty", || {
        !dialog.open() && stage.count("input") == 0
    })
    .await;
}

#[wasm_bindgen_test]
async fn one_that_cannot_be_waved_away_stays_with_what_was_typed() {
    let (stage, open) = plain(false);
    let dialog: HtmlDialogElement = stage.find("dialog");
    until("the dialog is open", || dialog.open()).await;
    let input: web_sys::HtmlInputElement = stage.find("input");
    input.set_value("half a password");

    escape(&dialog);
    frames(2).await;
    assert!(dialog.open(), "Escape closed it");
    // What a browser does when Escape is pressed twice, whatever the page says.
    dialog.close();
    until("it is open again", || dialog.matches(":modal").unwrap()).await;
    frames(2).await;
    assert!(dialog.open() && open.get_untracked());
    assert_eq!(
        stage.find::<web_sys::HtmlInputElement>("input").value(),
        "half a password"
    );

    open.set(false);
    until("its owner closes it", || !dialog.open()).await;
    frames(2).await;
    assert!(!dialog.open());
}
