//! How long an answer takes.

use std::{fmt, str::FromStr};

use crate::rng::Rng;

/// The longest delay that can be asked for: ten minutes.
pub const LONGEST_MS: u64 = 600_000;

/// A time, or a range that each answer's own time is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Latency {
    from_ms: u64,
    to_ms: u64,
}

/// A delay that is not written as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLatency {
    /// It is no time.
    #[error("`{0}` is no time: write `800ms`, `2s` or `2s..5s`")]
    NoTime(String),
    /// It is longer than [`LONGEST_MS`].
    #[error("`{0}` is too long: at most 600s")]
    TooLong(String),
    /// The range ends before it begins.
    #[error("`{0}` ends before it begins: write the shorter time first")]
    Backwards(String),
}

impl Latency {
    /// From so many milliseconds to so many, both at most [`LONGEST_MS`] and in either order.
    pub fn between(one_ms: u64, other_ms: u64) -> Self {
        let [one_ms, other_ms] = [one_ms.min(LONGEST_MS), other_ms.min(LONGEST_MS)];
        Self {
            from_ms: one_ms.min(other_ms),
            to_ms: one_ms.max(other_ms),
        }
    }

    /// A time from the range, in milliseconds.
    pub(super) fn draw(self, rng: &mut Rng) -> u64 {
        self.from_ms + rng.below(self.to_ms - self.from_ms + 1)
    }
}

impl FromStr for Latency {
    type Err = BadLatency;

    fn from_str(text: &str) -> Result<Self, BadLatency> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let (from_ms, to_ms) = (milliseconds(from)?, milliseconds(to)?);
        if from_ms > to_ms {
            return Err(BadLatency::Backwards(text.to_owned()));
        }
        Ok(Self { from_ms, to_ms })
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        time(f, self.from_ms)?;
        if self.to_ms == self.from_ms {
            return Ok(());
        }
        f.write_str("..")?;
        time(f, self.to_ms)
    }
}

fn time(f: &mut fmt::Formatter<'_>, ms: u64) -> fmt::Result {
    if ms > 0 && ms.is_multiple_of(1000) {
        write!(f, "{}s", ms / 1000)
    } else {
        write!(f, "{ms}ms")
    }
}

fn milliseconds(text: &str) -> Result<u64, BadLatency> {
    let text = text.trim();
    let (digits, factor) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 1),
        None => (text.strip_suffix('s').unwrap_or_default(), 1000),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadLatency::NoTime(text.to_owned()));
    }
    let number = digits.parse::<u64>().ok();
    let ms = number.and_then(|number| number.checked_mul(factor));
    ms.filter(|ms| *ms <= LONGEST_MS)
        .ok_or_else(|| BadLatency::TooLong(text.to_owned()))
}
