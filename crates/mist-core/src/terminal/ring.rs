//! The finished lines: oldest first, dropped from the front when a limit is reached.

use super::SCREEN_ROWS;
use super::line::{Line, StoredLine};
use std::collections::VecDeque;

/// How much output is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lines kept at most. The [`SCREEN_ROWS`](super::SCREEN_ROWS) that can still change are
    /// among them, and are kept even if this says fewer.
    pub max_lines: usize,
    /// Memory for finished lines, in bytes (text, styles and bookkeeping).
    pub max_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_lines: 100_000,
            max_bytes: 32 * 1024 * 1024,
        }
    }
}

#[derive(Debug)]
pub(super) struct Ring {
    lines: VecDeque<StoredLine>,
    limits: Limits,
    /// Memory the lines take: what [`Limits::max_bytes`] limits.
    pub(super) bytes: usize,
    dropped: u64,
    first_number: u64,
}

impl Ring {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            lines: VecDeque::new(),
            limits,
            bytes: 0,
            dropped: 0,
            first_number: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(super) fn first_number(&self) -> u64 {
        self.first_number
    }

    pub(super) fn get(&self, index: usize) -> Option<Line<'_>> {
        self.lines.get(index).map(StoredLine::line)
    }

    pub(super) fn push(&mut self, line: Line<'_>) {
        let stored = StoredLine::new(line);
        self.bytes += stored.footprint();
        self.lines.push_back(stored);
        while self.over_limit() && self.drop_oldest() {}
    }

    /// Forgets every line. Numbering goes on past the forgotten lines and `others` more.
    pub(super) fn clear(&mut self, others: usize) {
        self.first_number += count(self.lines.len() + others);
        self.lines = VecDeque::new();
        self.bytes = 0;
        self.dropped = 0;
    }

    fn over_limit(&self) -> bool {
        // Room for the whole live window, full or not: what is dropped must not depend on how
        // the bytes were cut into chunks.
        let max_lines = self.limits.max_lines.saturating_sub(SCREEN_ROWS);
        self.lines.len() > max_lines || self.bytes > self.limits.max_bytes
    }

    fn drop_oldest(&mut self) -> bool {
        let Some(line) = self.lines.pop_front() else {
            return false;
        };
        self.bytes -= line.footprint();
        self.dropped += 1;
        self.first_number += 1;
        true
    }
}

fn count(lines: usize) -> u64 {
    u64::try_from(lines).unwrap_or(u64::MAX)
}
