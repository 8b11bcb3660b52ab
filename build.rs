//! Turns `src/locales/*.ftl` into checked Rust: a sentence that is missing in a language, misspelt or given the
//! wrong arguments fails the build. The languages' own files are written when trunk gathers the page (Trunk.toml).

use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/locales");
    let parts = std::env::var_os("CARGO_FEATURE_PARTS").is_some();
    if parts && std::env::var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm") {
        // What takes the module apart has to know what refers to what.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    match mist_words::build::from_folder(Path::new("src/locales")) {
        Ok(built) => std::fs::write(out.join("words.rs"), built.module)?,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error=src/locales/{line}");
            }
        }
    }
    Ok(())
}
