//! The two facts the set-up needs from the workspace's own files. They are read line by line:
//! a whole TOML parser would be compiled before the first line can be shown.

use crate::error::{Error, Result};
use crate::tools::version::Version;

/// The version of `package` in the text of a `Cargo.lock`.
pub(crate) fn locked(lock: &str, package: &str) -> Result<Version> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines
        .by_ref()
        .find(|line| *line == name)
        .and_then(|_| lines.next())
        .and_then(|line| line.strip_prefix("version = "))
        .and_then(|version| Version::parse(version.trim_matches('"')))
        .ok_or_else(|| Error::Shape(format!("Cargo.lock names no version of {package}")))
}

/// The oldest compiler the workspace builds with, from the text of the root `Cargo.toml`.
pub(crate) fn rust_version(manifest: &str) -> Result<Version> {
    manifest
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "rust-version")
        .and_then(|(_, value)| Version::parse(value.trim().trim_matches('"')))
        .ok_or_else(|| Error::Shape("Cargo.toml names no rust-version".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"version = 4

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry"
"#;

    #[test]
    fn the_lock_is_read_by_whole_names() {
        assert_eq!(
            locked(LOCK, "wasm-bindgen").unwrap(),
            Version::new(0, 2, 130)
        );
        assert!(locked(LOCK, "wasm").is_err());
    }

    #[test]
    fn the_workspace_names_its_compiler() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\nrust-version = \"1.95\"\n";
        assert_eq!(rust_version(manifest).unwrap(), Version::new(1, 95, 0));
        assert!(rust_version("[package]\nrust-version.workspace = true\n").is_err());
    }

    #[test]
    fn this_workspace_has_both() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .unwrap();
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        assert!(rust_version(&manifest).unwrap() >= Version::new(1, 85, 0));
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
        assert!(locked(&lock, "wasm-bindgen").is_ok());
    }
}
