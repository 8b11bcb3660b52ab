//! The limit on guessing: a few failures are free, then each makes the next wait longer.
//!
//! Failures are counted three times: for the account from this network, for the network whatever the
//! account, and for the account whatever the network. The first stops a person with a list of
//! passwords, the second somebody with a list of accounts, the third somebody with many computers.
//!
//! The last two could be used to keep others out, so they do not bind an account in a network that it
//! has signed in from before, and their waits are short. And no limit is asked about a one-time code
//! that is right: it cannot be guessed, and `mistd link` makes one at any time.
//!
//! Everything is in the database, under keyed digests: a restart forgives nothing, and what people
//! typed as their email is not readable there.

use std::net::IpAddr;
use std::time::Duration;

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::failures::{self, Failures, Subject};
use crate::vault::Vault;

/// What failures of one kind cost.
struct Rule {
    /// Failures that cost nothing.
    free: u32,
    /// The longest wait.
    longest: Duration,
}

const HERE: Rule = Rule {
    free: 5,
    longest: Duration::from_mins(15),
};
const NETWORK: Rule = Rule {
    free: 20,
    longest: Duration::from_mins(5),
};
const ACCOUNT: Rule = Rule {
    free: 20,
    longest: Duration::from_mins(1),
};

/// The first wait; each further failure doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// Failures are forgotten after this long without another one.
const MEMORY: i64 = 60 * 60 * 1000;
/// How far ahead of the clock a failure may lie before the clock is taken to have been wrong.
const AHEAD: i64 = 15 * 60 * 1000;
/// A place is known for this long after the last sign-in from there.
const PLACE_MEMORY: i64 = 90 * 24 * 60 * 60 * 1000;

impl Rule {
    fn wait(&self, failures: Failures) -> Duration {
        match failures.count.checked_sub(self.free) {
            None => Duration::ZERO,
            Some(over) => FIRST_WAIT
                .checked_mul(1u32.checked_shl(over).unwrap_or(u32::MAX))
                .map_or(self.longest, |wait| wait.min(self.longest)),
        }
    }
}

/// A sign-in under way: who wants in, from where. It is booked as failed from the beginning, so that
/// guesses made at the same time don't slip through together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    here: Subject,
    network: Subject,
    account: Subject,
    /// Whether the account has signed in from here before; told by [`Attempt::begin`].
    known: bool,
}

impl Attempt {
    pub(super) fn new(vault: &Vault, email: &str, peer: IpAddr) -> Self {
        let email = email.to_ascii_lowercase();
        let network = network(peer);
        let digest = |text: String| vault.digest(text.as_bytes());
        Self {
            // An address contains no space, so no two pairs are spelt alike.
            here: digest(format!("here {network} {email}")),
            network: digest(format!("network {network}")),
            account: digest(format!("account {email}")),
            known: false,
        }
    }

    /// Books the attempt, or says how long to wait first.
    pub(super) fn begin(
        &mut self,
        db: &mut Connection,
        now: i64,
    ) -> Result<Result<(), Duration>, StoreError> {
        let transaction = db.transaction()?;
        failures::tidy(&transaction, now - MEMORY, now + AHEAD)?;
        self.known = failures::knows_place(&transaction, &self.here, now - PLACE_MEMORY)?;
        let mut left = Duration::ZERO;
        for (subject, rule) in self.rules() {
            if let Some(failures) = failures::of(&transaction, subject)? {
                let passed = u64::try_from(now - failures.last).unwrap_or(0);
                let wait = rule.wait(failures);
                left = left.max(wait.saturating_sub(Duration::from_millis(passed)));
            }
        }
        if left.is_zero() {
            for (subject, _) in self.rules() {
                let before = failures::of(&transaction, subject)?;
                let count = before.map_or(0, |failures| failures.count);
                let failures = Failures {
                    count: count.saturating_add(1),
                    last: now,
                };
                failures::put(&transaction, subject, failures)?;
            }
        }
        transaction.commit()?;
        Ok(if left.is_zero() { Ok(()) } else { Err(left) })
    }

    /// The attempt was right: forgets the failures here, takes back what was booked, and knows the
    /// place from now on. To be called in the transaction that signs in.
    pub(super) fn succeeded(&self, db: &Connection, now: i64) -> Result<(), StoreError> {
        for (subject, _) in self.rules().skip(1) {
            failures::take_back(db, subject)?;
        }
        self.passed(db, now)
    }

    /// The same for a way in that was not booked.
    pub(super) fn passed(&self, db: &Connection, now: i64) -> Result<(), StoreError> {
        failures::forget(db, &self.here)?;
        failures::note_place(db, &self.here, now - PLACE_MEMORY, now)
    }

    /// What binds this attempt.
    fn rules(&self) -> impl Iterator<Item = (&Subject, &Rule)> {
        let all = [
            (&self.here, &HERE),
            (&self.network, &NETWORK),
            (&self.account, &ACCOUNT),
        ];
        all.into_iter().take(if self.known { 1 } else { 3 })
    }
}

/// The part of an address that one customer of a provider can change at will counts as one.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::in_memory;
    use crate::vault::Key;

    const START: i64 = 1_000_000_000_000;

    struct Door {
        db: Connection,
        vault: Vault,
    }

    impl Door {
        fn new() -> Self {
            Self {
                db: in_memory(),
                vault: Vault::with_key(&Key::default()).unwrap(),
            }
        }

        fn knock(&mut self, email: &str, peer: &str, after: Duration) -> Result<Attempt, Duration> {
            let mut attempt = Attempt::new(&self.vault, email, peer.parse().unwrap());
            let now = START + i64::try_from(after.as_millis()).unwrap();
            attempt.begin(&mut self.db, now).unwrap().map(|()| attempt)
        }

        fn fail(&mut self, times: u32, email: &str, peer: &str) {
            for _ in 0..times {
                self.knock(email, peer, Duration::ZERO).unwrap();
            }
        }
    }

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn five_failures_are_free_then_the_wait_grows() {
        let mut door = Door::new();
        door.fail(5, "a@b.c", "192.0.2.1");
        assert_eq!(
            door.knock("A@b.c", "192.0.2.1", NOW).err(),
            Some(FIRST_WAIT)
        );
        // Being refused does not lengthen the wait.
        assert_eq!(
            door.knock("a@b.c", "192.0.2.1", NOW).err(),
            Some(FIRST_WAIT)
        );
        door.knock("a@b.c", "192.0.2.1", FIRST_WAIT).unwrap();
        let second = door.knock("a@b.c", "192.0.2.1", FIRST_WAIT);
        assert_eq!(second.err(), Some(2 * FIRST_WAIT));
        // Others, and this one elsewhere, need not wait.
        door.knock("d@e.f", "192.0.2.1", NOW).unwrap();
        door.knock("a@b.c", "192.0.2.2", NOW).unwrap();
    }

    #[test]
    fn success_clears_and_failures_are_forgotten_after_an_hour() {
        let mut door = Door::new();
        door.fail(5, "a@b.c", "192.0.2.1");
        let attempt = door.knock("a@b.c", "192.0.2.1", FIRST_WAIT).unwrap();
        attempt.succeeded(&door.db, START).unwrap();
        door.fail(5, "a@b.c", "192.0.2.1");
        assert!(door.knock("a@b.c", "192.0.2.1", NOW).is_err());
        let later = Duration::from_hours(1) + Duration::from_secs(1);
        for _ in 0..5 {
            door.knock("a@b.c", "192.0.2.1", later).unwrap();
        }
        assert!(door.knock("a@b.c", "192.0.2.1", later).is_err());
    }

    #[test]
    fn a_network_cannot_try_many_accounts_nor_many_networks_one() {
        let mut door = Door::new();
        for number in 0..NETWORK.free {
            door.fail(1, &format!("{number}@b.c"), "2001:db8::1");
        }
        // Another address of the same customer.
        assert!(door.knock("new@b.c", "2001:db8::2:0:0:1", NOW).is_err());
        door.knock("new@b.c", "2001:db8:0:1::1", NOW).unwrap();
        for number in 0..ACCOUNT.free {
            door.fail(1, "a@b.c", &format!("192.0.2.{number}"));
        }
        assert!(door.knock("a@b.c", "198.51.100.1", NOW).is_err());
        door.knock("d@e.f", "198.51.100.1", NOW).unwrap();
    }

    #[test]
    fn who_signed_in_from_here_before_is_not_kept_out_by_others() {
        let mut door = Door::new();
        let attempt = door.knock("a@b.c", "192.0.2.1", NOW).unwrap();
        attempt.succeeded(&door.db, START).unwrap();
        for number in 0..100 {
            let _refused_later = door.knock(&format!("{number}@b.c"), "192.0.2.1", NOW);
            let _too = door.knock("a@b.c", &format!("198.51.100.{number}"), NOW);
        }
        assert!(door.knock("new@b.c", "192.0.2.1", NOW).is_err());
        assert!(door.knock("a@b.c", "203.0.113.1", NOW).is_err());
        door.knock("a@b.c", "192.0.2.1", NOW).unwrap();
    }

    #[test]
    fn every_wait_has_an_end_also_when_the_clock_was_wrong() {
        let failures = Failures {
            count: u32::MAX,
            last: START,
        };
        for rule in [HERE, NETWORK, ACCOUNT] {
            assert_eq!(rule.wait(failures), rule.longest);
        }
        let mut door = Door::new();
        let ahead = Duration::from_hours(24 * 365);
        for _ in 0..5 {
            door.knock("a@b.c", "192.0.2.1", ahead).unwrap();
        }
        assert!(door.knock("a@b.c", "192.0.2.1", ahead).is_err());
        door.knock("a@b.c", "192.0.2.1", NOW).unwrap();
    }

    #[test]
    fn what_was_typed_is_not_in_the_database() {
        let mut door = Door::new();
        door.fail(1, "my-password-by-mistake", "192.0.2.1");
        let subjects: Vec<Vec<u8>> = door
            .db
            .prepare("SELECT subject FROM sign_in_failures")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(subjects.len(), 3);
        assert!(subjects.iter().all(|subject| subject.len() == 32));
    }
}
