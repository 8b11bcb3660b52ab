//! The command line.

mod accounts;
pub(crate) mod options;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::serve::{self, ServeError};
use accounts::AccountError;
pub(crate) use options::ServeOptions;
use options::{Command, Options, UserCommand};

/// Why a command failed, as the operator reads it.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Account(#[from] AccountError),
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    let options = Options::parse();
    log_to_stderr(options.verbose);
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed standard error leaves nobody to tell.
            let _nobody_reads = writeln!(std::io::stderr(), "mistd: {error}");
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
    }
}

/// Only what needs attention, unless asked for more. Other crates stay at warnings whatever is asked:
/// at their lower levels some show what passes through them.
fn log_to_stderr(verbose: u8) {
    use tracing::level_filters::LevelFilter;
    use tracing_subscriber::Layer;
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::util::SubscriberInitExt;

    let own = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let levels = Targets::new()
        .with_target("mistd", own)
        .with_default(LevelFilter::WARN);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(levels);
    tracing_subscriber::registry().with(layer).init();
}
