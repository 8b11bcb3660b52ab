//! `mist-parts MODULE FOLDER`: takes the page's module apart where its source says so
//! (`src/app/parts.rs` of the page) and leaves in `FOLDER`:
//!
//! - `main.wasm`, for wasm-bindgen, with what the first screen needs;
//! - `part-NAME.wasm` for each part, and `part-NAME-NAME.wasm` for what several have in common;
//! - `loader.js`, to be joined to what wasm-bindgen makes: it defines `partLoaders`, which `main.wasm`
//!   imports as `mist_parts::LINK`.
//!
//! `mist-parts --bound MODULE GLUE`: makes the module and the script that wasm-bindgen made of `main.wasm` as
//! short as they can be.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match arguments.as_slice() {
        [module, folder] => mist_parts::take_apart(module, folder),
        [bound, module, glue] if bound.as_os_str() == "--bound" => {
            mist_parts::tidy_bound(module, glue)
        }
        _ => return fail("usage: mist-parts MODULE FOLDER | mist-parts --bound MODULE GLUE"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

fn fail(words: &str) -> ExitCode {
    // Where even this can't be written nobody is listening.
    let _ = writeln!(std::io::stderr(), "{words}");
    ExitCode::FAILURE
}
