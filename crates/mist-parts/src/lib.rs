//! Takes the page's module apart. It owns how parts are named and loaded; it does not know which
//! there are (the page's source says so), nor how files are named in the end (`xtask` does that).

mod tidy;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_encoder::reencode;
use wasm_split_cli_support::{Options, transform};

/// What `main.wasm` imports its loaders from.
pub const LINK: &str = "./__wasm_split.js";

/// How parts are fetched; the same for all pages.
const LOADER: &str = include_str!("loader.js");

/// Why a module could not be taken apart.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error("could not {doing} {}: {source}", path.display())]
    Io {
        /// The verb.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The module is not what a compiler makes with `--emit-relocs`.
    #[error("the module can't be taken apart: {0}")]
    Split(String),
    /// A part is no module.
    #[error("the part {name} can't be written: {source}")]
    Part {
        /// Its file.
        name: String,
        /// What is wrong with it.
        source: reencode::Error,
    },
    /// The script that goes with the module does not define what the module imports.
    #[error("wasm-bindgen's script defines the module's imports in another way than expected")]
    Glue,
    /// The module has no parts: it was built without the page's feature `parts`.
    #[error("the module has no parts; was it built with the feature `parts`?")]
    Whole,
}

fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    move |source| Error::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

/// Takes the file `module` apart into `folder`, which is made anew.
///
/// # Errors
/// When files can't be read or written, or the module is of another shape.
pub fn take_apart(module: &Path, folder: &Path) -> Result<(), Error> {
    let bytes = fs::read(module).map_err(io("read", module))?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(io("remove", folder))?;
    }
    let raw = folder.join("raw");
    fs::create_dir_all(&raw).map_err(io("create", &raw))?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&bytes);
    options.output_dir = &raw;
    options.main_out_path = &main;
    options.link_name = LINK;
    let split = transform(options).map_err(|error| Error::Split(format!("{error:#}")))?;
    if split.prefetch_map.is_empty() {
        return Err(Error::Whole);
    }
    let parts: Parts = split.prefetch_map.into_iter().collect();
    for (stem, name) in names(&parts) {
        let from = raw.join(format!("{stem}.wasm"));
        let part = fs::read(&from).map_err(io("read", &from))?;
        let part = tidy::tidy(&part).map_err(|source| Error::Part {
            name: name.clone(),
            source,
        })?;
        let to = folder.join(&name);
        fs::write(&to, part).map_err(io("write", &to))?;
    }
    let to = folder.join("loader.js");
    fs::write(&to, loader(&parts)).map_err(io("write", &to))?;
    fs::remove_dir_all(&raw).map_err(io("remove", &raw))
}

/// The parts by name, each with the stems of the raw files it needs.
type Parts = BTreeMap<String, Vec<String>>;

/// The files' final names by their raw stems: a file is named after the parts that need it.
fn names(parts: &Parts) -> BTreeMap<&str, String> {
    let mut needed = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (part, stems) in parts {
        for stem in stems {
            needed.entry(stem).or_default().insert(part);
        }
    }
    let name = |(stem, parts): (_, BTreeSet<&str>)| {
        let parts: Vec<&str> = parts.into_iter().collect();
        (stem, format!("part-{}.wasm", parts.join("-")))
    };
    needed.into_iter().map(name).collect()
}

/// The script that loads the parts.
fn loader(parts: &Parts) -> String {
    let names = names(parts);
    let mut script = format!("{LOADER}const partLoaders = {{\n");
    for (part, stems) in parts {
        let files: Vec<String> = stems
            .iter()
            .filter_map(|stem| names.get(stem.as_str()))
            .map(|name| format!("\"./{name}\""))
            .collect();
        // Writing to a string cannot fail. The name is what `wasm_split` calls the import.
        let _ = writeln!(
            script,
            "    __wasm_split_load_{part}: partLoader([{}]),",
            files.join(", ")
        );
    }
    script.push_str("};\n");
    script
}

/// Makes what wasm-bindgen made of `main.wasm` as short as it can be, and has `glue` call the imports by their new
/// names.
///
/// # Errors
/// When files can't be read or written, or are of another shape.
pub fn tidy_bound(module: &Path, glue: &Path) -> Result<(), Error> {
    let bytes = fs::read(module).map_err(io("read", module))?;
    let script = fs::read_to_string(glue).map_err(io("read", glue))?;
    let (tidy, names) = tidy::tidy_bound(&bytes).map_err(|source| Error::Part {
        name: module.display().to_string(),
        source,
    })?;
    let script = renamed(&script, &names).ok_or(Error::Glue)?;
    fs::write(module, tidy).map_err(io("write", module))?;
    fs::write(glue, script).map_err(io("write", glue))
}

/// The script with the imports it defines under their new names; nothing unless it defines each once.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> Option<String> {
    let mut out = String::with_capacity(script.len());
    let mut found = 0;
    for line in script.lines() {
        let (blanks, text) = line.split_at(line.len() - line.trim_start().len());
        let definition = text.split_once(": ");
        let definition = definition.and_then(|(name, rest)| Some((names.get(name)?, rest)));
        if let Some((name, rest)) = definition {
            found += 1;
            out.extend([blanks, name, ": ", rest, "\n"]);
        } else {
            out.extend([line, "\n"]);
        }
    }
    (found == names.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        let stems = |stems: &[&str]| stems.iter().map(ToString::to_string).collect();
        [
            ("keys".to_owned(), stems(&["chunk_3", "split_keys"])),
            ("machine".to_owned(), stems(&["chunk_3", "split_machine"])),
        ]
        .into()
    }

    #[test]
    fn a_file_is_named_after_the_parts_that_need_it() {
        let parts = parts();
        let names = names(&parts);
        assert_eq!(names["chunk_3"], "part-keys-machine.wasm");
        assert_eq!(names["split_machine"], "part-machine.wasm");
    }

    #[test]
    fn the_loader_names_every_file_of_a_part() {
        let script = loader(&parts());
        assert!(
            script.contains(
                "__wasm_split_load_keys: partLoader([\"./part-keys-machine.wasm\", \"./part-keys.wasm\"]),"
            ),
            "{script}"
        );
        assert!(script.contains("const partLoaders = {"));
    }

    #[test]
    fn padding_and_names_go_and_the_code_stays() {
        // One function type, no function; the type section's length padded to five bytes.
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 0x84, 0x80, 0x80, 0x80, 0, 1, 0x60, 0, 0]);
        module.extend([0, 6, 4, b'n', b'a', b'm', b'e', 0]);
        let mut expected = b"\0asm\x01\0\0\0".to_vec();
        expected.extend([1, 4, 1, 0x60, 0, 0]);
        assert_eq!(tidy::tidy(&module).unwrap(), expected);
    }

    #[test]
    fn the_script_defines_the_imports_under_their_new_names() {
        let names: BTreeMap<_, _> = [("__wbg_log_01".to_owned(), "a".to_owned())].into();
        let script = "const import0 = {\n    __wbg_log_01: function(arg0) {\n    },\n};\n";
        assert_eq!(
            renamed(script, &names).unwrap(),
            "const import0 = {\n    a: function(arg0) {\n    },\n};\n"
        );
        assert_eq!(renamed("const import0 = {};\n", &names), None);
        assert_eq!(renamed(&[script, script].concat(), &names), None);
    }

    #[test]
    fn a_module_without_relocations_is_refused() {
        let folder = std::env::temp_dir().join(format!("mist-parts-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let module = folder.join("m.wasm");
        fs::write(&module, b"\0asm\x01\0\0\0").unwrap();
        assert!(take_apart(&module, &folder.join("out")).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
