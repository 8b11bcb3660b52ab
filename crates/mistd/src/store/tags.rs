//! Tags of machines that no cloud keeps tags for.
//!
//! They belong to a backend and go with it: deleting a backend is how a person forgets a server, and a
//! server added again, perhaps another one at the same address, starts without them.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::{AccountId, StoreError};

/// Puts a tag on a machine, last in its list. One that is there already stays where it is. Nothing is
/// stored if the backend was deleted meanwhile.
pub(crate) fn add(
    connection: &Connection,
    account: AccountId,
    (backend, machine): (&str, &str),
    tag: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO tags (account, backend, machine, tag)
         SELECT ?1, ?2, ?3, ?4
         WHERE EXISTS (SELECT 1 FROM backends WHERE account = ?1 AND id = ?2)
         ON CONFLICT DO NOTHING",
        params![account, backend, machine, tag],
    )?;
    Ok(())
}

/// Takes a tag off a machine. False if it was not there.
pub(crate) fn remove(
    connection: &Connection,
    account: AccountId,
    (backend, machine): (&str, &str),
    tag: &str,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "DELETE FROM tags WHERE account = ?1 AND backend = ?2 AND machine = ?3 AND tag = ?4",
        params![account, backend, machine, tag],
    )? == 1)
}

/// The tags of a backend's machines, each machine's in the order they were added.
pub(crate) fn of_backend(
    connection: &Connection,
    account: AccountId,
    backend: &str,
) -> Result<HashMap<String, Vec<String>>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT machine, tag FROM tags WHERE account = ?1 AND backend = ?2 ORDER BY number",
    )?;
    let rows = query.query_map(params![account, backend], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?))
    })?;
    let mut tags: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let (machine, tag) = row?;
        tags.entry(machine).or_default().push(tag);
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::super::backends::{self, BackendRow};
    use super::super::{accounts, in_memory};
    use super::*;

    fn backend(id: &str) -> BackendRow {
        BackendRow {
            id: id.to_owned(),
            provider: "bare_metal".to_owned(),
            title: id.to_owned(),
            host: id.to_owned(),
            user: "root".to_owned(),
            port: 22,
            enabled: true,
            ..BackendRow::default()
        }
    }

    fn db() -> (Connection, AccountId, AccountId) {
        let mut db = in_memory();
        let mut account = |email: &str| {
            accounts::put(&mut db, email, None).unwrap();
            accounts::by_email(&db, email).unwrap().unwrap().id
        };
        let (one, other) = (account("a@b.c"), account("d@e.f"));
        for account in [one, other] {
            for id in ["x", "y"] {
                backends::insert(&db, account, &backend(id)).unwrap();
            }
        }
        (db, one, other)
    }

    fn tags(db: &Connection, account: AccountId, backend: &str) -> Vec<String> {
        let mut all = of_backend(db, account, backend).unwrap();
        all.remove("m").unwrap_or_default()
    }

    #[test]
    fn tags_stay_in_order_and_belong_to_one_machine_of_one_account() {
        let (db, one, other) = db();
        for tag in ["web", "άλφα", "db", "web"] {
            add(&db, one, ("x", "m"), tag).unwrap();
        }
        assert_eq!(tags(&db, one, "x"), ["web", "άλφα", "db"]);
        assert!(tags(&db, one, "y").is_empty() && tags(&db, other, "x").is_empty());
        assert!(!remove(&db, other, ("x", "m"), "web").unwrap());
        assert!(!remove(&db, one, ("x", "m2"), "web").unwrap());
        assert!(remove(&db, one, ("x", "m"), "web").unwrap());
        assert!(!remove(&db, one, ("x", "m"), "web").unwrap());
        add(&db, one, ("x", "m"), "web").unwrap();
        assert_eq!(tags(&db, one, "x"), ["άλφα", "db", "web"]);
    }

    #[test]
    fn tags_go_with_their_backend() {
        let (mut db, one, other) = db();
        for account in [one, other] {
            add(&db, account, ("x", "m"), "web").unwrap();
        }
        assert!(backends::remove(&mut db, one, "x").unwrap());
        add(&db, one, ("x", "m"), "late").unwrap();
        backends::insert(&db, one, &backend("x")).unwrap();
        assert!(tags(&db, one, "x").is_empty());
        assert_eq!(tags(&db, other, "x"), ["web"]);
    }
}
