//! The live window: the last rows of the output, which a program can still redraw, and the
//! cursor that moves in them. Rows that scroll off its top are finished and go to the ring.

use super::ring::{Limits, Ring};
use super::row::Row;
use super::style::Style;
use super::width;
use super::{MAX_COLUMNS, SCREEN_ROWS};
use std::collections::VecDeque;

/// How far right a program can place the cursor, or edit a row in its middle. No real terminal
/// is wider, and it keeps a few bytes from costing a whole row's work.
const EDIT_COLUMNS: usize = 1024;

/// How often one sequence can repeat a character: a screen's width or two.
const MAX_REPEAT: usize = 256;

/// Where the next character goes. The row is counted from the top of the live window.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    row: usize,
    column: usize,
}

/// What DECSC keeps and DECRC brings back.
#[derive(Clone, Copy, Debug)]
struct Saved {
    cursor: Cursor,
    style: Style,
}

#[derive(Debug)]
pub(super) struct Screen {
    pub(super) ring: Ring,
    /// Never empty, never more than [`SCREEN_ROWS`].
    rows: VecDeque<Row>,
    cursor: Cursor,
    pub(super) style: Style,
    saved: Option<Saved>,
    /// First and last row of the part that scrolls.
    margins: (usize, usize),
    /// The cursor was sent to the top left corner and nothing has happened since.
    homed: bool,
    last_printed: Option<char>,
    pub(super) line_drawing: bool,
    /// Something visible changed since [`Screen::take_changed`] last asked.
    changed: bool,
}

impl Screen {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            ring: Ring::new(limits),
            rows: VecDeque::from([Row::default()]),
            cursor: Cursor::default(),
            style: Style::default(),
            saved: None,
            margins: (0, SCREEN_ROWS - 1),
            homed: false,
            last_printed: None,
            line_drawing: false,
            changed: false,
        }
    }

    /// Rows worth showing: all but a last one nobody has written to.
    pub(super) fn shown_rows(&self) -> usize {
        let fresh = self.rows.back().is_some_and(|row| !row.touched());
        self.rows.len() - usize::from(fresh)
    }

    pub(super) fn row(&self, index: usize) -> Option<&Row> {
        self.rows.get(index).filter(|_| index < self.shown_rows())
    }

    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Prints one character at the cursor.
    pub(super) fn print(&mut self, ch: char) {
        let ch = if self.line_drawing {
            width::line_drawing(ch)
        } else {
            ch
        };
        self.homed = false;
        self.changed = true;
        let Cursor { row, column } = self.cursor;
        let columns = width::columns(ch);
        if columns == 0 {
            if let Some(row) = self.rows.get_mut(row) {
                row.attach(column, ch);
            }
            return;
        }
        self.last_printed = Some(ch);
        if column + columns > MAX_COLUMNS {
            self.line_feed();
            if let Some(row) = self
                .rows
                .get_mut(self.cursor.row)
                .filter(|row| !row.touched())
            {
                row.set_continued();
            }
        }
        let style = self.style;
        let Cursor { row, column } = self.cursor;
        if let Some(row) = self.rows.get_mut(row) {
            row.write(column, ch, columns, style);
            self.cursor.column = column + columns;
        }
    }

    /// REP: prints the last character again.
    pub(super) fn repeat(&mut self, count: usize) {
        if let Some(ch) = self.last_printed {
            for _ in 0..count.min(MAX_REPEAT) {
                self.print(ch);
            }
        }
    }

    /// Starts a new line. Servers may strip the carriage return, so a line feed implies it.
    pub(super) fn line_feed(&mut self) {
        self.index();
        self.cursor.column = 0;
    }

    /// IND: down one row, scrolling at the bottom margin; the column stays.
    pub(super) fn index(&mut self) {
        self.homed = false;
        self.changed = true;
        let (_, bottom) = self.margins;
        if self.cursor.row == bottom {
            self.scroll_up();
        } else if self.cursor.row + 1 < SCREEN_ROWS {
            self.cursor.row += 1;
            self.fill_to_cursor();
        }
    }

    /// RI: up one row. At the top margin the rows move down and the last one goes, as in any
    /// terminal.
    pub(super) fn reverse_index(&mut self) {
        if self.cursor.row == self.margins.0 {
            self.insert_rows(1);
        } else {
            self.move_rows(-1);
        }
    }

    pub(super) fn carriage_return(&mut self) {
        self.cursor.column = 0;
    }

    pub(super) fn backspace(&mut self) {
        self.cursor.column = self.cursor.column.saturating_sub(1);
    }

    /// To the next multiple of eight columns.
    pub(super) fn tab(&mut self) {
        self.cursor.column = (self.cursor.column / 8 + 1)
            .saturating_mul(8)
            .min(MAX_COLUMNS - 1);
    }

    /// CUU, CUD: up or down within the live window.
    pub(super) fn move_rows(&mut self, by: isize) {
        let (top, bottom) = self.margins;
        let (first, last) = if (top..=bottom).contains(&self.cursor.row) {
            (top, bottom)
        } else {
            (0, SCREEN_ROWS - 1)
        };
        self.cursor.row = self.cursor.row.saturating_add_signed(by).clamp(first, last);
        self.homed = false;
        self.fill_to_cursor();
    }

    /// CUF, CUB: right or left.
    pub(super) fn move_columns(&mut self, by: isize) {
        self.move_to_column(self.cursor.column.saturating_add_signed(by));
    }

    /// CHA: to a column of the same row.
    pub(super) fn move_to_column(&mut self, column: usize) {
        // A row already longer than that can be reached to its end.
        let length = self.rows.get(self.cursor.row).map_or(0, Row::columns);
        let last = (EDIT_COLUMNS - 1).max(length).max(self.cursor.column);
        self.cursor.column = column.min(last);
        self.homed = false;
    }

    /// CUP: to a row and column of the live window.
    pub(super) fn move_to(&mut self, row: usize, column: usize) {
        self.cursor.row = row.min(SCREEN_ROWS - 1);
        self.fill_to_cursor();
        self.move_to_column(column);
        self.homed = row == 0 && column == 0;
    }

    /// VPA: to a row, the column unchanged.
    pub(super) fn move_to_row(&mut self, row: usize) {
        self.move_to(row, self.cursor.column);
    }

    pub(super) fn save_cursor(&mut self) {
        self.saved = Some(Saved {
            cursor: self.cursor,
            style: self.style,
        });
    }

    pub(super) fn restore_cursor(&mut self) {
        if let Some(Saved { cursor, style }) = self.saved {
            self.move_to(cursor.row, cursor.column);
            self.homed = false;
            self.style = style;
        }
    }

    /// DECSTBM: rows `top` to `bottom` scroll, the others stay. The cursor goes home.
    pub(super) fn set_margins(&mut self, top: usize, bottom: usize) {
        let bottom = bottom.min(SCREEN_ROWS - 1);
        if top < bottom {
            self.margins = (top, bottom);
            self.move_to(0, 0);
            self.homed = false;
        }
    }

    /// Finishes every live row and starts a window on a new line. Nothing is lost: what a
    /// program wants cleared stays above.
    pub(super) fn start_anew(&mut self) {
        let shown = self
            .rows
            .iter()
            .rposition(Row::touched)
            .map_or(0, |last| last + 1);
        for row in self.rows.drain(..).take(shown) {
            self.ring.push(row.line());
        }
        self.rows.push_back(Row::default());
        self.cursor = Cursor::default();
        self.homed = false;
        self.changed |= shown > 0;
    }

    /// RIS: a new window with everything a program had set undone.
    pub(super) fn reset(&mut self) {
        self.start_anew();
        self.margins = (0, SCREEN_ROWS - 1);
        self.style = Style::default();
        self.saved = None;
        self.line_drawing = false;
        self.last_printed = None;
    }

    /// Forgets all lines.
    pub(super) fn clear(&mut self) {
        self.ring.clear(self.shown_rows());
        self.rows.clear();
        self.reset();
        self.changed = true;
    }

    /// EL 0: erases from the cursor to the end of the row.
    pub(super) fn erase_row_end(&mut self) {
        let column = self.cursor.column;
        self.change_row(|row| row.truncate(column));
    }

    /// EL 1: erases from the start of the row to the cursor.
    pub(super) fn erase_row_start(&mut self) {
        let end = self.cursor.column + 1;
        self.change_row(|row| row.erase(0, end));
    }

    /// EL 2: erases the row.
    pub(super) fn erase_row(&mut self) {
        self.change_row(|row| row.truncate(0));
    }

    /// ECH: erases `count` columns from the cursor on.
    pub(super) fn erase_columns(&mut self, count: usize) {
        let from = self.cursor.column;
        self.change_row(|row| row.erase(from, from.saturating_add(count)));
    }

    /// DCH: takes `count` columns out at the cursor.
    pub(super) fn delete_columns(&mut self, count: usize) {
        let at = self.cursor.column;
        self.change_row(|row| {
            if row.columns() <= EDIT_COLUMNS {
                row.delete(at, count);
            }
        });
    }

    /// ICH: puts `count` blank columns in at the cursor.
    pub(super) fn insert_columns(&mut self, count: usize) {
        let at = self.cursor.column;
        self.change_row(|row| {
            if row.columns() <= EDIT_COLUMNS {
                row.insert(at, count.min(EDIT_COLUMNS));
            }
        });
    }

    /// ED 0: erases from the cursor to the end of the window. A program that went to the top
    /// left corner for it clears the screen, which starts a new window.
    pub(super) fn erase_below(&mut self) {
        if self.homed {
            self.start_anew();
        } else {
            self.erase_row_end();
            self.rows.truncate(self.cursor.row + 1);
        }
    }

    /// ED 1: erases from the start of the window to the cursor.
    pub(super) fn erase_above(&mut self) {
        self.erase_row_start();
        let above = self.cursor.row;
        self.rows
            .iter_mut()
            .take(above)
            .for_each(|row| row.truncate(0));
    }

    /// IL: puts `count` blank rows in at the cursor's.
    pub(super) fn insert_rows(&mut self, count: usize) {
        let (top, bottom) = self.margins;
        let at = self.cursor.row;
        if !(top..=bottom).contains(&at) {
            return;
        }
        for _ in 0..count.min(bottom - at + 1) {
            if self.rows.len() > bottom {
                self.rows.remove(bottom);
            }
            self.rows.insert(at, Row::default());
        }
        self.changed = true;
    }

    /// DL: takes `count` rows out at the cursor's.
    pub(super) fn delete_rows(&mut self, count: usize) {
        let (top, bottom) = self.margins;
        let at = self.cursor.row;
        if !(top..=bottom).contains(&at) {
            return;
        }
        for _ in 0..count.min(bottom - at + 1) {
            self.rows.remove(at);
            if self.rows.len() >= bottom {
                self.rows.insert(bottom, Row::default());
            }
        }
        self.fill_to_cursor();
        self.changed = true;
    }

    fn change_row(&mut self, change: impl FnOnce(&mut Row)) {
        self.homed = false;
        self.changed = true;
        if let Some(row) = self.rows.get_mut(self.cursor.row) {
            change(row);
        }
    }

    /// Moves the scrolling part up by one; its first row is finished.
    fn scroll_up(&mut self) {
        let (top, bottom) = self.margins;
        let Some(mut row) = self.rows.remove(top) else {
            return;
        };
        self.ring.push(row.line());
        row.reset();
        self.rows.insert(bottom.min(self.rows.len()), row);
    }

    fn fill_to_cursor(&mut self) {
        while self.rows.len() <= self.cursor.row {
            self.rows.push_back(Row::default());
        }
    }
}
