//! What may be shown, and how many columns it takes.

use unicode_width::UnicodeWidthChar;

/// Columns `ch` takes: 0 (combining and zero-width), 1 or 2.
pub(super) fn columns(ch: char) -> usize {
    if ch.is_ascii() {
        1
    } else {
        ch.width().unwrap_or(0)
    }
}

/// Replaces what must not reach the page as it is by U+FFFD, so that its place stays visible:
/// control characters; bidirectional overrides, embeddings and isolates, which could show
/// text in another order than it was written; and the Unicode line and paragraph separators,
/// which would break a row in two.
pub(super) const fn presentable(ch: char) -> char {
    match ch {
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => ch,
    }
}

/// The DEC line-drawing character for `ch`, as `ESC ( 0` asks for.
pub(super) const fn line_drawing(ch: char) -> char {
    match ch {
        '`' => '◆',
        'a' => '▒',
        'f' => '°',
        'g' => '±',
        'j' => '┘',
        'k' => '┐',
        'l' => '┌',
        'm' => '└',
        'n' => '┼',
        'o' => '⎺',
        'p' => '⎻',
        'q' => '─',
        'r' => '⎼',
        's' => '⎽',
        't' => '├',
        'u' => '┤',
        'v' => '┴',
        'w' => '┬',
        'x' => '│',
        'y' => '≤',
        'z' => '≥',
        '{' => 'π',
        '|' => '≠',
        '}' => '£',
        '~' => '·',
        _ => ch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_a_terminals() {
        assert_eq!(columns('a'), 1);
        assert_eq!(columns('é'), 1);
        assert_eq!(columns('漢'), 2);
        assert_eq!(columns('🚀'), 2);
        assert_eq!(columns('\u{301}'), 0);
        assert_eq!(columns('\u{200d}'), 0);
        assert_eq!(columns(char::REPLACEMENT_CHARACTER), 1);
    }

    #[test]
    fn nothing_that_reorders_or_breaks_a_line_is_presentable() {
        for ch in [
            '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{2028}', '\u{85}', '\u{7f}',
        ] {
            assert_eq!(presentable(ch), char::REPLACEMENT_CHARACTER);
        }
        for ch in ['a', 'ש', '\u{200f}', '漢'] {
            assert_eq!(presentable(ch), ch);
        }
    }
}
