//! Trouble on demand: slow clouds, clouds that are out of order, answers that never end.
//!
//! A [`Fault`] is written `WHERE=WHAT[,WHAT…]` and says what goes wrong at which backends;
//! [`Faults::judge`] says what becomes of one request. Nothing is done here: whoever serves the
//! request waits, refuses, garbles, stalls or cuts as the [`Verdict`] says.

mod effect;
mod latency;
mod place;
#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

pub use self::{
    effect::{BadEffect, Effect},
    latency::{BadLatency, LONGEST_MS, Latency},
    place::{BadPlace, Place, Route, Where},
};
use crate::{refusal::Refusal, rng::Rng};

/// What goes wrong, and where.
///
/// ```
/// use mist_sim::faults::Fault;
///
/// let fault: Fault = "ec2_*/machines=latency:2s..5s,errors:20%".parse()?;
/// assert_eq!(fault.to_string(), "ec2_*/machines=latency:2s..5s,errors:20%");
/// # Ok::<(), mist_sim::faults::BadFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: Where,
    /// What; the first that happens decides, the longest delay counts.
    pub effects: Vec<Effect>,
}

/// A fault that is not written as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFault {
    /// There is no `=`.
    #[error(
        "`{0}` is no fault: write WHERE=WHAT, such as `ec2_*=outage` or `digitalocean/machines=latency:2s`"
    )]
    NoEffect(String),
    /// What stands before the `=` is no place.
    #[error("in `{spec}`: {reason}")]
    Place {
        /// The whole fault.
        spec: String,
        /// What is wrong with the place.
        reason: BadPlace,
    },
    /// What stands behind the `=` is nothing that can go wrong.
    #[error("in `{spec}`: {reason}")]
    Effect {
        /// The whole fault.
        spec: String,
        /// What is wrong with the effect.
        reason: BadEffect,
    },
}

impl FromStr for Fault {
    type Err = BadFault;

    fn from_str(spec: &str) -> Result<Self, BadFault> {
        // Titles of backends may contain `=`; what goes wrong never does.
        let Some((at, effects)) = spec.rsplit_once('=') else {
            return Err(BadFault::NoEffect(spec.to_owned()));
        };
        let at = at.parse().map_err(|reason| BadFault::Place {
            spec: spec.to_owned(),
            reason,
        })?;
        let effects = effects.split(',').map(|effect| effect.trim().parse());
        let effects = effects.collect::<Result<_, _>>();
        let effects = effects.map_err(|reason| BadFault::Effect {
            spec: spec.to_owned(),
            reason,
        })?;
        Ok(Self { at, effects })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.at)?;
        for (index, effect) in self.effects.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{effect}")?;
        }
        Ok(())
    }
}

/// Everything that is to go wrong, and how long an answer takes when nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    faults: Vec<Fault>,
    base: Latency,
}

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How long the answer takes, in milliseconds.
    pub delay_ms: u64,
    /// What the answer is then.
    pub outcome: Outcome,
}

/// What an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// What it would be without faults.
    Pass,
    /// A refusal.
    Refuse(Refusal),
    /// Status 200, and a body that is no JSON.
    Malformed,
    /// It never comes: the connection stays open and silent.
    Stall,
    /// It breaks off in the middle.
    Cut,
}

impl Faults {
    /// These faults; answers take `base` where they name no time.
    pub fn new(faults: Vec<Fault>, base: Latency) -> Self {
        Self { faults, base }
    }

    /// The faults, as they were given.
    pub fn list(&self) -> &[Fault] {
        &self.faults
    }

    /// What becomes of the `nth` request at a place: the same for the same seed and number.
    pub fn judge(&self, place: &Place<'_>, seed: u64, nth: u64) -> Verdict {
        let [nth, route] = [&nth.to_string(), place.route.as_str()];
        let rng = |what: &str, index: usize| {
            let index = index.to_string();
            let labels = ["fault", place.provider, place.title, route, nth, what];
            Rng::new(seed, &[labels.as_slice(), &[&index]].concat())
        };
        let matching = self.faults.iter().filter(|fault| fault.at.covers(place));
        let effects: Vec<&Effect> = matching.flat_map(|fault| &fault.effects).collect();
        let mut delay_ms = self.base.draw(&mut rng("base", 0));
        let mut outcome = Outcome::Pass;
        for (index, effect) in effects.into_iter().enumerate() {
            if let Some(latency) = effect.latency() {
                delay_ms = delay_ms.max(latency.draw(&mut rng("latency", index)));
            }
            if outcome == Outcome::Pass {
                outcome = effect.outcome(&mut rng("outcome", index));
            }
        }
        Verdict { delay_ms, outcome }
    }
}
