//! The limit on guessing: a few failures are free, then each makes the next wait longer.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Failures that cost nothing.
const FREE_FAILURES: u32 = 5;
/// The first wait; each further failure doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// A pair of account and peer is forgotten after this long without a failure.
const MEMORY: Duration = Duration::from_hours(1);
/// Pairs remembered at most: whoever invents emails must not grow our memory.
const MOST_PAIRS: usize = 10_000;

type Pair = (String, IpAddr);

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Instant,
}

impl Failures {
    fn wait(self) -> Duration {
        match self.count.checked_sub(FREE_FAILURES) {
            None => Duration::ZERO,
            Some(over) => FIRST_WAIT
                .checked_mul(1u32.checked_shl(over).unwrap_or(u32::MAX))
                .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT)),
        }
    }
}

/// Counts failed sign-ins per account and peer, in memory.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    pairs: Mutex<HashMap<Pair, Failures>>,
}

/// A sign-in under way. It counts as failed unless [`Attempt::succeeded`] is called.
pub(crate) struct Attempt<'a> {
    limiter: &'a Limiter,
    pair: Pair,
}

impl Limiter {
    /// Lets a sign-in begin, or says how long to wait first.
    pub(crate) fn begin(
        &self,
        email: &str,
        peer: IpAddr,
        now: Instant,
    ) -> Result<Attempt<'_>, Duration> {
        let pair = (email.to_ascii_lowercase(), peer);
        let mut pairs = self.lock();
        let fresh = |failures: &Failures| now.saturating_duration_since(failures.last) < MEMORY;
        if pairs.len() >= MOST_PAIRS {
            pairs.retain(|_, failures| fresh(failures));
            if pairs.len() >= MOST_PAIRS && !pairs.contains_key(&pair) {
                return Err(FIRST_WAIT);
            }
        }
        let known = pairs.get(&pair).copied().filter(fresh);
        if let Some(failures) = known {
            let passed = now.saturating_duration_since(failures.last);
            let left = failures.wait().saturating_sub(passed);
            if !left.is_zero() {
                return Err(left);
            }
        }
        let count = known.map_or(0, |failures| failures.count).saturating_add(1);
        pairs.insert(pair.clone(), Failures { count, last: now });
        Ok(Attempt {
            limiter: self,
            pair,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Pair, Failures>> {
        self.pairs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// Forgets the failures of this account and peer.
    pub(crate) fn succeeded(self) {
        self.limiter.lock().remove(&self.pair);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const PEER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn five_failures_are_free_then_the_wait_grows() {
        let limiter = Limiter::default();
        let start = Instant::now();
        for _ in 0..FREE_FAILURES {
            assert!(limiter.begin("a@b.c", PEER, start).is_ok());
        }
        assert_eq!(limiter.begin("A@b.c", PEER, start).err(), Some(FIRST_WAIT));
        // Being refused does not lengthen the wait.
        assert_eq!(limiter.begin("a@b.c", PEER, start).err(), Some(FIRST_WAIT));
        let later = start + FIRST_WAIT;
        assert!(limiter.begin("a@b.c", PEER, later).is_ok());
        assert_eq!(
            limiter.begin("a@b.c", PEER, later).err(),
            Some(2 * FIRST_WAIT)
        );
    }

    #[test]
    fn others_are_not_kept_waiting_and_success_clears() {
        let limiter = Limiter::default();
        let start = Instant::now();
        for _ in 0..FREE_FAILURES {
            assert!(limiter.begin("a@b.c", PEER, start).is_ok());
        }
        assert!(limiter.begin("d@e.f", PEER, start).is_ok());
        let elsewhere = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
        assert!(limiter.begin("a@b.c", elsewhere, start).is_ok());
        limiter
            .begin("a@b.c", PEER, start + FIRST_WAIT)
            .ok()
            .unwrap()
            .succeeded();
        assert!(limiter.begin("a@b.c", PEER, start + FIRST_WAIT).is_ok());
    }

    #[test]
    fn the_wait_has_an_end() {
        let failures = Failures {
            count: u32::MAX,
            last: Instant::now(),
        };
        assert_eq!(failures.wait(), LONGEST_WAIT);
    }
}
