//! The page in parts: between trunk's build and the finishing step the module is taken apart, so
//! that the first screen does not wait for what only others need.
//!
//! trunk knows nothing of that. What it built is whole and asks for loaders that are not there; here
//! the crate `mist-parts` cuts the same module, wasm-bindgen works on its first part, and both take
//! the place of what trunk left.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build::finish::extension;
use crate::error::{Error, Result};
use crate::progress::Line;
use crate::tools::WASM;
use crate::tools::environment::Environment;

/// The page's program, after which trunk and wasm-bindgen name their files.
const PROGRAM: &str = "mist-web";

/// The feature of the page's crate with which its module can be taken apart.
pub(crate) const FEATURE: &str = "parts";

/// What the files of parts are called, whatever comes after it.
const PART: &str = "part-";

/// What the module calls the file of the loaders (`LINK` in `mist-parts`).
const LINK: &str = "\"./__wasm_split.js\"";

/// Whether a file is a part of the page that is fetched when it is wanted.
pub(crate) fn is_part(name: &str) -> bool {
    name.starts_with(PART) && extension(name) == "wasm"
}

/// Takes the module that trunk built apart and puts the parts into `staging` in its place.
pub(crate) fn take_apart(environment: &Environment, staging: &Path, line: &mut Line) -> Result<()> {
    let built = environment.target.join(WASM).join("release");
    let folder = environment.scratch().join("parts");
    let log = environment.log("parts");
    let tool = ["run", "--locked", "--package", "mist-parts", "--"];
    let mut cut = environment.cargo(tool);
    cut.arg(built.join(format!("{PROGRAM}.wasm"))).arg(&folder);
    line.run(&mut cut, &log)?;

    let bound = folder.join("bound");
    let mut bind = environment.command("wasm-bindgen");
    // The parts use what the linker exports: the memory, the table and the stack.
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--out-name", PROGRAM, "--out-dir"])
        .arg(&bound)
        .arg(folder.join("main.wasm"));
    line.run(&mut bind, &environment.log("parts-bindgen"))?;

    let glue = format!("{PROGRAM}.js");
    let module = format!("{PROGRAM}_bg.wasm");
    let mut tidy = environment.cargo(tool);
    tidy.arg("--bound")
        .args([bound.join(&module), bound.join(&glue)]);
    line.run(&mut tidy, &environment.log("parts-tidy"))?;

    let joined = join(
        &text(&bound.join(&glue))?,
        &text(&folder.join("loader.js"))?,
    )?;
    write(&staging.join(&glue), joined.as_bytes())?;
    write(&staging.join(&module), &bytes(&bound.join(&module))?)?;
    for (name, part) in parts(&folder)? {
        write(&staging.join(name), &bytes(&part)?)?;
    }
    Ok(())
}

/// The loaders at the end of the glue rather than in a file of their own: that file and the glue
/// would name each other, so neither could be named by its content.
fn join(glue: &str, loader: &str) -> Result<String> {
    let mut joined = String::with_capacity(glue.len() + loader.len());
    let mut links = 0;
    for line in glue.lines() {
        if line.starts_with("import ") && line.contains(LINK) {
            continue;
        }
        if line.trim_start().starts_with(LINK) {
            links += 1;
            // One entry serves all of the module's imports.
            if links == 1 {
                joined.push_str("        ");
                joined.push_str(LINK);
                joined.push_str(": partLoaders,\n");
            }
            continue;
        }
        joined.push_str(line);
        joined.push('\n');
    }
    if links == 0 || joined.matches(LINK).count() != 1 {
        return Err(Error::Shape(
            "wasm-bindgen names the page's parts in another way than expected".to_owned(),
        ));
    }
    joined.push_str(loader);
    Ok(joined)
}

fn parts(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let entries = fs::read_dir(folder).map_err(Error::path("read", folder))?;
    let mut parts = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::path("read", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_part(&name) {
            parts.push((name, entry.path()));
        }
    }
    Ok(parts)
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Error::path("read", path))
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(Error::path("read", path))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(Error::path("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = r#"import * as import1 from "./__wasm_split.js"
import * as import2 from "./__wasm_split.js"
function imports() {
    return {
        "./app_bg.js": import0,
        "./__wasm_split.js": import1,
        "./__wasm_split.js": import2,
    };
}
"#;

    #[test]
    fn the_loaders_stand_in_for_the_file_that_is_imported() {
        let joined = join(GLUE, "const partLoaders = {};\n").unwrap();
        assert_eq!(
            joined,
            r#"function imports() {
    return {
        "./app_bg.js": import0,
        "./__wasm_split.js": partLoaders,
    };
}
const partLoaders = {};
"#
        );
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        for glue in [
            "",
            "import * as a from \"./__wasm_split.js\"",
            "        \"./__wasm_split.js\": a,\nimport('x', \"./__wasm_split.js\")",
        ] {
            assert!(join(glue, "").is_err(), "{glue}");
        }
    }

    #[test]
    fn only_modules_of_parts_are_parts() {
        assert!(is_part("part-keys.wasm") && is_part("part-keys-0123456789abcdef.wasm"));
        assert!(!is_part("mist-web_bg.wasm") && !is_part("part-keys.wasm.br"));
    }
}
