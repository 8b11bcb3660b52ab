//! Running futures. A task belongs to whatever started it and ends with it.

use std::future::Future;

use futures::future::{AbortHandle, Abortable, LocalBoxFuture};

/// Runs a future that ends when the current component is taken off the page, so that nothing it
/// writes to is gone by then.
pub fn spawn_scoped(task: impl Future<Output = ()> + 'static) {
    leptos::reactive::spawn_local_scoped_with_cancellation(task);
}

/// Runs a future that lives as long as the page.
pub fn spawn_page(task: impl Future<Output = ()> + 'static) {
    leptos::reactive::spawn_local(task);
}

/// A running task that ends when this is dropped.
#[derive(Debug)]
pub struct Task(AbortHandle);

impl Task {
    /// Starts `task`.
    pub fn start(task: impl Future<Output = ()> + 'static) -> Self {
        Self::start_boxed(Box::pin(task))
    }

    /// The same for every kind of task, compiled once.
    fn start_boxed(task: LocalBoxFuture<'static, ()>) -> Self {
        let (handle, registration) = AbortHandle::new_pair();
        wasm_bindgen_futures::spawn_local(async move {
            // An aborted task is an expected end, not an error.
            let _ = Abortable::new(task, registration).await;
        });
        Self(handle)
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}
