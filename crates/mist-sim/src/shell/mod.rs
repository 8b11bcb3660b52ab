//! What people see when they run a command on a simulated machine: a small shell and the commands that
//! show something worth looking at.
//!
//! A [`Program`] is asked what it does next and told what time it is; it never waits by itself and
//! never has more than a step's output in memory. Its bytes are those of a terminal: lines end in
//! `\r\n`, as a pseudo-terminal delivers them. What it prints depends on the machine, the command and
//! the time it was started, not on when it is asked.
//!
//! `syntax` reads a command line, `eval` runs what was read, `commands` are the programs of the
//! machine, `files` its disk. Nothing here changes a machine.

mod calendar;
mod commands;
mod eval;
mod expand;
mod files;
mod logs;
mod pipeline;
mod process;
mod simple;
mod syntax;
#[cfg(test)]
mod tests;

use std::fmt;

use self::process::{Context, Env, Pipe, Process, Progress, Sink, World};

/// The most bytes of one step.
pub const STEP_BYTES: usize = 16 * 1024;

/// How much is done in a step at most before somebody else has a turn.
const STEPS: usize = 16;

/// How long that much work takes on the simulated machine, in milliseconds.
const WORK_MS: u64 = 2;

/// How often a program that waits for somebody to type looks again, in milliseconds. Nobody ever types.
const SILENCE_MS: u64 = 60_000;

/// The longest command line in bytes, as on Linux.
const LONGEST_COMMAND: usize = 128 * 1024;

/// The machine, as commands see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its seed: the same seed, the same machine.
    pub seed: u64,
    /// How many processor cores it has.
    pub cores: u32,
    /// Its memory in megabytes.
    pub memory_mb: u64,
    /// Its disk in gigabytes.
    pub disk_gb: u64,
    /// When it started, in milliseconds since 1970.
    pub booted_ms: u64,
    /// The human name of its image: `Ubuntu 14.04 (Trusty Tahr)`.
    pub image: String,
    /// Its public address, if it has one.
    pub public_ip: Option<String>,
    /// Its private address, if it has one.
    pub private_ip: Option<String>,
    /// Who runs commands.
    pub user: String,
}

/// What a running command line does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It prints these bytes, at least one and at most [`STEP_BYTES`].
    Output(Vec<u8>),
    /// Nothing until then; asked earlier, it says the same.
    Wait {
        /// In milliseconds since 1970; always later than the time that was handed in.
        until_ms: u64,
    },
    /// It is over, with this status; asked again, it says the same.
    Exited(i32),
}

/// A running command line. Dropping it ends it.
pub struct Program {
    world: World,
    env: Env,
    root: Box<dyn Process>,
    /// The terminal, at which nobody types.
    input: Pipe,
    /// The time on the machine, which runs only as far as the program needs it to.
    clock_ms: u64,
    /// What time it is on the machine when the program goes on.
    wake_ms: u64,
    /// When to go on.
    gate_ms: u64,
    /// What was printed and not yet handed out, and how much of it was.
    pending: (Vec<u8>, usize),
    exited: Option<i32>,
}

impl fmt::Debug for Program {
    /// Without what it prints, which may be long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program")
            .field("host", &self.world.host.name)
            .field("clock_ms", &self.clock_ms)
            .field("exited", &self.exited)
            .finish_non_exhaustive()
    }
}

/// Starts a command line, as `sh -c` does, on a terminal so many columns wide.
pub fn run(host: &Host, command: &str, columns: u16, now_ms: u64) -> Program {
    let world = World {
        host: host.clone(),
        columns: columns.max(20),
    };
    let env = Env::new(&world);
    let root = if command.len() > LONGEST_COMMAND {
        process::failed("sh: 1: Argument list too long\n", 126)
    } else {
        eval::shell(command)
    };
    Program {
        world,
        env,
        root,
        input: Pipe::default(),
        clock_ms: now_ms,
        wake_ms: now_ms,
        gate_ms: now_ms,
        pending: (Vec::new(), 0),
        exited: None,
    }
}

impl Program {
    /// What it does next, at this time in milliseconds since 1970.
    pub fn next(&mut self, now_ms: u64) -> Step {
        if self.pending.0.is_empty() && self.exited.is_none() {
            if self.gate_ms > now_ms {
                return Step::Wait {
                    until_ms: self.gate_ms,
                };
            }
            self.clock_ms = self.clock_ms.max(self.wake_ms);
            self.work(now_ms);
        }
        if let Some(bytes) = self.hand_out() {
            return Step::Output(bytes);
        }
        match self.exited {
            Some(status) => Step::Exited(status),
            None => Step::Wait {
                until_ms: self.gate_ms.max(now_ms.saturating_add(1)),
            },
        }
    }

    /// Lets the program work until there is something to hand out or nothing to do.
    fn work(&mut self, now_ms: u64) {
        for _ in 0..STEPS {
            let mut sink = Sink::default();
            let progress = self.root.step(&mut Context {
                world: &self.world,
                now_ms: self.clock_ms,
                env: &mut self.env,
                input: &mut self.input,
                sink: &mut sink,
                tty: true,
            });
            for (_, bytes) in sink.take() {
                on_terminal(&bytes, &mut self.pending.0);
            }
            match progress {
                Progress::Again if self.pending.0.len() < STEP_BYTES => {}
                Progress::Again => return,
                Progress::Wait(until_ms) => {
                    self.wake_ms = until_ms.max(self.clock_ms.saturating_add(1));
                    self.gate_ms = self.wake_ms;
                    return;
                }
                Progress::Starved => {
                    self.gate_ms = now_ms.saturating_add(SILENCE_MS);
                    return;
                }
                Progress::Done(status) => {
                    self.exited = Some(status);
                    return;
                }
            }
        }
        self.clock_ms = self.clock_ms.saturating_add(WORK_MS);
        self.gate_ms = self.clock_ms;
    }

    fn hand_out(&mut self) -> Option<Vec<u8>> {
        let (bytes, from) = &mut self.pending;
        let rest = bytes.get(*from..).unwrap_or_default();
        let piece = rest.get(..STEP_BYTES.min(rest.len())).unwrap_or_default();
        let piece = piece.to_vec();
        *from += piece.len();
        if *from >= bytes.len() {
            bytes.clear();
            *from = 0;
        }
        Some(piece).filter(|piece| !piece.is_empty())
    }
}

/// A terminal moves to the beginning of the next line only where it is told to.
fn on_terminal(bytes: &[u8], terminal: &mut Vec<u8>) {
    for byte in bytes {
        if *byte == b'\n' {
            terminal.push(b'\r');
        }
        terminal.push(*byte);
    }
}
