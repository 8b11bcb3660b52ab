//! Finds or installs what the project is built with, and gives children an environment in which
//! they find it. Installs only what `cargo` and `rustup` can; a system's packages are `test`'s.

pub(crate) mod environment;
mod install;
pub(crate) mod manifest;
mod toolchain;
pub(crate) mod version;

use std::fs;

use crate::error::{Error, Result};
use crate::progress::Step;
use environment::Environment;
use install::Tool;
use version::Version;

pub(crate) use toolchain::WASM;

/// What a task needs beyond a toolchain with the wasm target.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Needs {
    /// The bundler.
    pub trunk: bool,
    /// The wasm-bindgen CLI and its test runner.
    pub bindgen: bool,
    /// The formatter and the linter.
    pub lints: bool,
}

impl Needs {
    /// What building the page takes.
    pub(crate) const PAGE: Self = Self {
        trunk: true,
        bindgen: true,
        lints: false,
    };
}

/// An environment in which everything in `needs` will be found once the returned steps have run.
pub(crate) fn prepare(needs: Needs) -> Result<(Environment, Vec<Step<'static>>)> {
    let mut environment = Environment::discover()?;
    let read = |name: &str| {
        let path = environment.root.join(name);
        fs::read_to_string(&path).map_err(Error::path("read", &path))
    };
    let rust = manifest::rust_version(&read("Cargo.toml")?)?;
    let lock = read("Cargo.lock")?;

    let components: &[&str] = if needs.lints {
        &["clippy", "rustfmt"]
    } else {
        &[]
    };
    let mut steps = toolchain::choose(&mut environment, rust, components)?;
    if needs.bindgen {
        let version = manifest::locked(&lock, "wasm-bindgen")?;
        steps.extend(install::provide(&mut environment, wasm_bindgen(version))?);
    }
    if needs.trunk {
        steps.extend(install::provide(&mut environment, trunk())?);
    }
    Ok((environment, steps))
}

/// 0.21.14 is the last version that the workspace's oldest compiler builds; what it does wrong
/// (hashes, minified scripts) `build` does instead.
fn trunk() -> Tool {
    Tool {
        package: "trunk",
        programs: &["trunk"],
        version: Version::new(0, 21, 14),
        fits: |found, built| {
            (found.major, found.minor) == (built.major, built.minor) && found >= built
        },
        locked: true,
        seconds: 200,
    }
}

/// Must match the library in `Cargo.lock` to the last digit. Its own lock file names a crate
/// version that cannot be had, so it is built without.
fn wasm_bindgen(version: Version) -> Tool {
    Tool {
        package: "wasm-bindgen-cli",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version,
        fits: |found, wanted| found == wanted,
        locked: false,
        seconds: 80,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_patch_of_trunk_fits_and_another_minor_does_not() {
        let Tool { fits, version, .. } = trunk();
        assert!(fits(Version::new(0, 21, 14), version));
        assert!(fits(Version::new(0, 21, 15), version));
        assert!(!fits(Version::new(0, 21, 13), version));
        assert!(!fits(Version::new(0, 22, 1), version));
    }

    #[test]
    fn only_the_locked_wasm_bindgen_fits() {
        let Tool { fits, version, .. } = wasm_bindgen(Version::new(0, 2, 130));
        assert!(fits(Version::new(0, 2, 130), version));
        assert!(!fits(Version::new(0, 2, 131), version));
    }
}
