//! Which moments statistics are asked for.

use crate::refusal::Refusal;

/// The most points of a series in one answer; with more asked for, the step is widened.
pub const MOST_POINTS: u64 = 2_000;

/// What the page of 2014 asks for: ten minutes in steps of ten seconds.
const DEFAULT_SPAN: u64 = 600;
const DEFAULT_STEP: u64 = 10;

/// The end of the year 9999.
const LATEST: u64 = 253_402_300_799;

/// Steps that people find on the axis of a graph, in seconds.
const STEPS: [u64; 13] = [
    10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400,
];

/// From when until when, and how far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    start: u64,
    stop: u64,
    every: u64,
}

impl Window {
    /// From a second since 1970 to another, every so many seconds or, where that would be too many
    /// points, as few seconds as will do.
    ///
    /// # Errors
    ///
    /// 400 if it ends before it begins or beyond the year 9999, or a step is no time.
    pub fn new(start: u64, stop: u64, every: u64) -> Result<Self, Refusal> {
        if every == 0 {
            return Err(Refusal::bad_request("step must be at least 1 second"));
        }
        if stop > LATEST {
            return Err(Refusal::bad_request(
                "stop is too late: times are in seconds since 1970",
            ));
        }
        let Some(span) = stop.checked_sub(start).filter(|span| *span > 0) else {
            return Err(Refusal::bad_request("stop must be later than start"));
        };
        let least = span.div_ceil(MOST_POINTS - 1);
        let every = if every >= least {
            every
        } else {
            let wide = STEPS.into_iter().find(|wide| *wide >= least);
            wide.unwrap_or_else(|| least.next_multiple_of(86_400))
        };
        Ok(Self { start, stop, every })
    }

    /// The same from a request's query; what is missing is the last ten minutes in steps of ten seconds.
    ///
    /// # Errors
    ///
    /// As [`Window::new`], and 400 for what is no number.
    pub fn parse(
        start: Option<&str>,
        stop: Option<&str>,
        every: Option<&str>,
        now_ms: u64,
    ) -> Result<Self, Refusal> {
        let stop = number("stop", stop)?.unwrap_or(now_ms / 1000);
        let start = number("start", start)?.unwrap_or(stop.saturating_sub(DEFAULT_SPAN));
        let every = number("step", every)?.unwrap_or(DEFAULT_STEP);
        Self::new(start, stop, every)
    }

    /// The seconds between two points.
    pub fn step(&self) -> u64 {
        self.every
    }

    /// The moments, up to now: multiples of the step, so that a window that moves on asks for the same
    /// moments again.
    pub(super) fn times(&self, now_ms: u64) -> impl Iterator<Item = u64> {
        let stop = self.stop.min(now_ms / 1000);
        let first = self.start.next_multiple_of(self.every);
        let every = usize::try_from(self.every).unwrap_or(usize::MAX);
        (first..=stop).step_by(every)
    }
}

/// A number in a query: digits, and a fraction that does not count.
fn number(name: &str, text: Option<&str>) -> Result<Option<u64>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = (digits(whole) && digits(fraction)).then(|| whole.parse().ok());
    match number.flatten() {
        Some(number) => Ok(Some(number)),
        None => Err(Refusal::bad_request(format_args!(
            "{name} must be a number of seconds"
        ))),
    }
}
