//! What people changed in simulated clouds: rows that the simulation alone understands.

use mist_sim::{Record, RecordKind};
use rusqlite::{Connection, params};

use super::{AccountId, StoreError};

/// Keeps records, each in the place of the one it had before: all of them or none.
pub(crate) fn keep(
    connection: &mut Connection,
    account: AccountId,
    backend: &str,
    records: &[Record],
) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    {
        let mut statement = transaction.prepare_cached(
            "INSERT INTO simulated (account, backend, kind, id, body) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET body = ?5",
        )?;
        for record in records {
            let kind = record.kind.as_str();
            statement.execute(params![account, backend, kind, record.id, record.body])?;
        }
    }
    transaction.commit()?;
    Ok(())
}

/// Forgets records that nobody needs any more.
pub(crate) fn forget(
    connection: &mut Connection,
    account: AccountId,
    backend: &str,
    records: &[(RecordKind, String)],
) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    for (kind, id) in records {
        transaction.execute(
            "DELETE FROM simulated WHERE account = ?1 AND backend = ?2 AND kind = ?3 AND id = ?4",
            params![account, backend, kind.as_str(), id],
        )?;
    }
    transaction.commit()?;
    Ok(())
}

/// All records of a backend. One of a kind that this version does not know is left out.
pub(crate) fn records(
    connection: &Connection,
    account: AccountId,
    backend: &str,
) -> Result<Vec<Record>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT kind, id, body FROM simulated WHERE account = ?1 AND backend = ?2",
    )?;
    let rows = query.query_map(params![account, backend], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut records = Vec::new();
    for row in rows {
        let (kind, id, body) = row?;
        if let Ok(kind) = kind.parse::<RecordKind>() {
            records.push(Record { kind, id, body });
        }
    }
    Ok(records)
}
