//! Which Rust toolchain builds the project: the machine's own when it is new enough, otherwise a
//! fixed newer one that rustup installs beside it. A `rust-toolchain.toml` would decide the same
//! before the first cargo command, and break it where that toolchain is not there yet.

use std::path::Path;

use crate::error::{Error, Result};
use crate::process::output;
use crate::progress::Step;
use crate::tools::environment::{Environment, find};
use crate::tools::version::Version;

/// Installed when the machine's own toolchain is older than the workspace wants.
const NEWEST: &str = "1.99.1";

/// What the page is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Chooses the toolchain for all children of `environment` and plans what it lacks.
pub(crate) fn choose(
    environment: &mut Environment,
    wanted: Version,
    components: &[&'static str],
) -> Result<Vec<Step<'static>>> {
    let own = output(environment.command("rustc").arg("--version"))
        .and_then(|text| Version::printed(&text));
    if own.is_none_or(|own| own < wanted) {
        environment.toolchain = Some(NEWEST);
        if output(environment.command("rustc").arg("--version")).is_none() {
            need_rustup(&format!("Rust {wanted} or newer"))?;
            return Ok(vec![install_toolchain(environment, components)]);
        }
    }
    missing_parts(environment, components)
}

fn install_toolchain(environment: &Environment, components: &[&str]) -> Step<'static> {
    let mut command = environment.command("rustup");
    command.env_remove("RUSTUP_TOOLCHAIN");
    command.args([
        "toolchain",
        "install",
        NEWEST,
        "--profile",
        "minimal",
        "--target",
        WASM,
    ]);
    for component in components {
        command.args(["--component", component]);
    }
    let log = environment.log("rust-toolchain");
    Step::new(format!("Installing Rust {NEWEST}"), 60, move |line| {
        line.run(&mut command, &log)
    })
}

fn missing_parts(
    environment: &Environment,
    components: &[&'static str],
) -> Result<Vec<Step<'static>>> {
    let mut steps = Vec::new();
    if !has_wasm(environment) {
        need_rustup(&format!("the Rust target {WASM}"))?;
        let mut command = environment.command("rustup");
        command.args(["target", "add", WASM]);
        let log = environment.log("rust-target");
        let title = format!("Adding the Rust target {WASM}");
        steps.push(Step::new(title, 15, move |line| {
            line.run(&mut command, &log)
        }));
    }
    for component in components {
        let program = if *component == "rustfmt" {
            "rustfmt"
        } else {
            "cargo-clippy"
        };
        if output(environment.command(program).arg("--version")).is_none() {
            need_rustup(component)?;
            let mut command = environment.command("rustup");
            command.args(["component", "add", component]);
            let log = environment.log(component);
            let title = format!("Adding {component}");
            steps.push(Step::new(title, 15, move |line| {
                line.run(&mut command, &log)
            }));
        }
    }
    Ok(steps)
}

/// Looks for the target's standard library, which also finds one that a distribution packaged.
fn has_wasm(environment: &Environment) -> bool {
    output(environment.command("rustc").args(["--print", "sysroot"])).is_some_and(|sysroot| {
        Path::new(sysroot.trim())
            .join("lib/rustlib")
            .join(WASM)
            .is_dir()
    })
}

fn need_rustup(what: &str) -> Result<()> {
    if find("rustup").is_some() {
        return Ok(());
    }
    Err(Error::Advice(format!(
        "{what} is missing and there is no rustup to install it with. \
         Install rustup (your system's package, or as rust-lang.org describes) and try again."
    )))
}
