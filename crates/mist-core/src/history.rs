//! The shell's command history: what was run, and going back and forth in it.
//!
//! Owns the list and the place in it. It stores nothing anywhere: the page keeps
//! [`History::entries`] where it likes and brings them back.

use std::collections::VecDeque;

/// Commands that were run, oldest first, and where in them the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    entries: VecDeque<String>,
    capacity: usize,
    browsing: Option<Browsing>,
}

/// The person is looking at an earlier command.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Browsing {
    at: usize,
    /// What was typed before looking back: comes back at the end, and what is shown on the
    /// way starts with it.
    draft: String,
}

impl History {
    /// A history of at most `capacity` commands holding `entries`, oldest first. They are
    /// taken as if each had been run.
    pub fn new(capacity: usize, entries: impl IntoIterator<Item = String>) -> Self {
        let mut history = Self {
            entries: VecDeque::new(),
            capacity,
            browsing: None,
        };
        for entry in entries {
            history.push(&entry);
        }
        history
    }

    /// The commands, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.entries.iter().map(String::as_str)
    }

    /// Notes a command that was run, and ends any looking back. As in shells, a blank one, one
    /// that repeats the last, and one that starts with a space (the way to keep a secret out)
    /// are not noted.
    pub fn push(&mut self, command: &str) {
        self.browsing = None;
        let repeats = self.entries.back().is_some_and(|last| last == command);
        if command.trim().is_empty() || command.starts_with(' ') || repeats {
            return;
        }
        self.entries.push_back(command.to_owned());
        while self.entries.len() > self.capacity {
            self.entries.pop_front();
        }
    }

    /// The next older command that starts with what was typed before looking back began.
    /// `current` is what the input holds now; if it was edited since, it is the new draft.
    /// `None`: there is none, leave the input as it is.
    pub fn older(&mut self, current: &str) -> Option<&str> {
        let (before, draft) = match self.browsing.take() {
            Some(browsing)
                if self
                    .entries
                    .get(browsing.at)
                    .is_some_and(|it| it == current) =>
            {
                (browsing.at, browsing.draft)
            }
            _ => (self.entries.len(), current.to_owned()),
        };
        let found = (0..before)
            .rev()
            .find(|at| self.offers(*at, current, &draft));
        match found {
            Some(at) => self.browsing = Some(Browsing { at, draft }),
            None if before < self.entries.len() => {
                self.browsing = Some(Browsing { at: before, draft });
            }
            None => {}
        }
        found
            .and_then(|at| self.entries.get(at))
            .map(String::as_str)
    }

    /// The next newer command that starts with the draft, or after the newest the draft itself.
    /// `None`: nobody is looking back, or the input was edited; leave it as it is.
    pub fn newer(&mut self, current: &str) -> Option<String> {
        let Browsing { at, draft } = self.browsing.take()?;
        if self.entries.get(at).is_none_or(|entry| entry != current) {
            return None;
        }
        let found = (at + 1..self.entries.len()).find(|newer| self.offers(*newer, current, &draft));
        let Some(at) = found else { return Some(draft) };
        self.browsing = Some(Browsing { at, draft });
        self.entries.get(at).cloned()
    }

    /// Commands that start with `prefix`, newest first, each once.
    pub fn search(&self, prefix: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for entry in self
            .entries()
            .rev()
            .filter(|entry| entry.starts_with(prefix))
        {
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
        found
    }

    /// Whether stepping onto entry `at` shows something that fits and is new.
    fn offers(&self, at: usize, current: &str, draft: &str) -> bool {
        self.entries
            .get(at)
            .is_some_and(|entry| entry.starts_with(draft) && entry != current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn history(entries: &[&str]) -> History {
        History::new(100, entries.iter().map(|entry| (*entry).to_owned()))
    }

    #[test]
    fn walks_back_and_forth_and_keeps_the_draft() {
        let mut history = history(&["one", "two", "three"]);
        assert_eq!(history.older(""), Some("three"));
        assert_eq!(history.older("three"), Some("two"));
        assert_eq!(history.older("two"), Some("one"));
        assert_eq!(history.older("one"), None);
        assert_eq!(history.newer("one").as_deref(), Some("two"));
        assert_eq!(history.newer("two").as_deref(), Some("three"));
        assert_eq!(history.newer("three").as_deref(), Some(""));
        assert_eq!(history.newer(""), None);
    }

    #[test]
    fn a_draft_narrows_what_is_shown_and_comes_back() {
        let mut history = history(&["git log", "ls", "git status", "df"]);
        assert_eq!(history.older("git "), Some("git status"));
        assert_eq!(history.older("git status"), Some("git log"));
        assert_eq!(history.older("git log"), None);
        assert_eq!(history.newer("git log").as_deref(), Some("git status"));
        assert_eq!(history.newer("git status").as_deref(), Some("git "));
    }

    #[test]
    fn a_step_always_shows_something_else() {
        let mut history = history(&["ls -l", "ls"]);
        assert_eq!(history.older("ls"), Some("ls -l"));
        assert_eq!(history.older("ls -l"), None);
    }

    #[test]
    fn an_edited_entry_is_a_new_draft() {
        let mut history = history(&["make", "make test"]);
        assert_eq!(history.older(""), Some("make test"));
        assert_eq!(
            history.newer("make tes"),
            None,
            "an edit is never overwritten"
        );
        assert_eq!(history.older("make tes"), Some("make test"));
        assert_eq!(history.newer("make test").as_deref(), Some("make tes"));
    }

    #[test]
    fn bounded_without_repeats_blanks_or_secrets() {
        let mut history = History::new(2, Vec::new());
        for command in ["a", "a", "  ", "", " secret", "b", "a", "a"] {
            history.push(command);
        }
        assert_eq!(history.entries().collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn search_is_newest_first_without_doubles() {
        let history = history(&["ls", "ls -l", "ls", "df", "ls -a"]);
        assert_eq!(history.search("ls"), ["ls -a", "ls", "ls -l"]);
        assert!(history.search("nothing").is_empty());
    }

    proptest! {
        #[test]
        fn going_up_then_down_as_often_brings_the_draft_back(
            entries in prop::collection::vec("[ab]{1,3}", 0..12), draft in "[ab]{0,2}", steps in 1usize..15,
        ) {
            let mut history = History::new(8, entries);
            let mut input = draft.clone();
            let mut taken = 0;
            for _ in 0..steps {
                if let Some(older) = history.older(&input) {
                    prop_assert!(older.starts_with(&draft));
                    input = older.to_owned();
                    taken += 1;
                }
            }
            for _ in 0..taken {
                input = history.newer(&input).unwrap();
            }
            prop_assert_eq!(input, draft);
        }

        #[test]
        fn entries_survive_a_round_trip(entries in prop::collection::vec("[a-c ]{0,3}", 0..20)) {
            let history = History::new(10, entries);
            let stored: Vec<String> = history.entries().map(str::to_owned).collect();
            prop_assert!(stored.len() <= 10);
            prop_assert_eq!(History::new(10, stored), history);
        }
    }
}
