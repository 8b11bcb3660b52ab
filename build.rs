//! Turns `src/locales/*.json` into checked Rust: a sentence that is missing, misspelt or given the
//! wrong arguments fails the build.

use std::path::PathBuf;

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let parts = std::env::var_os("CARGO_FEATURE_PARTS").is_some();
    if parts && std::env::var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm") {
        // What takes the module apart has to know what refers to what.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    let config = Config::new("en")?
        .locales_path("src/locales")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let sentences = TranslationsInfos::parse(config)?;
    sentences.emit_diagnostics();
    sentences.rerun_if_locales_changed();
    sentences.generate_i18n_module(out)?;
    Ok(())
}
