//! The one place that keeps state: a `SQLite` file (WAL) in a folder only its owner may enter.
//!
//! Owns the file, its schema and the queries, one module per table family. Queries are plain functions
//! over a [`Connection`], so several of them make one transaction; [`Store::with`] runs them off the
//! async threads. Nothing here knows HTTP, SSH or what a sealed secret contains.

pub(crate) mod accounts;
pub(crate) mod associations;
pub(crate) mod backends;
pub(crate) mod failures;
pub(crate) mod folder;
pub(crate) mod host_keys;
pub(crate) mod keys;
pub(crate) mod monitors;
mod schema;
pub(crate) mod simulated;
pub(crate) mod tags;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, TransactionBehavior};

/// Why a query could not be carried out. Its text is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// `SQLite` refused or failed.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The data folder could not be made or locked down.
    #[error("data folder: {0}")]
    Folder(#[from] std::io::Error),
    /// Others may enter the data folder, and it is not empty.
    #[error("others may enter {}: choose another data folder, or close this one (chmod 700)", .0.display())]
    Open(PathBuf),
    /// A newer version of this program wrote the file.
    #[error("the database was written by a newer version (schema {found}, this one knows {known})")]
    Newer {
        /// The schema number in the file.
        found: i64,
        /// The newest schema number this program knows.
        known: i64,
    },
    /// Another server has the data folder.
    #[error(
        "another mistd{} works in {}: stop it first, or choose another data folder",
        process_words(.process), .folder.display()
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// The process that has it; empty if it is just starting.
        process: String,
    },
    /// The thread running the query died.
    #[error("the query was cut short")]
    CutShort,
}

fn process_words(process: &str) -> String {
    if process.is_empty() {
        String::new()
    } else {
        format!(" (process {process})")
    }
}

/// How long a query waits while another process writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which account a row belongs to. Every query on user data takes one: accounts never see each
/// other's rows.
pub(crate) type AccountId = i64;

/// The database, shared by every request. One connection is enough: queries take microseconds, and
/// the lock is only ever held on a blocking thread, never across an await.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens (or creates) `mist.db` in `folder` and brings its schema up to date.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        folder::lock_down(folder)?;
        let mut connection = Connection::open(folder::database(folder))?;
        // Other processes (`mistd link`) write too: wait for them instead of failing. That works for
        // transactions only if they say at their beginning that they will write.
        connection.busy_timeout(PATIENCE)?;
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What was acknowledged is on the disk, even if the power fails the moment after.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // Deleted keys and tokens leave no readable remains in free pages.
        connection.pragma_update(None, "secure_delete", true)?;
        schema::migrate(&mut connection)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Runs `work` on a blocking thread. It goes on to its end even if the caller is dropped, so a
    /// transaction is never left half done by a client that went away.
    pub(crate) async fn with<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || work(&mut store.lock()))
            .await
            .map_err(|_| StoreError::CutShort)?
    }

    /// Moves all that was written into the database's own file. What fails here is done at the next
    /// start.
    pub(crate) async fn settle(&self) {
        let settled = self
            .with(|db| Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?))
            .await;
        if let Err(error) = settled {
            tracing::warn!(%error, "the database could not be tidied up; the next start does it");
        }
    }

    /// The connection, for callers that are allowed to block (the command line).
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held cannot leave a half-made change: transactions roll back
        // when dropped. So the connection stays usable.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Refuses a database that a newer version of this program wrote.
pub(crate) fn check_version(connection: &Connection) -> Result<(), StoreError> {
    schema::found(connection).map(|_| ())
}

/// Seconds since 1970, as every time in the database is kept.
pub(crate) fn now() -> i64 {
    i64::try_from(since_epoch().as_secs()).unwrap_or(i64::MAX)
}

/// The same with fractions, as the API's association tuples carry it (API notes §2.3).
pub(crate) fn now_precise() -> f64 {
    since_epoch().as_secs_f64()
}

/// The same in whole milliseconds.
pub(crate) fn now_milliseconds() -> i64 {
    i64::try_from(since_epoch().as_millis()).unwrap_or(i64::MAX)
}

fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

#[cfg(test)]
pub(crate) fn in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    schema::migrate(&mut connection).unwrap();
    connection
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_acknowledged_is_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("data")).unwrap();
        let db = store.lock();
        let pragma = |name: &str| -> String {
            db.pragma_query_value(None, name, |row| {
                row.get(0)
                    .or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
            })
            .unwrap()
        };
        assert_eq!(pragma("journal_mode"), "wal");
        assert_eq!(pragma("synchronous"), "2");
        assert_eq!(pragma("secure_delete"), "1");
        assert_eq!(pragma("foreign_keys"), "1");
    }
}
