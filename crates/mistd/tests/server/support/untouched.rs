//! The guard on the machine that runs the tests: whatever they do, its own `authorized_keys` stay as they are.

use std::path::PathBuf;

/// What the machine's own files were when the guard was set up. It compares when it is dropped.
pub(crate) struct Untouched(Vec<(PathBuf, Option<Vec<u8>>)>);

impl Untouched {
    pub(crate) fn so_far() -> Self {
        Self(files().map(|path| (path.clone(), read(&path))).collect())
    }
}

impl Drop for Untouched {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        for (path, before) in &self.0 {
            assert!(read(path) == *before, "{} was changed", path.display());
        }
    }
}

fn read(path: &PathBuf) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
}

/// Of the person who runs the tests, by `HOME` and by the list of users, which need not agree.
fn files() -> impl Iterator<Item = PathBuf> {
    let uid = rustix::process::geteuid().as_raw().to_string();
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let listed = users.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        (fields.get(2) == Some(&uid.as_str())).then(|| PathBuf::from(fields[5]))
    });
    let homes = [std::env::home_dir(), listed];
    homes.into_iter().flatten().flat_map(|home| {
        ["authorized_keys", "authorized_keys2"].map(|name| home.join(".ssh").join(name))
    })
}
