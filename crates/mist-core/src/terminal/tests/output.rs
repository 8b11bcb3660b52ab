//! Text, line ends, and what must never come through.

use super::*;

#[test]
fn lines_end_at_line_feeds_with_or_without_carriage_return() {
    assert_eq!(shown(b"one\r\ntwo\nthree"), "one\ntwo\nthree");
    assert_eq!(shown(b"one\n\nthree\n"), "one\n\nthree");
    assert_eq!(
        fed(b"one\n").line_count(),
        1,
        "no empty line after a finished one"
    );
    assert_eq!(fed(b"one\n\n").line_count(), 2);
    assert_eq!(fed(b"").line_count(), 0);
}

#[test]
fn characters_survive_any_cut() {
    let text = "a é 漢 🚀 e\u{301} end";
    for cut in 0..text.len() {
        let (head, tail) = text.as_bytes().split_at(cut);
        let mut terminal = fed(head);
        terminal.feed(tail);
        assert_eq!(all_text(&terminal), text, "cut at {cut}");
    }
}

#[test]
fn bytes_that_are_no_utf8_show_as_replacement_characters() {
    assert_eq!(shown(b"a\xffb"), "a\u{fffd}b");
    assert_eq!(shown(b"a\x92b"), "a\u{fffd}b", "a quotation mark of cp1252");
    assert_eq!(
        shown(b"a\xe2\x82\nb"),
        "a\u{fffd}\nb",
        "cut off by a line feed"
    );
    assert_eq!(shown("a\u{85}b".as_bytes()), "a\u{fffd}b", "a C1 control");
    let mut terminal = fed(b"a\xe2\x82");
    assert_eq!(all_text(&terminal), "a", "there may be more to come");
    terminal.finish();
    assert_eq!(all_text(&terminal), "a\u{fffd}");
}

#[test]
fn text_that_would_show_in_another_order_is_defused() {
    let shown = shown("a\u{202e}fdp.exe\u{202c} \u{2066}x\u{2069} \u{2028}".as_bytes());
    assert_eq!(shown, "a\u{fffd}fdp.exe\u{fffd} \u{fffd}x\u{fffd} \u{fffd}");
    assert_eq!(
        super::shown("שלום \u{200f}".as_bytes()),
        "שלום \u{200f}",
        "plain Hebrew stays"
    );
}

#[test]
fn control_characters_do_their_work_or_nothing() {
    assert_eq!(shown(b"a\0b\x07c\x7fd\x0ee\x0f"), "abcde");
    assert_eq!(shown(b"a\x0bb\x0cc"), "a\nb\nc");
    assert_eq!(shown(b"abc\x08\x08X"), "aXc");
    assert_eq!(shown(b"\x08\x08a"), "a", "no further left than column 0");
    assert_eq!(shown(b"a\tb\tc"), "a       b       c");
    assert_eq!(shown(b"12345678\tx"), "12345678        x");
}

#[test]
fn titles_links_and_private_sequences_are_swallowed() {
    assert_eq!(shown(b"a\x1b]0;title\x07b"), "ab");
    let link = b"\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\";
    assert_eq!(shown(link), "link");
    assert_eq!(shown(b"a\x1bP1;2|data\x1b\\b"), "ab");
    assert_eq!(shown(b"a\x1b_application\x1b\\b"), "ab");
    assert_eq!(
        shown(b"\x1b[?25l\x1b[?2004ha\x1b[>4;2mb\x1b[?25h\x1b="),
        "ab"
    );
    assert_eq!(
        shown(b"\x1b[c\x1b[6n\x1b[0;1;2;3q\x1b[5ia"),
        "a",
        "requests get no answer"
    );
}

#[test]
fn an_unfinished_title_swallows_no_more_than_its_line() {
    assert_eq!(shown(b"a\x1b]0;never ends\nb\n"), "a\nb");
    assert_eq!(shown(b"a\x1b_never ends\nb\n"), "a\nb");
    let mut endless = b"a\x1bPq".to_vec();
    endless.extend(std::iter::repeat_n(b'~', 2 << 20));
    endless.extend(b"\nb\n");
    assert_eq!(shown(&endless), "a\nb");
}

#[test]
fn a_picture_may_have_line_feeds() {
    assert_eq!(shown(b"a\x1bPq#0;2;0;0;0\n~~@@\n\x1b\\b"), "ab");
}

#[test]
fn wide_characters_take_two_columns() {
    assert_eq!(shown("漢字\rab".as_bytes()), "ab字");
    assert_eq!(
        shown("漢字\ra".as_bytes()),
        "a 字",
        "half a character is a blank"
    );
    assert_eq!(shown("abcd\r漢".as_bytes()), "漢cd");
    assert_eq!(
        shown("ab漢\r\x1b[3C漢".as_bytes()),
        "ab 漢",
        "over the second half"
    );
}

#[test]
fn combining_marks_stay_with_their_character() {
    assert_eq!(shown("e\u{301}x\rE".as_bytes()), "Ex");
    assert_eq!(shown("ab\x08\u{301}".as_bytes()), "a\u{301}b");
    assert_eq!(shown("\u{feff}a".as_bytes()), "a", "nothing to stay with");
    let accented = "e\u{301}".repeat(100);
    assert_eq!(
        shown(accented.as_bytes()),
        accented,
        "every character its own"
    );
    let stacked = format!("a{}b", "\u{301}".repeat(1000));
    assert!(shown(stacked.as_bytes()).len() < 40, "no tower of marks");
    assert!(shown(format!("{stacked}\r\x1b[1C{}", "\u{301}".repeat(99)).as_bytes()).len() < 40);
}

#[test]
fn line_drawing_is_drawn() {
    assert_eq!(shown(b"\x1b(0lqk\x1b(Bq"), "┌─┐q");
}

#[test]
fn debug_shows_no_output() {
    assert!(!format!("{:?}", fed(b"secret")).contains("secret"));
}
