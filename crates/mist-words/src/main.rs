//! Writes the files of the languages that the page loads when they are chosen: `mist-words FOLDER`, into the folder
//! where trunk gathers the page.

use std::path::{Path, PathBuf};
use std::{env, fs};

use mist_words::build;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::args_os()
        .nth(1)
        .ok_or("which folder has the sentences?")?;
    let to =
        env::var_os("TRUNK_STAGING_DIR").ok_or("trunk says by TRUNK_STAGING_DIR where to write")?;
    let built = build::from_folder(Path::new(&folder)).map_err(|error| error.to_string())?;
    for (name, text) in built.files {
        let path = PathBuf::from(&to).join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
