//! Host keys: the key each SSH server showed when it was first used.

use rusqlite::{Connection, OptionalExtension, params};

use super::{AccountId, StoreError};

/// The remembered key of a server, in OpenSSH's one-line form.
pub(crate) fn get(
    connection: &Connection,
    account: AccountId,
    host: &str,
    port: u16,
) -> Result<Option<String>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT public FROM host_keys WHERE account = ?1 AND host = ?2 AND port = ?3",
            params![account, host, port],
            |row| row.get(0),
        )
        .optional()?)
}

/// Remembers the key a server showed at its first use. A key that is known already stays: of two first
/// uses at the same moment the one that is told first counts, and the other server is refused from then on.
pub(crate) fn remember(
    connection: &Connection,
    account: AccountId,
    host: &str,
    port: u16,
    public: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO host_keys (account, host, port, public) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![account, host, port, public],
    )?;
    Ok(())
}

/// Puts a key that a person accepted in the place of the known one.
pub(crate) fn replace(
    connection: &Connection,
    account: AccountId,
    host: &str,
    port: u16,
    public: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO host_keys (account, host, port, public) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET public = ?4",
        params![account, host, port, public],
    )?;
    Ok(())
}
