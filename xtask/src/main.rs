//! `cargo xtask up | test | screens | bench | dist`: set-up, build and checks, from a fresh clone on
//! a machine with rustup and a C compiler. Unix only, as the server is.

mod build;
mod cli;
mod digest;
mod error;
mod estimate;
mod interrupt;
mod lock;
mod process;
mod progress;
mod test;
#[cfg(test)]
mod testing;
mod tools;
mod up;

use std::io::{self, Write as _};
use std::process::ExitCode;

use cli::Task;
use error::{Error, Result};

fn main() -> ExitCode {
    match interrupt::watch()
        .and_then(|()| cli::parse())
        .and_then(perform)
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            explain(&error);
            // 130 is what a shell reports for Ctrl-C.
            if matches!(error, Error::Interrupted) {
                ExitCode::from(130)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Up(options) => up::up(&options),
        Task::Test(parts) => test::test(&parts),
        Task::Screens => test::screens(),
        Task::Bench => test::bench(),
        Task::Load(runs) => test::load(runs),
        Task::Dist => build::dist(),
        Task::Help => {
            progress::say(cli::HELP);
            Ok(())
        }
    }
}

/// Says what went wrong; a failed build's last lines come first, so that the reason stays in view.
fn explain(error: &Error) {
    let mut words = String::new();
    if let Error::Command { log: Some(log), .. } = error {
        words = format!("\n{}\n\n", progress::tail(log));
    }
    let _ = writeln!(io::stderr(), "{words}{error}");
}
