//! The tables, and the steps that lead an older file to them.

use rusqlite::Connection;

use super::StoreError;

/// One step per schema number: `STEPS[n]` leads from `n` to `n + 1`. Released steps never change.
const STEPS: [&str; 4] = [FIRST, TAGS, SIGN_INS, CLOUDS];

const FIRST: &str = "
    CREATE TABLE meta (
        name  TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT;

    CREATE TABLE accounts (
        id       INTEGER PRIMARY KEY,
        email    TEXT NOT NULL UNIQUE COLLATE NOCASE,
        password TEXT,                          -- argon2id, PHC form; NULL: signs in by link only
        offered_this_computer INTEGER NOT NULL DEFAULT 0,
        created  INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE tokens (
        hash    BLOB PRIMARY KEY,               -- SHA-256 of the token
        account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        created INTEGER NOT NULL,
        expires INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE sign_in_codes (
        hash    BLOB PRIMARY KEY,               -- SHA-256 of the code
        account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        expires INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE backends (
        account  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        id       TEXT NOT NULL,
        provider TEXT NOT NULL,
        title    TEXT NOT NULL,
        host     TEXT NOT NULL,
        user     TEXT NOT NULL,
        port     INTEGER NOT NULL,
        enabled  INTEGER NOT NULL DEFAULT 1,
        created  INTEGER NOT NULL,
        PRIMARY KEY (account, id)
    ) STRICT;

    CREATE TABLE keys (
        uid         BLOB PRIMARY KEY,           -- random; the sealed text is bound to it
        account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        id          TEXT NOT NULL,
        sealed      BLOB NOT NULL,              -- the private key as given, encrypted
        public      TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        type        TEXT NOT NULL,
        is_default  INTEGER NOT NULL DEFAULT 0,
        UNIQUE (account, id)
    ) STRICT;

    -- No reference to backends: deleting one leaves its associations, as 0.9.8 does.
    CREATE TABLE associations (
        key       BLOB NOT NULL REFERENCES keys (uid) ON DELETE CASCADE,
        backend   TEXT NOT NULL,
        machine   TEXT NOT NULL,
        user      TEXT NOT NULL,
        port      INTEGER NOT NULL,
        last_used REAL NOT NULL,
        PRIMARY KEY (key, backend, machine)
    ) STRICT;

    CREATE TABLE host_keys (
        account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        host    TEXT NOT NULL,
        port    INTEGER NOT NULL,
        public  TEXT NOT NULL,                  -- in OpenSSH's one-line form
        PRIMARY KEY (account, host, port)
    ) STRICT;
";

const TAGS: &str = "
    -- Ours alone, no cloud knows them: they go with their backend, so that adding it again starts clean.
    CREATE TABLE tags (
        number  INTEGER PRIMARY KEY,            -- in the order they were added
        account INTEGER NOT NULL,
        backend TEXT NOT NULL,
        machine TEXT NOT NULL,
        tag     TEXT NOT NULL,
        UNIQUE (account, backend, machine, tag),
        FOREIGN KEY (account, backend) REFERENCES backends (account, id) ON DELETE CASCADE
    ) STRICT;

    -- Whether the user may do everything on the machine without a password; NULL: not asked yet.
    ALTER TABLE associations ADD COLUMN sudo INTEGER;
";

/// Failed sign-ins outlive the process, so that a restart gives nobody new guesses. Whom they are about
/// is kept as a keyed digest: people type passwords where the email belongs.
const SIGN_INS: &str = "
    CREATE TABLE sign_in_failures (
        subject BLOB PRIMARY KEY,               -- an account from a network, a network, an account
        count   INTEGER NOT NULL,
        last    INTEGER NOT NULL                -- milliseconds since 1970
    ) STRICT;
    CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last);

    CREATE TABLE sign_in_places (
        place BLOB PRIMARY KEY,                 -- an account and the network it signed in from
        last  INTEGER NOT NULL                  -- milliseconds since 1970
    ) STRICT;
";

/// Simulated clouds. There is no column for a secret: theirs are never kept.
const CLOUDS: &str = "
    ALTER TABLE backends ADD COLUMN region    TEXT NOT NULL DEFAULT '';
    ALTER TABLE backends ADD COLUMN apikey    TEXT NOT NULL DEFAULT '';
    ALTER TABLE backends ADD COLUMN simulated INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE accounts ADD COLUMN offered_demo INTEGER NOT NULL DEFAULT 0;

    -- What differs from the cloud that the seed makes. No reference to backends: a cloud is there
    -- whether somebody has added it or not, and added again it is as it was left.
    CREATE TABLE simulated (
        account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        backend TEXT NOT NULL,
        kind    TEXT NOT NULL,
        id      TEXT NOT NULL,
        body    TEXT NOT NULL,                  -- JSON
        PRIMARY KEY (account, backend, kind, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE monitors (
        account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        backend TEXT NOT NULL,
        machine TEXT NOT NULL,
        body    TEXT NOT NULL,                  -- JSON
        PRIMARY KEY (account, backend, machine)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rules (
        account INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
        body    TEXT NOT NULL                   -- JSON: all of an account's rules
    ) STRICT;
";

/// The schema of a file, unless this program is too old for it.
pub(super) fn found(connection: &Connection) -> Result<i64, StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(found)
}

/// Brings the file up to the newest schema, each step in a transaction of its own.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = found(connection)?;
    for (number, step) in (0i64..)
        .zip(STEPS)
        .skip_while(|(number, _)| *number < found)
    {
        // Immediate: two processes that start at once must not both run the same step.
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let current: i64 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if current == number {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", number + 1)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_changes_nothing() {
        let mut connection = super::super::in_memory();
        migrate(&mut connection).unwrap();
        let version: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version, i64::try_from(STEPS.len()).unwrap());
    }

    #[test]
    fn a_file_of_every_earlier_version_is_led_to_the_newest() {
        for old in 1..STEPS.len() {
            let mut connection = Connection::open_in_memory().unwrap();
            for step in &STEPS[..old] {
                connection.execute_batch(step).unwrap();
            }
            connection
                .pragma_update(None, "user_version", i64::try_from(old).unwrap())
                .unwrap();
            connection
                .execute(
                    "INSERT INTO accounts (email, created) VALUES ('a@b.c', 1)",
                    [],
                )
                .unwrap();
            migrate(&mut connection).unwrap();
            let email: String = connection
                .query_row("SELECT email FROM accounts", [], |row| row.get(0))
                .unwrap();
            assert_eq!(email, "a@b.c");
            connection
                .execute("DELETE FROM sign_in_failures", [])
                .unwrap();
        }
    }

    #[test]
    fn a_file_of_a_newer_version_is_left_alone() {
        let mut connection = super::super::in_memory();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(
            migrate(&mut connection),
            Err(StoreError::Newer { found: 99, .. })
        ));
    }
}
