//! Redrawing: what programs do to what they have written.

use super::*;

#[test]
fn carriage_return_writes_over() {
    assert_eq!(shown(b"progress 10%\rprogress 20%\rdone"), "doneress 20%");
    assert_eq!(shown(b"progress 10%\r\x1b[Kdone\n"), "done");
    assert_eq!(shown(b"progress\r\x1b[2Kdone"), "done");
}

#[test]
fn erasing_in_a_row() {
    assert_eq!(shown(b"abcdef\x1b[3D\x1b[K"), "abc");
    assert_eq!(shown(b"abcdef\x1b[3D\x1b[1K"), "    ef");
    assert_eq!(shown(b"abcdef\x1b[2Kx"), "      x", "the cursor stays");
    assert_eq!(shown(b"abcdef\x1b[1G\x1b[2X"), "  cdef");
    assert_eq!(shown(b"abcdef\x1b[2G\x1b[2P"), "adef");
    assert_eq!(shown(b"abcdef\x1b[2G\x1b[2@"), "a  bcdef");
}

#[test]
fn half_a_wide_character_is_a_blank() {
    for (edit, expected) in [("P", "a b"), ("K", "a "), ("X", "a  b"), ("@", "a   b")] {
        assert_eq!(
            shown(format!("a漢b\x1b[3G\x1b[{edit}").as_bytes()),
            expected,
            "{edit}"
        );
    }
}

#[test]
fn a_long_row_can_be_reached_to_its_end_but_not_pushed_about() {
    let long = "a".repeat(2000);
    let text = shown(format!("{long}\x1b[1999GX\x1b[CY").as_bytes());
    assert_eq!(text, format!("{}XaY", "a".repeat(1998)));
    assert_eq!(shown(format!("{long}\x1b[5G\x1b[P\x1b[@").as_bytes()), long);
    let tabbed = "\t".repeat(200) + "\x1b[Cx";
    assert_eq!(shown(tabbed.as_bytes()).len(), 1601, "never to the left");
}

#[test]
fn a_view_that_looks_meanwhile_sees_every_edit() {
    let mut terminal = Terminal::new(Limits::default());
    let steps: [(&[u8], &str); 6] = [
        (b"abc", "abc"),
        (b"\rX", "Xbc"),
        (b"Y", "XYc"),
        (b"\x1b[K", "XY"),
        (b"\r\x1b[K", ""),
        (b"z\rZ", "Z"),
    ];
    for (bytes, expected) in steps {
        terminal.feed(bytes);
        assert_eq!(terminal.line(0).unwrap().text(), expected);
    }
}

#[test]
fn several_progress_lines_redraw_in_place() {
    let mut output = b"pulling\n".to_vec();
    output.extend(b"layer 1: 0%\nlayer 2: 0%\n");
    for percent in ["50", "100"] {
        output.extend(b"\x1b[2A");
        for layer in ["1", "2"] {
            output.extend(format!("\x1b[2K\rlayer {layer}: {percent}%\x1b[1B\r").as_bytes());
        }
    }
    output.extend(b"ok\n");
    assert_eq!(shown(&output), "pulling\nlayer 1: 100%\nlayer 2: 100%\nok");
}

#[test]
fn moving_up_and_erasing_below_redraws_in_place() {
    let output = b"head\na\nb\n\x1b[2A\x1b[Jc\n";
    assert_eq!(shown(output), "head\nc");
    let from_the_top = b"a\nb\n\x1b[2A\r\x1b[Jc\n";
    assert_eq!(
        shown(from_the_top),
        "c",
        "going up to the corner is no clearing"
    );
}

#[test]
fn the_cursor_reaches_the_live_window_and_nothing_above() {
    let mut output = Vec::new();
    for line in 1..=30 {
        output.extend(format!("line {line}\n").as_bytes());
    }
    output.extend(b"\x1b[99AX");
    let text = shown(&output);
    let lines: Vec<_> = text.lines().collect();
    // The cursor's own row is the 24th of the window.
    assert_eq!(lines[7], "Xine 8");
    assert_eq!((lines[6], lines[8]), ("line 7", "line 9"));
}

#[test]
fn positions_are_within_the_window() {
    assert_eq!(shown(b"abc\x1b[1;2HX"), "aXc");
    assert_eq!(shown(b"\x1b[3;3HX"), "\n\n  X");
    assert_eq!(fed(b"\x1b[999;999HX").line_count(), 24);
    assert_eq!(shown(b"a\nb\x1b[1d\x1b[5GX"), "a   X\nb");
    assert_eq!(shown(b"ab\x1b7cd\x1b8X"), "abXd");
    assert_eq!(shown(b"ab\x1b[scd\x1b[uX"), "abXd");
    assert_eq!(shown(b"a\x1b[Eb\x1b[Fc"), "c\nb");
    assert_eq!(shown(b"a\x1bDb\x1bEc\x1bMd"), "a\n d\nc");
}

#[test]
fn clearing_the_screen_loses_nothing() {
    for clear in [
        "\x1b[H\x1b[2J\x1b[3J",
        "\x1b[2J\x1b[H",
        "\x1b[H\x1b[J",
        "\x1bc",
    ] {
        let output = format!("before\n{clear}after\n\x1b[5Ax");
        let text = shown(output.as_bytes());
        assert!(text.starts_with("before\n"), "{clear:?}: {text:?}");
        assert!(text.ends_with("xfter"), "{clear:?}: {text:?}");
    }
    assert_eq!(
        fed(b"\x1b[2J\x1b[2J\x1b[H\x1b[J").line_count(),
        0,
        "nothing to keep"
    );
}

#[test]
fn the_alternate_screen_draws_below() {
    let output = b"before\n\x1b[?1049h\x1b[H\x1b[2Jfull screen\x1b[?1049lafter";
    assert_eq!(shown(output), "before\nfull screen\nafter");
}

#[test]
fn inserting_and_deleting_rows() {
    assert_eq!(shown(b"a\nb\nc\x1b[2A\x1b[L"), "\na\nb\nc");
    assert_eq!(shown(b"a\nb\nc\x1b[2A\x1b[M"), "b\nc");
    assert_eq!(shown(b"a\nb\nc\x1b[2A\x1b[99M"), "");
    assert_eq!(shown(b"ab\x1b[3b"), "abbbb");
}

#[test]
fn a_status_line_below_the_margins_stays_below() {
    // What apt does: rows 1 to 23 scroll, the progress bar stands in row 24.
    let mut output = b"start\n\x1b7\x1b[0;23r\x1b8\x1b[1A".to_vec();
    output.extend(b"\x1b[1B");
    for line in 1..=40 {
        output.extend(format!("\x1b7\x1b[24;0fprogress {line}\x1b8unpacking {line}\n").as_bytes());
    }
    let text = shown(&output);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "start");
    let unpacking: Vec<_> = (1..=40).map(|line| format!("unpacking {line}")).collect();
    assert_eq!(lines[1..=40], unpacking);
    assert_eq!(*lines.last().unwrap(), "progress 40");
    assert_eq!(text.matches("progress").count(), 1);
    output.extend(b"\x1b7\x1b[0;24r\x1b8\x1b[1A\x1b[J");
    output.extend(b"\ndone\n");
    let text = shown(&output);
    assert!(
        !text.contains("progress") && text.ends_with("done"),
        "{text:?}"
    );
}

#[test]
fn finishing_undoes_margins_and_saved_places() {
    let mut terminal = fed(b"a\nb\x1b7\x1b[1;2r");
    terminal.finish();
    terminal.feed(b"c\nd\ne\x1b8f\x1b[1;1HX");
    assert_eq!(all_text(&terminal), "a\nb\nX\nd\nef");
}

#[test]
fn finished_output_is_out_of_reach() {
    let mut terminal = fed(b"\x1b[31mfirst\nsecond");
    terminal.finish();
    assert_eq!(settled(&terminal), 2);
    terminal.feed(b"\x1b[H\x1b[2J\x1b[99Athird\r");
    assert_eq!(all_text(&terminal), "first\nsecond\nthird");
    let third = terminal.line(2).unwrap().spans().next().unwrap();
    assert_eq!(
        third,
        ("third", Style::default()),
        "its colour does not leak either"
    );
}
