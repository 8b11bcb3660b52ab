//! Which commands have run: a `command_id` runs once.
//!
//! Browsers repeat a GET whose connection broke before the answer. For a command that would mean
//! running it twice, so the second request with the same id is refused.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::store::AccountId;

/// How long an id is remembered. Browsers repeat at once; people who reuse ids do so much later.
const MEMORY: Duration = Duration::from_mins(10);
/// Ids remembered at most.
const MOST: usize = 20_000;

type RunId = (AccountId, String, String, String);

/// The ids of the last minutes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runs {
    seen: Arc<Mutex<HashMap<RunId, Instant>>>,
}

impl Runs {
    /// Notes a run; false if this id was used on this machine already.
    pub(crate) fn begin(
        &self,
        account: AccountId,
        (backend, machine): (&str, &str),
        command_id: &str,
        now: Instant,
    ) -> bool {
        let id = (
            account,
            backend.to_owned(),
            machine.to_owned(),
            command_id.to_owned(),
        );
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, at| now.saturating_duration_since(*at) < MEMORY);
        }
        if seen.len() >= MOST {
            // More than thirty a second for ten minutes: forgetting the oldest beats refusing.
            if let Some(oldest) = seen
                .iter()
                .min_by_key(|(_, at)| **at)
                .map(|(id, _)| id.clone())
            {
                seen.remove(&oldest);
            }
        }
        let before = seen.insert(id, now);
        before.is_none_or(|at| now.saturating_duration_since(at) >= MEMORY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_runs_once_per_account_and_machine() {
        let runs = Runs::default();
        let now = Instant::now();
        assert!(runs.begin(1, ("b", "m"), "c1", now));
        assert!(!runs.begin(1, ("b", "m"), "c1", now));
        assert!(runs.begin(1, ("b", "m"), "c2", now));
        assert!(runs.begin(1, ("b", "n"), "c1", now));
        assert!(runs.begin(2, ("b", "m"), "c1", now));
        assert!(runs.begin(1, ("b", "m"), "c1", now + MEMORY));
    }
}
