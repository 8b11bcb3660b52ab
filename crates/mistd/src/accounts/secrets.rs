//! Passwords, tokens and codes: how they are made and what is kept of them.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::vault::{hexadecimal, random};

/// A password that could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub(crate) struct PasswordError(argon2::password_hash::Error);

/// A password's argon2id hash in PHC form, with a random salt.
pub(crate) fn hash_password(password: &str) -> Result<String, PasswordError> {
    Ok(Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(PasswordError)?
        .to_string())
}

/// Nobody's password, to be checked where there is none.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG5vYm9keQ$IN5Nn7Zi0WgIIO3VyDbwTEbZnrGEOIPeHFMJoNNBMQs";

/// Whether this is the password. Without a stored hash the answer is no, after the same work.
pub(super) fn verify_password(password: &str, stored: Option<&str>) -> bool {
    let known = stored.is_some();
    let verified = PasswordHash::new(stored.unwrap_or(NOBODY)).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    });
    verified && known
}

/// 256 random bits in hexadecimal: tokens and codes.
pub(super) fn new_secret() -> Result<Zeroizing<String>, getrandom::Error> {
    let bytes = Zeroizing::new(random::<32>()?);
    Ok(Zeroizing::new(hexadecimal(bytes.as_slice())))
}

/// Whether a text could be one of those.
pub(super) fn looks_like_a_secret(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What is kept of a token or code. They are random, so a plain hash cannot be searched.
pub(super) fn hash_secret(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_verifies_against_its_own_hash_only() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("correct horse", Some(&hash)));
        assert!(!verify_password("wrong", Some(&hash)));
        assert!(!verify_password("nobody", None));
    }

    #[test]
    fn checking_nobodys_password_is_as_much_work_as_anybodys() {
        let parameters = |text: &str| {
            let hash = PasswordHash::new(text).unwrap();
            (
                hash.algorithm,
                hash.params.to_string(),
                hash.hash.unwrap().as_bytes().len(),
            )
        };
        let fresh = hash_password("correct horse").unwrap();
        assert_eq!(parameters(NOBODY), parameters(&fresh));
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, two) = (new_secret().unwrap(), new_secret().unwrap());
        assert!(looks_like_a_secret(&one) && !looks_like_a_secret("correct horse"));
        assert_ne!(one, two);
    }
}
