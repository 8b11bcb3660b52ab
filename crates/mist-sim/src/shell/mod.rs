//! What people see when they run a command on a simulated machine.

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
    /// It prints these bytes, at most 16 KiB.
    Output(Vec<u8>),
    /// Nothing until then; asked earlier, it says the same.
    Wait {
        /// In milliseconds since 1970; always later than the time that was handed in.
        until_ms: u64,
    },
    /// It is over, with this status; asked again, it says the same.
    Exited(i32),
}

/// A running command line.
#[derive(Debug)]
pub struct Program(Option<Vec<u8>>);

/// Starts a command line, as `sh -c` does, on a terminal so many columns wide.
pub fn run(host: &Host, command: &str, columns: u16, now_ms: u64) -> Program {
    let _ = (host, columns, now_ms);
    Program(Some(
        format!("sh: 1: {command}: not found\r\n").into_bytes(),
    ))
}

impl Program {
    /// What it does next, at this time.
    pub fn next(&mut self, now_ms: u64) -> Step {
        let _ = now_ms;
        self.0.take().map_or(Step::Exited(127), Step::Output)
    }
}
