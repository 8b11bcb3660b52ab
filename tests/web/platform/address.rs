//! The page's address.

use leptos::prelude::*;
use mist_web::platform::address;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{frames, until};

fn steps() -> u32 {
    web_sys::window()
        .unwrap()
        .history()
        .unwrap()
        .length()
        .unwrap()
}

#[wasm_bindgen_test]
async fn going_is_a_step_and_replacing_is_none() {
    // A new step ends whatever lay ahead, so that the steps can be counted from here.
    address::go("/before");
    until("the page is there", || address::fragment() == "/before").await;
    let steps_before = steps();
    address::go("/machines?q=web%204");
    until("the address is there", || {
        address::fragment() == "/machines?q=web%204"
    })
    .await;
    assert_eq!(steps(), steps_before + 1);

    address::replace("/keys");
    assert_eq!(address::fragment(), "/keys");
    assert_eq!(steps(), steps_before + 1);

    web_sys::window()
        .unwrap()
        .history()
        .unwrap()
        .back()
        .unwrap();
    // Not the one that was replaced.
    until("back leads to the step before", || {
        address::fragment() == "/before"
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_address_as_a_signal_follows_links_and_back() {
    address::replace("/first");
    let owner = Owner::new();
    let (current, _) = owner.with(address::watch);
    assert_eq!(current.get_untracked(), "/first");
    address::go("/second");
    until("it follows", || current.get_untracked() == "/second").await;
    web_sys::window()
        .unwrap()
        .history()
        .unwrap()
        .back()
        .unwrap();
    until("it follows back", || current.get_untracked() == "/first").await;
    // Of a replacement nothing tells: the caller knows.
    address::replace("/third");
    frames(2).await;
    assert_eq!(current.get_untracked(), "/first");
}

#[wasm_bindgen_test]
fn the_origin_is_an_address_without_a_path() {
    let origin = address::origin();
    assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");
    assert!(!origin.ends_with('/'));
}
