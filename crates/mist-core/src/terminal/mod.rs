//! The output pane's model: bytes of a command's output in, styled lines out.
//!
//! Owns parsing (by `vte`), the last [`SCREEN_ROWS`] rows a program can still redraw, and the
//! finished lines above them. It draws nothing and knows no HTML: a line is text and styles.
//!
//! It is no full terminal. Decisions a reader may wonder about:
//! - A line feed starts a line at column 0, since servers may strip carriage returns
//!   (API notes §4). Lines do not wrap at a width, only at [`MAX_COLUMNS`], and are then
//!   [continued](Line::continued).
//! - Cursor movements reach the live window and nothing above it, so progress displays of
//!   several lines redraw in place.
//! - Clearing the screen (ED 2, ED 0 from the corner, RIS, the alternate screen) starts a new
//!   window *below* what is there. "Forget the scrollback" (ED 3) is not obeyed: only limits
//!   and [`Terminal::clear`] forget lines. Erased cells have no background colour.
//! - Bidirectional overrides and isolates, Unicode line separators, C1 controls and bytes that
//!   are no UTF-8 become U+FFFD: visible, harmless. Other control characters do or show nothing.
//! - A title, link or other string sequence ends at a line feed at the latest (device control
//!   strings, which may carry pictures, after 1 MiB), so output is never swallowed for good.
//!
//! The same bytes give the same lines however they are cut into chunks.

mod cell;
mod line;
mod perform;
mod ring;
mod row;
mod screen;
mod sgr;
mod style;
mod utf8;
mod width;

#[cfg(test)]
mod tests;

pub use line::{Line, Spans};
pub use ring::Limits;
pub use style::{Attributes, Color, Style, ansi_name, indexed_rgb};

use perform::Performer;
use screen::Screen;
use std::fmt;
use std::ops::Range;

/// Rows at the end of the output that a program can still change.
pub const SCREEN_ROWS: usize = 24;

/// Columns after which a line goes on in the next one.
pub const MAX_COLUMNS: usize = 16 * 1024;

/// Bytes of a device control string within which line feeds are taken as part of it.
const MAX_DEVICE_CONTROL: usize = 1024 * 1024;

/// Aborts whatever sequence the parser is in, and is nothing by itself.
const CANCEL: u8 = 0x18;

/// A command's output as styled lines.
///
/// ```
/// use mist_core::terminal::{Limits, Terminal};
///
/// let mut terminal = Terminal::new(Limits::default());
/// terminal.feed(b"10%\r100% \x1b[32mdone\x1b[0m\r\n");
/// assert_eq!(terminal.text(0..terminal.line_count()), "100% done");
/// ```
pub struct Terminal {
    parser: vte::Parser,
    performer: Performer,
    held: utf8::Held,
    version: u64,
    bytes_fed: u64,
}

impl fmt::Debug for Terminal {
    /// Counts only: output may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terminal")
            .field("lines", &self.line_count())
            .field("dropped", &self.dropped())
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Terminal {
    /// An empty terminal.
    pub fn new(limits: Limits) -> Self {
        Self {
            parser: vte::Parser::new(),
            performer: Performer::new(Screen::new(limits)),
            held: utf8::Held::default(),
            version: 0,
            bytes_fed: 0,
        }
    }

    /// Takes the next bytes of output, cut anywhere.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes_fed += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let mut rest = bytes;
        let joined = self.held.join(&mut rest);
        self.parser.advance(&mut self.performer, joined.as_bytes());
        while let Some((line, after)) =
            memchr::memchr(b'\n', rest).and_then(|at| rest.split_at_checked(at + 1))
        {
            self.feed_line(line);
            rest = after;
        }
        // Nothing is held by now unless there is no rest either.
        let whole = self.held.split(rest);
        self.parser.advance(&mut self.performer, whole);
        if !self.held.as_bytes().is_empty() {
            // What stands before the held bytes may be cut off too, and will not be completed.
            self.parser.advance(&mut self.performer, &[utf8::CLOSE]);
        }
        self.note_changes();
    }

    /// Ends the output: what was cut off in mid-character or mid-sequence is shown or
    /// dropped, styles are undone, and nothing fed later changes the lines so far.
    pub fn finish(&mut self) {
        let cut_off = self.held.close();
        self.parser.advance(&mut self.performer, cut_off.as_bytes());
        self.parser.advance(&mut self.performer, &[CANCEL]);
        self.performer.screen.reset();
        self.note_changes();
    }

    /// Forgets all lines. [`Terminal::first_number`] goes on from where it was.
    pub fn clear(&mut self) {
        self.performer.screen.clear();
        self.note_changes();
    }

    /// Lines there are, the ones still changing included. It can shrink: programs erase.
    pub fn line_count(&self) -> usize {
        let screen = &self.performer.screen;
        screen.ring.len() + screen.shown_rows()
    }

    /// The line at `index`, 0 being the oldest kept.
    pub fn line(&self, index: usize) -> Option<Line<'_>> {
        let screen = &self.performer.screen;
        match index.checked_sub(screen.ring.len()) {
            None => screen.ring.get(index),
            Some(row) => screen.row(row).map(row::Row::line),
        }
    }

    /// The lines in `range` as plain text, a line feed between two lines (none before one that
    /// [continues](Line::continued) its predecessor) and none at the end. What lies beyond the
    /// lines there are is left out.
    pub fn text(&self, range: Range<usize>) -> String {
        let range = range.start..range.end.min(self.line_count());
        let mut text = String::new();
        for line in range
            .clone()
            .filter_map(|index| self.line(index).map(|line| (index, line)))
        {
            let (index, line) = line;
            if index > range.start && !line.continued() {
                text.push('\n');
            }
            text.push_str(line.text());
        }
        text
    }

    /// Lines lost off the front to the limits since the start or the last
    /// [`clear`](Terminal::clear).
    pub fn dropped(&self) -> u64 {
        self.performer.screen.ring.dropped()
    }

    /// Number of the line at index 0, counted from the first line ever, cleared and dropped
    /// ones included: `first_number + index` names a line for good.
    pub fn first_number(&self) -> u64 {
        self.performer.screen.ring.first_number()
    }

    /// Grows whenever something visible may have changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Bytes fed so far.
    pub fn bytes_fed(&self) -> u64 {
        self.bytes_fed
    }

    /// Feeds bytes whose only line feed is the last of them.
    fn feed_line(&mut self, line: &[u8]) {
        self.performer.line_feed_seen = false;
        self.parser.advance(&mut self.performer, line);
        // The parser takes a line feed for part of a string sequence and goes on swallowing.
        let swallowed = !self.performer.line_feed_seen;
        let may_go_on = self
            .performer
            .device_control
            .is_some_and(|bytes| bytes <= MAX_DEVICE_CONTROL);
        if swallowed && !may_go_on {
            self.parser.advance(&mut self.performer, &[CANCEL, b'\n']);
        }
    }

    fn note_changes(&mut self) {
        self.version += u64::from(self.performer.screen.take_changed());
    }
}
