//! `mistd user add` and `mistd link`.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write};

use zeroize::Zeroizing;

use super::options::{AddOptions, LinkOptions};
use crate::accounts::{PasswordError, SignInError, hash_password, new_code};
use crate::store::accounts::{self, Put};
use crate::store::{Store, StoreError};

const SHORTEST_PASSWORD: usize = 8;

/// Why an account could not be changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum AccountError {
    #[error("{0:?} is not an email address")]
    BadEmail(String),
    #[error("a password has at least {SHORTEST_PASSWORD} characters")]
    ShortPassword,
    #[error("the two passwords differ")]
    Differ,
    #[error("there is no account {0}; add it with `mistd user add`")]
    Unknown(String),
    #[error("the password could not be read: {0}")]
    Input(std::io::Error),
    #[error("the answer could not be written: {0}")]
    Output(std::io::Error),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Code(#[from] SignInError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds an account, or changes its password.
pub(super) fn add(options: &AddOptions) -> Result<(), AccountError> {
    let email = options.email.trim();
    // As loose as it can be: what the server needs is that it fits into its own header.
    let plain = |c: char| c.is_ascii_graphic() && !"\"'<>&,;:".contains(c);
    if !email.contains('@') || !email.chars().all(plain) {
        return Err(AccountError::BadEmail(options.email.clone()));
    }
    let hash = if options.no_password {
        None
    } else {
        Some(hash_password(&read_password()?)?)
    };
    let store = Store::open(&options.data_dir)?;
    let done = match accounts::put(&mut store.lock(), email, hash.as_deref())? {
        Put::Added => "added",
        Put::PasswordChanged => "changed the password of",
        Put::Unchanged => "already there:",
    };
    say(&format!("{done} {email}"))
}

/// Prints a one-time sign-in link. It stands in no other place: not in a log, not in an argument.
pub(super) fn link(options: &LinkOptions) -> Result<(), AccountError> {
    let store = Store::open(&options.data_dir)?;
    let account = accounts::by_email(&store.lock(), options.email.trim())?
        .ok_or_else(|| AccountError::Unknown(options.email.clone()))?;
    let code = new_code(&store, account.id)?;
    let base = options.base_url.trim_end_matches('/');
    let email = percent_encoded(&account.email);
    say(&format!("{base}/#/sign-in?email={email}&code={}", *code))
}

fn read_password() -> Result<Zeroizing<String>, AccountError> {
    let password = if std::io::stdin().is_terminal() {
        let ask = |prompt: &str| {
            rpassword::prompt_password(prompt)
                .map(Zeroizing::new)
                .map_err(AccountError::Input)
        };
        let first = ask("Password: ")?;
        if first != ask("Once more: ")? {
            return Err(AccountError::Differ);
        }
        first
    } else {
        let mut line = Zeroizing::new(String::new());
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(AccountError::Input)?;
        Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned())
    };
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(AccountError::ShortPassword);
    }
    Ok(password)
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ok = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn say(line: &str) -> Result<(), AccountError> {
    writeln!(std::io::stdout(), "{line}").map_err(AccountError::Output)
}

#[cfg(test)]
mod tests {
    #[test]
    fn emails_survive_a_query() {
        assert_eq!(super::percent_encoded("a+b@c.d"), "a%2Bb%40c.d");
    }
}
