//! What of the output is in the document.

use wasm_bindgen_test::wasm_bindgen_test;

use super::{Pane, numbered};
use crate::support::{frames, until};

/// More lines than any window shows, with those drawn beyond it.
const MOST_DRAWN: usize = 150;

#[wasm_bindgen_test]
async fn of_fifty_thousand_lines_only_those_in_view_are_drawn() {
    let pane = Pane::showing(&numbered(0, 50_000));
    until("the last line is in view", || pane.is_in_view(49_999)).await;
    assert!(pane.rows().len() <= MOST_DRAWN, "{}", pane.rows().len());
    assert!(!pane.has_row(0));
    // The scroll bar tells how much there is.
    assert!(pane.log().scroll_height() >= 50_000 * 20);

    for (top, number) in [(500_000, 25_000), (0, 0), (900_000, 45_000)] {
        pane.log().set_scroll_top(top);
        until(&format!("line {number} is drawn"), || pane.has_row(number)).await;
        assert!(pane.rows().len() <= MOST_DRAWN, "{}", pane.rows().len());
        let row = pane.row(number);
        assert_eq!(
            row.text_content().as_deref(),
            Some(format!("line {number}").as_str())
        );
    }
}

#[wasm_bindgen_test]
async fn lines_stand_one_below_the_other_where_the_scroll_bar_says() {
    let pane = Pane::showing(&numbered(0, 1_000));
    until("the end is in view", || pane.is_in_view(999)).await;
    pane.log().set_scroll_top(10_000);
    until("the middle is in view", || pane.is_in_view(505)).await;
    let rows = pane.rows();
    for pair in rows.windows(2) {
        let (above, below) = (
            pair[0].get_bounding_client_rect(),
            pair[1].get_bounding_client_rect(),
        );
        assert!((below.top() - above.top() - 20.0).abs() < 0.5);
    }
    let first: usize = rows[0].get_attribute("data-row").unwrap().parse().unwrap();
    for (row, number) in rows.iter().zip(first..) {
        assert_eq!(row.get_attribute("data-row"), Some(number.to_string()));
    }
}

#[wasm_bindgen_test]
async fn a_line_that_did_not_change_keeps_its_element() {
    let pane = Pane::showing("first\nsecond\nthi");
    pane.until_line("thi").await;
    let (first, second) = (pane.row(0), pane.row(1));
    pane.feed("rd\nfourth\n");
    pane.until_line("fourth").await;
    assert_eq!(pane.row(0), first);
    assert_eq!(pane.row(1), second);
    assert_eq!(pane.lines()[..4], ["first", "second", "third", "fourth"]);
}

#[wasm_bindgen_test]
async fn a_progress_bar_shows_its_last_state_only() {
    let pane = Pane::showing("");
    for percent in 0..=100 {
        pane.feed(&format!("\rloading {percent}%"));
    }
    pane.until_line("loading 100%").await;
    pane.feed("\r\x1b[Kdone\n");
    pane.until_line("done").await;
    assert!(!pane.stage.words().contains('%'), "{:?}", pane.lines());
}

#[wasm_bindgen_test]
async fn clearing_takes_every_line_off() {
    let pane = Pane::showing(&numbered(0, 500));
    pane.until_line("line 499").await;
    pane.shell.clear();
    until("nothing is left", || {
        pane.lines().iter().all(String::is_empty)
    })
    .await;
    pane.feed("fresh\n");
    pane.until_line("fresh").await;
    assert!(pane.follows() && pane.is_at_end());
}

#[wasm_bindgen_test]
async fn lines_of_a_selection_stay_drawn_out_of_view() {
    let pane = Pane::showing(&numbered(0, 5_000));
    until("the end is in view", || pane.is_in_view(4_999)).await;
    let selection = web_sys::window().unwrap().get_selection().unwrap().unwrap();
    let (from, to) = (pane.row(4_990), pane.row(4_992));
    selection.set_base_and_extent(&from, 0, &to, 1).unwrap();
    frames(2).await;
    pane.log().set_scroll_top(90_000);
    until("another part is in view", || pane.is_in_view(4_505)).await;
    assert!(from.is_connected() && to.is_connected());
    assert_eq!(
        String::from(selection.to_string())
            .split_whitespace()
            .last(),
        Some("4992")
    );

    selection.remove_all_ranges().unwrap();
    until("the lines are let go", || !from.is_connected()).await;
    assert!(pane.rows().len() <= MOST_DRAWN);
}

#[wasm_bindgen_test]
async fn the_pane_tells_how_many_columns_fit() {
    use leptos::prelude::GetUntracked;
    let pane = Pane::showing("");
    until("the columns are known", || pane.columns.get_untracked() > 0).await;
    let probe = pane.stage.find::<web_sys::HtmlElement>(".term-probe");
    let character = probe.get_bounding_client_rect().width() / 10.0;
    let columns = f64::from(pane.columns.get_untracked());
    assert!((20.0..=500.0).contains(&columns));
    assert!(columns * character <= f64::from(pane.log().client_width()));
}

#[wasm_bindgen_test]
async fn a_selection_has_the_lines_without_text() {
    let pane = Pane::showing("one\n\n\ntwo\n");
    pane.until_line("two").await;
    let selection = web_sys::window().unwrap().get_selection().unwrap().unwrap();
    selection.select_all_children(&pane.log()).unwrap();
    assert_eq!(String::from(selection.to_string()).trim(), "one\n\n\ntwo");
    for pair in pane.rows().windows(2) {
        assert_eq!(pair[1].offset_top() - pair[0].offset_top(), 20);
        assert_eq!(pair[0].scroll_height(), 20);
    }
    selection.remove_all_ranges().unwrap();
}
