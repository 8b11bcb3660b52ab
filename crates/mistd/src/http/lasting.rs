//! Answers that may last: the output of a command waits for its reader as long as he likes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether such an answer is under way on a connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lasting(Arc<AtomicBool>);

/// One under way.
pub(crate) struct LastingAnswer(Lasting);

impl Lasting {
    /// It is, until the answer is dropped. A connection carries one answer at a time.
    pub(crate) fn begin(&self) -> LastingAnswer {
        self.0.store(true, Ordering::Relaxed);
        LastingAnswer(self.clone())
    }

    pub(crate) fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for LastingAnswer {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}
