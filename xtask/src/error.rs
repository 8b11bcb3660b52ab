//! What can go wrong in a task, in words for the person at the terminal.
//!
//! Written out by hand where the other crates derive it: the derive would be the largest thing
//! to compile before the first line appears on a fresh machine.

use std::fmt;
use std::path::{Path, PathBuf};

/// Shorthand used across this crate.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why a task stopped.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line could not be understood.
    Usage(String),
    /// The file system or a process call refused.
    Io {
        /// What was being done, as the end of "could not …".
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A command ended badly; its output is in `log`, or was already on screen.
    Command {
        /// The command's own words.
        what: String,
        /// How it ended.
        outcome: String,
        /// Where its whole output is.
        log: Option<PathBuf>,
    },
    /// Something only the person can install or change.
    Advice(String),
    /// A file that should have a known shape has another.
    Shape(String),
    /// A built file is larger than the project allows.
    Budget(String),
    /// Ctrl-C or a request to end.
    Interrupted,
}

impl Error {
    /// Turns an I/O error into one that says what was being done.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }

    /// [`Error::io`] for the commonest case: a verb and a path.
    pub(crate) fn path(verb: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        Self::io(format!("{verb} {}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(words) | Self::Advice(words) | Self::Shape(words) | Self::Budget(words) => {
                out.write_str(words)
            }
            Self::Io { doing, source } => write!(out, "could not {doing}: {source}"),
            Self::Command { what, outcome, log } => {
                write!(out, "`{what}` {outcome}")?;
                match log {
                    Some(log) => write!(out, "\nIts whole output: {}", log.display()),
                    None => Ok(()),
                }
            }
            Self::Interrupted => out.write_str("stopped"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
