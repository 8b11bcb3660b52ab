//! Taking turns at a server's door: an SSH server drops newcomers at random when more than some ten
//! knock without having signed in yet, so many commands at once sign in a few at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

type Door = (String, u16);

/// The doors at which somebody stands.
#[derive(Debug, Clone)]
pub(super) struct Doors {
    /// How many may be inside.
    at_once: usize,
    doors: Arc<Mutex<HashMap<Door, Arc<Semaphore>>>>,
}

impl Doors {
    pub(super) fn new(at_once: usize) -> Self {
        Self {
            at_once,
            doors: Arc::default(),
        }
    }

    /// Waits for a turn at a server, over when the answer is dropped.
    pub(super) async fn turn(&self, host: &str, port: u16) -> Option<OwnedSemaphorePermit> {
        let door = {
            let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
            // Doors at which nobody stands are forgotten: only the map itself holds them.
            doors.retain(|_, door| Arc::strong_count(door) > 1);
            let door = doors.entry((host.to_owned(), port));
            Arc::clone(door.or_insert_with(|| Arc::new(Semaphore::new(self.at_once))))
        };
        // It is never closed; if it were, nobody would have to wait.
        door.acquire_owned().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_door_has_its_own_turns_and_is_forgotten_after_the_last() {
        let doors = Doors::new(4);
        let mut inside = Vec::new();
        for _ in 0..4 {
            inside.push(doors.turn("a", 22).await);
        }
        let wait = Duration::from_secs(1);
        assert!(timeout(wait, doors.turn("a", 22)).await.is_err());
        assert!(timeout(wait, doors.turn("a", 23)).await.is_ok());
        inside.pop();
        assert!(timeout(wait, doors.turn("a", 22)).await.is_ok());
        inside.clear();
        let _other = doors.turn("b", 22).await;
        assert_eq!(doors.doors.lock().unwrap().len(), 1);
    }
}
