//! Taking turns at a server's door: an SSH server drops newcomers at random when more than some ten
//! knock without having signed in yet, so many commands at once sign in a few at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Logins under way per server. OpenSSH begins to drop at ten.
const AT_ONCE: usize = 4;

type Door = (String, u16);

/// The doors at which somebody stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Doors {
    doors: Arc<Mutex<HashMap<Door, Arc<Semaphore>>>>,
}

impl Doors {
    /// Waits for a turn at a server, over when the answer is dropped.
    pub(super) async fn turn(&self, host: &str, port: u16) -> Option<OwnedSemaphorePermit> {
        let door = {
            let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
            // Doors at which nobody stands are forgotten: only the map itself holds them.
            doors.retain(|_, door| Arc::strong_count(door) > 1);
            let door = doors.entry((host.to_owned(), port));
            Arc::clone(door.or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))))
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
        let doors = Doors::default();
        let mut inside = Vec::new();
        for _ in 0..AT_ONCE {
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
