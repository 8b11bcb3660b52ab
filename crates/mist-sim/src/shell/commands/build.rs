//! What takes a while and shows how far it is: a package manager, and a build that fails.

use std::collections::VecDeque;

use super::{Context, Process, Progress};
use crate::{rng::Rng, shell::process::failed};

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const GREEN: &str = "\x1b[32m";
const MAGENTA: &str = "\x1b[1;35m";
const CYAN: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// Texts, each with how long it takes before it is printed, in milliseconds.
struct Script {
    texts: VecDeque<(u64, String)>,
    due: Option<u64>,
    status: i32,
}

impl Script {
    fn start(texts: Vec<(u64, String)>, status: i32) -> Box<dyn Process> {
        Box::new(Self {
            texts: texts.into(),
            due: None,
            status,
        })
    }
}

impl Process for Script {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let Some((takes, text)) = self.texts.front() else {
            return Progress::Done(self.status);
        };
        let due = *self
            .due
            .get_or_insert(context.now_ms.saturating_add(*takes));
        if due > context.now_ms {
            return Progress::Wait(due);
        }
        context.out(text);
        self.texts.pop_front();
        self.due = None;
        Progress::Again
    }
}

/// The lists of packages that there are.
const LISTS: [&str; 8] = [
    "trusty InRelease",
    "trusty-updates InRelease",
    "trusty-security InRelease",
    "trusty/main amd64 Packages",
    "trusty/universe amd64 Packages",
    "trusty-updates/main amd64 Packages",
    "trusty-updates/universe amd64 Packages",
    "trusty-security/main amd64 Packages",
];

pub(super) fn apt(arguments: &[String], context: &mut Context<'_>) -> Box<dyn Process> {
    let words = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'));
    if !words.map(String::as_str).eq(["update"]) {
        return failed(
            "E: this machine is simulated: only `apt-get update` does something\n",
            100,
        );
    }
    let mut rng = Rng::new(context.host().seed, &["apt"]);
    let (bars, width) = (context.tty, usize::from(context.world.columns).min(100));
    let mut texts = Vec::new();
    let mut kilobytes = 0;
    for (index, list) in LISTS.iter().enumerate() {
        let size = 40 + rng.below(2_000);
        kilobytes += size;
        let wipe = if bars { "\r\x1b[K" } else { "" };
        let known = rng.chance(30);
        let line = if known {
            format!("{wipe}Hit:{} http://mirror.invalid {list}\n", index + 1)
        } else {
            let number = index + 1;
            format!("{wipe}{GREEN}Get:{number}{PLAIN} http://mirror.invalid {list} [{size} kB]\n")
        };
        texts.push((80 + rng.below(220), line));
        if bars {
            for part in 1..=4 {
                let percent = (index * 4 + part) * 100 / (LISTS.len() * 4);
                texts.push((60 + rng.below(90), bar(percent, width)));
            }
        }
    }
    if bars {
        texts.push((100, "\r\x1b[K".to_owned()));
    }
    texts.push((
        50,
        format!("Fetched {kilobytes} kB in 5s ({} kB/s)\n", kilobytes / 5),
    ));
    let done = format!("Reading package lists... {BOLD}Done{PLAIN}\n");
    texts.push((700, done));
    Script::start(texts, 0)
}

/// A progress bar over the line that the cursor is in.
fn bar(percent: usize, width: usize) -> String {
    let room = width.saturating_sub(10).max(5);
    let full = room * percent.min(100) / 100;
    let (done, left) = ("#".repeat(full), ".".repeat(room - full));
    format!("\r{CYAN}{percent:>3}%{PLAIN} [{GREEN}{done}{PLAIN}{left}]")
}

pub(super) fn make(_: &[String], context: &mut Context<'_>) -> Box<dyn Process> {
    let mut rng = Rng::new(context.host().seed, &["make"]);
    let mut takes = |least: u64| least + rng.below(least);
    let mut texts = Vec::new();
    let sources = [
        "main", "config", "log", "queue", "http", "tls", "store", "server",
    ];
    for (index, source) in sources.iter().enumerate() {
        let percent = (index + 1) * 100 / (sources.len() + 4);
        texts.push((
            takes(180),
            format!("{GREEN}[{percent:>3}%] CC{PLAIN} src/{source}.c\n"),
        ));
        if *source == "queue" {
            texts.push((takes(60), warning()));
        }
    }
    texts.push((takes(250), error()));
    let end = format!(
        "{RED}make: *** [src/server.o] Error 1{PLAIN}\n{RED}make: *** Waiting for unfinished jobs....{PLAIN}\n"
    );
    texts.push((takes(90), end));
    Script::start(texts, 2)
}

fn warning() -> String {
    format!(
        "{BOLD}src/queue.c:87:14:{PLAIN} {MAGENTA}warning:{PLAIN} {BOLD}unused variable ‘rest’{PLAIN} \
         [{MAGENTA}-Wunused-variable{PLAIN}]\n   87 |         int  {MAGENTA}rest{PLAIN} = 0;\n      \
         |              {MAGENTA}^~~~{PLAIN}\n"
    )
}

fn error() -> String {
    format!(
        "{BOLD}src/server.c:{PLAIN} In function ‘{BOLD}serve{PLAIN}’:\n{BOLD}src/server.c:5:31:{PLAIN} \
         {RED}error:{PLAIN} {BOLD}‘MAX_CLIENTS’ undeclared{PLAIN} (first use in this function)\n    \
         5 |     return accept_all(server, {RED}MAX_CLIENTS{PLAIN});\n      \
         |                               {RED}^~~~~~~~~~~{PLAIN}\n"
    )
}
