//! What becomes of a machine with time.

use mist_api::{call::Action, model::MachineState};
use serde::{Deserialize, Serialize};

use crate::rng::Rng;

/// A state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Phase {
    Pending,
    Running,
    Rebooting,
    Stopped,
    Terminated,
}

impl From<Phase> for MachineState {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Pending => Self::Pending,
            Phase::Running => Self::Running,
            Phase::Rebooting => Self::Rebooting,
            Phase::Stopped => Self::Stopped,
            Phase::Terminated => Self::Terminated,
        }
    }
}

/// The states of a machine over time: what it is, and what it is on its way to. What it was before is
/// not kept, so that a life does not grow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Life {
    /// When it came to be as it is before all moves, in milliseconds since 1970.
    since_ms: u64,
    first: Phase,
    /// When it becomes what, in order of time; two at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    moves: Vec<(u64, Phase)>,
}

/// How long things take, in milliseconds.
const MAKING: (u64, u64) = (6_000, 20_000);
const STARTING: (u64, u64) = (4_000, 12_000);
const STOPPING: (u64, u64) = (3_000, 9_000);
const REBOOTING: (u64, u64) = (8_000, 20_000);
const DESTROYING: (u64, u64) = (3_000, 8_000);
const RESIZING: (u64, u64) = (8_000, 16_000);

fn draw((least, most): (u64, u64), rng: &mut Rng) -> u64 {
    rng.between(least, most)
}

impl Life {
    /// It is so since then and stays so.
    pub(super) const fn at_rest(phase: Phase, since_ms: u64) -> Self {
        Self {
            since_ms,
            first: phase,
            moves: Vec::new(),
        }
    }

    /// It is being made.
    pub(super) fn begun(now_ms: u64, rng: &mut Rng) -> Self {
        let ready = now_ms.saturating_add(draw(MAKING, rng));
        Self {
            since_ms: now_ms,
            first: Phase::Pending,
            moves: vec![(ready, Phase::Running)],
        }
    }

    /// Its state at a time, and since when.
    fn at(&self, now_ms: u64) -> (u64, Phase) {
        let past = self.moves.iter().rev().find(|(at, _)| *at <= now_ms);
        past.copied().unwrap_or((self.since_ms, self.first))
    }

    /// Its state at a time.
    pub(super) fn phase(&self, now_ms: u64) -> Phase {
        self.at(now_ms).1
    }

    /// When its state at a time began.
    pub(super) fn since(&self, now_ms: u64) -> u64 {
        self.at(now_ms).0
    }

    /// The state that it ends in if nobody does anything.
    pub(super) fn destiny(&self) -> Phase {
        self.moves.last().map_or(self.first, |(_, phase)| *phase)
    }

    /// Whether it has never run yet.
    pub(super) fn is_being_made(&self, now_ms: u64) -> bool {
        self.first == Phase::Pending && self.at(now_ms).0 == self.since_ms
    }

    /// Begins what an action leads to. What was to come otherwise does not.
    pub(super) fn go(&mut self, action: Action, now_ms: u64, rng: &mut Rng) {
        let (meanwhile, then, span) = match action {
            Action::Start => (Phase::Pending, Phase::Running, STARTING),
            Action::Stop => (Phase::Pending, Phase::Stopped, STOPPING),
            Action::Reboot => (Phase::Rebooting, Phase::Running, REBOOTING),
            Action::Destroy => (Phase::Pending, Phase::Terminated, DESTROYING),
        };
        self.turn(now_ms, meanwhile, then, draw(span, rng));
    }

    /// It is taken down, changed, and is then as it was.
    pub(super) fn pause(&mut self, now_ms: u64, rng: &mut Rng) {
        let as_it_was = self.phase(now_ms);
        self.turn(now_ms, Phase::Pending, as_it_was, draw(RESIZING, rng));
    }

    fn turn(&mut self, now_ms: u64, meanwhile: Phase, then: Phase, takes_ms: u64) {
        (self.since_ms, self.first) = self.at(now_ms);
        self.moves = vec![(now_ms, meanwhile), (now_ms.saturating_add(takes_ms), then)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rng() -> Rng {
        Rng::new(1, &[])
    }

    #[test]
    fn what_is_made_is_pending_for_seconds_and_runs_then() {
        let life = Life::begun(1_000, &mut rng());
        assert_eq!(life.phase(1_000), Phase::Pending);
        assert_eq!(life.phase(6_999), Phase::Pending);
        assert!(life.is_being_made(6_999));
        assert_eq!(life.phase(21_000), Phase::Running);
        assert!(!life.is_being_made(21_000));
        assert!(life.since(21_000) > 1_000);
    }

    #[test]
    fn what_comes_later_takes_the_place_of_what_was_to_come() {
        let mut life = Life::begun(0, &mut rng());
        life.go(Action::Destroy, 10, &mut rng());
        assert_eq!(life.phase(10), Phase::Pending);
        assert_eq!(life.destiny(), Phase::Terminated);
        assert_eq!(life.phase(u64::MAX), Phase::Terminated);
        assert_eq!(life.moves.len(), 2);
    }

    #[test]
    fn a_machine_is_after_a_change_what_it_was_before() {
        let mut life = Life::at_rest(Phase::Stopped, 5);
        life.pause(10, &mut rng());
        assert_eq!(life.phase(11), Phase::Pending);
        assert_eq!(life.phase(60_000), Phase::Stopped);
    }

    #[test]
    fn the_end_of_time_is_no_trouble() {
        let mut life = Life::begun(u64::MAX, &mut rng());
        life.go(Action::Reboot, u64::MAX, &mut rng());
        assert_eq!(life.destiny(), Phase::Running);
    }
}
