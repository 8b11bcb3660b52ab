//! Renaming: what is said before anything is sent, and to whom an answer belongs.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::channel::oneshot;
use leptos::prelude::*;
use mist_web::{
    components::{
        refusal::Refusal,
        rename::{Rename, RenameDialog, Renamed, Sending, Verdict},
    },
    locales::explain::Trouble,
    state::State,
    ui::field::Kind,
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};

use crate::support::{Calls, Stage, focused, frames, tell, until, words_named_by};

type Answer = oneshot::Sender<Result<(), Trouble>>;

thread_local! {
    /// What was sent, and where its answer goes.
    static SENT: RefCell<Vec<(String, Answer)>> = const { RefCell::new(Vec::new()) };
}

fn judge(_: State, _: &str, typed: &str) -> Verdict {
    match typed.trim() {
        "" => Verdict::Wrong("empty".to_owned()),
        "taken" => Verdict::Wrong("taken by another".to_owned()),
        "twin" => Verdict::Remark("there is another".to_owned()),
        _ => Verdict::Fine,
    }
}

fn send(_: State, _: String, name: String) -> Sending {
    let (answer, answered) = oneshot::channel();
    SENT.with_borrow_mut(|sent| sent.push((name, answer)));
    Box::pin(async move { answered.await.unwrap_or(Ok(())) })
}

fn refused() -> Result<(), Trouble> {
    let what = "was refused".to_owned();
    Err(Trouble {
        what,
        ..Trouble::default()
    })
}

/// The dialog of something called "old", opened.
struct Dialog {
    stage: Stage,
    /// There as soon as the dialog is drawn.
    rename: Rc<Cell<Option<Rename>>>,
    outside: Refusal,
    done: Calls,
}

impl Dialog {
    async fn open() -> Self {
        SENT.with_borrow_mut(Vec::clear);
        let outside = Refusal::new();
        let made = Rc::new(Cell::new(None));
        let making = made.clone();
        let done = Calls::default();
        let counted = StoredValue::new_local(done.clone());
        let stage = Stage::show(move || {
            let rename = Rename::new(State::provide(), outside);
            making.set(Some(rename));
            let things = Renamed {
                label: "Name",
                kind: Kind::Code,
                judge,
                send,
            };
            let done = Callback::new(move |_: String| counted.with_value(Calls::count));
            view! { <RenameDialog rename=rename things=things on_done=done /> }
        });
        let dialog = Self {
            stage,
            rename: made,
            outside,
            done,
        };
        dialog.begin().await;
        dialog
    }

    async fn begin(&self) {
        if let Some(rename) = self.rename.get() {
            rename.begin("1".to_owned(), "old".to_owned());
        }
        until("the dialog is open", || self.element().open()).await;
        until("its field has the focus", || focused() == *self.input()).await;
    }

    fn element(&self) -> HtmlDialogElement {
        self.stage.find("dialog")
    }

    fn input(&self) -> HtmlInputElement {
        self.stage.find("dialog input")
    }

    fn type_in(&self, name: &str) {
        let input = self.input();
        input.set_value(name);
        tell(&input, "input");
    }

    fn submit(&self) {
        self.stage.find::<HtmlElement>("[type=submit]").click();
    }

    fn said(&self) -> String {
        words_named_by(&self.input(), "aria-describedby")
    }
}

fn sent() -> Vec<String> {
    SENT.with_borrow(|sent| sent.iter().map(|(name, _)| name.clone()).collect())
}

/// Answers what was sent first of what is unanswered.
fn answer(with: Result<(), Trouble>) {
    let (_, answer) = SENT.with_borrow_mut(|sent| sent.remove(0));
    // Nobody may be waiting any more.
    let _ = answer.send(with);
}

#[wasm_bindgen_test]
async fn the_present_name_is_selected_to_be_typed_over() {
    let dialog = Dialog::open().await;
    let input = dialog.input();
    assert_eq!(input.value(), "old");
    until("all of it is selected", || {
        (input.selection_start(), input.selection_end()) == (Ok(Some(0)), Ok(Some(3)))
    })
    .await;
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_said_while_typing_and_never_sent() {
    let dialog = Dialog::open().await;
    dialog.type_in("taken");
    until("it says so", || dialog.said() == "taken by another").await;
    dialog.submit();
    // An empty field is a beginning, and a mistake only once it was to be sent.
    dialog.type_in("");
    frames(2).await;
    dialog.type_in("twin");
    until("a remark is no error", || dialog.said().is_empty()).await;
    assert!(dialog.stage.words().contains("there is another"));
    assert_eq!(sent(), Vec::<String>::new());
    dialog.submit();
    until("it is sent", || sent() == ["twin"]).await;
}

#[wasm_bindgen_test]
async fn the_name_it_has_is_not_sent() {
    let dialog = Dialog::open().await;
    dialog.type_in("  old ");
    dialog.submit();
    until("the dialog is closed", || !dialog.element().open()).await;
    assert_eq!(sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_refusal_stands_in_the_dialog_beside_what_was_typed() {
    let dialog = Dialog::open().await;
    dialog.type_in("new");
    dialog.submit();
    dialog.submit();
    until("it is sent", || !sent().is_empty()).await;
    assert_eq!(sent(), ["new"], "once");
    answer(refused());
    until("it is said", || {
        dialog.stage.count("dialog [role=alert]") == 1
    })
    .await;
    assert_eq!(dialog.input().value(), "new");
    assert_eq!(dialog.outside.trouble.get_untracked(), None);
    dialog.submit();
    until("it is sent again", || !sent().is_empty()).await;
    answer(Ok(()));
    until("the dialog is closed", || !dialog.element().open()).await;
    assert_eq!(dialog.done.total(), 1);
}

#[wasm_bindgen_test]
async fn a_refusal_that_finds_the_dialog_closed_is_said_outside() {
    let dialog = Dialog::open().await;
    dialog.type_in("new");
    dialog.submit();
    until("it is sent", || !sent().is_empty()).await;
    dialog.element().close();
    until("it is closed", || dialog.stage.count("dialog input") == 0).await;
    answer(refused());
    until("it is said outside", || {
        dialog.outside.trouble.with_untracked(Option::is_some)
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_late_answer_does_not_close_the_dialog_opened_since() {
    let dialog = Dialog::open().await;
    dialog.type_in("new");
    dialog.submit();
    until("it is sent", || !sent().is_empty()).await;
    dialog.element().close();
    until("it is closed", || dialog.stage.count("dialog input") == 0).await;
    dialog.begin().await;
    dialog.type_in("half typed");
    answer(Ok(()));
    frames(3).await;
    assert!(dialog.element().open());
    assert_eq!(dialog.input().value(), "half typed");
    assert_eq!(dialog.done.total(), 0);
}
