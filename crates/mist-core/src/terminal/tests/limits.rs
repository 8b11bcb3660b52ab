//! Limits, numbering and versions.

use super::super::{MAX_COLUMNS, SCREEN_ROWS};
use super::*;

fn numbered(lines: std::ops::Range<usize>) -> String {
    lines
        .map(|line| ["line ", &line.to_string(), "\n"].concat())
        .collect()
}

#[test]
fn the_oldest_lines_go_and_numbers_stay() {
    let mut terminal = Terminal::new(Limits {
        max_lines: 100,
        ..Limits::default()
    });
    terminal.feed(numbered(0..1000).as_bytes());
    assert!(terminal.line_count() <= 100 && terminal.line_count() >= 99);
    let dropped = usize::try_from(terminal.dropped()).unwrap();
    assert_eq!(dropped + terminal.line_count(), 1000);
    assert_eq!(terminal.first_number(), terminal.dropped());
    for index in 0..terminal.line_count() {
        assert_eq!(
            terminal.line(index).unwrap().text(),
            format!("line {}", dropped + index)
        );
    }
    assert_eq!(terminal.line(terminal.line_count()), None);
}

#[test]
fn memory_is_limited() {
    let limits = Limits {
        max_bytes: 10_000,
        ..Limits::default()
    };
    let mut terminal = Terminal::new(limits);
    for _ in 0..100 {
        terminal.feed(
            b"\x1b[31mred\x1b[32mgreen\x1b[0mplain\n"
                .repeat(10)
                .as_slice(),
        );
        assert!(bytes_held(&terminal) <= limits.max_bytes);
    }
    assert!(bytes_held(&terminal) > 9_000, "and used");
    assert!(terminal.dropped() > 0);
    terminal.clear();
    assert_eq!(bytes_held(&terminal), 0);
}

#[test]
fn a_hundred_thousand_lines_fit_the_default() {
    let mut terminal = Terminal::new(Limits::default());
    let line = format!("{}\n", "x".repeat(120));
    for _ in 0..100 {
        terminal.feed(line.repeat(1000).as_bytes());
    }
    assert_eq!(terminal.dropped(), 1, "room is kept for a full window");
}

#[test]
fn a_line_without_end_is_cut_into_lines_that_join_again() {
    let text = "0123456789".repeat(MAX_COLUMNS / 4);
    let terminal = fed(text.as_bytes());
    assert_eq!(terminal.line_count(), 3);
    let continued: Vec<_> = (0..3)
        .map(|at| terminal.line(at).unwrap().continued())
        .collect();
    assert_eq!(continued, [false, true, true]);
    assert_eq!(all_text(&terminal), text);
    assert_eq!(terminal.line(0).unwrap().text().len(), MAX_COLUMNS);
}

#[test]
fn only_the_rest_of_a_cut_line_is_continued() {
    let mut terminal = fed("x".repeat(MAX_COLUMNS + 1).as_bytes());
    terminal.feed(numbered(0..60).as_bytes());
    let continued = (0..terminal.line_count()).filter(|at| terminal.line(*at).unwrap().continued());
    assert_eq!(continued.collect::<Vec<_>>(), [1]);
}

#[test]
fn plain_lines_take_no_memory_for_styles() {
    let held = |line: &str| bytes_held(&fed(line.repeat(100).as_bytes()));
    assert!(held("12345678\n") < held("\x1b[31m12345678\x1b[m\n"));
}

#[test]
fn many_megabytes_without_a_line_feed_are_taken_in_linear_time() {
    let mut terminal = Terminal::new(Limits::default());
    for _ in 0..80_000 {
        terminal.feed(&[b'x'; 100]);
        // A view that looks after every chunk must not make it slow either.
        assert!(terminal.line(terminal.line_count() - 1).is_some());
    }
    let lines = terminal.line_count() + usize::try_from(terminal.dropped()).unwrap();
    assert_eq!(lines, 8_000_000usize.div_ceil(MAX_COLUMNS));
}

#[test]
fn a_few_bytes_never_cost_a_long_row() {
    let terminal = fed("\x1b[9000Cx\n\x1b[9000bx\n\x1b[9000Gx\n"
        .repeat(30)
        .as_bytes());
    assert_eq!(terminal.line_count(), 90);
    for index in 0..terminal.line_count() {
        assert!(terminal.line(index).unwrap().text().len() <= 1024 + 1);
    }
}

#[test]
fn the_window_is_never_higher_than_the_screen() {
    let mut terminal =
        fed(&b"\x1b[24;1Hx\x1b[1;1H\x1b[99L\x1b[99L\n\x1b[24;1H\x1b[M\x1b[L".repeat(9));
    assert!(terminal.line_count() - settled(&terminal) <= SCREEN_ROWS);
    terminal.feed(b"\x1b[2;5r\x1b[5;1H\n\n\n\x1b[24;1H\n\x1b[2;1H\x1bM\x1bM");
    assert!(terminal.line_count() - settled(&terminal) <= SCREEN_ROWS);
}

#[test]
fn the_version_tells_whether_to_paint() {
    let mut terminal = Terminal::new(Limits::default());
    let version = terminal.version();
    terminal.feed(b"");
    terminal.feed(b"\x1b[31m");
    terminal.feed(b"\x1b]0;title\x07");
    terminal.finish();
    assert_eq!(terminal.version(), version, "nothing to see yet");
    for bytes in [&b"a"[..], b"\rb", b"\x1b[2K", b"\n"] {
        let before = terminal.version();
        terminal.feed(bytes);
        assert!(terminal.version() > before);
    }
    assert_eq!(terminal.bytes_fed(), 5 + 10 + 1 + 2 + 4 + 1);
}

#[test]
fn clearing_forgets_lines_but_not_their_numbers() {
    let mut terminal = Terminal::new(Limits {
        max_lines: 30,
        ..Limits::default()
    });
    terminal.feed(numbered(0..50).as_bytes());
    assert!(terminal.dropped() > 0);
    let version = terminal.version();
    terminal.clear();
    assert_eq!(
        (
            terminal.line_count(),
            terminal.dropped(),
            terminal.first_number()
        ),
        (0, 0, 50)
    );
    assert!(terminal.version() > version);
    terminal.feed(b"new\n");
    assert_eq!(all_text(&terminal), "new");
}

#[test]
fn text_takes_any_range() {
    let terminal = fed(b"a\nb\nc\n");
    assert_eq!(terminal.text(1..2), "b");
    assert_eq!(terminal.text(1..99), "b\nc");
    assert_eq!(terminal.text(5..99), "");
    #[expect(clippy::reversed_empty_ranges, reason = "that is the case in question")]
    let reversed = 2..1;
    assert_eq!(terminal.text(reversed), "");
}
