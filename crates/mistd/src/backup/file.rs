//! The form of a back-up: a line that says what it is, a line of JSON about it, the key if there is one,
//! the database, and a digest over all of that, so that a file that was cut or altered is noticed.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::store::folder;
use crate::vault::Key;

const TITLE: &[u8] = b"mistd backup 1\n";
const DIGEST_BYTES: usize = 32;

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadFile {
    /// It begins differently.
    #[error("this is not a file that `mistd backup` wrote, or one of a newer version")]
    Foreign,
    /// It is too short, or its digest is another one.
    #[error("the file is damaged: it was cut short or altered")]
    Damaged,
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] std::io::Error),
}

/// The second line.
#[derive(Serialize, Deserialize)]
struct Header {
    /// Seconds since 1970.
    made: i64,
    /// `none`, `file` or `passphrase`.
    key: String,
    database_bytes: usize,
}

/// What opens the secrets in a back-up.
pub(super) enum KeyKind {
    /// There are no secrets yet.
    None,
    /// A passphrase, which is not in the file.
    Passphrase,
    /// This key, which is.
    File(Key),
}

/// All that is in a back-up.
pub(super) struct Contents {
    /// Seconds since 1970.
    pub(super) made: i64,
    pub(super) key: KeyKind,
    /// The bytes of a database file.
    pub(super) database: Vec<u8>,
}

impl Contents {
    /// Writes the file, readable by its owner only. One that is there stays until the new one is
    /// complete and on the disk.
    pub(super) fn write(&self, path: &Path) -> Result<(), std::io::Error> {
        let (kind, key) = match &self.key {
            KeyKind::None => ("none", &[][..]),
            KeyKind::Passphrase => ("passphrase", &[][..]),
            KeyKind::File(key) => ("file", key.as_slice()),
        };
        let header = Header {
            made: self.made,
            key: kind.to_owned(),
            database_bytes: self.database.len(),
        };
        let mut line = serde_json::to_vec(&header)?;
        line.push(b'\n');
        let parts = [TITLE, &line, key, &self.database];
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part);
        }
        let digest: [u8; DIGEST_BYTES] = digest.finalize().into();
        let [title, line, key, database] = parts;
        folder::replace(path, &scratch(path), &[title, line, key, database, &digest])
    }

    /// Reads and checks a file.
    pub(super) fn read(path: &Path) -> Result<Self, BadFile> {
        let mut bytes = zeroize::Zeroizing::new(Vec::new());
        let mut file = std::fs::File::open(path)?;
        // Known before it is read: a vector that grows leaves copies behind, of the key too.
        bytes.reserve_exact(usize::try_from(file.metadata()?.len()).unwrap_or(0));
        file.read_to_end(&mut bytes)?;
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Self, BadFile> {
        if !bytes.starts_with(TITLE) {
            return Err(BadFile::Foreign);
        }
        let (content, digest) = bytes
            .split_last_chunk::<DIGEST_BYTES>()
            .ok_or(BadFile::Damaged)?;
        let actual: [u8; DIGEST_BYTES] = Sha256::digest(content).into();
        if actual != *digest {
            return Err(BadFile::Damaged);
        }
        let rest = content.get(TITLE.len()..).ok_or(BadFile::Damaged)?;
        let mut parts = rest.splitn(2, |byte| *byte == b'\n');
        let (line, rest) = parts.next().zip(parts.next()).ok_or(BadFile::Damaged)?;
        let header: Header = serde_json::from_slice(line).map_err(|_| BadFile::Damaged)?;
        let (key, database) = match header.key.as_str() {
            "none" => (KeyKind::None, rest),
            "passphrase" => (KeyKind::Passphrase, rest),
            "file" => {
                let (key, database) = rest.split_first_chunk().ok_or(BadFile::Damaged)?;
                (KeyKind::File(Key::new(*key)), database)
            }
            _ => return Err(BadFile::Foreign),
        };
        if database.len() != header.database_bytes {
            return Err(BadFile::Damaged);
        }
        Ok(Self {
            made: header.made,
            key,
            database: database.to_vec(),
        })
    }
}

/// The file's name while it grows.
fn scratch(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_any_change_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        let contents = Contents {
            made: 12,
            key: KeyKind::File(Key::new([b'\n'; 32])),
            database: b"database\nof two lines".to_vec(),
        };
        contents.write(&path).unwrap();
        let read = Contents::read(&path).unwrap();
        assert_eq!((read.made, &read.database), (12, &contents.database));
        assert!(matches!(&read.key, KeyKind::File(key) if **key == [b'\n'; 32]));
        let bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            assert!(Contents::parse(&altered).is_err(), "byte {at}");
            assert!(Contents::parse(&bytes[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn other_files_are_told_from_damaged_ones() {
        assert!(matches!(
            Contents::parse(b"SQLite format 3"),
            Err(BadFile::Foreign)
        ));
        assert!(matches!(
            Contents::parse(b"mistd backup 2\n"),
            Err(BadFile::Foreign)
        ));
        assert!(matches!(Contents::parse(TITLE), Err(BadFile::Damaged)));
    }
}
