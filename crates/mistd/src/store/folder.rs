//! The data folder: who may enter it, and that only one server works in it.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::StoreError;

/// The database's file in the data folder.
pub(super) const DATABASE: &str = "mist.db";
const LOCK: &str = "mistd.lock";

/// The right to serve a data folder, or to replace what is in it. The system takes it back when the
/// process ends, however it ends.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder, which is made if missing. Refused while another process has it.
    pub(crate) fn take(folder: &Path) -> Result<Self, StoreError> {
        lock_down(folder)?;
        let mut file = private(&folder.join(LOCK), false)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.take(20).read_to_string(&mut holder)?;
                return Err(StoreError::InUse {
                    folder: folder.to_owned(),
                    process: holder.trim().to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // For the words above only: the lock is the system's, not this text.
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

/// Where the database of a data folder is.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Whether there is nothing in a data folder but its lock.
pub(crate) fn is_unused(folder: &Path) -> Result<bool, std::io::Error> {
    for entry in std::fs::read_dir(folder)? {
        if entry?.file_name() != LOCK {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Opens a file that only its owner may read, made if missing, for reading and writing.
pub(crate) fn private(path: &Path, empty: bool) -> Result<File, std::io::Error> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(empty)
        .mode(0o600)
        .open(path)?;
    // It may have been there, made by somebody more generous.
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Puts `content` in the file's place so that a crash leaves either the old file or the whole new one.
/// Only the owner may read it. `scratch` is a name in the same folder for the file while it grows.
pub(crate) fn replace(
    path: &Path,
    scratch: &Path,
    content: &[&[u8]],
) -> Result<(), std::io::Error> {
    let mut file = private(scratch, true)?;
    for part in content {
        file.write_all(part)?;
    }
    file.sync_all()?;
    drop(file);
    std::fs::rename(scratch, path)?;
    sync_folder_of(path)
}

/// Makes names in the file's folder last: a rename alone may be forgotten when the power fails.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), std::io::Error> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

/// Makes the folder if needed and sees to it that nobody but its owner may enter. A folder in which
/// others have been at home is not taken from them: it is refused.
pub(super) fn lock_down(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let open_to_others = std::fs::metadata(folder)?.permissions().mode() & 0o077;
    if open_to_others == 0 {
        return Ok(());
    }
    if std::fs::read_dir(folder)?.next().is_some() {
        return Err(StoreError::Open(folder.to_owned()));
    }
    Ok(std::fs::set_permissions(
        folder,
        std::fs::Permissions::from_mode(0o700),
    )?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_folder_is_taken_once_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        let lock = FolderLock::take(&path).unwrap();
        let Err(StoreError::InUse { process, .. }) = FolderLock::take(&path) else {
            panic!("taken twice")
        };
        assert_eq!(process, std::process::id().to_string());
        drop(lock);
        FolderLock::take(&path).unwrap();
    }

    #[test]
    fn a_replaced_file_is_its_owners_alone_whatever_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (path, scratch) = (folder.path().join("file"), folder.path().join("scratch"));
        std::fs::write(&path, "old").unwrap();
        // What a crash has left behind.
        std::fs::write(&scratch, "longer than the new content").unwrap();
        std::fs::set_permissions(&scratch, std::fs::Permissions::from_mode(0o644)).unwrap();
        replace(&path, &scratch, &[b"new", b"er"]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"newer");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!scratch.exists());
    }
}
