//! How many commands an account runs at once, and how many it may.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::AccountId;

/// The commands that run, by account.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// How many an account may run.
    pub(crate) most: usize,
    taken: Arc<Mutex<HashMap<AccountId, usize>>>,
}

/// The right to run one command, given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Places,
    account: AccountId,
}

impl Places {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            taken: Arc::default(),
        }
    }

    /// A place for one more command, if there is one.
    pub(crate) fn take(&self, account: AccountId) -> Option<Place> {
        let mut taken = self.lock();
        let count = taken.entry(account).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place {
            places: self.clone(),
            account,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        if let Some(count) = taken.get_mut(&self.account) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_one_accounts_until_it_is_given_back() {
        let places = Places::new(2);
        let (first, _second) = (places.take(1).unwrap(), places.take(1).unwrap());
        assert!(places.take(1).is_none());
        assert!(places.take(2).is_some());
        drop(first);
        assert!(places.take(1).is_some());
    }
}
