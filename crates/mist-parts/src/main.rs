//! `mist-parts MODULE FOLDER`: takes the page's module apart where its source says so
//! (`src/app/parts.rs` of the page) and leaves in `FOLDER`:
//!
//! - `main.wasm`, for wasm-bindgen, with what the first screen needs;
//! - `part-NAME.wasm` for each part, and `part-NAME-NAME.wasm` for what several have in common;
//! - `loader.js`, to be joined to what wasm-bindgen makes: it defines `partLoaders`, which `main.wasm`
//!   imports as `mist_parts::LINK`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(module), Some(folder), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return fail("usage: mist-parts MODULE FOLDER");
    };
    match mist_parts::take_apart(&module, &folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

fn fail(words: &str) -> ExitCode {
    // Where even this can't be written nobody is listening.
    let _ = writeln!(std::io::stderr(), "{words}");
    ExitCode::FAILURE
}
