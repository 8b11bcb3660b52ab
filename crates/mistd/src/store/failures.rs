//! Failed sign-ins, and the places people have signed in from.
//!
//! Subjects and places are digests that mean nothing here: what counts as one, and what follows from
//! a number of failures, is decided by `accounts::limiter`. Times are milliseconds since 1970.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// A subject's digest.
pub(crate) type Subject = [u8; 32];

/// Subjects (and places) remembered at most: whoever invents emails must not fill the disk.
const MOST: i64 = 20_000;

/// How often somebody failed, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failures {
    pub(crate) count: u32,
    pub(crate) last: i64,
}

/// The failures of a subject.
pub(crate) fn of(db: &Connection, subject: &Subject) -> Result<Option<Failures>, StoreError> {
    Ok(db
        .query_row(
            "SELECT count, last FROM sign_in_failures WHERE subject = ?1",
            [subject],
            |row| {
                Ok(Failures {
                    count: row.get(0)?,
                    last: row.get(1)?,
                })
            },
        )
        .optional()?)
}

/// Remembers a subject's failures.
pub(crate) fn put(
    db: &Connection,
    subject: &Subject,
    failures: Failures,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO sign_in_failures (subject, count, last) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET count = excluded.count, last = excluded.last",
        params![subject, failures.count, failures.last],
    )?;
    Ok(())
}

/// Takes one failure back.
pub(crate) fn take_back(db: &Connection, subject: &Subject) -> Result<(), StoreError> {
    db.execute(
        "UPDATE sign_in_failures SET count = count - 1 WHERE subject = ?1 AND count > 0",
        [subject],
    )?;
    Ok(())
}

/// Forgets a subject's failures.
pub(crate) fn forget(db: &Connection, subject: &Subject) -> Result<(), StoreError> {
    db.execute("DELETE FROM sign_in_failures WHERE subject = ?1", [subject])?;
    Ok(())
}

/// Forgets failures of before `oldest` and of after `newest`, and the oldest if there are too many.
pub(crate) fn tidy(db: &Connection, oldest: i64, newest: i64) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM sign_in_failures WHERE last < ?1 OR last > ?2",
        [oldest, newest],
    )?;
    let count: i64 = db.query_row("SELECT count(*) FROM sign_in_failures", [], |row| {
        row.get(0)
    })?;
    if count > MOST {
        db.execute(
            "DELETE FROM sign_in_failures WHERE subject IN
                 (SELECT subject FROM sign_in_failures ORDER BY last LIMIT ?1)",
            [count - MOST],
        )?;
    }
    Ok(())
}

/// Whether somebody has signed in from this place since `oldest`.
pub(crate) fn knows_place(
    db: &Connection,
    place: &Subject,
    oldest: i64,
) -> Result<bool, StoreError> {
    Ok(db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sign_in_places WHERE place = ?1 AND last >= ?2)",
        params![place, oldest],
        |row| row.get(0),
    )?)
}

/// Remembers a place, and forgets those of before `oldest`.
pub(crate) fn note_place(
    db: &Connection,
    place: &Subject,
    oldest: i64,
    now: i64,
) -> Result<(), StoreError> {
    db.execute("DELETE FROM sign_in_places WHERE last < ?1", [oldest])?;
    db.execute(
        "INSERT INTO sign_in_places (place, last) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET last = excluded.last",
        params![place, now],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::in_memory;
    use super::*;

    #[test]
    fn the_table_does_not_grow_for_ever() {
        let mut db = in_memory();
        let transaction = db.transaction().unwrap();
        for number in 0..MOST + 5 {
            let mut subject = [0; 32];
            subject[..8].copy_from_slice(&number.to_be_bytes());
            let failures = Failures {
                count: 1,
                last: 1000 + number,
            };
            put(&transaction, &subject, failures).unwrap();
        }
        tidy(&transaction, 0, i64::MAX).unwrap();
        let left = |db: &Connection| -> (i64, i64) {
            db.query_row(
                "SELECT count(*), min(last) FROM sign_in_failures",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap()
        };
        assert_eq!(left(&transaction), (MOST, 1005));
        tidy(&transaction, 1100, 1200).unwrap();
        assert_eq!(left(&transaction), (101, 1100));
    }
}
