//! A row taken apart into columns, for programs that overwrite, insert and erase.

use super::line::{Run, extend_runs};
use super::style::Style;
use super::width;

/// Bytes of combining marks one cell takes. Real text stacks a handful; beyond this it is an
/// attack on the layout or the memory.
pub(super) const MAX_MARK_BYTES: usize = 32;

/// One column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// `None` in the second column of a wide character.
    ch: Option<char>,
    marks: Option<Box<str>>,
    style: Style,
}

impl Cell {
    const BLANK: Self = Self {
        ch: Some(' '),
        marks: None,
        style: Style::PLAIN,
    };

    const fn lead(ch: char, style: Style) -> Self {
        Self {
            ch: Some(ch),
            marks: None,
            style,
        }
    }

    const fn tail(style: Style) -> Self {
        Self {
            ch: None,
            marks: None,
            style,
        }
    }
}

/// The columns of a row. A wide character takes two.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells(Vec<Cell>);

impl Cells {
    /// Takes apart a row's text and its styles.
    pub(super) fn from_text(text: &str, runs: &[Run]) -> Self {
        let mut cells = Self(Vec::with_capacity(text.len()));
        let spans = super::line::Line {
            text,
            runs,
            continued: false,
        }
        .spans();
        for (span, style) in spans {
            for ch in span.chars() {
                match width::columns(ch) {
                    0 => cells.attach(cells.len(), ch),
                    columns => cells.write(cells.len(), ch, columns, style),
                }
            }
        }
        cells
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Puts `ch` at column `at`, over what is there; blanks fill a gap before it.
    pub(super) fn write(&mut self, at: usize, ch: char, columns: usize, style: Style) {
        self.blank_split_wide(at, at + columns);
        if self.0.len() < at + columns {
            self.0.resize(at + columns, Cell::BLANK);
        }
        self.set(at, Cell::lead(ch, style));
        if columns == 2 {
            self.set(at + 1, Cell::tail(style));
        }
    }

    /// Adds a combining mark to the character before column `at`.
    pub(super) fn attach(&mut self, at: usize, mark: char) {
        let mut before = self.0.iter_mut().take(at).rev();
        let Some(cell) = before.find(|cell| cell.ch.is_some()) else {
            return;
        };
        let mut marks = cell.marks.take().map(String::from).unwrap_or_default();
        if marks.len() + mark.len_utf8() <= MAX_MARK_BYTES {
            marks.push(mark);
        }
        cell.marks = Some(marks.into());
    }

    /// Blanks columns `from` to `to` (exclusive) within the row, its length unchanged.
    pub(super) fn erase(&mut self, from: usize, to: usize) {
        let to = to.min(self.0.len());
        if from < to {
            self.blank_split_wide(from, to);
            self.0
                .get_mut(from..to)
                .unwrap_or_default()
                .fill(Cell::BLANK);
        }
    }

    /// Cuts the row off at column `at`.
    pub(super) fn truncate(&mut self, at: usize) {
        self.blank_split_wide(at, usize::MAX);
        self.0.truncate(at);
    }

    /// Takes `count` columns out at `at`; what follows moves left.
    pub(super) fn delete(&mut self, at: usize, count: usize) {
        let end = at.saturating_add(count).min(self.0.len());
        if at < end {
            self.blank_split_wide(at, end);
            self.0.drain(at..end);
        }
    }

    /// Puts `count` blanks in at `at`; what follows moves right.
    pub(super) fn insert(&mut self, at: usize, count: usize) {
        if at < self.0.len() {
            self.blank_split_wide(at, at);
            self.0
                .splice(at..at, std::iter::repeat_n(Cell::BLANK, count));
        }
    }

    /// The row put together again, into `text` and `runs`.
    pub(super) fn render(&self, text: &mut String, runs: &mut Vec<Run>) {
        for cell in &self.0 {
            let Some(ch) = cell.ch else { continue };
            text.push(ch);
            let marks = cell.marks.as_deref().unwrap_or_default();
            text.push_str(marks);
            extend_runs(runs, ch.len_utf8() + marks.len(), cell.style);
        }
    }

    /// A wide character cut by the edge `from` or `to` can't stay as a half: both become blanks.
    fn blank_split_wide(&mut self, from: usize, to: usize) {
        for edge in [from, to] {
            let is_tail = self.0.get(edge).is_some_and(|cell| cell.ch.is_none());
            if is_tail && let Some(lead) = edge.checked_sub(1) {
                self.set(lead, Cell::BLANK);
                self.set(edge, Cell::BLANK);
            }
        }
    }

    fn set(&mut self, at: usize, cell: Cell) {
        if let Some(target) = self.0.get_mut(at) {
            *target = cell;
        }
    }
}
