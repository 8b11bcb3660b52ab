//! What holds for any output whatever.

use super::super::SCREEN_ROWS;
use super::*;
use proptest::prelude::*;

/// Pieces real and hostile output is made of.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed = |choices: &'static [&'static str]| {
        prop::sample::select(choices).prop_map(|text| text.as_bytes().to_vec())
    };
    prop_oneof![
        4 => "[ -~]{0,12}".prop_map(String::into_bytes),
        2 => any::<String>().prop_map(String::into_bytes),
        2 => prop::collection::vec(any::<u8>(), 0..8),
        3 => fixed(&["\n", "\r", "\r\n", "\t", "\x08", "漢", "🚀", "\u{301}", "\u{202e}", "\u{85}"]),
        4 => (prop::collection::vec(0u16..40, 0..4), "[A-Za-z@`]").prop_map(|(params, action)| {
            let params: Vec<_> = params.iter().map(u16::to_string).collect();
            format!("\x1b[{}{action}", params.join(";")).into_bytes()
        }),
        2 => fixed(&[
            "\x1b[31m", "\x1b[38;2;1;2;3m", "\x1b[0m", "\x1b[1;4m", "\x1b[H\x1b[J", "\x1b[2J",
            "\x1b[?1049h", "\x1b7", "\x1b8", "\x1bM", "\x1bD", "\x1bc", "\x1b(0", "\x1b(B",
            "\x1b]0;t", "\x07", "\x1b\\", "\x1bP1q", "\x1b_x", "\x18", "\x1b[2;9r", "\x1b[r",
        ]),
    ]
}

fn output() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

const SMALL: Limits = Limits {
    max_lines: 40,
    max_bytes: 3000,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_chunking_gives_the_same_lines(
        bytes in output(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut whole = Terminal::new(SMALL);
        whole.feed(&bytes);
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut pieces = Terminal::new(SMALL);
        for pair in cuts.windows(2) {
            pieces.feed(&bytes[pair[0]..pair[1]]);
            // Looking must not change what is seen later.
            snapshot(&pieces);
        }
        let mut single = Terminal::new(SMALL);
        bytes.chunks(1).for_each(|byte| single.feed(byte));
        for other in [&mut pieces, &mut single] {
            prop_assert_eq!(snapshot(&whole), snapshot(other));
            prop_assert_eq!(whole.dropped(), other.dropped());
            prop_assert_eq!(whole.bytes_fed(), other.bytes_fed());
            other.finish();
        }
        whole.finish();
        prop_assert_eq!(snapshot(&whole), snapshot(&pieces));
        prop_assert_eq!(snapshot(&whole), snapshot(&single));
    }

    #[test]
    fn lines_are_clean_and_spans_cover_them(bytes in output()) {
        let terminal = fed(&bytes);
        for index in 0..terminal.line_count() {
            let line = terminal.line(index).unwrap();
            let spans: Vec<_> = line.spans().collect();
            let joined: String = spans.iter().map(|(text, _)| *text).collect();
            prop_assert_eq!(&joined, line.text());
            prop_assert!(spans.iter().all(|(text, _)| !text.is_empty()));
            prop_assert!(spans.windows(2).all(|pair| pair[0].1 != pair[1].1));
            let unfit = |ch: char| {
                ch.is_control() || ('\u{2028}'..='\u{202e}').contains(&ch)
                    || ('\u{2066}'..='\u{2069}').contains(&ch)
            };
            prop_assert!(!line.text().contains(unfit));
        }
    }

    #[test]
    fn limits_hold_and_numbers_count(bytes in output(), times in 1usize..6) {
        let mut terminal = Terminal::new(SMALL);
        let mut last = 0;
        for _ in 0..times {
            terminal.feed(&bytes);
            prop_assert!(terminal.line_count() <= SMALL.max_lines);
            prop_assert!(bytes_held(&terminal) <= SMALL.max_bytes);
            prop_assert!(terminal.line_count() - settled(&terminal) <= SCREEN_ROWS);
            prop_assert!(terminal.first_number() >= last);
            last = terminal.first_number();
        }
    }

    #[test]
    fn settled_lines_never_change(first in output(), second in output()) {
        let mut terminal = fed(&first);
        let before_feeding = settled(&terminal);
        let before = snapshot(&terminal);
        terminal.feed(&second);
        prop_assert!(settled(&terminal) >= before_feeding);
        prop_assert_eq!(&before[..before_feeding], &snapshot(&terminal)[..before_feeding]);
    }

    #[test]
    fn plain_text_comes_through_whole(lines in prop::collection::vec("[ -~é漢]{0,40}", 0..80)) {
        let ended: Vec<_> = lines.iter().flat_map(|line| [line.as_bytes(), b"\n"]).collect();
        let terminal = fed(&ended.concat());
        prop_assert_eq!(all_text(&terminal), lines.join("\n"));
        prop_assert_eq!(terminal.line_count(), lines.len());
    }

    #[test]
    fn broken_utf8_reads_as_the_standard_says(
        bytes in prop::collection::vec(prop_oneof![b' '..=b'~', 0xa0..=0xffu8], 0..40),
    ) {
        let mut terminal = fed(&bytes);
        terminal.finish();
        let expected = String::from_utf8_lossy(&bytes).into_owned();
        // Marks and controls have rules of their own.
        prop_assume!(expected.chars().all(|ch| super::super::width::columns(ch) > 0));
        prop_assume!(expected.chars().all(|ch| super::super::width::presentable(ch) == ch));
        prop_assert_eq!(all_text(&terminal), expected);
    }
}
