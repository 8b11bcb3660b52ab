//! Whose lists are remembered on this device, since when, and forgetting them.
//!
//! One short word in the device's storage stands for each account: it can be changed at once, also when
//! the page is about to close, and it is looked at before anything that the database holds. What could
//! not be wiped then is wiped when the page starts again.

use mist_api::ServerUrl;

use crate::platform::{
    clock,
    database::{self, Change},
    storage::{self, Place},
    task,
};

/// Before the server and the account in the key of that word.
const KEY: &str = "mist:remembered:";

/// It is wanted, and nothing is kept yet. Otherwise the word is the time of what is kept.
const NOTHING: &str = "0";
/// What is kept is to be wiped; it stays wanted.
const EMPTY: &str = "empty";
/// What is kept is to be wiped, and the word with it.
const FORGET: &str = "forget";

/// How long it is kept after the server last answered.
const LONGEST_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// Whose lists: an account on a server; on a server that asks nobody, everybody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::state) struct Whose(String);

impl Whose {
    pub(in crate::state) fn new(server: &ServerUrl, email: &str) -> Self {
        Self([&of_server(server), email].concat())
    }

    /// What the keys of the database begin with. No address or e-mail has a line's end in it.
    pub(super) fn prefix(&self) -> String {
        [&self.0, "\n"].concat()
    }

    fn key(&self) -> String {
        [KEY, &self.0].concat()
    }
}

fn of_server(server: &ServerUrl) -> String {
    [server.as_str(), "|"].concat()
}

fn word(whose: &Whose) -> Option<String> {
    storage::read(Place::Device, &whose.key())
}

/// Whether this account's lists are to be remembered.
pub(super) fn is_on(whose: &Whose) -> bool {
    word(whose).is_some_and(|word| word != FORGET)
}

/// From now on they are.
pub(super) fn switch_on(whose: &Whose) {
    if !is_on(whose) {
        storage::write(Place::Device, &whose.key(), NOTHING);
    }
}

/// When what is kept was known, in milliseconds since 1970; `None` if nothing is or it is too old.
pub(in crate::state) fn kept_at(whose: &Whose) -> Option<u64> {
    valid(&word(whose)?, clock::now_ms())
}

/// Notes when what was just kept was known. `false` if it is not wanted any more.
pub(super) fn note(whose: &Whose, at_ms: u64) -> bool {
    let is_on = is_on(whose);
    if is_on {
        storage::write(Place::Device, &whose.key(), &at_ms.to_string());
    }
    is_on
}

/// The time that a word tells, unless it is too long ago. A clock that was set back must not make it last.
fn valid(word: &str, now_ms: u64) -> Option<u64> {
    let at_ms = word.parse().ok().filter(|at_ms| *at_ms > 0)?;
    (now_ms.abs_diff(at_ms) <= LONGEST_MS).then_some(at_ms)
}

/// Forgets this account's lists, and that they were to be remembered.
pub(in crate::state) fn forget(whose: &Whose) {
    wipe(FORGET, |name| *name == whose.0);
}

/// The same for every other account on this server.
pub(in crate::state) fn forget_others(server: &ServerUrl, whose: &Whose) {
    let server = of_server(server);
    wipe(FORGET, |name| name.starts_with(&server) && *name != whose.0);
}

/// The same for every account on this server.
pub(in crate::state) fn forget_server(server: &ServerUrl) {
    let server = of_server(server);
    wipe(FORGET, |name| name.starts_with(&server));
}

/// The same for every account anywhere.
pub(in crate::state) fn forget_all() {
    wipe(FORGET, |_| true);
}

/// Wipes what is kept of this server; whoever wanted it kept still does.
pub(in crate::state) fn empty(server: &ServerUrl) {
    let server = of_server(server);
    wipe(EMPTY, |name| name.starts_with(&server));
}

/// Whether anything is kept, or to be kept, for anybody.
pub(super) fn is_any() -> bool {
    !storage::keys(Place::Device, KEY).is_empty()
}

/// Wipes what is too old, and what an earlier visit could not.
pub(super) fn tidy() {
    let read = |name: &String| storage::read(Place::Device, &[KEY, name].concat());
    let now_ms = clock::now_ms();
    wipe(FORGET, |name| read(name).as_deref() == Some(FORGET));
    wipe(EMPTY, |name| {
        read(name).is_some_and(|word| {
            let is_settled = word == NOTHING || word == FORGET;
            !is_settled && valid(&word, now_ms).is_none()
        })
    });
}

/// The words change at once; the database follows.
fn wipe(word: &'static str, which: impl Fn(&String) -> bool) {
    let names = storage::keys(Place::Device, KEY).into_iter().filter(which);
    for whose in names.map(Whose) {
        storage::write(Place::Device, &whose.key(), word);
        task::spawn_page(async move {
            let wiped = database::change(&[Change::RemoveAll(whose.prefix())]).await;
            // It may be wanted anew meanwhile. What the database refuses is tried again at the next start.
            let stands = self::word(&whose).as_deref() == Some(word);
            match (wiped, stands, word) {
                (Ok(()), true, FORGET) => storage::remove(Place::Device, &whose.key()),
                (Ok(()), true, _) => storage::write(Place::Device, &whose.key(), NOTHING),
                _ => {}
            }
        });
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_for_seven_days_whatever_the_clock_does() {
        let day = 24 * 60 * 60 * 1000;
        let now = 1_800_000_000_000;
        for (word, counts) in [
            (now.to_string(), true),
            ((now - 7 * day).to_string(), true),
            ((now - 7 * day - 1).to_string(), false),
            ((now + 8 * day).to_string(), false),
            (NOTHING.to_owned(), false),
            (EMPTY.to_owned(), false),
            (FORGET.to_owned(), false),
            ("-5".to_owned(), false),
        ] {
            assert_eq!(valid(&word, now).is_some(), counts, "{word}");
        }
    }

    #[test]
    fn accounts_and_servers_are_told_apart() {
        let server = ServerUrl::parse("https://mist.example.net").unwrap();
        let own = ServerUrl::same_origin();
        let whose = Whose::new(&server, "ada@example.net");
        assert_ne!(whose, Whose::new(&server, ""));
        assert_ne!(whose, Whose::new(&own, "ada@example.net"));
        assert!(whose.0.starts_with(&of_server(&server)));
        assert!(!whose.0.starts_with(&of_server(&own)));
    }
}
