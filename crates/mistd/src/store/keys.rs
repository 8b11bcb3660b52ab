//! SSH keys. The private text arrives and leaves sealed: this module cannot read it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{AccountId, StoreError};

/// What a key's sealed text is bound to: it opens for this row only (see [`crate::vault`]).
pub(crate) type KeyUid = [u8; 16];

/// A key as kept.
#[derive(Debug, Clone)]
pub(crate) struct KeyRow {
    pub(crate) uid: KeyUid,
    pub(crate) id: String,
    pub(crate) sealed: Vec<u8>,
    /// OpenSSH's one-line form.
    pub(crate) public: String,
    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    pub(crate) fingerprint: String,
    /// OpenSSH's name of the algorithm, such as `ssh-ed25519`.
    pub(crate) kind: String,
    pub(crate) is_default: bool,
}

const COLUMNS: &str = "uid, id, sealed, public, fingerprint, type, is_default";

fn read(row: &Row<'_>) -> rusqlite::Result<KeyRow> {
    Ok(KeyRow {
        uid: row.get(0)?,
        id: row.get(1)?,
        sealed: row.get(2)?,
        public: row.get(3)?,
        fingerprint: row.get(4)?,
        kind: row.get(5)?,
        is_default: row.get(6)?,
    })
}

/// Adds a key; the account's first becomes the default, whatever the row says. Answers the row as
/// kept, or `None` if the id is taken.
pub(crate) fn insert(
    connection: &mut Connection,
    account: AccountId,
    key: &KeyRow,
) -> Result<Option<KeyRow>, StoreError> {
    let transaction = connection.transaction()?;
    transaction.execute(
        "INSERT INTO keys (uid, account, id, sealed, public, fingerprint, type, is_default)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
                 NOT EXISTS (SELECT 1 FROM keys WHERE account = ?2 AND is_default))
         ON CONFLICT DO NOTHING",
        params![
            key.uid.as_slice(),
            account,
            key.id,
            key.sealed,
            key.public,
            key.fingerprint,
            key.kind
        ],
    )?;
    let kept = get(&transaction, account, &key.id)?.filter(|kept| kept.uid == key.uid);
    transaction.commit()?;
    Ok(kept)
}

/// All keys of an account, by id.
pub(crate) fn list(connection: &Connection, account: AccountId) -> Result<Vec<KeyRow>, StoreError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM keys WHERE account = ?1 ORDER BY id"
    ))?;
    let rows = query.query_map([account], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One key.
pub(crate) fn get(
    connection: &Connection,
    account: AccountId,
    id: &str,
) -> Result<Option<KeyRow>, StoreError> {
    Ok(connection
        .query_row(
            &format!("SELECT {COLUMNS} FROM keys WHERE account = ?1 AND id = ?2"),
            params![account, id],
            read,
        )
        .optional()?)
}

/// The account's default key.
pub(crate) fn default(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<KeyRow>, StoreError> {
    Ok(connection
        .query_row(
            &format!("SELECT {COLUMNS} FROM keys WHERE account = ?1 AND is_default"),
            [account],
            read,
        )
        .optional()?)
}

/// How a change to one key went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    Done,
    NoSuchKey,
    IdTaken,
}

/// Gives a key another id. Unlike 0.9.8, which silently destroys the key that had the id before
/// (API notes §1), an id in use is refused.
pub(crate) fn rename(
    connection: &mut Connection,
    account: AccountId,
    id: &str,
    new_id: &str,
) -> Result<Changed, StoreError> {
    let transaction = connection.transaction()?;
    let change = if get(&transaction, account, id)?.is_none() {
        Changed::NoSuchKey
    } else if id != new_id && get(&transaction, account, new_id)?.is_some() {
        Changed::IdTaken
    } else {
        transaction.execute(
            "UPDATE keys SET id = ?3 WHERE account = ?1 AND id = ?2",
            params![account, id, new_id],
        )?;
        Changed::Done
    };
    transaction.commit()?;
    Ok(change)
}

/// Makes a key the default. False if there is no such key.
pub(crate) fn set_default(
    connection: &mut Connection,
    account: AccountId,
    id: &str,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction()?;
    let known = get(&transaction, account, id)?.is_some();
    if known {
        transaction.execute(
            "UPDATE keys SET is_default = (id = ?2) WHERE account = ?1",
            params![account, id],
        )?;
    }
    transaction.commit()?;
    Ok(known)
}

/// Removes a key and its associations; if it was the default, the first remaining one becomes it.
/// False if there is no such key.
pub(crate) fn remove(
    connection: &mut Connection,
    account: AccountId,
    id: &str,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction()?;
    let removed = transaction.execute(
        "DELETE FROM keys WHERE account = ?1 AND id = ?2",
        params![account, id],
    )?;
    transaction.execute(
        "UPDATE keys SET is_default = 1
         WHERE account = ?1
           AND id = (SELECT min(id) FROM keys WHERE account = ?1)
           AND NOT EXISTS (SELECT 1 FROM keys WHERE account = ?1 AND is_default)",
        [account],
    )?;
    transaction.commit()?;
    Ok(removed == 1)
}

#[cfg(test)]
mod tests {
    use super::super::{accounts, in_memory};
    use super::*;

    fn key(number: u8, id: &str) -> KeyRow {
        KeyRow {
            uid: [number; 16],
            id: id.to_owned(),
            sealed: vec![number],
            public: "ssh-ed25519 AAAA".to_owned(),
            fingerprint: "SHA256:x".to_owned(),
            kind: "ssh-ed25519".to_owned(),
            is_default: false,
        }
    }

    fn db_with(ids: &[&str]) -> (Connection, AccountId) {
        let mut db = in_memory();
        accounts::put(&mut db, "a@b.c", None).unwrap();
        let account = accounts::by_email(&db, "a@b.c").unwrap().unwrap().id;
        for (number, id) in (1u8..).zip(ids) {
            insert(&mut db, account, &key(number, id)).unwrap().unwrap();
        }
        (db, account)
    }

    #[test]
    fn the_first_key_is_the_default_and_the_role_is_inherited() {
        let (mut db, account) = db_with(&["b", "a", "c"]);
        assert_eq!(default(&db, account).unwrap().unwrap().id, "b");
        assert!(set_default(&mut db, account, "c").unwrap());
        assert_eq!(default(&db, account).unwrap().unwrap().id, "c");
        assert!(remove(&mut db, account, "c").unwrap());
        assert_eq!(default(&db, account).unwrap().unwrap().id, "a");
        assert!(!set_default(&mut db, account, "nosuch").unwrap());
        assert_eq!(default(&db, account).unwrap().unwrap().id, "a");
    }

    #[test]
    fn an_id_in_use_is_neither_added_nor_renamed_onto() {
        let (mut db, account) = db_with(&["a", "b"]);
        assert!(insert(&mut db, account, &key(9, "a")).unwrap().is_none());
        assert_eq!(
            rename(&mut db, account, "a", "b").unwrap(),
            Changed::IdTaken
        );
        assert_eq!(
            rename(&mut db, account, "x", "y").unwrap(),
            Changed::NoSuchKey
        );
        assert_eq!(rename(&mut db, account, "a", "a").unwrap(), Changed::Done);
        assert_eq!(rename(&mut db, account, "a", "z").unwrap(), Changed::Done);
        assert_eq!(get(&db, account, "z").unwrap().unwrap().uid, [1; 16]);
    }
}
