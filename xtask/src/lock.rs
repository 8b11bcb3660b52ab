//! Keeps two runs of this program from working in the same folder at once.

use std::fs::{self, File};
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::error::{Error, Result};
use crate::interrupt;
use crate::progress::Line;

/// Holds the lock file at `path` until the result is dropped; waits while another process does.
pub(crate) fn hold(path: &Path, line: &mut Line) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::path("create", folder))?;
    }
    let file = File::create(path).map_err(Error::path("create", path))?;
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(Errno::WOULDBLOCK | Errno::INTR) => {
                interrupt::check()?;
                line.tick(|| "waiting for another run of this program".to_owned());
                thread::sleep(Duration::from_millis(200));
            }
            Err(error) => return Err(Error::path("lock", path)(error.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_lock_is_free_again_once_it_is_dropped() {
        let folder = Folder::new("lock");
        let path = folder.path().join("deep/lock");
        let is_free = || {
            let file = File::open(&path).unwrap();
            flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
        };
        let held = hold(&path, &mut Line::for_tests()).unwrap();
        assert!(!is_free());
        drop(held);
        assert!(is_free());
    }
}
