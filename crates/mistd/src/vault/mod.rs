//! Secrets at rest: seals and opens what the database must not show to whoever reads its file.
//!
//! Owns the key and the cipher (XChaCha20-Poly1305, a random nonce per text). The key lies in a file
//! only its owner can read, or is derived from the passphrase in `MISTD_PASSPHRASE`. A sealed text is
//! bound to the row it was made for: moved to another row it does not open. Errors never say what was
//! inside. With the same key it makes digests of what shall be recognised but not read.

mod key;

use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rusqlite::{Connection, OptionalExtension};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::store::StoreError;
pub(crate) use key::{Key, Opener, place_key};
use key::{derived_key, key_file};

/// The environment variable that may hold the passphrase.
pub(crate) const PASSPHRASE_VARIABLE: &str = "MISTD_PASSPHRASE";

const NONCE_BYTES: usize = 24;
/// What is sealed once per database, to notice a wrong key at start instead of at first use.
const CHECK: &[u8] = b"mistd";
const CHECK_ROW: &str = "vault_check";

/// Why the vault could not be opened, or a secret not sealed or unsealed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VaultError {
    /// The key file cannot be made, read or kept from others.
    #[error("the key file {name}: {0}", name = key::FILE)]
    KeyFile(#[from] std::io::Error),
    /// The key file holds something else than a key.
    #[error("the key file {name} is damaged: it should hold {length} bytes", name = key::FILE, length = key::BYTES)]
    Damaged,
    /// The database was sealed with another key or passphrase.
    #[error(
        "the stored secrets were sealed with another key: is {PASSPHRASE_VARIABLE} as it was, and {name} in its place?",
        name = key::FILE
    )]
    WrongKey,
    /// The passphrase could not be turned into a key.
    #[error("the passphrase could not be used: {0}")]
    Passphrase(argon2::Error),
    /// A stored secret did not open: the file was altered.
    #[error("a stored secret is damaged or was moved from another row")]
    Sealed,
    /// The system gave no random bytes.
    #[error("no random bytes: {0}")]
    Random(#[from] getrandom::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals and opens secrets. Shows nothing of its key when printed.
#[derive(Clone)]
pub(crate) struct Vault {
    cipher: XChaCha20Poly1305,
    /// Starts every digest; keyed already.
    digests: Hmac<Sha256>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// Opens the vault of a data folder with the passphrase, or without one with the key file, which
    /// is made the first time. Fails if the database was sealed with another key.
    pub(crate) fn open(
        folder: &Path,
        connection: &Connection,
        passphrase: Option<&str>,
    ) -> Result<Self, VaultError> {
        let sealed_before = read_meta(connection, CHECK_ROW)?.is_some();
        let key = match passphrase {
            Some(passphrase) => derived_key(connection, passphrase, !sealed_before)?,
            // A database that was sealed already must not get a fresh key: that would hide the loss.
            None => key_file(folder, !sealed_before)?,
        };
        let vault = Self::with_key(&key)?;
        if sealed_before {
            vault.check(connection)?;
        } else {
            let check = vault.seal(CHECK, CHECK_ROW.as_bytes())?;
            write_meta(connection, CHECK_ROW, &check)?;
        }
        Ok(vault)
    }

    /// A vault with this key, right or not.
    pub(crate) fn with_key(key: &Key) -> Result<Self, VaultError> {
        // Apart from the cipher's own use of the key.
        let derived = Hmac::<Sha256>::new_from_slice(key.as_slice())
            .map_err(|_| VaultError::Damaged)?
            .chain_update(b"mistd digests")
            .finalize()
            .into_bytes();
        Ok(Self {
            cipher: XChaCha20Poly1305::new(&(**key).into()),
            digests: Hmac::new_from_slice(&derived).map_err(|_| VaultError::Damaged)?,
        })
    }

    /// Whether this is the key that the database was sealed with.
    pub(crate) fn check(&self, connection: &Connection) -> Result<(), VaultError> {
        let sealed = read_meta(connection, CHECK_ROW)?.ok_or(VaultError::WrongKey)?;
        self.unseal(&sealed, CHECK_ROW.as_bytes())
            .map_err(|_| VaultError::WrongKey)?;
        Ok(())
    }

    /// A text's digest under the vault's key: the same text gives the same one, and without the key
    /// nobody can try what the text may have been.
    pub(crate) fn digest(&self, text: &[u8]) -> [u8; 32] {
        let digest = self.digests.clone().chain_update(text).finalize();
        digest.into_bytes().into()
    }

    /// Seals `secret` for the row that `bound_to` names.
    pub(crate) fn seal(&self, secret: &[u8], bound_to: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce = random::<NONCE_BYTES>()?;
        let sealed = self
            .cipher
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: secret,
                    aad: bound_to,
                },
            )
            .map_err(|_| VaultError::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Vault::seal`] made for the same row.
    pub(crate) fn unseal(
        &self,
        sealed: &[u8],
        bound_to: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (nonce, body) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(VaultError::Sealed)?;
        self.cipher
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: body,
                    aad: bound_to,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| VaultError::Sealed)
    }
}

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Bytes as text, two letters each.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

fn read_meta(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?)
}

fn write_meta(connection: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)",
        rusqlite::params![name, value],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::in_memory;

    #[test]
    fn what_is_sealed_opens_for_its_own_row_only() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path(), &in_memory(), None).unwrap();
        let sealed = vault.seal(b"secret", b"row 1").unwrap();
        assert_eq!(
            vault.unseal(&sealed, b"row 1").unwrap().as_slice(),
            b"secret"
        );
        assert!(matches!(
            vault.unseal(&sealed, b"row 2"),
            Err(VaultError::Sealed)
        ));
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert!(vault.unseal(&altered, b"row 1").is_err());
        assert!(vault.unseal(&sealed[..10], b"row 1").is_err());
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
    }

    #[test]
    fn digests_tell_texts_apart_and_need_the_key() {
        let vault = |byte| Vault::with_key(&Key::new([byte; key::BYTES])).unwrap();
        assert_eq!(vault(1).digest(b"a"), vault(1).digest(b"a"));
        assert_ne!(vault(1).digest(b"a"), vault(1).digest(b"b"));
        assert_ne!(vault(1).digest(b"a"), vault(2).digest(b"a"));
    }
}
