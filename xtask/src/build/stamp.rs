//! Knows whether the page has to be built again: a hash over everything it is built from, kept
//! beside what was built.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::digest;
use crate::error::{Error, Result};

/// What at the top of the repository the page is not built from. All else counts, so that a new
/// folder is not forgotten.
const NOT_THE_PAGE: [&str; 4] = ["target", "dist", "docs", "tests"];

/// Crates that no part of the page depends on.
const NOT_ITS_CRATES: [&str; 2] = ["mistd", "mist-sim"];

/// A hash over the page's inputs and `settings` that a build depends on beside them.
pub(crate) fn of_inputs(root: &Path, settings: &[String]) -> Result<String> {
    let mut files = Vec::new();
    for entry in entries(root)? {
        if counts(root, &entry) {
            collect(&entry, &mut files)?;
        }
    }
    for entry in entries(&root.join("crates"))? {
        if !entry
            .file_name()
            .is_some_and(|name| is_one_of(name, &NOT_ITS_CRATES))
        {
            collect(&entry, &mut files)?;
        }
    }
    files.sort();

    let mut hash = Sha256::new();
    for setting in settings {
        feed(&mut hash, setting.as_bytes());
    }
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        feed(&mut hash, name.as_os_str().as_encoded_bytes());
        feed(
            &mut hash,
            &fs::read(&file).map_err(Error::path("read", &file))?,
        );
    }
    Ok(digest::hex(&hash.finalize()))
}

/// Whether `stamp` was left at `path`.
pub(crate) fn is(path: &Path, stamp: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|there| there == stamp)
}

/// Leaves `stamp` at `path`.
pub(crate) fn leave(path: &Path, stamp: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::path("create", folder))?;
    }
    fs::write(path, stamp).map_err(Error::path("write", path))
}

/// Takes the stamp at `path` away before work begins that would make it untrue.
pub(crate) fn lift(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::path("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn counts(root: &Path, entry: &Path) -> bool {
    let Some(name) = entry.file_name() else {
        return false;
    };
    let hidden = name.as_encoded_bytes().starts_with(b".") && name != ".cargo";
    let text = entry.extension() == Some(OsStr::new("md"));
    !hidden && !text && !is_one_of(name, &NOT_THE_PAGE) && *entry != root.join("crates")
}

fn collect(entry: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if entry.is_dir() {
        for inner in entries(entry)? {
            collect(&inner, files)?;
        }
    } else if entry.is_file() {
        files.push(entry.to_owned());
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect()
        })
        .map_err(Error::path("read", folder))
}

fn is_one_of(name: &OsStr, names: &[&str]) -> bool {
    names.iter().any(|known| name == *known)
}

/// Length first, so that no two lists of pieces look the same.
fn feed(hash: &mut Sha256, piece: &[u8]) {
    hash.update(piece.len().to_le_bytes());
    hash.update(piece);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn put(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn only_what_the_page_is_built_from_changes_the_stamp() {
        let folder = Folder::new("stamp");
        let root = folder.path();
        put(root, "src/main.rs", "fn main() {}");
        put(root, "crates/mist-api/src/lib.rs", "");
        let stamp = || of_inputs(root, &["rustc 1".to_owned()]).unwrap();
        let first = stamp();

        for other in [
            "README.md",
            "docs/a.md",
            "tests/e2e/a.ts",
            "target/x",
            "dist/index.html",
        ] {
            put(root, other, "x");
        }
        put(root, "crates/mistd/src/main.rs", "x");
        put(root, ".git/HEAD", "x");
        assert_eq!(stamp(), first);

        let mut seen = vec![first];
        for input in [
            "src/deep/new.rs",
            "style/a.css",
            "crates/mist-api/src/lib.rs",
            "new/file",
        ] {
            put(root, input, "changed");
            seen.push(stamp());
        }
        seen.push(of_inputs(root, &["rustc 2".to_owned()]).unwrap());
        let mut distinct = seen.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), seen.len());
    }

    #[test]
    fn a_stamp_is_left_and_lifted() {
        let folder = Folder::new("leave");
        let path = folder.path().join("a/stamp");
        assert!(!is(&path, "1"));
        leave(&path, "1").unwrap();
        assert!(is(&path, "1") && !is(&path, "2"));
        lift(&path).unwrap();
        lift(&path).unwrap();
        assert!(!is(&path, "1"));
    }
}
