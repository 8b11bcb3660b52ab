//! Accounts, their tokens and their one-time sign-in codes. Only hashes are kept of all three secrets.

use rusqlite::{Connection, OptionalExtension, params};

use super::{AccountId, StoreError, now};

/// What sign-in needs to know about an account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) email: String,
    /// argon2id in PHC form; `None` for an account that signs in by link only.
    pub(crate) password: Option<String>,
}

/// What became of an account that was to be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Put {
    Added,
    PasswordChanged,
    /// It was there, and no password was given that could have changed it.
    Unchanged,
}

/// Adds an account or, if the email is known and a password given, replaces its password.
pub(crate) fn put(
    connection: &mut Connection,
    email: &str,
    password: Option<&str>,
) -> Result<Put, StoreError> {
    let transaction = connection.transaction()?;
    let put = match (by_email(&transaction, email)?, password) {
        (None, _) => {
            transaction.execute(
                "INSERT INTO accounts (email, password, created) VALUES (?1, ?2, ?3)",
                params![email, password, now()],
            )?;
            Put::Added
        }
        (Some(_), None) => Put::Unchanged,
        (Some(account), Some(password)) => {
            transaction.execute(
                "UPDATE accounts SET password = ?2 WHERE id = ?1",
                params![account.id, password],
            )?;
            // Whoever had the old password is signed out.
            transaction.execute("DELETE FROM tokens WHERE account = ?1", [account.id])?;
            Put::PasswordChanged
        }
    };
    transaction.commit()?;
    Ok(put)
}

/// The account of an email, whatever its case.
pub(crate) fn by_email(
    connection: &Connection,
    email: &str,
) -> Result<Option<Account>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT id, email, password FROM accounts WHERE email = ?1",
            [email],
            |row| {
                Ok(Account {
                    id: row.get(0)?,
                    email: row.get(1)?,
                    password: row.get(2)?,
                })
            },
        )
        .optional()?)
}

/// Every account's id.
pub(crate) fn ids(connection: &Connection) -> Result<Vec<AccountId>, StoreError> {
    let mut query = connection.prepare("SELECT id FROM accounts")?;
    let ids = query.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Remembers a token until `expires`, and forgets those whose time has passed.
pub(crate) fn add_token(
    connection: &Connection,
    hash: &[u8],
    account: AccountId,
    expires: i64,
) -> Result<(), StoreError> {
    connection.execute("DELETE FROM tokens WHERE expires <= ?1", [now()])?;
    connection.execute(
        "INSERT INTO tokens (hash, account, created, expires) VALUES (?1, ?2, ?3, ?4)",
        params![hash, account, now(), expires],
    )?;
    Ok(())
}

/// Whose token this is, if it still counts: account, its email, and when the token expires.
pub(crate) fn token_owner(
    connection: &Connection,
    hash: &[u8],
) -> Result<Option<(AccountId, String, i64)>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT a.id, a.email, t.expires FROM tokens t JOIN accounts a ON a.id = t.account
             WHERE t.hash = ?1 AND t.expires > ?2",
            params![hash, now()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?)
}

/// Moves a token's end.
pub(crate) fn extend_token(
    connection: &Connection,
    hash: &[u8],
    expires: i64,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE tokens SET expires = ?2 WHERE hash = ?1",
        params![hash, expires],
    )?;
    Ok(())
}

/// Forgets a token (sign-out).
pub(crate) fn remove_token(connection: &Connection, hash: &[u8]) -> Result<(), StoreError> {
    connection.execute("DELETE FROM tokens WHERE hash = ?1", [hash])?;
    Ok(())
}

/// Remembers a one-time code until `expires`, and forgets those whose time has passed.
pub(crate) fn add_code(
    connection: &Connection,
    hash: &[u8],
    account: AccountId,
    expires: i64,
) -> Result<(), StoreError> {
    connection.execute("DELETE FROM sign_in_codes WHERE expires <= ?1", [now()])?;
    connection.execute(
        "INSERT INTO sign_in_codes (hash, account, expires) VALUES (?1, ?2, ?3)",
        params![hash, account, expires],
    )?;
    Ok(())
}

/// Uses up a code of the account with this email and answers the account. Exactly once per code,
/// however many ask at the same moment: the row that the DELETE removes is the permission.
pub(crate) fn take_code(
    connection: &Connection,
    hash: &[u8],
    email: &str,
) -> Result<Option<Account>, StoreError> {
    let taken = connection.execute(
        "DELETE FROM sign_in_codes WHERE hash = ?1 AND expires > ?2
             AND account = (SELECT id FROM accounts WHERE email = ?3)",
        params![hash, now(), email],
    )?;
    if taken == 1 {
        by_email(connection, email)
    } else {
        Ok(None)
    }
}

/// Forgets all tokens and codes: everybody has to sign in again.
pub(crate) fn sign_everybody_out(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("DELETE FROM tokens; DELETE FROM sign_in_codes;")?)
}

#[cfg(test)]
mod tests {
    use super::super::in_memory;
    use super::*;

    #[test]
    fn a_code_is_taken_once_and_only_by_its_account() {
        let mut db = in_memory();
        put(&mut db, "a@b.c", None).unwrap();
        put(&mut db, "d@e.f", None).unwrap();
        let a = by_email(&db, "A@B.c").unwrap().unwrap().id;
        add_code(&db, b"hash", a, now() + 60).unwrap();
        for stranger in ["d@e.f", "nobody@b.c", ""] {
            assert!(take_code(&db, b"hash", stranger).unwrap().is_none());
        }
        assert_eq!(take_code(&db, b"hash", "a@b.C").unwrap().unwrap().id, a);
        assert!(take_code(&db, b"hash", "a@b.c").unwrap().is_none());
    }

    #[test]
    fn an_expired_code_or_token_counts_for_nothing() {
        let mut db = in_memory();
        put(&mut db, "a@b.c", None).unwrap();
        let a = by_email(&db, "a@b.c").unwrap().unwrap().id;
        add_code(&db, b"code", a, now() - 1).unwrap();
        assert!(take_code(&db, b"code", "a@b.c").unwrap().is_none());
        add_token(&db, b"token", a, now() - 1).unwrap();
        assert!(token_owner(&db, b"token").unwrap().is_none());
    }

    #[test]
    fn a_new_password_signs_everybody_out() {
        let mut db = in_memory();
        assert_eq!(put(&mut db, "a@b.c", None).unwrap(), Put::Added);
        let a = by_email(&db, "a@b.c").unwrap().unwrap().id;
        add_token(&db, b"token", a, now() + 60).unwrap();
        assert_eq!(put(&mut db, "a@b.c", None).unwrap(), Put::Unchanged);
        assert!(token_owner(&db, b"token").unwrap().is_some());
        assert_eq!(
            put(&mut db, "A@B.C", Some("phc")).unwrap(),
            Put::PasswordChanged
        );
        assert!(token_owner(&db, b"token").unwrap().is_none());
    }
}
