//! Backends: which servers an account has added.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{AccountId, StoreError, now};

/// A backend as kept. `host`, `user` and `port` say how a bare metal server is reached, `region` and
/// `apikey` which part of whose cloud it is; who needs none of them leaves them empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct BackendRow {
    pub(crate) id: String,
    pub(crate) provider: String,
    pub(crate) title: String,
    pub(crate) host: String,
    pub(crate) user: String,
    pub(crate) port: u16,
    pub(crate) enabled: bool,
    pub(crate) region: String,
    pub(crate) apikey: String,
    /// Whether the cloud is not really there.
    pub(crate) simulated: bool,
}

const COLUMNS: &str = "id, provider, title, host, user, port, enabled, region, apikey, simulated";

fn read(row: &Row<'_>) -> rusqlite::Result<BackendRow> {
    Ok(BackendRow {
        id: row.get(0)?,
        provider: row.get(1)?,
        title: row.get(2)?,
        host: row.get(3)?,
        user: row.get(4)?,
        port: row.get(5)?,
        enabled: row.get(6)?,
        region: row.get(7)?,
        apikey: row.get(8)?,
        simulated: row.get(9)?,
    })
}

/// Adds a backend, last in the list. False if its id is taken already.
pub(crate) fn insert(
    connection: &Connection,
    account: AccountId,
    backend: &BackendRow,
) -> Result<bool, StoreError> {
    let added = connection.execute(
        "INSERT INTO backends (account, id, provider, title, host, user, port, enabled, region, apikey,
                               simulated, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
        params![
            account,
            backend.id,
            backend.provider,
            backend.title,
            backend.host,
            backend.user,
            backend.port,
            backend.enabled,
            backend.region,
            backend.apikey,
            backend.simulated,
            now()
        ],
    )?;
    Ok(added == 1)
}

/// All backends of an account, oldest first.
pub(crate) fn list(
    connection: &Connection,
    account: AccountId,
) -> Result<Vec<BackendRow>, StoreError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM backends WHERE account = ?1 ORDER BY created, rowid"
    ))?;
    let rows = query.query_map([account], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One backend.
pub(crate) fn get(
    connection: &Connection,
    account: AccountId,
    id: &str,
) -> Result<Option<BackendRow>, StoreError> {
    Ok(connection
        .query_row(
            &format!("SELECT {COLUMNS} FROM backends WHERE account = ?1 AND id = ?2"),
            params![account, id],
            read,
        )
        .optional()?)
}

/// Gives a backend another title. False if there is no such backend.
pub(crate) fn rename(
    connection: &Connection,
    account: AccountId,
    id: &str,
    title: &str,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "UPDATE backends SET title = ?3 WHERE account = ?1 AND id = ?2",
        params![account, id, title],
    )? == 1)
}

/// Enables or disables a backend. False if there is no such backend.
pub(crate) fn set_enabled(
    connection: &Connection,
    account: AccountId,
    id: &str,
    enabled: bool,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "UPDATE backends SET enabled = ?3 WHERE account = ?1 AND id = ?2",
        params![account, id, enabled],
    )? == 1)
}

/// Removes a backend and what is remembered of its host keys, so that adding it again is a first
/// use: the way out for a client that cannot accept a changed host key any other way. False if
/// there is no such backend.
pub(crate) fn remove(
    connection: &mut Connection,
    account: AccountId,
    id: &str,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction()?;
    transaction.execute(
        "DELETE FROM host_keys WHERE account = ?1 AND host =
             (SELECT host FROM backends WHERE account = ?1 AND id = ?2 AND NOT simulated)",
        params![account, id],
    )?;
    let removed = transaction.execute(
        "DELETE FROM backends WHERE account = ?1 AND id = ?2",
        params![account, id],
    )?;
    transaction.commit()?;
    Ok(removed == 1)
}

/// What the server offers to every account by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gift {
    /// Its own computer.
    ThisComputer,
    /// Clouds to try things on.
    Demo,
}

/// Adds backends to an account's, once: an account that deleted them is not given them again.
pub(crate) fn offer(
    connection: &mut Connection,
    account: AccountId,
    gift: Gift,
    backends: &[BackendRow],
) -> Result<(), StoreError> {
    let note = match gift {
        Gift::ThisComputer => {
            "UPDATE accounts SET offered_this_computer = 1
             WHERE id = ?1 AND offered_this_computer = 0"
        }
        Gift::Demo => "UPDATE accounts SET offered_demo = 1 WHERE id = ?1 AND offered_demo = 0",
    };
    let transaction = connection.transaction()?;
    if transaction.execute(note, [account])? == 1 {
        for backend in backends {
            insert(&transaction, account, backend)?;
        }
    }
    transaction.commit()?;
    Ok(())
}
