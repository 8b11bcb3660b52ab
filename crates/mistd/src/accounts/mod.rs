//! Who may use the server: passwords, tokens, one-time links, and the limit on guessing.
//!
//! Owns every decision about signing in. Knows nothing of HTTP: the peer is just an address here.

mod limiter;
mod secrets;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::store::{self, AccountId, Store, StoreError};
use crate::vault::Vault;
use limiter::Attempt;
pub(crate) use secrets::{PasswordError, hash_password};
use secrets::{hash_secret, looks_like_a_secret, new_secret, verify_password};

/// A token counts for this long after it was last used.
const TOKEN_LIFE: i64 = 30 * 24 * 60 * 60;
/// Using a token moves its end at most this often, so that reading does not mean writing.
const TOKEN_STEP: i64 = 60 * 60;
/// A sign-in link counts for this long.
pub(crate) const LINK_LIFE: i64 = 10 * 60;
/// Password checks that may run at the same time: each takes some 20 MB and a core.
const PARALLEL_CHECKS: usize = 2;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// Email, password or code are wrong; which one is not said.
    #[error("email or password are wrong")]
    Refused,
    /// Too many failures from this peer for this account.
    #[error("too many failed sign-ins")]
    TooMany {
        /// How long to wait.
        wait: Duration,
    },
    /// The system gave no random bytes.
    #[error("no random bytes: {0}")]
    Random(#[from] getrandom::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The account behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) email: String,
}

impl From<store::accounts::Account> for Person {
    fn from(account: store::accounts::Account) -> Self {
        Self {
            account: account.id,
            email: account.email,
        }
    }
}

/// Signs people in and out.
#[derive(Clone)]
pub(crate) struct Accounts {
    store: Store,
    vault: Vault,
    checks: Arc<Semaphore>,
}

impl Accounts {
    pub(crate) fn new(store: Store, vault: Vault) -> Self {
        Self {
            store,
            vault,
            checks: Arc::new(Semaphore::new(PARALLEL_CHECKS)),
        }
    }

    /// Signs in with a password or a one-time code and answers a fresh token.
    pub(crate) async fn sign_in(
        &self,
        email: &str,
        secret: Zeroizing<String>,
        peer: IpAddr,
    ) -> Result<(Person, Zeroizing<String>), SignInError> {
        let token = new_secret()?;
        let mut attempt = Attempt::new(&self.vault, email, peer);
        if looks_like_a_secret(&secret)
            && let Some(person) = self.redeem(email, &secret, &token, attempt).await?
        {
            return Ok((person, token));
        }
        let attempt = self
            .store
            .with(move |db| {
                // The time is taken while nobody else books.
                let begun = attempt.begin(db, store::now_milliseconds())?;
                Ok(begun.map(|()| attempt))
            })
            .await?
            .map_err(|wait| SignInError::TooMany { wait })?;
        let person = self.check(email, secret).await?;
        let (account, hash) = (person.account, hash_secret(&token));
        self.store
            .with(move |db| {
                let transaction = db.transaction()?;
                attempt.succeeded(&transaction, store::now_milliseconds())?;
                admit(&transaction, account, &hash)?;
                Ok(transaction.commit()?)
            })
            .await?;
        Ok((person, token))
    }

    /// Signs in with a one-time code. Code and token change hands in one transaction: whatever
    /// happens, the code still works or the token does.
    async fn redeem(
        &self,
        email: &str,
        code: &str,
        token: &str,
        attempt: Attempt,
    ) -> Result<Option<Person>, StoreError> {
        let (email, code, token) = (email.to_owned(), hash_secret(code), hash_secret(token));
        self.store
            .with(move |db| {
                let transaction = db.transaction()?;
                let account = store::accounts::take_code(&transaction, &code, &email)?;
                if let Some(account) = &account {
                    attempt.passed(&transaction, store::now_milliseconds())?;
                    admit(&transaction, account.id, &token)?;
                }
                transaction.commit()?;
                Ok(account.map(Person::from))
            })
            .await
    }

    async fn check(&self, email: &str, secret: Zeroizing<String>) -> Result<Person, SignInError> {
        let email = email.to_owned();
        let mut found = self
            .store
            .with(move |db| store::accounts::by_email(db, &email))
            .await?;
        // A password is computed for unknown accounts too, so that the time taken tells nothing.
        let stored = found.as_mut().and_then(|account| account.password.take());
        let _permit = self
            .checks
            .acquire()
            .await
            .map_err(|_| SignInError::Refused)?;
        let right =
            tokio::task::spawn_blocking(move || verify_password(&secret, stored.as_deref()))
                .await
                .unwrap_or(false);
        found
            .filter(|_| right)
            .map(Person::from)
            .ok_or(SignInError::Refused)
    }

    /// Whose token this is. If the client named an email too, it has to be that account's.
    pub(crate) async fn who(
        &self,
        token: &str,
        email: Option<&str>,
    ) -> Result<Option<Person>, StoreError> {
        let hash = hash_secret(token);
        let owner = self
            .store
            .with(move |db| {
                let owner = store::accounts::token_owner(db, &hash)?;
                let end = store::now() + TOKEN_LIFE;
                if let Some((_, _, expires)) = owner
                    && end - expires > TOKEN_STEP
                {
                    store::accounts::extend_token(db, &hash, end)?;
                }
                Ok(owner)
            })
            .await?;
        Ok(owner
            .map(|(account, email, _)| Person { account, email })
            .filter(|person| email.is_none_or(|email| email.eq_ignore_ascii_case(&person.email))))
    }

    /// Forgets a token.
    pub(crate) async fn sign_out(&self, token: &str) -> Result<(), StoreError> {
        let hash = hash_secret(token);
        self.store
            .with(move |db| store::accounts::remove_token(db, &hash))
            .await
    }
}

/// Gives a token to an account.
fn admit(db: &Connection, account: AccountId, token: &[u8]) -> Result<(), StoreError> {
    store::accounts::add_token(db, token, account, store::now() + TOKEN_LIFE)
}

/// Makes a one-time code for an account. Blocks; for the command line.
pub(crate) fn new_code(
    store: &Store,
    account: AccountId,
) -> Result<Zeroizing<String>, SignInError> {
    let code = new_secret()?;
    let hash = hash_secret(&code);
    store::accounts::add_code(&store.lock(), &hash, account, store::now() + LINK_LIFE)?;
    Ok(code)
}
