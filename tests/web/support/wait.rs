//! Waiting for a state.

use mist_web::platform::clock;

/// Frames after which a state is taken never to come: ten seconds at full speed.
const PATIENCE: usize = 600;

/// Waits until `holds`.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..PATIENCE {
        if holds() {
            return;
        }
        clock::next_frame().await;
    }
    panic!("never came: {what}");
}

/// Lets the browser draw `count` frames: everything that follows from what was just done happens
/// within two (effects before the first, its scroll and size events at its start, and the effects
/// of those before the second). For saying that something does *not* happen.
pub(crate) async fn frames(count: usize) {
    for _ in 0..count {
        clock::next_frame().await;
    }
}
