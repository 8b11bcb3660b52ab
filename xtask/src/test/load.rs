//! `cargo xtask bench load`: builds what is opened and lets a browser measure it. What is measured
//! and how is the script's (`tests/e2e/bench`).

use crate::build::{self, Packing, hello};
use crate::error::Result;
use crate::progress;
use crate::test::{parts, system};
use crate::tools::environment::Environment;

/// Opens each page `runs` times on each line. Numbers that miss their aim are no failure: this
/// measures, on machines of every speed.
pub(crate) fn measure(environment: &Environment, runs: u16) -> Result<()> {
    let mut steps = build::page(environment, Packing::Packed)?;
    steps.push(build::server(environment));
    steps.push(hello::step(environment));
    progress::run(steps)?;
    let mut command = parts::browser_script(environment, "bench");
    command
        .args(["--", "--runs", &runs.to_string()])
        .env("BENCH_HELLO", hello::folder(environment))
        .env("BENCH_RESULTS", environment.scratch().join("load.json"))
        .envs(system::cockpit().map(|server| ("COCKPIT_WS", server)));
    parts::visibly(&mut command)
}
