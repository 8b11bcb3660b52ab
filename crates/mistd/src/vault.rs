//! Secrets at rest: seals and opens what the database must not show to whoever reads its file.
//!
//! Owns the key and the cipher (XChaCha20-Poly1305, a random nonce per text). The key lies in a file
//! only its owner can read, or is derived from the passphrase in `MISTD_PASSPHRASE`. A sealed text is
//! bound to the row it was made for: moved to another row it does not open. Errors never say what was
//! inside.

use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use argon2::Argon2;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

use crate::store::StoreError;

/// The environment variable that may hold the passphrase.
pub(crate) const PASSPHRASE_VARIABLE: &str = "MISTD_PASSPHRASE";

const KEY_FILE: &str = "secrets.key";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const SALT_BYTES: usize = 16;
/// What is sealed once per database, to notice a wrong key at start instead of at first use.
const CHECK: &[u8] = b"mistd";
const CHECK_ROW: &str = "vault_check";
const SALT_ROW: &str = "vault_salt";

/// Why the vault could not be opened, or a secret not sealed or unsealed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VaultError {
    /// The key file cannot be made, read or kept from others.
    #[error("the key file {KEY_FILE}: {0}")]
    KeyFile(#[from] std::io::Error),
    /// The key file holds something else than a key.
    #[error("the key file {KEY_FILE} is damaged: it should hold {KEY_BYTES} bytes")]
    Damaged,
    /// The database was sealed with another key or passphrase.
    #[error(
        "the stored secrets were sealed with another key: is {PASSPHRASE_VARIABLE} as it was, and {KEY_FILE} in its place?"
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
        let check = read_meta(connection, CHECK_ROW)?;
        let key = match passphrase {
            Some(passphrase) => derived_key(connection, passphrase)?,
            // A database that was sealed already must not get a fresh key: that would hide the loss.
            None => key_file(&folder.join(KEY_FILE), check.is_none())?,
        };
        let vault = Self {
            cipher: XChaCha20Poly1305::new(&(*key).into()),
        };
        match check {
            Some(sealed) => {
                vault
                    .unseal(&sealed, CHECK_ROW.as_bytes())
                    .map_err(|_| VaultError::WrongKey)?;
            }
            None => write_meta(
                connection,
                CHECK_ROW,
                &vault.seal(CHECK, CHECK_ROW.as_bytes())?,
            )?,
        }
        Ok(vault)
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

fn derived_key(
    connection: &Connection,
    passphrase: &str,
) -> Result<Zeroizing<[u8; KEY_BYTES]>, VaultError> {
    let salt = if let Some(salt) = read_meta(connection, SALT_ROW)? {
        salt
    } else {
        let salt = random::<SALT_BYTES>()?.to_vec();
        write_meta(connection, SALT_ROW, &salt)?;
        salt
    };
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    Argon2::default()
        .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut_slice())
        .map_err(VaultError::Passphrase)?;
    Ok(key)
}

fn key_file(path: &Path, may_create: bool) -> Result<Zeroizing<[u8; KEY_BYTES]>, VaultError> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    match std::fs::File::open(path) {
        Ok(mut file) => {
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
            file.read_exact(key.as_mut_slice())
                .map_err(|_| VaultError::Damaged)?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_create => {
            getrandom::fill(key.as_mut_slice())?;
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)?;
            file.write_all(key.as_slice())?;
            file.sync_all()?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(VaultError::WrongKey);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(key)
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
    fn the_key_file_is_its_owners_alone_and_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let db = in_memory();
        let sealed = Vault::open(folder.path(), &db, None)
            .unwrap()
            .seal(b"secret", b"row")
            .unwrap();
        let file = folder.path().join(KEY_FILE);
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = Vault::open(folder.path(), &db, None).unwrap();
        assert_eq!(again.unseal(&sealed, b"row").unwrap().as_slice(), b"secret");
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(
            Vault::open(folder.path(), &db, None),
            Err(VaultError::WrongKey)
        ));
        assert!(!file.exists());
    }

    #[test]
    fn a_passphrase_is_checked_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let db = in_memory();
        Vault::open(folder.path(), &db, Some("right")).unwrap();
        Vault::open(folder.path(), &db, Some("right")).unwrap();
        let wrong = Vault::open(folder.path(), &db, Some("wrong"));
        assert!(matches!(wrong, Err(VaultError::WrongKey)));
        assert!(!folder.path().join(KEY_FILE).exists());
    }
}
