//! Following the end of the output, until the reader looks elsewhere.

use wasm_bindgen_test::wasm_bindgen_test;

use super::{Pane, numbered};
use crate::support::{frames, until};

#[wasm_bindgen_test]
async fn it_follows_what_comes() {
    let pane = Pane::showing("");
    for first in (0..1_000).step_by(100) {
        pane.feed(&numbered(first, 100));
        until("the last line is in view", || {
            pane.is_in_view(first + 99) && pane.is_at_end()
        })
        .await;
        assert!(pane.follows());
    }
}

#[wasm_bindgen_test]
async fn no_frame_is_without_the_end() {
    let pane = Pane::showing(&numbered(0, 100));
    until("the end is in view", || pane.is_in_view(99)).await;
    // More at a time than what is drawn beyond the view.
    for first in (100..10_100).step_by(500) {
        pane.feed(&numbered(first, 500));
        // What reacts to it has run, and the browser has not painted yet.
        for _ in 0..5 {
            leptos::task::tick().await;
        }
        assert!(pane.is_in_view(first + 499), "{:?}", pane.lines());
    }
}

#[wasm_bindgen_test]
async fn it_stays_where_the_reader_scrolled_to_and_resumes_when_told() {
    let pane = Pane::showing(&numbered(0, 1_000));
    until("the end is in view", || pane.is_in_view(999)).await;
    pane.log().set_scroll_top(2_000);
    until("it no longer follows", || !pane.follows()).await;
    until("the reader's place is drawn", || pane.is_in_view(105)).await;

    pane.feed(&numbered(1_000, 500));
    until("the new lines are counted", || {
        pane.log().scroll_height() >= 1_500 * 20
    })
    .await;
    frames(3).await;
    assert_eq!(pane.log().scroll_top(), 2_000);
    assert!(!pane.follows());

    pane.following.resume();
    pane.shell.repaint();
    until("the end is in view", || {
        pane.is_in_view(1_499) && pane.is_at_end()
    })
    .await;
    assert!(pane.follows());
}

#[wasm_bindgen_test]
async fn scrolling_back_to_the_end_resumes() {
    let pane = Pane::showing(&numbered(0, 1_000));
    until("the end is in view", || pane.is_in_view(999)).await;
    pane.log().set_scroll_top(0);
    until("it no longer follows", || !pane.follows()).await;
    pane.log().set_scroll_top(pane.log().scroll_height());
    until("it follows again", || pane.follows()).await;
    pane.feed(&numbered(1_000, 50));
    until("what came is in view", || pane.is_in_view(1_049)).await;
}

#[wasm_bindgen_test]
async fn the_readers_place_stays_when_the_oldest_lines_go() {
    let pane = Pane::showing(&numbered(0, 100_000));
    until("the end is in view", || pane.is_in_view(99_999)).await;
    pane.log().set_scroll_top(1_000_000);
    until("the middle is in view", || pane.is_in_view(50_005)).await;
    let place = pane.row(50_005).get_bounding_client_rect().top();

    pane.feed(&numbered(100_000, 1_000));
    let gone = || pane.shell.with_terminal(|terminal| terminal.first_number());
    assert!(gone() > 0, "no line was let go");
    until("the place is found again", || {
        pane.log().scroll_top() != 1_000_000
    })
    .await;
    until("the same line is in view", || pane.is_in_view(50_005)).await;
    let now = pane.row(50_005).get_bounding_client_rect().top();
    assert!((now - place).abs() < 1.0, "{place} became {now}");
}

#[wasm_bindgen_test]
async fn it_reads_aloud_little_output_only() {
    let pane = Pane::showing("one\n");
    let live = || pane.log().get_attribute("aria-live");
    until("it is read aloud", || live().as_deref() == Some("polite")).await;
    pane.feed(&numbered(0, 1_000));
    until("it is too much to read", || {
        live().as_deref() == Some("off")
    })
    .await;
    let name = pane.log().get_attribute("aria-label");
    assert_eq!(name.as_deref(), Some("Output"));
}
