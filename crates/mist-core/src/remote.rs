//! Data from a server together with how its last request went.
//!
//! Owns the rule that good data is never lost to a later failure: the last good value stays
//! beside the last error. It sends nothing and knows no clock.

use std::sync::Arc;

/// Whether a request is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// None is.
    #[default]
    Idle,
    /// The first one is: there is nothing to show yet.
    Loading,
    /// One is, while older data is on screen.
    Refreshing,
}

/// The last good value, the last error since, and whether a request is under way.
#[derive(Debug, PartialEq, Eq)]
pub struct Remote<T, E> {
    data: Option<Arc<T>>,
    error: Option<E>,
    fetched_at_ms: Option<u64>,
    phase: Phase,
}

impl<T, E> Remote<T, E> {
    /// Nothing fetched, nothing under way.
    pub const fn new() -> Self {
        Self {
            data: None,
            error: None,
            fetched_at_ms: None,
            phase: Phase::Idle,
        }
    }

    /// The last good value.
    pub const fn data(&self) -> Option<&Arc<T>> {
        self.data.as_ref()
    }

    /// Why the last request failed; `None` if it succeeded.
    pub const fn error(&self) -> Option<&E> {
        self.error.as_ref()
    }

    /// When the last good value came, on the caller's clock.
    pub const fn fetched_at_ms(&self) -> Option<u64> {
        self.fetched_at_ms
    }

    /// Whether a request is under way.
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// A request was sent. The last error stays until there is an answer.
    pub fn on_start(&mut self) {
        self.phase = if self.data.is_some() {
            Phase::Refreshing
        } else {
            Phase::Loading
        };
    }

    /// The request was answered. Returns whether the data differs from what was there; if it
    /// does not, the same `Arc` stays, so that comparing pointers is enough to skip work.
    pub fn on_ok(&mut self, value: T, now_ms: u64) -> bool
    where
        T: PartialEq,
    {
        self.phase = Phase::Idle;
        self.error = None;
        self.fetched_at_ms = Some(now_ms);
        let changed = self.data.as_deref() != Some(&value);
        if changed {
            self.data = Some(Arc::new(value));
        }
        changed
    }

    /// The request failed. The last good value stays.
    pub fn on_err(&mut self, error: E) {
        self.phase = Phase::Idle;
        self.error = Some(error);
    }

    /// The request was given up by us: neither good nor bad news.
    pub fn on_abort(&mut self) {
        self.phase = Phase::Idle;
    }

    /// Changes the data as something other than a request has shown it to be: its age and the last
    /// error stay.
    pub fn patch(&mut self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        if let Some(data) = &mut self.data {
            change(Arc::make_mut(data));
        }
    }
}

impl<T, E> Default for Remote<T, E> {
    fn default() -> Self {
        Self::new()
    }
}

// By hand, since the derived one would want `T: Clone`.
impl<T, E: Clone> Clone for Remote<T, E> {
    fn clone(&self) -> Self {
        Self {
            data: self.data.clone(),
            error: self.error.clone(),
            fetched_at_ms: self.fetched_at_ms,
            phase: self.phase,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_through_its_phases() {
        let mut remote: Remote<u8, &str> = Remote::new();
        assert_eq!(remote.phase(), Phase::Idle);
        remote.on_start();
        assert_eq!(remote.phase(), Phase::Loading);
        assert!(remote.on_ok(1, 100));
        remote.on_start();
        assert_eq!(remote.phase(), Phase::Refreshing);
        remote.on_err("down");
        assert_eq!(remote.phase(), Phase::Idle);
    }

    #[test]
    fn good_data_outlives_errors_and_an_answer_clears_them() {
        let mut remote = Remote::new();
        remote.on_ok(1, 100);
        remote.on_err("down");
        assert_eq!(remote.data().map(|n| **n), Some(1));
        assert_eq!(remote.error(), Some(&"down"));
        remote.on_start();
        assert_eq!(remote.error(), Some(&"down"), "until there is an answer");
        remote.on_ok(2, 200);
        assert_eq!(remote.error(), None);
    }

    #[test]
    fn a_change_from_elsewhere_is_no_fresh_answer() {
        let mut remote: Remote<u8, &str> = Remote::new();
        remote.patch(|data| *data = 9);
        assert_eq!(remote.data(), None);
        remote.on_ok(1, 100);
        remote.on_err("down");
        let before = Arc::clone(remote.data().unwrap());
        remote.patch(|data| *data = 2);
        assert_eq!((*before, remote.data().map(|n| **n)), (1, Some(2)));
        assert_eq!(
            (remote.fetched_at_ms(), remote.error()),
            (Some(100), Some(&"down"))
        );
    }

    #[test]
    fn equal_data_keeps_its_allocation() {
        let mut remote: Remote<Vec<u8>, ()> = Remote::new();
        remote.on_ok(vec![1], 100);
        let before = Arc::clone(remote.data().unwrap());
        assert!(!remote.on_ok(vec![1], 200));
        assert!(Arc::ptr_eq(&before, remote.data().unwrap()));
        assert_eq!(remote.fetched_at_ms(), Some(200));
        assert!(remote.on_ok(vec![2], 300));
    }

    #[test]
    fn an_error_without_data_is_kept_too() {
        let mut remote: Remote<u8, &str> = Remote::default();
        remote.on_err("down");
        assert_eq!((remote.data(), remote.error()), (None, Some(&"down")));
        assert_eq!(remote.clone(), remote);
    }
}
