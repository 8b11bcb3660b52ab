//! Filling a data folder from a back-up.

use std::path::Path;

use rusqlite::Connection;

use super::file::{Contents, KeyKind};
use super::{BackupError, Summary};
use crate::store;
use crate::store::folder::{self, FolderLock};
use crate::vault::{Vault, place_key};

/// The database's name while it is checked.
const SCRATCH: &str = "mist.db.restored";
/// What `SQLite` keeps beside a database: of the old one it must not meet the new one.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// Fills a data folder with what is in a back-up. What was there is replaced only with `force`, and
/// only once the back-up has been found good. Refused while a server works in the folder.
pub(crate) fn restore(file: &Path, folder: &Path, force: bool) -> Result<Summary, BackupError> {
    let contents = Contents::read(file).map_err(|error| BackupError::BadFile {
        path: file.to_owned(),
        error,
    })?;
    let _lock = FolderLock::take(folder)?;
    let target = folder::database(folder);
    if !force && !folder::is_unused(folder).map_err(store::StoreError::from)? {
        return Err(BackupError::NotEmpty(folder.to_owned()));
    }
    let scratch = folder.join(SCRATCH);
    let summary = prepare(&scratch, &contents).inspect_err(|_| {
        // The error that matters is the other one.
        let _left_behind = std::fs::remove_file(&scratch);
    })?;
    // From here on the old content goes. Should this be cut short, the same command completes it, and
    // until then no server takes the half for a whole: the key and the database do not fit.
    put_in_place(folder, &scratch, &target, &contents.key).map_err(|error| BackupError::File {
        path: target,
        error,
    })?;
    Ok(summary)
}

/// Writes the database under another name, checks it, and signs everybody out: who signed out since,
/// or got a new password, must not find an old token alive.
fn prepare(scratch: &Path, contents: &Contents) -> Result<Summary, BackupError> {
    let on_file = |error| BackupError::File {
        path: scratch.to_owned(),
        error,
    };
    let growing = scratch.with_extension("part");
    folder::replace(scratch, &growing, &[&contents.database]).map_err(on_file)?;
    let db = Connection::open(scratch)?;
    // One file, nothing beside it that would have to be moved too.
    db.pragma_update(None, "journal_mode", "DELETE")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "secure_delete", true)?;
    check(&db, &contents.key)?;
    store::accounts::sign_everybody_out(&db)?;
    let summary = Summary::of(&db, &contents.key, contents.made)?;
    db.close().map_err(|(_, error)| error)?;
    Ok(summary)
}

/// Whether the database is whole, of a version we know, and the key is the right one.
fn check(db: &Connection, key: &KeyKind) -> Result<(), BackupError> {
    store::check_version(db)?;
    let words: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if words != "ok" {
        return Err(BackupError::Damaged(words));
    }
    match key {
        KeyKind::File(key) => Ok(Vault::with_key(key)?.check(db)?),
        KeyKind::None | KeyKind::Passphrase => Ok(()),
    }
}

/// Moves what the old database keeps beside it into its own file. So a crash while it is being replaced
/// cannot make it an older one.
fn settle(old: &Path) -> Result<(), rusqlite::Error> {
    let old = Connection::open(old)?;
    old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn put_in_place(
    folder: &Path,
    scratch: &Path,
    target: &Path,
    key: &KeyKind,
) -> Result<(), std::io::Error> {
    if target.exists()
        && let Err(error) = settle(target)
    {
        // Perhaps this is why it is to be replaced.
        tracing::debug!(%error, "the old database does not open");
    }
    for companion in COMPANIONS {
        let mut name = target.as_os_str().to_owned();
        name.push(companion);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let key = match key {
        KeyKind::File(key) => Some(key),
        KeyKind::None | KeyKind::Passphrase => None,
    };
    place_key(folder, key)?;
    std::fs::rename(scratch, target)?;
    folder::sync_folder_of(target)
}
