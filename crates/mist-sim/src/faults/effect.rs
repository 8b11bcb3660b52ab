//! What can go wrong.

use std::{fmt, str::FromStr};

use super::{BadLatency, Latency, Outcome};
use crate::{refusal::Refusal, rng::Rng};

/// How long a slow backend takes, in milliseconds.
const SLOW_MS: (u64, u64) = (3_000, 10_000);

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// `latency:800ms`, `latency:2s..5s`: answers take this long.
    Latency(Latency),
    /// `errors:20%`: so many of a hundred requests fail with 503.
    Errors(u8),
    /// `status:500`: every request is refused with this status.
    Status(u16),
    /// `outage`: the cloud can't be reached.
    Outage,
    /// `credentials`: the cloud no longer takes what it was given.
    Credentials,
    /// `slow`: answers take three to ten seconds.
    Slow,
    /// `malformed`: answers are no JSON.
    Malformed,
    /// `stall`: answers never come.
    Stall,
    /// `cut`: answers break off.
    Cut,
}

/// Something that is not written as what can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEffect {
    /// The word is not known.
    #[error(
        "`{0}` is nothing that can go wrong: latency:TIME, errors:N%, status:NNN, outage, credentials, slow, malformed, stall or cut"
    )]
    Unknown(String),
    /// The delay can't be read.
    #[error(transparent)]
    Latency(#[from] BadLatency),
    /// The share of errors can't be read.
    #[error("`{0}` is no share of requests: write 0% to 100%")]
    Share(String),
    /// The status is none of a refusal.
    #[error("`{0}` is no status of a refusal: write a number from 400 to 599")]
    Status(String),
}

impl Effect {
    pub(super) fn latency(self) -> Option<Latency> {
        match self {
            Self::Latency(latency) => Some(latency),
            Self::Slow => Some(Latency::between(SLOW_MS.0, SLOW_MS.1)),
            _ => None,
        }
    }

    pub(super) fn outcome(self, rng: &mut Rng) -> Outcome {
        let refuse = |status, words: &str| Outcome::Refuse(Refusal::new(status, words));
        match self {
            Self::Errors(percent) if rng.chance(percent.into()) => {
                refuse(503, "Backend unavailable: simulated error")
            }
            Self::Latency(_) | Self::Slow | Self::Errors(_) => Outcome::Pass,
            Self::Status(status) => refuse(status, words(status)),
            Self::Outage => refuse(503, "Backend unavailable: simulated outage"),
            Self::Credentials => refuse(
                401,
                "Invalid backend credentials: the simulated cloud takes them no longer",
            ),
            Self::Malformed => Outcome::Malformed,
            Self::Stall => Outcome::Stall,
            Self::Cut => Outcome::Cut,
        }
    }
}

/// What a server says with a status.
fn words(status: u16) -> &'static str {
    match status {
        400 => "Bad Request: simulated refusal",
        401 => "Not authorized: simulated refusal",
        402 => "Payment required: simulated refusal",
        403 => "Forbidden: simulated refusal",
        404 => "Not Found: simulated refusal",
        405 => "Method Not Allowed: simulated refusal",
        409 => "Conflict: simulated refusal",
        429 => "Too Many Requests: simulated refusal",
        500 => "Internal Server Error: simulated refusal",
        503 => "Service unavailable: simulated refusal",
        _ => "Simulated refusal",
    }
}

impl FromStr for Effect {
    type Err = BadEffect;

    fn from_str(text: &str) -> Result<Self, BadEffect> {
        let (word, value) = match text.split_once(':') {
            Some((word, value)) => (word, Some(value.trim())),
            None => (text, None),
        };
        Ok(match (word, value) {
            ("latency", Some(time)) => Self::Latency(time.parse()?),
            ("errors", Some(share)) => {
                let percent = share.strip_suffix('%').and_then(number::<u8>);
                let percent = percent.filter(|percent| *percent <= 100);
                Self::Errors(percent.ok_or_else(|| BadEffect::Share(share.to_owned()))?)
            }
            ("status", Some(status)) => {
                let known = number(status).filter(|number| (400..600).contains(number));
                Self::Status(known.ok_or_else(|| BadEffect::Status(status.to_owned()))?)
            }
            ("latency", None) => return Err(BadLatency::NoTime(String::new()).into()),
            ("errors", None) => return Err(BadEffect::Share(String::new())),
            ("status", None) => return Err(BadEffect::Status(String::new())),
            ("outage", None) => Self::Outage,
            ("credentials", None) => Self::Credentials,
            ("slow", None) => Self::Slow,
            ("malformed", None) => Self::Malformed,
            ("stall", None) => Self::Stall,
            ("cut", None) => Self::Cut,
            _ => return Err(BadEffect::Unknown(text.to_owned())),
        })
    }
}

/// A number in digits alone: no sign, no spaces.
fn number<T: FromStr>(text: &str) -> Option<T> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(latency) => write!(f, "latency:{latency}"),
            Self::Errors(percent) => write!(f, "errors:{percent}%"),
            Self::Status(status) => write!(f, "status:{status}"),
            Self::Outage => f.write_str("outage"),
            Self::Credentials => f.write_str("credentials"),
            Self::Slow => f.write_str("slow"),
            Self::Malformed => f.write_str("malformed"),
            Self::Stall => f.write_str("stall"),
            Self::Cut => f.write_str("cut"),
        }
    }
}
