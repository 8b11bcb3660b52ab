//! What runs: processes, what they read, and where they print.

use std::collections::BTreeMap;

use super::Host;

/// What every process of a command line sees.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) host: Host,
    /// The width of the terminal.
    pub(super) columns: u16,
}

/// How deep shells may start shells.
const DEEPEST: u8 = 24;

/// What a shell knows and hands on to the shells it starts.
#[derive(Debug, Clone)]
pub(super) struct Env {
    pub(super) vars: BTreeMap<String, String>,
    /// Where it is: an absolute path.
    pub(super) cwd: String,
    /// Who it is.
    pub(super) user: String,
    /// How the last command ended.
    pub(super) status: i32,
    /// `exit` was said: nothing more is run.
    pub(super) leaving: bool,
    depth: u8,
}

impl Env {
    pub(super) fn new(world: &World) -> Self {
        let user = world.host.user.clone();
        let home = home_of(&user);
        let vars = [
            ("HOME", home.as_str()),
            ("HOSTNAME", world.host.name.as_str()),
            ("LANG", "en_US.UTF-8"),
            ("LOGNAME", user.as_str()),
            ("MIST_SIMULATED", "yes"),
            (
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ),
            ("PWD", home.as_str()),
            ("SHELL", "/bin/sh"),
            ("TERM", "xterm-256color"),
            ("USER", user.as_str()),
        ];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            vars: vars.into(),
            cwd: home,
            user,
            status: 0,
            leaving: false,
            depth: 0,
        }
    }

    pub(super) fn home(&self) -> String {
        home_of(&self.user)
    }

    /// The same for a shell inside this one; `None` if that is too deep.
    pub(super) fn deeper(&self) -> Option<Self> {
        let depth = Some(self.depth + 1).filter(|depth| *depth <= DEEPEST)?;
        Some(Self {
            depth,
            leaving: false,
            ..self.clone()
        })
    }
}

fn home_of(user: &str) -> String {
    if user == "root" {
        "/root".to_owned()
    } else {
        format!("/home/{user}")
    }
}

/// Where a process prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Err,
}

/// What was printed, in order.
#[derive(Debug, Default)]
pub(super) struct Sink(Vec<(Stream, Vec<u8>)>);

impl Sink {
    pub(super) fn push(&mut self, stream: Stream, bytes: &[u8]) {
        match self.0.last_mut() {
            Some((last, before)) if *last == stream => before.extend_from_slice(bytes),
            _ if bytes.is_empty() => {}
            _ => self.0.push((stream, bytes.to_vec())),
        }
    }

    pub(super) fn take(&mut self) -> Vec<(Stream, Vec<u8>)> {
        std::mem::take(&mut self.0)
    }
}

/// What a process reads.
#[derive(Debug, Default)]
pub(super) struct Pipe {
    bytes: Vec<u8>,
    /// Nothing will be added.
    closed: bool,
}

/// What reading gives.
#[derive(Debug)]
pub(super) enum Read {
    Bytes(Vec<u8>),
    /// Nothing yet.
    Nothing,
    End,
}

impl Pipe {
    /// All of a text, and its end.
    pub(super) fn holding(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            closed: true,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn read(&mut self) -> Read {
        match (self.bytes.is_empty(), self.closed) {
            (false, _) => Read::Bytes(std::mem::take(&mut self.bytes)),
            (true, true) => Read::End,
            (true, false) => Read::Nothing,
        }
    }
}

/// What a process has at hand in a step.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) world: &'a World,
    /// The time on the machine.
    pub(super) now_ms: u64,
    pub(super) env: &'a mut Env,
    pub(super) input: &'a mut Pipe,
    pub(super) sink: &'a mut Sink,
    /// Whether it prints on the terminal.
    pub(super) tty: bool,
}

impl Context<'_> {
    pub(super) fn host(&self) -> &Host {
        &self.world.host
    }

    pub(super) fn out(&mut self, text: impl AsRef<[u8]>) {
        self.sink.push(Stream::Out, text.as_ref());
    }

    pub(super) fn err(&mut self, text: impl AsRef<[u8]>) {
        self.sink.push(Stream::Err, text.as_ref());
    }
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Something was done, and there is more to do.
    Again,
    /// Nothing to do until then.
    Wait(u64),
    /// Nothing to do until there is something to read.
    Starved,
    /// It is over, with this status.
    Done(i32),
}

/// Something that runs: a command, or what a shell makes of several. A step is short, prints a few
/// kilobytes at most, and is not taken again after [`Progress::Done`].
pub(super) trait Process: Send {
    fn step(&mut self, context: &mut Context<'_>) -> Progress;
}

/// A process that prints one complaint.
pub(super) fn failed(words: impl Into<String>, status: i32) -> Box<dyn Process> {
    Box::new(Failed(words.into(), status))
}

struct Failed(String, i32);

impl Process for Failed {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        context.err(&self.0);
        Progress::Done(self.1)
    }
}
