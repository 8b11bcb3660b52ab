//! A hello-world page made with Leptos, which `bench load` opens beside ours: built by the same
//! tools, its function names dropped and its files compressed as ours are.

use std::path::PathBuf;

use crate::build::finish::extension;
use crate::build::{compress, folder, module};
use crate::error::Result;
use crate::progress::{Line, Step};
use crate::tools::WASM;
use crate::tools::environment::Environment;

/// Seconds on two cores, after the page itself was built: they share most of their libraries.
const SECONDS: u64 = 60;

/// Where the finished page is.
pub(crate) fn folder(environment: &Environment) -> PathBuf {
    environment.scratch().join("hello")
}

/// The step that brings it up to date. It runs every time: cargo knows best whether there is
/// anything to do.
pub(crate) fn step(environment: &Environment) -> Step<'_> {
    Step::new("Building a small Leptos page", SECONDS, |line| {
        build(environment, line)
    })
}

fn sources(environment: &Environment) -> PathBuf {
    environment.root.join("tests").join("bench").join("hello")
}

fn build(environment: &Environment, line: &mut Line) -> Result<()> {
    let sources = sources(environment);
    let staging = environment.scratch().join("hello-built");

    // trunk builds without the network.
    let mut fetch = environment.cargo(["fetch", "--locked", "--target", WASM]);
    line.run(
        fetch.current_dir(&sources),
        &environment.log("hello-sources"),
    )?;
    let mut trunk = environment.command("trunk");
    trunk
        .current_dir(&sources)
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE")
        .args(["build", "--release", "--skip-version-check"])
        .args(["--color", "never", "--dist"])
        .arg(&staging);
    line.run(&mut trunk, &environment.log("hello"))?;

    let mut files = folder::read(&staging)?;
    for (name, bytes) in &mut files {
        if extension(name) == "wasm" {
            *bytes = module::without_names(bytes);
        }
    }
    compress::compress(&mut files)?;
    folder::publish(&folder(environment), &files)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::tools::manifest::locked;

    #[test]
    fn it_is_made_of_the_versions_the_page_is_made_of() {
        let environment = Environment::discover().unwrap();
        let lock = |folder: PathBuf| fs::read_to_string(folder.join("Cargo.lock")).unwrap();
        let (ours, hello) = (lock(environment.root.clone()), lock(sources(&environment)));
        for package in ["leptos", "wasm-bindgen"] {
            let version = |text| locked(text, package).unwrap();
            assert_eq!(version(&hello), version(&ours), "{package}");
        }
    }
}
