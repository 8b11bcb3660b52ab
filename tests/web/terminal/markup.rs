//! How lines become elements: colours and weights, and never a machine's own markup.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::Pane;
use crate::support::words;

/// The one styled piece of the line that `output` makes.
async fn piece(output: &str) -> (Pane, HtmlElement) {
    let pane = Pane::showing(&format!("{output}\x1b[0m\n"));
    pane.until_line("styled").await;
    let piece = pane.row(0).first_element_child();
    (pane, wasm_bindgen::JsCast::unchecked_into(piece.unwrap()))
}

fn property(piece: &HtmlElement, name: &str) -> String {
    piece.style().get_property_value(name).unwrap()
}

#[wasm_bindgen_test]
async fn markup_in_the_output_is_text() {
    let lines = [
        "<img src=x onerror=alert(1)>",
        "</div></script><script>alert(1)</script>",
        "<b>bold</b> &amp; &lt;i&gt;",
    ];
    let pane = Pane::showing(&format!("{}\n", lines.join("\n")));
    for line in lines {
        pane.until_line(line).await;
    }
    assert_eq!(pane.stage.count("img, script, b, i"), 0);
    for number in 0..lines.len() {
        assert_eq!(pane.row(number).child_element_count(), 0);
    }
    // The same where a style is around it, and beside it.
    pane.feed("\x1b[31m<img src=y>\x1b[0m<img src=z>\n");
    pane.until_line("<img src=y><img src=z>").await;
    assert_eq!(pane.stage.count("img"), 0);
    assert_eq!(pane.row(3).child_element_count(), 1);
}

#[wasm_bindgen_test]
async fn plain_text_needs_no_element_of_its_own() {
    let pane = Pane::showing("plain\n");
    pane.until_line("plain").await;
    assert_eq!(pane.row(0).child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn the_themes_colours_are_classes() {
    for (output, class) in [
        ("\x1b[31mstyled", "fg-1"),
        ("\x1b[92mstyled", "fg-10"),
        ("\x1b[44mstyled", "bg-4"),
        ("\x1b[38;5;9mstyled", "fg-9"),
    ] {
        let (_pane, piece) = piece(output).await;
        assert_eq!(words(&piece), "styled");
        assert!(piece.class_list().contains(class), "{}", piece.class_name());
        assert_eq!(property(&piece, "color"), "");
        assert_eq!(property(&piece, "background-color"), "");
    }
}

#[wasm_bindgen_test]
async fn all_other_colours_are_style_properties() {
    for (output, name, value) in [
        ("\x1b[38;2;1;2;3mstyled", "color", "rgb(1, 2, 3)"),
        ("\x1b[38;5;196mstyled", "color", "rgb(255, 0, 0)"),
        ("\x1b[48;2;9;8;7mstyled", "background-color", "rgb(9, 8, 7)"),
    ] {
        let (_pane, piece) = piece(output).await;
        assert_eq!(property(&piece, name), value);
    }
}

#[wasm_bindgen_test]
async fn weights_and_lines_are_classes() {
    let (_pane, piece) = piece("\x1b[1;3;4;9mstyled").await;
    for class in ["bold", "italic", "underline", "strike"] {
        assert!(piece.class_list().contains(class), "{class}");
    }
    assert!(!piece.class_list().contains("dim"));
}

#[wasm_bindgen_test]
async fn inverse_video_swaps_the_sides() {
    let (_pane, own) = piece("\x1b[7mstyled").await;
    assert!(own.class_list().contains("fg-swap") && own.class_list().contains("bg-swap"));
    let (_pane, red) = piece("\x1b[31;7mstyled").await;
    assert!(red.class_list().contains("bg-1") && red.class_list().contains("fg-swap"));
    let (_pane, true_colour) = piece("\x1b[38;2;1;2;3;7mstyled").await;
    assert_eq!(property(&true_colour, "background-color"), "rgb(1, 2, 3)");
}
