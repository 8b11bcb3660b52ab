//! What the person sees while work goes on: how long it will take, which step of how many runs,
//! and for how long already. A build's own output goes to a log file, shown only when it fails.

use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::estimate;
use crate::interrupt;
use crate::process::{self, Group};

/// How many lines of a failed step's log are shown.
const TAIL_LINES: usize = 30;

/// Prints a line to the person, who may have closed the terminal: then there is nobody to tell, and
/// what is running must still be ended properly.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

type Work<'a> = Box<dyn FnOnce(&mut Line) -> Result<()> + 'a>;

/// One step of a task, not yet begun.
pub(crate) struct Step<'a> {
    title: String,
    expected: Duration,
    work: Work<'a>,
}

impl<'a> Step<'a> {
    /// A step that took `seconds` on two cores when it was measured.
    pub(crate) fn new(
        title: impl Into<String>,
        seconds: u64,
        work: impl FnOnce(&mut Line) -> Result<()> + 'a,
    ) -> Self {
        Self {
            title: title.into(),
            expected: estimate::on_this_machine(Duration::from_secs(seconds)),
            work: Box::new(work),
        }
    }
}

/// Says how long all steps will take, then runs them in order; the first failure ends it.
pub(crate) fn run(steps: Vec<Step<'_>>) -> Result<()> {
    if steps.is_empty() {
        return Ok(());
    }
    let expected = steps.iter().map(|step| step.expected).sum();
    say(&format!("This will take {}.", estimate::in_words(expected)));
    let count = steps.len();
    for (number, step) in steps.into_iter().enumerate() {
        interrupt::check()?;
        let mut line = Line::begin(
            format!("[{}/{count}] {}", number + 1, step.title),
            step.expected,
        );
        let result = (step.work)(&mut line);
        line.end(result.is_ok());
        result?;
    }
    Ok(())
}

/// The line of the step that is running.
pub(crate) struct Line {
    label: String,
    expected: Duration,
    started: Instant,
    shown: Instant,
    /// Whether the line can be redrawn; otherwise a new one is printed now and then.
    redraws: bool,
}

impl Line {
    fn begin(label: String, expected: Duration) -> Self {
        let now = Instant::now();
        let redraws = io::stdout().is_terminal();
        let line = Self {
            label,
            expected,
            started: now,
            shown: now,
            redraws,
        };
        if redraws {
            line.draw("");
        } else {
            say(&format!("{} …", line.label));
        }
        line
    }

    /// A line for tests of what takes time.
    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self::begin("test".to_owned(), Duration::ZERO)
    }

    /// Runs `command` to its end, its output in `log`.
    pub(crate) fn run(&mut self, command: &mut Command, log: &Path) -> Result<()> {
        let file = open_log(log)?;
        let twin = file.try_clone().map_err(Error::path("write", log))?;
        let mut group = Group::spawn(command.stdout(file).stderr(twin))?;
        let status = group.wait(|| self.tick(|| last_line(log)))?;
        if status.success() {
            return Ok(());
        }
        Err(Error::Command {
            what: process::words(command),
            outcome: process::outcome(status),
            log: Some(log.to_owned()),
        })
    }

    /// Redraws when enough time has passed; `detail` is asked only then.
    pub(crate) fn tick(&mut self, detail: impl FnOnce() -> String) {
        let pause = Duration::from_secs(if self.redraws { 1 } else { 60 });
        if self.shown.elapsed() < pause {
            return;
        }
        self.shown = Instant::now();
        if self.redraws {
            self.draw(&detail());
        } else {
            say(&format!("{} … {}", self.label, self.times()));
        }
    }

    fn times(&self) -> String {
        let elapsed = self.started.elapsed();
        let (clock, usual) = (estimate::clock(elapsed), estimate::clock(self.expected));
        if self.expected < Duration::from_secs(20) {
            clock
        } else if elapsed <= self.expected {
            format!("{clock} of about {usual}")
        } else {
            format!("{clock}, usually {usual}")
        }
    }

    fn draw(&self, detail: &str) {
        let mut text = format!("{} … {}", self.label, self.times());
        if !detail.is_empty() {
            text.push_str(" · ");
            text.push_str(detail);
        }
        let text: String = text.chars().take(width().saturating_sub(1)).collect();
        // Nothing is lost if a status line cannot be drawn.
        let _ = write!(io::stdout(), "\r\x1b[2K{text}").and_then(|()| io::stdout().flush());
    }

    fn end(&self, well: bool) {
        let start = if self.redraws { "\r\x1b[2K" } else { "" };
        let end = if well { "done in" } else { "stopped after" };
        say(&format!(
            "{start}{} … {end} {}",
            self.label,
            estimate::clock(self.started.elapsed())
        ));
    }
}

/// How many letters fit in a line of the terminal.
pub(crate) fn width() -> usize {
    rustix::termios::tcgetwinsize(io::stdout())
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns > 0)
        .unwrap_or(80)
}

/// Creates an empty log file and the folder it lives in.
pub(crate) fn open_log(log: &Path) -> Result<File> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(Error::path("create", folder))?;
    }
    File::create(log).map_err(Error::path("create", log))
}

/// The last lines of a log, for a person to see why a step failed.
pub(crate) fn tail(log: &Path) -> String {
    let text = end_of(log, 64 * 1024);
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(TAIL_LINES);
    lines.get(from..).unwrap_or_default().join("\n")
}

/// The last line a build wrote, so that one can see it is alive.
fn last_line(log: &Path) -> String {
    end_of(log, 2048)
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .map(|line| line.chars().filter(|char| !char.is_control()).collect())
        .unwrap_or_default()
}

fn end_of(log: &Path, bytes: u64) -> String {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(bytes)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        Ok(end)
    };
    String::from_utf8_lossy(&read().unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::testing::Folder;

    #[test]
    fn the_first_failure_ends_a_run() {
        let ran = Cell::new(0);
        let count = |result: Result<()>| {
            ran.set(ran.get() + 1);
            result
        };
        let failed = || Err(Error::Advice("no".to_owned()));
        let steps = vec![
            Step::new("one", 0, |_| count(Ok(()))),
            Step::new("two", 0, |_| count(failed())),
            Step::new("three", 0, |_| count(Ok(()))),
        ];
        assert_eq!(run(steps).unwrap_err().to_string(), "no");
        assert_eq!(ran.get(), 2);
    }

    #[test]
    fn a_failed_command_leaves_its_whole_output_in_the_log() {
        let folder = Folder::new("log");
        let log = folder.path().join("deep/step.log");
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "for i in $(seq 100); do echo line $i; done; echo why >&2; exit 7",
        ]);
        let error = Line::for_tests().run(&mut command, &log).unwrap_err();
        assert!(error.to_string().contains("ended with status 7"), "{error}");
        assert!(error.to_string().contains("step.log"), "{error}");

        let shown = tail(&log);
        assert_eq!(shown.lines().count(), TAIL_LINES);
        assert!(shown.ends_with("line 100\nwhy"), "{shown}");
        assert_eq!(last_line(&log), "why");
        assert!(fs::read_to_string(&log).unwrap().starts_with("line 1\n"));
    }
}
