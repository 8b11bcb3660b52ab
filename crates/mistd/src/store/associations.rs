//! Associations: which key opens which machine, as whom and on which port (API notes §2.3).

use rusqlite::{Connection, params};

use super::keys::{self, KeyRow, KeyUid};
use super::{AccountId, StoreError, now_precise};

/// One association as kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AssociationRow {
    pub(crate) key: KeyUid,
    pub(crate) backend: String,
    pub(crate) machine: String,
    pub(crate) user: String,
    pub(crate) port: u16,
    /// Seconds since 1970 of the last login.
    pub(crate) last_used: f64,
}

/// Remembers that `key` opened a machine just now.
pub(crate) fn touch(
    connection: &Connection,
    key: &KeyUid,
    (backend, machine): (&str, &str),
    (user, port): (&str, u16),
) -> Result<(), StoreError> {
    // Not if the key was deleted while its login was under way.
    connection.execute(
        "INSERT INTO associations (key, backend, machine, user, port, last_used)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM keys WHERE uid = ?1)
         ON CONFLICT DO UPDATE SET user = ?4, port = ?5, last_used = ?6",
        params![key.as_slice(), backend, machine, user, port, now_precise()],
    )?;
    Ok(())
}

/// Forgets one association. False if there was none.
pub(crate) fn remove(
    connection: &Connection,
    key: &KeyUid,
    backend: &str,
    machine: &str,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "DELETE FROM associations WHERE key = ?1 AND backend = ?2 AND machine = ?3",
        params![key.as_slice(), backend, machine],
    )? == 1)
}

/// All associations of all keys of an account, oldest login first.
pub(crate) fn list(
    connection: &Connection,
    account: AccountId,
) -> Result<Vec<AssociationRow>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT s.key, s.backend, s.machine, s.user, s.port, s.last_used
         FROM associations s JOIN keys k ON k.uid = s.key
         WHERE k.account = ?1 ORDER BY s.last_used",
    )?;
    let rows = query.query_map([account], |row| {
        Ok(AssociationRow {
            key: row.get(0)?,
            backend: row.get(1)?,
            machine: row.get(2)?,
            user: row.get(3)?,
            port: row.get(4)?,
            last_used: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The keys that open a machine, the one used last first, each with its association.
pub(crate) fn for_machine(
    connection: &Connection,
    account: AccountId,
    backend: &str,
    machine: &str,
) -> Result<Vec<(KeyRow, AssociationRow)>, StoreError> {
    let all_keys = keys::list(connection, account)?;
    let mut found: Vec<(KeyRow, AssociationRow)> = list(connection, account)?
        .into_iter()
        .filter(|association| association.backend == backend && association.machine == machine)
        .filter_map(|association| {
            let key = all_keys.iter().find(|key| key.uid == association.key)?;
            Some((key.clone(), association))
        })
        .collect();
    found.reverse();
    Ok(found)
}
