//! A line of output as the view reads it, and as the ring keeps it.

use super::style::Style;

/// A stretch of `len` bytes of a line's text in one style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) len: u32,
    pub(super) style: Style,
}

/// Adds `bytes` bytes in `style` at the end of `runs`, joining the last run where it can.
pub(super) fn extend_runs(runs: &mut Vec<Run>, bytes: usize, style: Style) {
    let len = u32::try_from(bytes).unwrap_or(u32::MAX);
    match runs.last_mut() {
        Some(last) if last.style == style => last.len = last.len.saturating_add(len),
        _ => runs.push(Run { len, style }),
    }
}

/// One line of output, borrowed from the [`Terminal`](super::Terminal).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    pub(super) text: &'a str,
    /// Covers the text exactly, or is empty where all of it is plain.
    pub(super) runs: &'a [Run],
    pub(super) continued: bool,
}

impl<'a> Line<'a> {
    /// The text without styles: no control characters, no line break.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Whether this line goes on with the one before it, which had reached
    /// [`MAX_COLUMNS`](super::MAX_COLUMNS); copied text joins the two without a line break.
    pub const fn continued(&self) -> bool {
        self.continued
    }

    /// The text in stretches of one style, in order; together they are the text.
    pub const fn spans(&self) -> Spans<'a> {
        Spans {
            text: self.text,
            runs: self.runs,
        }
    }
}

/// Iterator over a line's stretches of one style.
#[derive(Clone, Debug)]
pub struct Spans<'a> {
    text: &'a str,
    runs: &'a [Run],
}

impl<'a> Iterator for Spans<'a> {
    type Item = (&'a str, Style);

    fn next(&mut self) -> Option<Self::Item> {
        if self.text.is_empty() {
            return None;
        }
        let Some((run, rest)) = self.runs.split_first() else {
            return Some((std::mem::take(&mut self.text), Style::default()));
        };
        self.runs = rest;
        let len = usize::try_from(run.len).unwrap_or(usize::MAX);
        let (span, text) = self.text.split_at_checked(len).unwrap_or((self.text, ""));
        self.text = text;
        Some((span, run.style))
    }
}

/// A line nothing can change any more, in as little memory as it takes.
#[derive(Debug)]
pub(super) struct StoredLine {
    text: Box<str>,
    runs: Box<[Run]>,
    continued: bool,
}

impl StoredLine {
    pub(super) fn new(line: Line<'_>) -> Self {
        let plain = line.runs.iter().all(|run| run.style.is_plain());
        Self {
            text: line.text.into(),
            runs: if plain {
                Box::default()
            } else {
                line.runs.into()
            },
            continued: line.continued,
        }
    }

    pub(super) fn line(&self) -> Line<'_> {
        Line {
            text: &self.text,
            runs: &self.runs,
            continued: self.continued,
        }
    }

    /// Memory it takes, in bytes: its own and what it points to.
    pub(super) fn footprint(&self) -> usize {
        size_of::<Self>() + self.text.len() + size_of_val(&*self.runs)
    }
}
