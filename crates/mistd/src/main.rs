//! The `mistd` program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    mistd::cli::main()
}
