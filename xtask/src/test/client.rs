//! The Python client of 2014, which the part `clients` drives: made ready once, by `tests/clients/prepare.py`,
//! and again when what it is made of changes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::digest;
use crate::error::{Error, Result};
use crate::lock;
use crate::process::output;
use crate::progress::{Line, Step};
use crate::test::system;
use crate::tools::environment::Environment;

/// Downloads and conversion, on two cores.
const SECONDS: u64 = 20;

/// The folder of the tests.
pub(crate) fn folder(environment: &Environment) -> PathBuf {
    environment.root.join("tests").join("clients")
}

/// The Python in which the client can be imported.
pub(crate) fn python(environment: &Environment) -> PathBuf {
    home(environment).join("bin").join("python")
}

/// Plans to make the client ready, unless it is.
pub(crate) fn prepare(environment: &Environment) -> Result<Option<Step<'_>>> {
    let wanted = stamp_of(&folder(environment))?;
    if is_ready(environment, &wanted) {
        return Ok(None);
    }
    let step = Step::new("Installing the client of 2014", SECONDS, move |line| {
        make(environment, &wanted, line)
    });
    Ok(Some(step))
}

fn make(environment: &Environment, wanted: &str, line: &mut Line) -> Result<()> {
    let home = home(environment);
    let _lock = lock::hold(&home.with_extension("lock"), line)?;
    // Another run may have made it while this one waited, and may be using it.
    if is_ready(environment, wanted) {
        return Ok(());
    }
    let python = system::python()
        .ok_or_else(|| Error::Advice("There is no Python that converts Python 2.".to_owned()))?;
    let mut command = environment.command(&python.to_string_lossy());
    command
        .arg(folder(environment).join("prepare.py"))
        .arg(&home)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    line.run(&mut command, &environment.log("client"))?;
    // Inside the folder that is emptied first, so it never outlives the client.
    let stamp = stamp(environment);
    fs::write(&stamp, wanted).map_err(Error::path("write", &stamp))
}

fn home(environment: &Environment) -> PathBuf {
    environment.scratch().join("client")
}

fn stamp(environment: &Environment) -> PathBuf {
    home(environment).join(".mist-web-stamp")
}

/// Whether it was made of the same and still runs: the Python below it may have gone or become another.
fn is_ready(environment: &Environment, wanted: &str) -> bool {
    let python = python(environment);
    fs::read_to_string(stamp(environment)).is_ok_and(|there| there == wanted)
        && output(
            environment
                .command(&python.to_string_lossy())
                .args(["-c", "import mistclient, mistcommand, ansible"]),
        )
        .is_some()
}

/// A digest of all that the client is made of, beside what pip downloads, which is named there by digest.
fn stamp_of(folder: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    for name in [
        "prepare.py",
        "changes.py",
        "client.txt",
        "libraries.txt",
        "stub/ansible/__init__.py",
        "stub/ansible/inventory.py",
        "stub/ansible/runner.py",
    ] {
        let file = folder.join(name);
        bytes.extend(fs::read(&file).map_err(Error::path("read", &file))?);
    }
    Ok(digest::of(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change that is not seen would be tested with the client of before.
    #[test]
    fn everything_the_client_is_made_of_is_in_its_stamp() {
        let folder = folder(&Environment::discover().unwrap());
        stamp_of(&folder).unwrap();
        let stub = fs::read_dir(folder.join("stub/ansible")).unwrap();
        let files = stub.filter(|entry| entry.as_ref().unwrap().path().is_file());
        assert_eq!(files.count(), 3);
        let prepare = fs::read_to_string(folder.join("prepare.py")).unwrap();
        assert_eq!(prepare.matches("HERE / ").count(), 3, "{prepare}");
    }
}
