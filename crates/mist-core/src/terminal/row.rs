//! A row that can still change.
//!
//! Nearly all output only ever grows at the end, so a row is plain text with styles until a
//! program edits its middle; only then is it taken apart into cells, and stays so until it is
//! finished or emptied.

use super::cell::{Cells, MAX_MARK_BYTES};
use super::line::{Line, Run, extend_runs};
use super::style::Style;
use std::sync::OnceLock;

#[derive(Debug, Default)]
pub(super) struct Row {
    text: String,
    runs: Vec<Run>,
    /// Columns the text takes; only kept while there are no cells.
    columns: usize,
    /// Byte offset of the last character that has a width; only kept while there are no cells.
    last_character: usize,
    cells: Option<Cells>,
    /// The cells put together again, made when somebody looks.
    rendered: OnceLock<(String, Vec<Run>)>,
    /// Whether anything was ever written here.
    touched: bool,
    continued: bool,
}

impl Row {
    /// Makes it an empty row, keeping its memory for the next line.
    pub(super) fn reset(&mut self) {
        self.clear();
        self.touched = false;
        self.continued = false;
    }

    pub(super) fn set_continued(&mut self) {
        self.continued = true;
    }

    /// Whether anything was ever written here, even if it was erased since.
    pub(super) fn touched(&self) -> bool {
        self.touched
    }

    pub(super) fn columns(&self) -> usize {
        self.cells.as_ref().map_or(self.columns, Cells::len)
    }

    pub(super) fn line(&self) -> Line<'_> {
        let (text, runs) = match &self.cells {
            None => (&self.text, &self.runs),
            Some(cells) => {
                let (text, runs) = self.rendered.get_or_init(|| {
                    let mut rendered = (String::with_capacity(cells.len()), Vec::new());
                    cells.render(&mut rendered.0, &mut rendered.1);
                    rendered
                });
                (text, runs)
            }
        };
        Line {
            text,
            runs,
            continued: self.continued,
        }
    }

    /// Writes `ch`, `columns` wide, at column `at`.
    pub(super) fn write(&mut self, at: usize, ch: char, columns: usize, style: Style) {
        self.touched = true;
        if self.cells.is_some() || at < self.columns {
            self.edit().write(at, ch, columns, style);
            return;
        }
        if at > self.columns {
            let gap = at - self.columns;
            self.text.extend(std::iter::repeat_n(' ', gap));
            extend_runs(&mut self.runs, gap, Style::PLAIN);
        }
        self.last_character = self.text.len();
        self.text.push(ch);
        self.columns = at + columns;
        extend_runs(&mut self.runs, ch.len_utf8(), style);
    }

    /// Adds a combining mark to the character before column `at`; none there, none added.
    pub(super) fn attach(&mut self, at: usize, mark: char) {
        if self.cells.is_some() || at < self.columns {
            self.edit().attach(at, mark);
        } else if at == self.columns
            && let Some(run) = self.runs.last_mut()
        {
            let base = self
                .text
                .get(self.last_character..)
                .and_then(|cell| cell.chars().next());
            let taken = self.text.len() - self.last_character - base.map_or(0, char::len_utf8);
            if taken + mark.len_utf8() <= MAX_MARK_BYTES {
                self.text.push(mark);
                run.len += u32::try_from(mark.len_utf8()).unwrap_or(0);
            }
        }
    }

    /// Cuts the row off at column `at`.
    pub(super) fn truncate(&mut self, at: usize) {
        if at == 0 {
            self.clear();
        } else if at < self.columns() {
            self.edit().truncate(at);
        }
    }

    /// Blanks columns `from` to `to` (exclusive).
    pub(super) fn erase(&mut self, from: usize, to: usize) {
        if to >= self.columns() {
            self.truncate(from);
        } else {
            self.edit().erase(from, to);
        }
    }

    /// Takes `count` columns out at `at`.
    pub(super) fn delete(&mut self, at: usize, count: usize) {
        if at < self.columns() {
            self.edit().delete(at, count);
        }
    }

    /// Puts `count` blanks in at `at`.
    pub(super) fn insert(&mut self, at: usize, count: usize) {
        if at < self.columns() {
            self.edit().insert(at, count);
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.columns = 0;
        self.last_character = 0;
        self.cells = None;
        self.rendered.take();
    }

    /// The cells, made from the text at the first edit.
    fn edit(&mut self) -> &mut Cells {
        self.rendered.take();
        self.cells
            .get_or_insert_with(|| Cells::from_text(&self.text, &self.runs))
    }
}
