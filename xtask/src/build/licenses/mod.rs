//! The licences of everything that is compiled into the page, for `licenses.txt` in `dist/`: asks cargo what
//! that is, and finds the texts in the libraries' own folders.

mod known;
mod list;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::build::parts;
use crate::error::{Error, Result};
use crate::process::{output, words};
use crate::tools::WASM;
use crate::tools::environment::Environment;
use list::Library;

/// The file in `dist/`.
pub(crate) const FILE: &str = "licenses.txt";

/// How the names of files with licence texts and notices begin.
const BEGINNINGS: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "unlicense",
];

/// The text of [`FILE`]: the same for the same `Cargo.lock`.
pub(crate) fn text(environment: &Environment) -> Result<Vec<u8>> {
    let folders = folders(environment)?;
    let mut libraries = Vec::new();
    for line in tree(environment)?.lines() {
        let (name, version, expression) = read_line(line)
            .ok_or_else(|| Error::Shape(format!("cargo tree said something odd: {line}")))?;
        // Our own crates are under the two licences that stand at the top.
        if line.contains(" (/") {
            continue;
        }
        let folder = folders
            .get(&format!("{name}-{version}"))
            .or_else(|| folders.get(name))
            .ok_or_else(|| Error::Shape(format!("cargo does not say where {name} is")))?;
        libraries.push(Library {
            name: name.to_owned(),
            version: version.to_owned(),
            expression: expression.to_owned(),
            texts: texts(folder)?,
        });
    }
    libraries.push(standard_library(environment)?);
    list::compose(libraries).map(String::into_bytes)
}

/// Name, version and licence of each crate in the page, one a line. What only runs while building is not.
fn tree(environment: &Environment) -> Result<String> {
    let mut command = environment.cargo(["tree", "--locked", "--offline", "--package", "mist-web"]);
    command.args(["--edges", "normal,no-proc-macro", "--target", WASM]);
    command.args(["--features", parts::FEATURE, "--prefix", "none"]);
    command.args(["--format", "{p}|{l}"]);
    let lines = answer(&mut command)?;
    let mut lines: Vec<_> = lines
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.join("\n"))
}

/// `name v1.2.3 …|licence` as its three parts.
fn read_line(line: &str) -> Option<(&str, &str, &str)> {
    let (package, expression) = line.split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?);
    Some((name, version.strip_prefix('v')?, expression))
}

/// The folders of all packages, by their last name: `serde-1.0.0` or, where sources were copied, `serde`.
fn folders(environment: &Environment) -> Result<BTreeMap<String, PathBuf>> {
    let mut command =
        environment.cargo(["metadata", "--locked", "--offline", "--format-version=1"]);
    command.args(["--filter-platform", WASM]);
    Ok(manifests(&answer(&mut command)?))
}

/// Of its JSON only these paths are wanted, which hold nothing that JSON would write differently.
fn manifests(json: &str) -> BTreeMap<String, PathBuf> {
    let paths = json.split("\"manifest_path\":\"").skip(1);
    paths
        .filter_map(|rest| {
            let folder = Path::new(rest.split('"').next()?).parent()?;
            let name = folder.file_name()?.to_str()?.to_owned();
            Some((name, folder.to_owned()))
        })
        .collect()
}

fn answer(command: &mut std::process::Command) -> Result<String> {
    output(command).ok_or_else(|| Error::Command {
        what: words(command),
        outcome: "did not say what the page is made of".to_owned(),
        log: None,
    })
}

/// The texts that lie in a library's folder, in the order of their files' names.
fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::path("read", folder))? {
        let path = entry.map_err(Error::path("read", folder))?.path();
        if path.is_file() && is_licence(&path) {
            files.push(path);
        }
    }
    files.sort();
    let read = |path: &PathBuf| fs::read(path).map_err(Error::path("read", path));
    let bytes = files.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(bytes
        .iter()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect())
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let is_source = Path::new(&name).extension().is_some_and(|end| end == "rs");
    !is_source && BEGINNINGS.iter().any(|word| name.starts_with(word))
}

/// What every Rust program has in it.
fn standard_library(environment: &Environment) -> Result<Library> {
    let version = answer(environment.command("rustc").arg("--version"))?;
    let version = version.split(' ').nth(1).unwrap_or_default().trim();
    Ok(Library {
        name: "std (Rust's standard library)".to_owned(),
        version: version.to_owned(),
        expression: "MIT OR Apache-2.0".to_owned(),
        texts: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_read() {
        let line = "serde v1.0.0 (proc-macro)|MIT OR Apache-2.0";
        let read = read_line(line).unwrap();
        assert_eq!(read, ("serde", "1.0.0", "MIT OR Apache-2.0"));
        assert_eq!(read_line("serde 1"), None);
        let json = r#"{"a":1,"manifest_path":"/x/serde-1.0.0/Cargo.toml","b":[{"manifest_path":"/y/own/Cargo.toml"}]}"#;
        let folders = manifests(json);
        assert_eq!(folders["serde-1.0.0"], Path::new("/x/serde-1.0.0"));
        assert_eq!(folders["own"], Path::new("/y/own"));
    }

    #[test]
    fn licences_are_known_by_their_files_names() {
        for name in [
            "LICENSE",
            "LICENSE-MIT",
            "License.md",
            "COPYING",
            "UNLICENSE",
        ] {
            assert!(is_licence(Path::new(name)), "{name}");
        }
        for name in ["README.md", "licence.rs", "Cargo.toml"] {
            assert!(!is_licence(Path::new(name)), "{name}");
        }
    }

    /// With the libraries as they are: a new one under a licence that nobody has looked at fails here too.
    #[test]
    fn everything_in_the_page_has_a_licence_we_know_and_its_text() {
        let environment = Environment::discover().unwrap();
        let text = text(&environment).unwrap();
        assert_eq!(text, super::text(&environment).unwrap());
        let text = String::from_utf8(text).unwrap();
        for words in [
            "\nleptos 0.",
            "Greg Johnston",
            "\nserde 1.",
            "Apache License",
            "UNICODE LICENSE",
        ] {
            assert!(text.contains(words), "{words}");
        }
        assert!(!text.contains("\nmistd ") && !text.contains("\ntokio "));
    }
}
