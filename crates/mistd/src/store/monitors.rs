//! What people set about the monitoring of simulated machines, as text that the simulation alone
//! understands: a row per monitored machine, and one for the rules of an account.

use rusqlite::{Connection, OptionalExtension, params};

use super::{AccountId, StoreError};

/// A monitored machine as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MonitorRow {
    pub(crate) backend: String,
    pub(crate) machine: String,
    /// JSON.
    pub(crate) body: String,
}

/// All monitored machines of an account.
pub(crate) fn list(
    connection: &Connection,
    account: AccountId,
) -> Result<Vec<MonitorRow>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT backend, machine, body FROM monitors WHERE account = ?1
         ORDER BY backend, machine",
    )?;
    let rows = query.query_map([account], |row| {
        Ok(MonitorRow {
            backend: row.get(0)?,
            machine: row.get(1)?,
            body: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What is set for one machine; `None` if it is not monitored.
pub(crate) fn get(
    connection: &Connection,
    account: AccountId,
    (backend, machine): (&str, &str),
) -> Result<Option<String>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT body FROM monitors WHERE account = ?1 AND backend = ?2 AND machine = ?3",
            params![account, backend, machine],
            |row| row.get(0),
        )
        .optional()?)
}

/// Keeps what is set for a machine.
pub(crate) fn put(
    connection: &Connection,
    account: AccountId,
    (backend, machine): (&str, &str),
    body: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO monitors (account, backend, machine, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET body = ?4",
        params![account, backend, machine, body],
    )?;
    Ok(())
}

/// The machine is no longer monitored.
pub(crate) fn remove(
    connection: &Connection,
    account: AccountId,
    (backend, machine): (&str, &str),
) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM monitors WHERE account = ?1 AND backend = ?2 AND machine = ?3",
        params![account, backend, machine],
    )?;
    Ok(())
}

/// The rules of an account; `None` if there never were any.
pub(crate) fn rules(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<String>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT body FROM rules WHERE account = ?1",
            [account],
            |row| row.get(0),
        )
        .optional()?)
}

/// Keeps the rules of an account.
pub(crate) fn put_rules(
    connection: &Connection,
    account: AccountId,
    body: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO rules (account, body) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET body = ?2",
        params![account, body],
    )?;
    Ok(())
}
