//! The parts of the tests. Each shows its runners' own output and ends with the first error, after
//! everything in it that can still say something has run.

use std::fs;
use std::process::Command;

use crate::build::{self, Packing};
use crate::cli::Part;
use crate::error::{Error, Result};
use crate::process::{self, Group, words};
use crate::progress::{self, say};
use crate::test::hosts::Hosts;
use crate::test::{client, system};
use crate::tools::WASM;
use crate::tools::environment::Environment;

/// What the browser is started with: no sandbox, for the tests may run as root in a container, and
/// nothing that talks to anyone but the pages under test.
const BROWSER_FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Runs one part.
pub(crate) fn run(environment: &Environment, part: Part) -> Result<()> {
    match part {
        Part::Lint => lint(environment),
        Part::Native => all([environment.cargo(["test", "--workspace", "--locked"])]),
        Part::Clients => clients(environment),
        Part::Web => web(environment),
        Part::E2e => e2e(environment),
    }
}

fn lint(environment: &Environment) -> Result<()> {
    let mut host = environment.cargo(["clippy", "--workspace", "--all-targets", "--locked"]);
    host.args(["--", "-D", "warnings"]);
    let mut wasm = environment.cargo(["clippy", "--locked", "--target", WASM]);
    wasm.args([
        "--package",
        "mist-web",
        "--package",
        "mist-api",
        "--package",
        "mist-core",
        "--package",
        "mist-sim",
    ]);
    wasm.args(["--lib", "--bins", "--test", "web", "--", "-D", "warnings"]);
    let mut docs = environment.cargo(["doc", "--workspace", "--no-deps", "--locked"]);
    docs.env("RUSTDOCFLAGS", "-D warnings");
    all([
        environment.cargo(["fmt", "--all", "--check"]),
        host,
        wasm,
        docs,
    ])
}

/// Whether the client of 2014 can be had is this part's own affair: without it the others still run.
fn clients(environment: &Environment) -> Result<()> {
    let mut steps = Vec::from_iter(client::prepare(environment)?);
    steps.push(build::server(environment));
    progress::run(steps)?;
    let mut command = environment.command(&client::python(environment).to_string_lossy());
    command
        .arg("run.py")
        .current_dir(client::folder(environment))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("MISTD_BIN", build::server_program(environment))
        .envs(system::ssh_server().map(|server| ("SSHD", server)));
    all([command])
}

fn web(environment: &Environment) -> Result<()> {
    let (Some(browser), Some(driver)) = (system::browser(), system::driver()) else {
        return Err(Error::Advice(
            "There is no browser with its driver.".to_owned(),
        ));
    };
    let quoted = |text: &str| format!("{text:?}");
    let flags = BROWSER_FLAGS.map(quoted).join(", ");
    let settings = format!(
        "{{ \"goog:chromeOptions\": {{ \"binary\": {}, \"args\": [{flags}] }} }}\n",
        quoted(&browser.to_string_lossy())
    );
    let file = environment.scratch().join("webdriver.json");
    fs::create_dir_all(environment.scratch())
        .and_then(|()| fs::write(&file, settings))
        .map_err(Error::path("write", &file))?;

    let mut command = environment.cargo(["test", "--package", "mist-web", "--locked"]);
    command
        .args(["--target", WASM, "--test", "web"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file);
    all([command])
}

fn e2e(environment: &Environment) -> Result<()> {
    let size = built(environment)?;
    all(["test:fixtures", "test:page"].map(|script| browser_script(environment, script))).and(size)
}

/// Takes the pictures in `docs/screens` and writes their index.
pub(crate) fn screens(environment: &Environment) -> Result<()> {
    let size = built(environment)?;
    all([browser_script(environment, "screens")]).and(size)
}

/// Builds what the browser tests look at. The result inside is whether the page keeps to its byte
/// budget, which is no reason not to look at it.
fn built(environment: &Environment) -> Result<Result<()>> {
    let mut steps = build::page(environment, Packing::Packed)?;
    steps.push(build::server(environment));
    progress::run(steps)?;
    Ok(build::report(environment))
}

/// A script of the browser tests' package, told what was built and where the programs are.
pub(super) fn browser_script(environment: &Environment, script: &str) -> Command {
    let hosts = Hosts::chosen(environment);
    let mut command = environment.command("npm");
    command
        .args(["run", script])
        .env("NGINX", hosts.nginx)
        .env("CADDY", hosts.caddy)
        .current_dir(environment.root.join("tests").join("e2e"))
        .env("MIST_WEB_DIST", build::dist_folder(environment))
        .env("MISTD_BIN", build::server_program(environment))
        .envs(system::browser().map(|browser| ("CHROMIUM", browser)))
        .envs(system::ssh_server().map(|server| ("SSHD", server)));
    command
}

/// Runs every command, whatever the others say; the first failure is the answer.
fn all<const N: usize>(commands: [Command; N]) -> Result<()> {
    let mut first = Ok(());
    for mut command in commands {
        match visibly(&mut command) {
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            result => first = first.and(result),
        }
    }
    first
}

/// Runs a command with its output on screen.
pub(crate) fn visibly(command: &mut Command) -> Result<()> {
    let what = words(command);
    say(&format!("$ {what}"));
    let status = Group::spawn(command)?.wait(|| ())?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Command {
        what,
        outcome: process::outcome(status),
        log: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_does_not_hide_what_the_rest_has_to_say() {
        let folder = Folder::new("all");
        let mark = folder.path().join("ran");
        let error = all([
            shell("exit 3"),
            shell(&format!("touch '{}'", mark.display())),
        ]);
        assert!(error.unwrap_err().to_string().contains("status 3"));
        assert!(mark.exists());
    }
}
