//! Who may use the server: passwords, tokens, one-time links, and the limit on guessing.
//!
//! Owns every decision about signing in. Knows nothing of HTTP: the peer is just an address here.

mod limiter;
mod secrets;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::store::{self, AccountId, Store, StoreError};
pub(crate) use limiter::Limiter;
pub(crate) use secrets::{PasswordError, hash_password};
use secrets::{hash_secret, new_secret, verify_password};

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

/// Signs people in and out.
#[derive(Clone)]
pub(crate) struct Accounts {
    store: Store,
    limiter: Arc<Limiter>,
    checks: Arc<Semaphore>,
}

impl Accounts {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            limiter: Arc::new(Limiter::default()),
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
        // The failure is booked before the check: parallel guesses don't slip through together.
        let attempt = self
            .limiter
            .begin(email, peer, Instant::now())
            .map_err(|wait| SignInError::TooMany { wait })?;
        let person = self.check(email, secret).await?;
        attempt.succeeded();
        let token = new_secret()?;
        let hash = hash_secret(&token);
        let account = person.account;
        self.store
            .with(move |db| {
                store::accounts::add_token(db, &hash, account, store::now() + TOKEN_LIFE)
            })
            .await?;
        Ok((person, token))
    }

    async fn check(&self, email: &str, secret: Zeroizing<String>) -> Result<Person, SignInError> {
        let wanted = email.to_owned();
        let code = hash_secret(&secret);
        let (found, code_taken) = self
            .store
            .with(move |db| {
                let found = store::accounts::by_email(db, &wanted)?;
                let code_taken = match &found {
                    Some(account) => store::accounts::take_code(db, &code, account.id)?,
                    None => false,
                };
                Ok((found, code_taken))
            })
            .await?;
        let person = found.as_ref().map(|account| Person {
            account: account.id,
            email: account.email.clone(),
        });
        if code_taken {
            return person.ok_or(SignInError::Refused);
        }
        // A password is computed for unknown accounts too, so that the time taken tells nothing.
        let stored = found.and_then(|account| account.password);
        let _permit = self
            .checks
            .acquire()
            .await
            .map_err(|_| SignInError::Refused)?;
        let right =
            tokio::task::spawn_blocking(move || verify_password(&secret, stored.as_deref()))
                .await
                .unwrap_or(false);
        person.filter(|_| right).ok_or(SignInError::Refused)
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
