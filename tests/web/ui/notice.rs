//! What says that something went wrong.

use leptos::prelude::*;
use mist_web::{locales::explain::Trouble, ui::notice::TroubleNotice};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Calls, Stage, until, words};

fn refused() -> Trouble {
    Trouble {
        what: "The key was not added.".to_owned(),
        server_words: Some("Private key <b>missing</b>".to_owned()),
        advice: Some("Check the key.".to_owned()),
    }
}

#[wasm_bindgen_test]
async fn it_shows_while_there_is_trouble_with_the_servers_words_as_text() {
    let trouble = RwSignal::new(None);
    let stage = Stage::show(move || view! { <TroubleNotice trouble=trouble /> });
    assert_eq!(stage.count("[role=alert]"), 0);

    trouble.set(Some(refused()));
    until("the alert is there", || stage.count("[role=alert]") == 1).await;
    let alert: HtmlElement = stage.find("[role=alert]");
    for said in [
        "The key was not added.",
        "Private key <b>missing</b>",
        "Check the key.",
    ] {
        assert!(words(&alert).contains(said), "{said}");
    }
    assert_eq!(stage.count("b"), 0);
    assert_eq!(stage.count("button"), 0, "nothing to try again");

    trouble.set(None);
    until("the alert is gone", || stage.count("[role=alert]") == 0).await;
}

#[wasm_bindgen_test]
async fn retry_tries_again() {
    let tried = Calls::default();
    let counted = StoredValue::new_local(tried.clone());
    let stage = Stage::show(move || {
        view! {
            <TroubleNotice
                trouble=Some(refused())
                on_retry=Callback::new(move |()| counted.with_value(Calls::count))
            />
        }
    });
    let retry: HtmlElement = stage.find("[role=alert] button");
    assert_eq!(words(&retry), "Retry");
    retry.click();
    assert_eq!(tried.total(), 1);
}
