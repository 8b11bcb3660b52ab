//! Where the vault's key comes from: a file beside the database, or a passphrase.

use std::io::Read;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::{CHECK_ROW, Vault, VaultError, random, read_meta, write_meta};
use crate::store::folder;

/// The key file's name in the data folder.
pub(super) const FILE: &str = "secrets.key";
/// Its name while it is being written.
const SCRATCH: &str = "secrets.key.new";
pub(super) const BYTES: usize = 32;
const SALT_BYTES: usize = 16;
const SALT_ROW: &str = "vault_salt";

/// What seals and opens.
pub(crate) type Key = Zeroizing<[u8; BYTES]>;

/// The key that a passphrase makes. `fresh` says that nothing has been sealed yet, so that a salt may
/// be made for it.
pub(super) fn derived_key(
    connection: &Connection,
    passphrase: &str,
    fresh: bool,
) -> Result<Key, VaultError> {
    let salt = match read_meta(connection, SALT_ROW)? {
        Some(salt) => salt,
        None if fresh => {
            let salt = random::<SALT_BYTES>()?.to_vec();
            write_meta(connection, SALT_ROW, &salt)?;
            salt
        }
        None => return Err(VaultError::WrongKey),
    };
    let mut key = Key::default();
    Argon2::default()
        .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut_slice())
        .map_err(VaultError::Passphrase)?;
    Ok(key)
}

/// What opens the secrets of a database, for those who take it elsewhere.
pub(crate) enum Opener {
    /// Nothing has been sealed yet.
    Nothing,
    /// The key file in its folder.
    File(Key),
    /// A passphrase, which is nowhere in the folder.
    Passphrase,
}

impl Opener {
    /// Finds out for the database of a data folder. Fails if the key is lost.
    pub(crate) fn of(folder: &Path, connection: &Connection) -> Result<Self, VaultError> {
        if read_meta(connection, CHECK_ROW)?.is_none() {
            return Ok(Self::Nothing);
        }
        match key_file(folder, false) {
            Ok(key) if Vault::with_key(&key)?.check(connection).is_ok() => Ok(Self::File(key)),
            Ok(_) | Err(VaultError::WrongKey) if read_meta(connection, SALT_ROW)?.is_some() => {
                Ok(Self::Passphrase)
            }
            Ok(_) => Err(VaultError::WrongKey),
            Err(error) => Err(error),
        }
    }
}

/// Puts a key in its place in the folder, or sees to it that there is none.
pub(crate) fn place_key(folder: &Path, key: Option<&Key>) -> Result<(), std::io::Error> {
    match key {
        Some(key) => folder::replace(&path(folder), &folder.join(SCRATCH), &[key.as_slice()]),
        None => match std::fs::remove_file(path(folder)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    }
}

/// Where the key file of a data folder is.
fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// The key in the folder's key file, made if `may_create`. A crash leaves no file or a whole one.
pub(super) fn key_file(folder: &Path, may_create: bool) -> Result<Key, VaultError> {
    let mut key = Key::default();
    match std::fs::metadata(path(folder)) {
        Ok(_) => {
            let mut file = folder::private(&path(folder), false)?;
            file.read_exact(key.as_mut_slice())
                .map_err(|_| VaultError::Damaged)?;
        }
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        Err(_) if may_create => {
            getrandom::fill(key.as_mut_slice())?;
            place_key(folder, Some(&key))?;
        }
        Err(_) => return Err(VaultError::WrongKey),
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::in_memory;

    #[test]
    fn the_key_file_is_its_owners_alone_and_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let db = in_memory();
        let sealed = Vault::open(folder.path(), &db, None)
            .unwrap()
            .seal(b"secret", b"row")
            .unwrap();
        let file = folder.path().join(FILE);
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
    fn a_start_that_was_killed_at_any_step_is_followed_by_a_good_one() {
        let folder = tempfile::tempdir().unwrap();
        // While the key was being written.
        std::fs::write(folder.path().join(SCRATCH), "half").unwrap();
        let first = Vault::open(folder.path(), &in_memory(), None).unwrap();
        let sealed = first.seal(b"secret", b"row").unwrap();
        assert!(!folder.path().join(SCRATCH).exists());
        // After the key was written, before the database knew of it.
        let second = Vault::open(folder.path(), &in_memory(), None).unwrap();
        assert_eq!(
            second.unseal(&sealed, b"row").unwrap().as_slice(),
            b"secret"
        );
        // After the salt was written.
        let db = in_memory();
        write_meta(&db, SALT_ROW, b"0123456789abcdef").unwrap();
        Vault::open(folder.path(), &db, Some("passphrase")).unwrap();
        Vault::open(folder.path(), &db, Some("passphrase")).unwrap();
    }

    #[test]
    fn a_passphrase_where_a_key_file_is_used_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let db = in_memory();
        Vault::open(folder.path(), &db, None).unwrap();
        let mistaken = Vault::open(folder.path(), &db, Some("passphrase"));
        assert!(matches!(mistaken, Err(VaultError::WrongKey)));
        assert!(read_meta(&db, SALT_ROW).unwrap().is_none());
        Vault::open(folder.path(), &db, None).unwrap();
    }

    #[test]
    fn it_is_known_what_opens_a_database() {
        let folder = tempfile::tempdir().unwrap();
        let (with_file, with_passphrase) = (in_memory(), in_memory());
        assert!(matches!(
            Opener::of(folder.path(), &with_file),
            Ok(Opener::Nothing)
        ));
        Vault::open(folder.path(), &with_passphrase, Some("passphrase")).unwrap();
        let opener = || Opener::of(folder.path(), &with_passphrase);
        assert!(matches!(opener(), Ok(Opener::Passphrase)));
        Vault::open(folder.path(), &with_file, None).unwrap();
        assert!(matches!(opener(), Ok(Opener::Passphrase)));
        assert!(matches!(
            Opener::of(folder.path(), &with_file),
            Ok(Opener::File(_))
        ));
        place_key(folder.path(), None).unwrap();
        assert!(matches!(
            Opener::of(folder.path(), &with_file),
            Err(VaultError::WrongKey)
        ));
    }

    #[test]
    fn a_passphrase_is_checked_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let db = in_memory();
        Vault::open(folder.path(), &db, Some("right")).unwrap();
        Vault::open(folder.path(), &db, Some("right")).unwrap();
        let wrong = Vault::open(folder.path(), &db, Some("wrong"));
        assert!(matches!(wrong, Err(VaultError::WrongKey)));
        assert!(!folder.path().join(FILE).exists());
    }
}
