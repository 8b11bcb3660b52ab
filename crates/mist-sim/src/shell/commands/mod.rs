//! The programs of a simulated machine.

mod around;
mod build;
mod endless;
mod filters;
mod grep;
mod lines;
mod listing;
mod pattern;
mod people;
mod ping;
mod print;
mod processes;
mod system;
mod tail;
mod test;

use super::process::{Context, Process, Progress};
pub(super) use system::{memory_kb, uptime_and_idle};

/// How a program is started.
#[derive(Clone, Copy)]
enum Start {
    /// It does all it has to do at once and returns its status.
    Now(fn(&[String], &mut Context<'_>) -> i32),
    /// It goes on for a while.
    Long(fn(&[String], &mut Context<'_>) -> Box<dyn Process>),
}

use Start::{Long, Now};

/// Every program: its name, what `help` says of it (nothing for those that are names of others), and how
/// it is started.
const PROGRAMS: &[(&str, &str, Start)] = &[
    (":", "", Now(|_, _| 0)),
    ("[", "", Now(test::bracket)),
    ("apt", "", Long(build::apt)),
    (
        "apt-get",
        "apt-get update: with colours and a progress bar",
        Long(build::apt),
    ),
    (
        "cat",
        "cat FILE…: such as /etc/os-release or /var/log/syslog",
        Long(lines::cat),
    ),
    ("cd", "cd FOLDER", Now(around::cd)),
    (
        "clear",
        "clear the screen",
        Now(|_, context| {
            context.out("\x1b[H\x1b[2J");
            0
        }),
    ),
    ("date", "date, date +FORMAT", Now(around::date)),
    ("df", "df -h: the disk", Now(system::df)),
    ("echo", "echo [-n] [-e] WORD…", Now(print::echo)),
    ("env", "the variables", Now(around::env)),
    ("exit", "exit STATUS", Now(around::exit)),
    ("export", "", Now(around::export)),
    ("false", "do nothing, and fail", Now(|_, _| 1)),
    ("free", "free -m: the memory", Now(system::free)),
    ("grep", "grep [-ivcnEFq] PATTERN FILE…", Long(grep::grep)),
    ("halt", "", Now(people::refuse_power)),
    ("head", "head -n LINES FILE", Long(filters::head)),
    ("help", "this list", Now(help)),
    ("hostname", "the machine's name", Now(people::hostname)),
    ("id", "who runs commands", Now(people::id)),
    ("ls", "ls [-l] [-a] FOLDER", Now(listing::ls)),
    (
        "make",
        "make: a build that takes a while and fails",
        Long(build::make),
    ),
    ("nproc", "how many processor cores", Now(people::nproc)),
    (
        "ping",
        "ping -c COUNT ADDRESS: only addresses for documentation",
        Long(ping::ping),
    ),
    ("poweroff", "", Now(people::refuse_power)),
    ("printf", "printf FORMAT WORD…", Now(print::printf)),
    ("ps", "ps aux: what runs", Now(processes::ps)),
    ("pwd", "the folder", Now(around::pwd)),
    ("reboot", "", Now(people::refuse_power)),
    ("seq", "seq FIRST STEP LAST", Long(endless::seq)),
    ("sh", "sh -c COMMAND", Long(print::sh)),
    ("shutdown", "", Now(people::refuse_power)),
    ("sleep", "sleep SECONDS", Long(endless::sleep)),
    ("sort", "sort [-nru] FILE", Long(filters::sort)),
    ("sudo", "sudo COMMAND", Long(people::sudo)),
    (
        "tail",
        "tail -n LINES FILE, tail -f FILE: a log that never ends",
        Long(tail::tail),
    ),
    ("tee", "", Long(lines::tee)),
    ("test", "", Now(test::test)),
    ("top", "top -bn1: what is busy", Long(processes::top)),
    ("true", "do nothing, and succeed", Now(|_, _| 0)),
    ("uname", "uname -a: the kernel", Now(people::uname)),
    ("uniq", "", Long(filters::uniq)),
    (
        "uptime",
        "how long it runs, and its load",
        Now(system::uptime),
    ),
    ("wc", "wc -l: count lines", Long(filters::wc)),
    ("which", "", Now(around::which)),
    ("whoami", "who runs commands", Now(people::whoami)),
    ("yes", "yes WORD: for ever", Long(endless::yes)),
];

/// The process of a program; `None` if the machine does not know it.
pub(super) fn start(
    name: &str,
    arguments: Vec<String>,
    context: &mut Context<'_>,
) -> Option<Box<dyn Process>> {
    let (_, _, start) = PROGRAMS.iter().find(|(known, ..)| *known == name)?;
    Some(match *start {
        Now(run) => Box::new(Instant { run, arguments }),
        Long(start) => start(&arguments, context),
    })
}

fn exists(name: &str) -> bool {
    PROGRAMS.iter().any(|(known, ..)| *known == name)
}

/// A program that is over at once.
struct Instant {
    run: fn(&[String], &mut Context<'_>) -> i32,
    arguments: Vec<String>,
}

impl Process for Instant {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        Progress::Done((self.run)(&self.arguments, context))
    }
}

fn help(_: &[String], context: &mut Context<'_>) -> i32 {
    let name = context.host().name.clone();
    context.out(format!(
        "{name} is a simulated machine: what it shows is made up, and nothing reaches a real one.\n\
         It knows these commands, pipes (|), && || ; for while if, and > /dev/null:\n"
    ));
    for (name, what, _) in PROGRAMS.iter().filter(|(_, what, _)| !what.is_empty()) {
        context.out(format!("  {name:<10} {what}\n"));
    }
    0
}

/// Options in front of the other arguments: letters behind a `-`, until `--` or something else.
fn options(arguments: &[String]) -> (String, &[String]) {
    let mut letters = String::new();
    let mut rest = arguments;
    while let Some((first, after)) = rest.split_first() {
        let Some(more) = first.strip_prefix('-').filter(|more| !more.is_empty()) else {
            break;
        };
        rest = after;
        if more == "-" {
            break;
        }
        letters.push_str(more);
    }
    (letters, rest)
}

/// Complains of an option that a program does not know; its status.
fn bad_option(program: &str, option: char, context: &mut Context<'_>) -> i32 {
    context.err(format!(
        "{program}: invalid option -- '{option}' (this machine is simulated)\n"
    ));
    2
}
