//! The command line.

mod accounts;
mod backup;
pub(crate) mod options;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::log::{self, LogFormat};
use crate::serve::{self, ServeError};
use accounts::AccountError;
use backup::CopyError;
pub(crate) use options::ServeOptions;
use options::{Command, Options, UserCommand};

/// Why a command failed, as the operator reads it.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Copy(#[from] CopyError),
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    let options = Options::parse();
    let format = options.log_format.unwrap_or_else(LogFormat::fitting);
    log::start(format, options.verbose);
    // Whoever reads the server's log as JSON lines finds nothing else in it.
    let to_log = matches!(options.command, Command::Serve(_)) && format == LogFormat::Json;
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if to_log {
                tracing::error!("{error}");
            } else {
                // A closed standard error leaves nobody to tell.
                let _nobody_reads = writeln!(std::io::stderr(), "mistd: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), CliError> {
    match options.command {
        Command::Serve(options) => Ok(serve::run(&options)?),
        Command::User {
            command: UserCommand::Add(options),
        } => Ok(accounts::add(&options)?),
        Command::Link(options) => Ok(accounts::link(&options)?),
        Command::Backup(options) => Ok(backup::back_up(&options)?),
        Command::Restore(options) => Ok(backup::restore(&options)?),
    }
}
