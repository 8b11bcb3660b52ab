//! The data folder as one file, and back.
//!
//! Owns the file's form and the order of steps; what the rows mean is the store's, what the key means
//! the vault's. A back-up is a consistent copy of the database, taken while the server runs, together
//! with the key that opens its secrets: without it the copy would be worthless, with it the file is as
//! sensitive as the folder. A passphrase is in neither.

mod file;
mod restore;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::store::{self, StoreError, folder};
use crate::vault::{Opener, VaultError};
use file::{BadFile, Contents, KeyKind};
pub(crate) use restore::restore;

/// How long a copy waits for a writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// There is nothing to copy.
    #[error("there is no database in {}", .0.display())]
    NoDatabase(PathBuf),
    /// The copy would lie in the folder it is a copy of.
    #[error("{} is in the data folder itself: choose another place", .0.display())]
    Inside(PathBuf),
    /// The file cannot be written.
    #[error("{}: {error}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// The file is not what `backup` wrote.
    #[error("{}: {error}", .path.display())]
    BadFile {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        error: BadFile,
    },
    /// There is something in the data folder already.
    #[error("{} is not empty: restoring would replace what is in it. If that is meant, say --force", .0.display())]
    NotEmpty(PathBuf),
    /// The database in the file is damaged, or was made by a newer version.
    #[error("the database in it is damaged: {0}")]
    Damaged(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key is lost or wrong.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What was copied, for the words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) accounts: i64,
    pub(crate) backends: i64,
    pub(crate) keys: i64,
    /// Whether a passphrase is needed to open the secrets.
    pub(crate) needs_passphrase: bool,
    /// When the copy was made, in UTC.
    pub(crate) made: String,
}

/// Copies the database of a data folder, and its key, into one file that only its owner can read.
pub(crate) fn back_up(folder: &Path, file: &Path) -> Result<Summary, BackupError> {
    let on_file = |error| BackupError::File {
        path: file.to_owned(),
        error,
    };
    let place = place_of(file).map_err(on_file)?;
    if std::fs::canonicalize(folder).is_ok_and(|folder| place.starts_with(folder)) {
        return Err(BackupError::Inside(file.to_owned()));
    }
    let path = folder::database(folder);
    if !path.is_file() {
        return Err(BackupError::NoDatabase(folder.to_owned()));
    }
    // As it is, whatever its version: bringing it up to date is for the server that uses it.
    let source = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    source.busy_timeout(PATIENCE)?;
    let mut copy = copied(&source)?;
    let key = match Opener::of(folder, &copy)? {
        Opener::Nothing => KeyKind::None,
        Opener::Passphrase => KeyKind::Passphrase,
        Opener::File(key) => KeyKind::File(key),
    };
    let summary = Summary::of(&copy, &key, store::now())?;
    let contents = Contents {
        made: store::now(),
        key,
        database: copy.serialize("main")?.to_vec(),
    };
    contents.write(file).map_err(on_file)?;
    Ok(summary)
}

/// A copy in memory. In one step: it is of one moment, however much is written meanwhile.
fn copied(source: &Connection) -> Result<Connection, BackupError> {
    let mut copy = Connection::open_in_memory()?;
    let step = Backup::new(source, &mut copy)?;
    while step.step(-1)? != rusqlite::backup::StepResult::Done {
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(step);
    Ok(copy)
}

/// The folder a file lies in, without links.
fn place_of(file: &Path) -> Result<PathBuf, std::io::Error> {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => std::fs::canonicalize(parent),
        _ => std::env::current_dir(),
    }
}

impl Summary {
    fn of(db: &Connection, key: &KeyKind, made: i64) -> Result<Self, rusqlite::Error> {
        let count = |table: &str| {
            db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
        };
        Ok(Self {
            accounts: count("accounts")?,
            backends: count("backends")?,
            keys: count("keys")?,
            needs_passphrase: matches!(key, KeyKind::Passphrase),
            made: db.query_row(
                "SELECT strftime('%Y-%m-%d %H:%M:%S UTC', ?1, 'unixepoch')",
                [made],
                |row| row.get(0),
            )?,
        })
    }
}
