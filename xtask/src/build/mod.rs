//! Builds the page into `dist/` and the server into the target folder.
//!
//! trunk builds into a folder of ours, [`parts`] takes the module apart, [`finish`] names the files
//! by content, and [`folder`] puts them into `dist/`, which a running server may be serving.

mod budget;
mod compress;
mod finish;
mod folder;
pub(crate) mod hello;
mod html;
mod integrity;
mod licenses;
mod module;
mod offline;
mod parts;
mod release;
mod stamp;
mod style;
mod words;

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;

use crate::digest;
use crate::error::{Error, Result};
use crate::lock;
use crate::process::output;
use crate::progress::{Line, Step, say};
use crate::tools::environment::Environment;
use crate::tools::{self, Needs, WASM};

/// Whether `.br` and `.gz` are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// For any host: both, at the highest level.
    Packed,
    /// For a look on this computer, where the network costs nothing.
    Plain,
}

/// Seconds on two cores when nothing was built before, and when something was.
const PAGE_SECONDS: (u64, u64) = (240, 70);
const SERVER_SECONDS: (u64, u64) = (120, 5);
const PACKING_SECONDS: u64 = 15;
const DOWNLOAD_SECONDS: u64 = 30;

/// `cargo xtask dist`: the static files, compressed, measured against the budget.
pub(crate) fn dist() -> Result<()> {
    let (environment, mut steps) = tools::prepare(Needs::PAGE)?;
    steps.extend(page(&environment, Packing::Packed)?);
    crate::progress::run(steps)?;
    report(&environment)
}

/// Shows the sizes in `dist/`, and fails over the budget.
pub(crate) fn report(environment: &Environment) -> Result<()> {
    let dist = dist_folder(environment);
    let sizes = folder::sizes(&dist)?;
    let index = dist.join(finish::INDEX);
    let page = fs::read_to_string(&index).map_err(Error::path("read", &index))?;
    let verdict = budget::check(&sizes, &page);
    say(&budget::table(sizes));
    say(&verdict?);
    Ok(())
}

/// Where the finished page is.
pub(crate) fn dist_folder(environment: &Environment) -> PathBuf {
    environment.root.join("dist")
}

/// The steps that bring `dist/` up to date; none when it is.
pub(crate) fn page(environment: &Environment, packing: Packing) -> Result<Vec<Step<'_>>> {
    let page = Page::new(environment)?;
    if page.is_finished(packing) {
        return Ok(Vec::new());
    }
    let mut steps = Vec::new();
    if !page.is_built() {
        steps.extend(sources(environment));
        let page = page.clone();
        let seconds = pick(
            PAGE_SECONDS,
            environment.target.join(WASM).join("release").is_dir(),
        );
        steps.push(Step::new("Building the page", seconds, move |line| {
            page.build(line)
        }));
    }
    let (title, seconds) = match packing {
        Packing::Packed => ("Compressing the page", PACKING_SECONDS),
        Packing::Plain => ("Finishing the page", 1),
    };
    steps.push(Step::new(title, seconds, move |line| {
        page.finish(packing, line)
    }));
    Ok(steps)
}

/// The step that brings the server up to date. It runs every time: cargo knows best whether there
/// is anything to do.
pub(crate) fn server(environment: &Environment) -> Step<'_> {
    let seconds = pick(SERVER_SECONDS, server_program(environment).is_file());
    Step::new("Building the server", seconds, |line| {
        let mut command = environment.cargo([
            "build",
            "--locked",
            "--package",
            "mistd",
            "--profile",
            "server",
        ]);
        line.run(&mut command, &environment.log("server-build"))
    })
}

/// The built server.
pub(crate) fn server_program(environment: &Environment) -> PathBuf {
    environment.target.join("server").join("mistd")
}

/// trunk builds without the network, so the sources must be here first.
fn sources(environment: &Environment) -> Option<Step<'_>> {
    let fetch = |how: &[&str]| {
        let mut command = environment.cargo(["fetch", "--locked", "--target", WASM]);
        command
            .args(host(environment).iter().flat_map(|host| ["--target", host]))
            .args(how);
        command
    };
    if output(&mut fetch(&["--offline"])).is_some() {
        return None;
    }
    let mut command = fetch(&[]);
    let log = environment.log("sources");
    Some(Step::new(
        "Downloading libraries",
        DOWNLOAD_SECONDS,
        move |line: &mut Line| line.run(&mut command, &log),
    ))
}

fn host(environment: &Environment) -> Option<String> {
    let facts = output(environment.command("rustc").arg("-vV"))?;
    facts
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
}

fn pick((cold, warm): (u64, u64), is_warm: bool) -> u64 {
    if is_warm { warm } else { cold }
}

/// One state of the page's sources and the folders its build passes through.
#[derive(Clone)]
struct Page<'a> {
    environment: &'a Environment,
    stamp: String,
}

impl<'a> Page<'a> {
    fn new(environment: &'a Environment) -> Result<Self> {
        let mut settings =
            vec![output(environment.command("rustc").arg("-vV")).unwrap_or_default()];
        settings.extend(
            ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"]
                .iter()
                .filter_map(|name| env::var(name).ok().map(|value| format!("{name}={value}"))),
        );
        let stamp = stamp::of_inputs(&environment.root, &settings)?;
        Ok(Self { environment, stamp })
    }

    fn staging(&self) -> PathBuf {
        self.environment.scratch().join("page")
    }

    fn built_stamp(&self) -> PathBuf {
        self.environment.scratch().join("page.stamp")
    }

    fn finished_stamp(&self) -> PathBuf {
        self.environment.scratch().join("dist.stamp")
    }

    fn is_built(&self) -> bool {
        stamp::is(&self.built_stamp(), &self.stamp)
    }

    /// A packed page serves as a plain one too.
    fn is_finished(&self, wanted: Packing) -> bool {
        [Packing::Packed, wanted].into_iter().any(|packing| {
            self.finished_as(packing)
                .is_some_and(|stamp| stamp::is(&self.finished_stamp(), &stamp))
        })
    }

    /// Covers `index.html` as it lies in `dist/` and with it the names of all it loads, so that a
    /// page which something else has put there is seen.
    fn finished_as(&self, packing: Packing) -> Option<String> {
        let index = fs::read(dist_folder(self.environment).join(finish::INDEX)).ok()?;
        Some(format!("{} {} {packing:?}", self.stamp, digest::of(&index)))
    }

    /// A running `up` and a test may want the same page at once.
    fn lock(&self, line: &mut Line) -> Result<File> {
        lock::hold(&self.environment.scratch().join("page.lock"), line)
    }

    fn build(&self, line: &mut Line) -> Result<()> {
        let _lock = self.lock(line)?;
        // Another run may have built it while this one waited, and may be reading it.
        if self.is_built() {
            return Ok(());
        }
        stamp::lift(&self.built_stamp())?;
        let mut command = self.environment.command("trunk");
        // The first is taken for a switch of trunk's own, which refuses most values; the second
        // would bury a compiler's message under a trace of trunk.
        command.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
        command.args([
            "build",
            "--release",
            "--features",
            parts::FEATURE,
            "--skip-version-check",
            "--color",
            "never",
            "--dist",
        ]);
        command.arg(self.staging());
        line.run(&mut command, &self.environment.log("page"))?;
        parts::take_apart(self.environment, &self.staging(), line)?;
        stamp::leave(&self.built_stamp(), &self.stamp)
    }

    fn finish(&self, packing: Packing, line: &mut Line) -> Result<()> {
        let _lock = self.lock(line)?;
        if !self.is_built() {
            let words = "another build of the page went on meanwhile and failed; try again";
            return Err(Error::Shape(words.to_owned()));
        }
        stamp::lift(&self.finished_stamp())?;
        let mut files = finish::finish(folder::read(&self.staging())?)?;
        files.insert(licenses::FILE.to_owned(), licenses::text(self.environment)?);
        // Last of all: it lists what the others made.
        offline::fill(&mut files)?;
        if packing == Packing::Packed {
            compress::compress(&mut files)?;
        }
        let dist = dist_folder(self.environment);
        folder::publish(&dist, &files)?;
        self.finished_as(packing)
            .map_or(Ok(()), |stamp| stamp::leave(&self.finished_stamp(), &stamp))
    }
}
