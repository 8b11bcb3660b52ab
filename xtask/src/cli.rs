//! The command line as a value. Knows nothing of what the tasks do.

use std::net::IpAddr;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::error::{Error, Result};

/// Printed by `cargo xtask help`.
pub(crate) const HELP: &str = "\
Usage: cargo xtask <task> [options]

  up      Install what is missing, build everything, start the server and print a sign-in link
            --port N         listen on port N (default: 8080, or the next free port)
            --lan[=ADDRESS]  serve the devices in this network over https, with a certificate made here
            --data-dir DIR   keep accounts, keys and backends in DIR
            --open           open the link in the browser
  test    Install what the tests need and run them; parts: lint native clients web e2e
            (default: all)
  screens Take the pictures of every screen in docs/screens, and write their index
  bench   Run the benchmarks
  bench load
          Open the built page beside Cockpit and a small Leptos page, fast and on a slow line
            --runs N         times each is opened on each line (default: 5)
  dist    Build the static files into dist/, with .br and .gz beside them, within the byte budget
  help    Show this text
";

/// How often each page is opened by `bench load` unless told otherwise: odd, so that one of the runs
/// is the median.
const RUNS: u16 = 5;

/// One task with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Build everything and serve it on this computer.
    Up(UpOptions),
    /// Run checks; every part when empty was given.
    Test(Vec<Part>),
    /// Take the pictures of every screen.
    Screens,
    /// Run the benchmarks.
    Bench,
    /// Measure how fast the built page opens beside others, each opened so often on each line.
    Load(u16),
    /// Build the static files for any host.
    Dist,
    /// Show [`HELP`].
    Help,
}

/// Options of `up`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct UpOptions {
    /// The one port to use; `None` means 8080 or the next free one.
    pub port: Option<u16>,
    /// Where the server keeps its data; `None` means the user's data folder.
    pub data_dir: Option<PathBuf>,
    /// Whether to open the browser.
    pub open: bool,
    /// Whether the devices around this computer are served, and where; `None` means this computer alone.
    pub lan: Option<Lan>,
}

/// By which address of this computer the devices around it reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lan {
    /// The first in a private network.
    Found,
    /// This one.
    At(IpAddr),
}

/// A part of `test`, in the order they run: cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Formatting, clippy for both targets, rustdoc.
    Lint,
    /// Everything under plain `cargo test`.
    Native,
    /// Clients that others wrote against the server.
    Clients,
    /// The page's parts in a headless browser.
    Web,
    /// The built page against real servers in a headless browser.
    E2e,
}

impl Part {
    /// Every part, in running order.
    pub(crate) const ALL: [Self; 5] = [
        Self::Lint,
        Self::Native,
        Self::Clients,
        Self::Web,
        Self::E2e,
    ];

    /// The name used on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Clients => "clients",
            Self::Web => "web",
            Self::E2e => "e2e",
        }
    }
}

/// Reads the process's own command line.
pub(crate) fn parse() -> Result<Task> {
    read(lexopt::Parser::from_env()).map_err(|error| Error::Usage(format!("{error}\n\n{HELP}")))
}

fn read(mut parser: lexopt::Parser) -> std::result::Result<Task, lexopt::Error> {
    let Some(first) = parser.next()? else {
        return Ok(Task::Help);
    };
    let task = match first {
        Value(name) => name.string()?,
        Short('h') | Long("help") => return Ok(Task::Help),
        other => return Err(other.unexpected()),
    };
    match task.as_str() {
        "up" => read_up(&mut parser).map(Task::Up),
        "test" => read_parts(&mut parser).map(Task::Test),
        "screens" => read_end(&mut parser).map(|()| Task::Screens),
        "bench" => read_bench(&mut parser),
        "dist" => read_end(&mut parser).map(|()| Task::Dist),
        "help" => Ok(Task::Help),
        other => Err(format!("there is no task `{other}`").into()),
    }
}

fn read_up(parser: &mut lexopt::Parser) -> std::result::Result<UpOptions, lexopt::Error> {
    let mut options = UpOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => {
                let port: u16 = parser.value()?.parse()?;
                if port == 0 {
                    return Err("--port wants a number from 1 to 65535".into());
                }
                options.port = Some(port);
            }
            Long("data-dir") => options.data_dir = Some(parser.value()?.into()),
            Long("open") => options.open = true,
            Long("lan") => {
                options.lan = Some(match parser.optional_value() {
                    Some(address) => Lan::At(address.parse()?),
                    None => Lan::Found,
                });
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn read_bench(parser: &mut lexopt::Parser) -> std::result::Result<Task, lexopt::Error> {
    match parser.next()? {
        None => return Ok(Task::Bench),
        Some(Value(name)) if name == "load" => {}
        Some(other) => return Err(other.unexpected()),
    }
    let mut runs = RUNS;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("runs") => {
                runs = parser.value()?.parse()?;
                if runs == 0 {
                    return Err("--runs wants a number from 1".into());
                }
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Load(runs))
}

fn read_parts(parser: &mut lexopt::Parser) -> std::result::Result<Vec<Part>, lexopt::Error> {
    let mut parts = Vec::new();
    while let Some(argument) = parser.next()? {
        let Value(name) = argument else {
            return Err(argument.unexpected());
        };
        let name = name.string()?;
        match Part::ALL.into_iter().find(|part| part.name() == name) {
            Some(part) => parts.push(part),
            None => return Err(format!("there is no part `{name}` of the tests").into()),
        }
    }
    if parts.is_empty() {
        parts.extend(Part::ALL);
    }
    parts.sort_unstable();
    parts.dedup();
    Ok(parts)
}

fn read_end(parser: &mut lexopt::Parser) -> std::result::Result<(), lexopt::Error> {
    match parser.next()? {
        Some(extra) => Err(extra.unexpected()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str]) -> std::result::Result<Task, lexopt::Error> {
        read(lexopt::Parser::from_args(words.iter().copied()))
    }

    #[test]
    fn up_takes_its_options() {
        let task = line(&["up", "--port=9000", "--data-dir", "/tmp/d", "--open"]).unwrap();
        let expected = UpOptions {
            port: Some(9000),
            data_dir: Some(PathBuf::from("/tmp/d")),
            open: true,
            lan: None,
        };
        assert_eq!(task, Task::Up(expected));
        assert_eq!(line(&["up"]).unwrap(), Task::Up(UpOptions::default()));
        for (word, lan) in [
            ("--lan", Lan::Found),
            ("--lan=192.0.2.7", Lan::At(IpAddr::from([192, 0, 2, 7]))),
        ] {
            let lan = Some(lan);
            let expected = UpOptions {
                lan,
                ..UpOptions::default()
            };
            assert_eq!(line(&["up", word]).unwrap(), Task::Up(expected));
        }
    }

    #[test]
    fn test_runs_each_named_part_once_and_all_without_names() {
        assert_eq!(
            line(&["test", "web", "lint", "web"]).unwrap(),
            Task::Test(vec![Part::Lint, Part::Web])
        );
        assert_eq!(line(&["test"]).unwrap(), Task::Test(Part::ALL.to_vec()));
    }

    #[test]
    fn bench_measures_the_crates_and_bench_load_the_page() {
        assert_eq!(line(&["bench"]).unwrap(), Task::Bench);
        assert_eq!(line(&["bench", "load"]).unwrap(), Task::Load(RUNS));
        let often = line(&["bench", "load", "--runs", "9"]).unwrap();
        assert_eq!(often, Task::Load(9));
    }

    #[test]
    fn help_is_what_nothing_means() {
        assert_eq!(line(&[]).unwrap(), Task::Help);
        assert_eq!(line(&["--help"]).unwrap(), Task::Help);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in [
            &["down"][..],
            &["up", "--port", "0"],
            &["up", "--port", "70000"],
            &["up", "extra"],
            &["up", "--lan=home"],
            &["up", "--lan", "192.0.2.7"],
            &["test", "all"],
            &["dist", "--fast"],
            &["screens", "keys"],
            &["bench", "fast"],
            &["bench", "--runs", "3"],
            &["bench", "load", "--runs", "0"],
            &["bench", "load", "--runs", "many"],
            &["bench", "load", "slow"],
        ] {
            assert!(line(words).is_err(), "{words:?} should be refused");
        }
    }
}
