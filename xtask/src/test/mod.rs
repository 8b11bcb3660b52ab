//! `cargo xtask test`, `screens` and `bench`: installs what they need, runs them, tells the times.

mod client;
mod hosts;
mod load;
mod npm;
mod parts;
mod system;

use std::time::{Duration, Instant};

use crate::cli::Part;
use crate::error::{Error, Result};
use crate::estimate::clock;
use crate::progress::{self, say};
use crate::tools::{self, Needs, environment::Environment};
use system::Purpose;

/// Runs `parts` in order, all of them even if one fails.
pub(crate) fn test(parts: &[Part]) -> Result<()> {
    let environment = prepare(parts)?;
    let mut outcomes = Vec::new();
    for part in parts {
        say(&format!("\n== {} ==", part.name()));
        let started = Instant::now();
        let result = parts::run(&environment, *part);
        let took = started.elapsed();
        say(&format!("== {} took {} ==", part.name(), clock(took)));
        if matches!(result, Err(Error::Interrupted)) {
            return result;
        }
        outcomes.push(Outcome {
            part: *part,
            took,
            failure: result.err(),
        });
    }
    say(&format!("\n{}", summary(&outcomes)));
    match outcomes.into_iter().find_map(|outcome| outcome.failure) {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// Takes the pictures of every screen, with what the browser tests need.
pub(crate) fn screens() -> Result<()> {
    parts::screens(&prepare(&[Part::E2e])?)
}

/// Installs what `parts` need.
fn prepare(parts: &[Part]) -> Result<Environment> {
    let (environment, mut steps) = tools::prepare(needs(parts))?;
    steps.extend(system::prepare(&environment, Purpose::Tests(parts))?);
    if parts.contains(&Part::E2e) {
        steps.extend(npm::prepare(&environment)?);
        steps.extend(hosts::prepare(&environment)?);
    }
    progress::run(steps)?;
    Ok(environment)
}

/// Runs the benchmarks of the crates whose speed a person feels.
pub(crate) fn bench() -> Result<()> {
    let (environment, steps) = tools::prepare(Needs::default())?;
    progress::run(steps)?;
    let mut libraries = environment.cargo(["bench", "--locked", "--package", "mist-api"]);
    parts::visibly(libraries.args(["--package", "mist-core"]))?;
    // As the server is built for people.
    let mut server = environment.cargo(["bench", "--locked", "--package", "mistd"]);
    parts::visibly(server.args(["--profile", "server", "--bench", "clouds"]))
}

/// Measures how fast the page opens beside others.
pub(crate) fn load(runs: u16) -> Result<()> {
    let (environment, mut steps) = tools::prepare(Needs::PAGE)?;
    steps.extend(system::prepare(&environment, Purpose::Load)?);
    steps.extend(npm::prepare(&environment)?);
    progress::run(steps)?;
    load::measure(&environment, runs)
}

fn needs(parts: &[Part]) -> Needs {
    let has = |part| parts.contains(&part);
    Needs {
        trunk: has(Part::E2e),
        bindgen: has(Part::E2e) || has(Part::Web),
        lints: has(Part::Lint),
    }
}

/// How one part ended.
struct Outcome {
    part: Part,
    took: Duration,
    failure: Option<Error>,
}

impl Outcome {
    fn line(&self) -> String {
        let verdict = match &self.failure {
            None => "passed".to_owned(),
            Some(failure) => format!("FAILED: {failure}"),
        };
        format!("{:7}{:>8}  {verdict}", self.part.name(), clock(self.took))
    }
}

fn summary(outcomes: &[Outcome]) -> String {
    let mut lines: Vec<String> = outcomes.iter().map(Outcome::line).collect();
    let failed = outcomes
        .iter()
        .filter(|outcome| outcome.failure.is_some())
        .count();
    lines.push(format!(
        "parts: {} passed, {failed} failed",
        outcomes.len() - failed
    ));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_every_part_its_time_and_what_failed() {
        let outcome = |part, seconds, failure| Outcome {
            part,
            took: Duration::from_secs(seconds),
            failure,
        };
        let failure = Error::Budget("too large".to_owned());
        let text = summary(&[
            outcome(Part::Lint, 65, None),
            outcome(Part::E2e, 600, Some(failure)),
        ]);
        assert!(text.contains("lint       1:05  passed"), "{text}");
        assert!(
            text.contains("e2e       10:00  FAILED: too large"),
            "{text}"
        );
        assert!(text.ends_with("\nparts: 1 passed, 1 failed"), "{text}");
    }

    #[test]
    fn a_part_installs_no_more_than_it_uses() {
        let native = needs(&[Part::Native]);
        assert!(!native.trunk && !native.bindgen && !native.lints);
        let web = needs(&[Part::Web]);
        assert!(web.bindgen && !web.trunk);
    }
}
