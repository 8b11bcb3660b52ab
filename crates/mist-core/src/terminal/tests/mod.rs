//! The terminal model as its users see it: bytes in, lines out.

mod editing;
mod limits;
mod output;
mod properties;
mod styles;

use super::{Attributes, Color, Limits, Style, Terminal};

/// A terminal that was fed `bytes` in one piece.
fn fed(bytes: &[u8]) -> Terminal {
    let mut terminal = Terminal::new(Limits::default());
    terminal.feed(bytes);
    terminal
}

/// All lines of the output of `bytes`, joined by line feeds.
fn shown(bytes: &[u8]) -> String {
    all_text(&fed(bytes))
}

fn all_text(terminal: &Terminal) -> String {
    terminal.text(0..terminal.line_count())
}

/// Lines from index 0 on that can never change again.
fn settled(terminal: &Terminal) -> usize {
    terminal.performer.screen.ring.len()
}

/// Memory the settled lines take, in bytes: what [`Limits::max_bytes`] limits.
fn bytes_held(terminal: &Terminal) -> usize {
    terminal.performer.screen.ring.bytes
}

/// Everything a view can see, for comparing.
fn snapshot(terminal: &Terminal) -> Vec<(bool, Vec<(String, Style)>)> {
    (0..terminal.line_count())
        .filter_map(|index| terminal.line(index))
        .map(|line| {
            let spans = line.spans().map(|(text, style)| (text.to_owned(), style));
            (line.continued(), spans.collect())
        })
        .collect()
}

fn fg(color: Color) -> Style {
    Style {
        fg: color,
        ..Style::default()
    }
}

fn attributes(attributes: Attributes) -> Style {
    Style {
        attributes,
        ..Style::default()
    }
}
