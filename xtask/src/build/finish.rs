//! The finishing step: from trunk's plain-named files to files that may be cached for ever.
//!
//! Every script, style sheet and wasm module gets a name made of its *final* bytes, and
//! `index.html`, the one file that keeps its name, refers to exactly those. So a cache can mix old
//! and new files as it likes: an old `index.html` still names the old ones. The style sheets are
//! joined into one, see [`style`].
//!
//! Pure: names and bytes in, names and bytes out.

use std::collections::BTreeMap;
use std::iter;

use crate::build::{html, integrity, module, parts, release, style, words};
use crate::digest;
use crate::error::{Error, Result};

/// Files by their path in `dist/`, with `/` between folders.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The page itself.
pub(crate) const INDEX: &str = "index.html";

/// Gives every file that `index.html` loads a name made of its content.
pub(crate) fn finish(mut files: Files) -> Result<Files> {
    let index = files
        .remove(INDEX)
        .ok_or_else(|| shape("the build left no index.html"))?;
    let mut index = String::from_utf8(index).map_err(|_| shape("index.html is not UTF-8"))?;
    index = style::join(&index, &mut files)?;

    let boot = html::boot(&index)?.to_owned();
    let [wasm, glue] = ["data-wasm", "data-js"].map(|attribute| {
        html::attribute(&boot, attribute)
            .map(local)
            .ok_or_else(|| shape(&format!("the boot script has no {attribute}")))
    });
    let (wasm, glue) = (wasm?.to_owned(), glue?.to_owned());

    let module = module::without_names(&take(&mut files, &wasm)?);
    files.insert(wasm.clone(), module);
    // The glue names the modules too, so its own name changes whenever one of theirs does.
    let mut named = Vec::new();
    let parts = files.keys().filter(|name| parts::is_part(name)).cloned();
    for module in iter::once(wasm.clone()).chain(parts.collect::<Vec<_>>()) {
        let new = rename(&mut files, &module, &[])?;
        named.push((module, new));
    }
    let new_wasm = named.first().map(|(_, new)| new.clone());
    let new_wasm = new_wasm.ok_or_else(|| shape("there is no module"))?;
    named.push((
        integrity::NO_PARTS.to_owned(),
        integrity::of_parts(&files, named.get(1..).unwrap_or_default())?,
    ));
    let new_glue = rename(&mut files, &glue, &named)?;
    index = name_scripts(&index, &mut files)?;
    index = name_languages(&index, &mut files)?;
    for (old, new) in [(&wasm, &new_wasm), (&glue, &new_glue)] {
        index = index.replace(&format!("\"./{old}\""), &format!("\"./{new}\""));
    }
    index = integrity::sign(&index, &files, &new_wasm)?;
    index = release::name(&index)?;
    files.insert(INDEX.to_owned(), index.into_bytes());
    Ok(files)
}

/// Names the scripts that `index.html` runs.
fn name_scripts(index: &str, files: &mut Files) -> Result<String> {
    let mut named = index.to_owned();
    for tag in html::tags(index, "script") {
        let old = html::attribute(tag, "src")
            .map(local)
            .ok_or_else(|| shape("index.html has a script of its own"))?;
        let new = rename(files, old, &[])?;
        named = named.replace(&format!("\"./{old}\""), &format!("\"./{new}\""));
    }
    Ok(named)
}

/// Names the languages' files, which only `index.html` names.
fn name_languages(index: &str, files: &mut Files) -> Result<String> {
    if let Some(stray) = words::strays(index, files).first() {
        let words = format!("index.html and the build differ about {stray}");
        return Err(shape(&words));
    }
    let mut index = index.to_owned();
    let languages = files
        .keys()
        .filter(|name| words::is_language(name))
        .cloned();
    for old in languages.collect::<Vec<_>>() {
        let new = rename(files, &old, &[])?;
        index = index.replace(&format!("\"./{old}\""), &format!("\"./{new}\""));
    }
    Ok(index)
}

/// Whether `name` was made by [`finish`] of the file's content.
pub(crate) fn is_named_by_content(name: &str, bytes: &[u8]) -> bool {
    name.contains(&format!("-{}.", content_hash(bytes)))
}

/// Moves `name` to its content's name, after replacing texts in it.
fn rename(files: &mut Files, name: &str, replace: &[(String, String)]) -> Result<String> {
    let mut bytes = take(files, name)?;
    for (old, new) in replace {
        let text = String::from_utf8(bytes).map_err(|_| shape(&format!("{name} is not UTF-8")))?;
        bytes = text.replace(old, new).into_bytes();
    }
    let new = hashed(name, &bytes);
    files.insert(new.clone(), bytes);
    Ok(new)
}

pub(super) fn take(files: &mut Files, name: &str) -> Result<Vec<u8>> {
    files.remove(name).ok_or_else(|| {
        shape(&format!(
            "index.html names {name}, which the build did not make"
        ))
    })
}

pub(super) fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = content_hash(bytes);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
        None => format!("{name}-{hash}"),
    }
}

/// The first 16 hex digits of the SHA-256.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    digest::of(bytes).chars().take(16).collect()
}

/// What follows the last dot of a file's name; empty when there is none.
pub(crate) fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

pub(super) fn local(address: &str) -> &str {
    address.trim_start_matches("./")
}

pub(super) fn shape(words: &str) -> Error {
    Error::Shape(words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="style-src 'self'">
<link rel="stylesheet" href="./tokens.css" data-first/>
<link rel="stylesheet" href="./base.css"/>
<link rel="modulepreload" href="./boot.js"><script src="./look.js"></script>
<script type="module" src="./boot.js" data-js="./app.js" data-wasm="./app_bg.wasm"></script>
<link rel="modulepreload" href="./app.js"><link rel="preload" href="./app_bg.wasm" as="fetch">
</head><body></body></html>"#;

    fn built() -> Files {
        [
            (INDEX, PAGE.as_bytes()),
            ("tokens.css", b":root{--a:1}"),
            ("base.css", b"body{}"),
            ("boot.js", b"boot()"),
            ("look.js", b"look()"),
            (
                "app.js",
                b"new URL('app_bg.wasm', import.meta.url); load('./part-keys.wasm')",
            ),
            ("app_bg.wasm", b"\0asm"),
            ("part-keys.wasm", b"\0asm keys"),
            ("icons.svg", b"<svg/>"),
        ]
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect()
    }

    fn page(files: &Files) -> String {
        String::from_utf8(files[INDEX].clone()).unwrap()
    }

    fn only<'a>(files: &'a Files, extension: &str) -> Vec<&'a str> {
        files
            .keys()
            .map(String::as_str)
            .filter(|name| name.ends_with(extension))
            .collect()
    }

    #[test]
    fn every_loaded_file_is_named_by_its_final_bytes_and_nothing_else_is() {
        let files = finish(built()).unwrap();
        for (name, bytes) in &files {
            let keeps_its_name = name == INDEX || name == "icons.svg";
            assert_eq!(is_named_by_content(name, bytes), !keeps_its_name, "{name}");
        }
        assert_eq!(files.len(), 8, "{:?}", files.keys());
    }

    #[test]
    fn the_page_names_every_new_file_and_no_old_one() {
        let files = finish(built()).unwrap();
        let page = page(&files);
        for name in files
            .keys()
            .filter(|name| *name != INDEX && *name != "icons.svg" && !parts::is_part(name))
        {
            assert!(
                page.contains(&format!("\"./{name}\"")),
                "{name} is not in {page}"
            );
        }
        for old in [
            "tokens.css",
            "base.css",
            "look.js",
            "./boot.js",
            "./app.js",
            "./app_bg.wasm",
        ] {
            assert!(!page.contains(old), "{old} is still in {page}");
        }
    }

    #[test]
    fn the_glue_names_the_parts_and_the_page_does_not() {
        let files = finish(built()).unwrap();
        let part = files.keys().find(|name| parts::is_part(name)).unwrap();
        let glue = files.keys().find(|name| name.starts_with("app-")).unwrap();
        let glue = String::from_utf8(files[glue].clone()).unwrap();
        assert!(glue.contains(&format!("'./{part}'")), "{glue}");
        assert!(!page(&files).contains(part.as_str()));
    }

    #[test]
    fn a_new_module_renames_the_glue_that_names_it() {
        let before = finish(built()).unwrap();
        let mut changed = built();
        changed.insert("app_bg.wasm".to_owned(), b"\0asm2".to_vec());
        let after = finish(changed).unwrap();
        let glue = |files: &Files| {
            only(files, ".js")
                .into_iter()
                .find(|name| name.starts_with("app"))
                .unwrap()
                .to_owned()
        };
        assert_ne!(glue(&before), glue(&after));
        let text = String::from_utf8(after[&glue(&after)].clone()).unwrap();
        let main = only(&after, ".wasm");
        let main = main.iter().find(|name| !parts::is_part(name)).unwrap();
        assert!(text.contains(main));
    }

    #[test]
    fn the_same_build_gives_the_same_names() {
        assert_eq!(finish(built()).unwrap(), finish(built()).unwrap());
    }

    #[test]
    fn a_build_of_another_shape_is_refused_in_words() {
        let without = |name: &str| {
            let mut files = built();
            files.remove(name);
            finish(files).unwrap_err().to_string()
        };
        assert!(without("app.js").contains("app.js"));
        assert!(without("base.css").contains("base.css"));
        assert!(without(INDEX).contains("index.html"));
    }
}
