//! Associations: which key opens which machine, as whom and on which port (API notes §2.3).

use rusqlite::{Connection, OptionalExtension, Row, params};

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
    /// Whether the user may do everything there without a password, if that was found out.
    pub(crate) sudo: Option<bool>,
}

const COLUMNS: &str = "s.key, s.backend, s.machine, s.user, s.port, s.last_used, s.sudo";

fn read(row: &Row<'_>) -> rusqlite::Result<AssociationRow> {
    Ok(AssociationRow {
        key: row.get(0)?,
        backend: row.get(1)?,
        machine: row.get(2)?,
        user: row.get(3)?,
        port: row.get(4)?,
        last_used: row.get(5)?,
        sudo: row.get(6)?,
    })
}

/// Remembers that `key` opened a machine just now. Of another user than before nothing else is known yet.
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
         ON CONFLICT DO UPDATE SET
             sudo = iif(user = ?4, sudo, NULL), user = ?4, port = ?5, last_used = ?6",
        params![key.as_slice(), backend, machine, user, port, now_precise()],
    )?;
    Ok(())
}

/// One association.
pub(crate) fn get(
    connection: &Connection,
    key: &KeyUid,
    backend: &str,
    machine: &str,
) -> Result<Option<AssociationRow>, StoreError> {
    Ok(connection
        .query_row(
            &format!(
                "SELECT {COLUMNS} FROM associations s
                 WHERE s.key = ?1 AND s.backend = ?2 AND s.machine = ?3"
            ),
            params![key.as_slice(), backend, machine],
            read,
        )
        .optional()?)
}

/// Remembers whether an association's user may do everything on the machine.
pub(crate) fn set_sudo(
    connection: &Connection,
    key: &KeyUid,
    (backend, machine): (&str, &str),
    user: &str,
    sudo: bool,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE associations SET sudo = ?5
         WHERE key = ?1 AND backend = ?2 AND machine = ?3 AND user = ?4",
        params![key.as_slice(), backend, machine, user, sudo],
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

/// Forgets which keys open a machine that is gone.
pub(crate) fn forget_machine(
    connection: &Connection,
    account: AccountId,
    backend: &str,
    machine: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM associations WHERE backend = ?2 AND machine = ?3
         AND key IN (SELECT uid FROM keys WHERE account = ?1)",
        params![account, backend, machine],
    )?;
    Ok(())
}

/// All associations of all keys of an account, oldest login first.
pub(crate) fn list(
    connection: &Connection,
    account: AccountId,
) -> Result<Vec<AssociationRow>, StoreError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM associations s JOIN keys k ON k.uid = s.key
         WHERE k.account = ?1 ORDER BY s.last_used"
    ))?;
    let rows = query.query_map([account], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The keys that open a machine, each with its association, in the order to try them: as root first, then
/// as somebody who may do everything as well (API notes §4), and among equals the one used last.
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
    found.sort_by_key(|(_, way)| (way.user != "root", way.sudo != Some(true)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::{accounts, in_memory};
    use super::*;

    const PLACE: (&str, &str) = ("b", "m");

    fn db_with_keys(ids: &[&str]) -> (Connection, AccountId, Vec<KeyUid>) {
        let mut db = in_memory();
        accounts::put(&mut db, "a@b.c", None).unwrap();
        let account = accounts::by_email(&db, "a@b.c").unwrap().unwrap().id;
        let uids = (1u8..).zip(ids).map(|(number, id)| {
            let row = KeyRow {
                uid: [number; 16],
                id: (*id).to_owned(),
                sealed: Vec::new(),
                public: String::new(),
                fingerprint: String::new(),
                kind: String::new(),
                is_default: false,
            };
            keys::insert(&mut db, account, &row).unwrap().unwrap().uid
        });
        let uids = uids.collect();
        (db, account, uids)
    }

    #[test]
    fn root_is_tried_first_then_who_may_do_everything_then_who_was_last() {
        let (db, account, uids) = db_with_keys(&["plain", "sudoer", "root", "late"]);
        let users = ["ann", "bob", "root", "cid"];
        for (uid, user) in uids.iter().zip(users) {
            touch(&db, uid, PLACE, (user, 22)).unwrap();
        }
        set_sudo(&db, &uids[1], PLACE, "bob", true).unwrap();
        set_sudo(&db, &uids[3], PLACE, "cid", false).unwrap();
        let order: Vec<String> = for_machine(&db, account, PLACE.0, PLACE.1)
            .unwrap()
            .into_iter()
            .map(|(key, _)| key.id)
            .collect();
        assert_eq!(order, ["root", "sudoer", "late", "plain"]);
    }

    #[test]
    fn what_is_known_of_one_user_is_not_believed_of_another() {
        let (db, _, uids) = db_with_keys(&["k"]);
        let sudo = |db: &Connection| get(db, &uids[0], PLACE.0, PLACE.1).unwrap().unwrap().sudo;
        touch(&db, &uids[0], PLACE, ("ann", 22)).unwrap();
        assert_eq!(sudo(&db), None);
        set_sudo(&db, &uids[0], PLACE, "ann", true).unwrap();
        touch(&db, &uids[0], PLACE, ("ann", 2222)).unwrap();
        assert_eq!(sudo(&db), Some(true));
        touch(&db, &uids[0], PLACE, ("bob", 22)).unwrap();
        assert_eq!(sudo(&db), None);
        set_sudo(&db, &uids[0], PLACE, "ann", true).unwrap();
        assert_eq!(sudo(&db), None);
    }
}
