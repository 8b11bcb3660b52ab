//! Reads a build from disk and puts a finished one where a server may be serving it meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::build::budget::Size;
use crate::build::finish::{Files, INDEX, extension};
use crate::error::{Error, Result};

/// Every file under `folder`, by its path with `/`, hidden ones left out.
pub(crate) fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for (name, path) in list(folder)? {
        files.insert(name, fs::read(&path).map_err(Error::path("read", &path))?);
    }
    Ok(files)
}

/// Makes `folder` hold exactly `files`.
///
/// New files come first, then `index.html` that names them, and what it no longer names goes
/// last: whoever asks meanwhile gets a whole old page or a whole new one.
pub(crate) fn publish(folder: &Path, files: &Files) -> Result<()> {
    let is_index = |name: &str| name.starts_with(INDEX);
    let (pages, parts): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| is_index(name));
    for (name, bytes) in parts.into_iter().chain(pages) {
        place(&folder.join(name), bytes)?;
    }
    for (name, path) in list(folder)? {
        if !files.contains_key(&name) {
            fs::remove_file(&path).map_err(Error::path("remove", &path))?;
        }
    }
    Ok(())
}

/// The sizes of all files of a finished build.
pub(crate) fn sizes(folder: &Path) -> Result<Vec<Size>> {
    let mut bytes = BTreeMap::new();
    for (name, path) in list(folder)? {
        let facts = path.metadata().map_err(Error::path("read", &path))?;
        bytes.insert(name, facts.len());
    }
    let packed = |name: &String, suffix: &str| bytes.get(&format!("{name}{suffix}")).copied();
    let sizes = bytes
        .iter()
        .filter(|(name, _)| !matches!(extension(name), "br" | "gz"))
        .map(|(name, raw)| Size {
            name: name.clone(),
            raw: *raw,
            brotli: packed(name, ".br"),
            gzip: packed(name, ".gz"),
        })
        .collect();
    Ok(sizes)
}

/// Writes beside and renames, so that no reader sees half a file.
fn place(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(Error::path("create", parent))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fresh = parent.join(format!(".{name}.new"));
    fs::write(&fresh, bytes).map_err(Error::path("write", &fresh))?;
    fs::rename(&fresh, path).map_err(Error::path("write", path))
}

fn list(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    let mut open = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::path("read", &folder))? {
            let entry = entry.map_err(Error::path("read", &folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{prefix}{name}");
            if entry.path().is_dir() {
                open.push((format!("{name}/"), entry.path()));
            } else {
                found.insert(name, entry.path());
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_published_folder_holds_exactly_the_files() {
        let folder = Folder::new("publish");
        let first = files(&[
            (INDEX, "1"),
            ("a-1.js", "a"),
            ("deep/er/icon.svg", "<svg/>"),
        ]);
        publish(folder.path(), &first).unwrap();
        assert_eq!(read(folder.path()).unwrap(), first);

        let second = files(&[
            (INDEX, "2"),
            ("a-2.js", "b"),
            ("deep/er/icon.svg", "<svg/>"),
        ]);
        publish(folder.path(), &second).unwrap();
        assert_eq!(read(folder.path()).unwrap(), second);
    }

    #[test]
    fn sizes_pair_a_file_with_its_packed_forms() {
        let folder = Folder::new("sizes");
        publish(
            folder.path(),
            &files(&[("a.js", "12345"), ("a.js.br", "1"), ("b.png", "12")]),
        )
        .unwrap();
        let sizes = sizes(folder.path()).unwrap();
        let expected = [
            Size {
                name: "a.js".to_owned(),
                raw: 5,
                brotli: Some(1),
                gzip: None,
            },
            Size {
                name: "b.png".to_owned(),
                raw: 2,
                brotli: None,
                gzip: None,
            },
        ];
        assert_eq!(sizes, expected);
    }
}
