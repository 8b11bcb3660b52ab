//! Colours and attributes.

use super::*;

fn spans(bytes: &[u8]) -> Vec<(String, Style)> {
    snapshot(&fed(bytes))
        .into_iter()
        .flat_map(|(_, spans)| spans)
        .collect()
}

/// The style of "x" after the sequence with `params`.
fn styled(params: &str) -> Style {
    let spans = spans(format!("\x1b[{params}mx").as_bytes());
    assert_eq!(spans.len(), 1);
    spans[0].1
}

#[test]
fn the_sixteen_colours() {
    assert_eq!(styled("31"), fg(Color::Indexed(1)));
    assert_eq!(styled("97"), fg(Color::Indexed(15)));
    assert_eq!(styled("44").bg, Color::Indexed(4));
    assert_eq!(styled("100").bg, Color::Indexed(8));
    assert_eq!(styled("31;44;39;49"), Style::default());
}

#[test]
fn extended_colours_in_every_spelling() {
    for params in ["38;5;208", "38:5:208"] {
        assert_eq!(styled(params), fg(Color::Indexed(208)), "{params}");
    }
    for params in ["38;2;1;2;3", "38:2:1:2:3", "38:2::1:2:3", "38:2:0:1:2:3"] {
        assert_eq!(styled(params), fg(Color::Rgb(1, 2, 3)), "{params}");
    }
    assert_eq!(styled("48;2;9;8;7").bg, Color::Rgb(9, 8, 7));
    let both = Style {
        bg: Color::Indexed(3),
        ..fg(Color::Indexed(2))
    };
    assert_eq!(styled("38;5;2;48;5;3"), both);
    assert_eq!(
        styled("58;5;1;31"),
        fg(Color::Indexed(1)),
        "underline colour is read past"
    );
    assert_eq!(styled("58:2::1:2:3;31"), fg(Color::Indexed(1)));
}

#[test]
fn malformed_colours_change_nothing() {
    for params in [
        "38",
        "38;5",
        "38;2;1;2",
        "38;5;256",
        "38:2:300:0:0",
        "38:9:1",
        "48:5",
    ] {
        assert_eq!(styled(params), Style::default(), "{params}");
    }
}

#[test]
fn attributes_go_on_and_off() {
    let pairs = [
        ("1", "22", Attributes::BOLD),
        ("2", "22", Attributes::DIM),
        ("3", "23", Attributes::ITALIC),
        ("4", "24", Attributes::UNDERLINE),
        ("4:3", "4:0", Attributes::UNDERLINE),
        ("21", "24", Attributes::UNDERLINE),
        ("7", "27", Attributes::INVERSE),
        ("8", "28", Attributes::HIDDEN),
        ("9", "29", Attributes::STRIKE),
        ("53", "55", Attributes::OVERLINE),
    ];
    for (on, off, wanted) in pairs {
        assert_eq!(styled(on), attributes(wanted), "{on}");
        assert_eq!(styled(&format!("{on};{off}")), Style::default(), "{off}");
    }
    assert_eq!(styled("1;3;4;31;0"), Style::default());
    assert_eq!(styled("1;"), Style::default(), "an empty parameter is 0");
    assert_eq!(
        styled("1;999;3"),
        attributes(Attributes::BOLD.with(Attributes::ITALIC))
    );
}

#[test]
fn a_style_lasts_over_lines_until_it_is_changed() {
    let red = fg(Color::Indexed(1));
    let expected = [
        ("a".into(), Style::default()),
        ("b".into(), red),
        ("c".into(), red),
    ];
    assert_eq!(spans(b"a\x1b[31mb\nc"), expected);
}

#[test]
fn equal_neighbours_are_one_span() {
    assert_eq!(spans(b"\x1b[31ma\x1b[0;31mb\x1b[31mc").len(), 1);
    assert_eq!(spans(b"abc\r\x1b[31mx\x1b[mbc").len(), 2);
}

#[test]
fn padding_and_erased_cells_are_plain() {
    let red_background = Style {
        bg: Color::Indexed(1),
        ..Style::default()
    };
    let expected = [
        ("  ".into(), Style::default()),
        ("x".into(), red_background),
    ];
    assert_eq!(spans(b"\x1b[41m\x1b[2Cx"), expected);
    assert_eq!(
        spans(b"ab\x08\x1b[41m\x1b[X"),
        [("a".into(), Style::default())]
    );
    assert_eq!(
        spans(b"abc\x1b[2D\x1b[41m\x1b[X"),
        [("a c".into(), Style::default())]
    );
}
