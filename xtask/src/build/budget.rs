//! How large the page may be. On a slow line every kilobyte costs about 5 ms before the first
//! screen, so the limits are checked at every build.

use std::fmt::Write as _;

use crate::build::finish::{self, INDEX, extension};
use crate::build::html;
use crate::build::words;
use crate::error::{Error, Result};

/// What the first screen may need of brotli-compressed wasm; more fails the build.
const FIRST: u64 = 380 * 1024;

/// What we aim for there.
const AIM: u64 = 300 * 1024;

/// What the first screen may need in all, compressed, and in how many files.
const ALL: u64 = 430 * 1024;
const FILES: usize = 8;

/// What any other file of wasm may have: it is waited for when its screen is opened.
const PART: u64 = 120 * 1024;

/// The sizes of one file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// Path in `dist/`.
    pub name: String,
    /// As built.
    pub raw: u64,
    /// With brotli, where there is such a file.
    pub brotli: Option<u64>,
    /// With gzip, where there is such a file.
    pub gzip: Option<u64>,
}

/// A table of all files, largest first.
pub(crate) fn table(mut sizes: Vec<Size>) -> String {
    sizes.sort_by(|a, b| b.raw.cmp(&a.raw).then_with(|| a.name.cmp(&b.name)));
    let wide = sizes
        .iter()
        .map(|size| size.name.len())
        .max()
        .unwrap_or(0)
        .max(4);
    let mut table = format!(
        "{:wide$}  {:>9}  {:>9}  {:>9}\n",
        "file", "raw", "brotli", "gzip"
    );
    for size in &sizes {
        let packed = |bytes: Option<u64>| bytes.map_or_else(|| "–".to_owned(), kilobytes);
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "{:wide$}  {:>9}  {:>9}  {:>9}",
            size.name,
            kilobytes(size.raw),
            packed(size.brotli),
            packed(size.gzip)
        );
    }
    table
}

/// Says how the page stands against the budget; fails when a part of it is over, or was not
/// compressed. The first screen needs `index.html`, whose text is `page`, what that names, and `config.json`.
pub(crate) fn check(sizes: &[Size], page: &str) -> Result<String> {
    Ok(format!("{}\n{}", wasm(sizes, page)?, all(sizes, page)?))
}

fn all(sizes: &[Size], page: &str) -> Result<String> {
    // What launchers show is fetched when somebody installs the page, or after all else.
    let is_later = |tag: &&str| {
        let rel = html::attribute(tag, "rel").unwrap_or_default();
        ["manifest", "apple-touch-icon"].contains(&rel)
    };
    let later: Vec<&str> = html::tags(page, "link")
        .into_iter()
        .filter(is_later)
        .filter_map(|tag| html::attribute(tag, "href").map(finish::local))
        .collect();
    let needed = |size: &&Size| {
        if later.contains(&size.name.as_str()) {
            return false;
        }
        let fixed = [INDEX, "config.json"].contains(&size.name.as_str());
        fixed
            || page.contains(&format!("\"./{}\"", size.name))
            || page.contains(&format!("\"{}\"", size.name))
    };
    let mut needed: Vec<&Size> = sizes.iter().filter(needed).collect();
    // English needs no file of a language, any other needs one: the largest counts.
    let (mut languages, rest): (Vec<&Size>, Vec<&Size>) = needed
        .into_iter()
        .partition(|size| words::is_language(&size.name));
    languages.sort_by_key(|size| size.brotli.unwrap_or(size.raw));
    needed = rest.into_iter().chain(languages.pop()).collect();
    let bytes: u64 = needed
        .iter()
        .map(|size| size.brotli.unwrap_or(size.raw))
        .sum();
    let figures = format!(
        "all the first screen needs: {} in {} files, limits {} and {FILES}",
        kilobytes(bytes),
        needed.len(),
        kilobytes(ALL)
    );
    if bytes > ALL || needed.len() > FILES {
        return Err(Error::Budget(format!("Over the byte budget: {figures}.")));
    }
    Ok(figures)
}

fn wasm(sizes: &[Size], page: &str) -> Result<String> {
    let mut first = 0;
    let mut later = 0;
    for size in sizes.iter().filter(|size| extension(&size.name) == "wasm") {
        let bytes = size
            .brotli
            .ok_or_else(|| Error::Shape(format!("{} has no .br beside it", size.name)))?;
        if page.contains(&size.name) {
            first += bytes;
            continue;
        }
        later += bytes;
        if bytes > PART {
            return Err(Error::Budget(format!(
                "Over the byte budget: {} {} with brotli; limit {}.",
                size.name,
                kilobytes(bytes),
                kilobytes(PART)
            )));
        }
    }
    let figures = format!(
        "wasm with brotli: first screen {}, limit {}, aim {}; fetched later {}, limit {} a file",
        kilobytes(first),
        kilobytes(FIRST),
        kilobytes(AIM),
        kilobytes(later),
        kilobytes(PART)
    );
    if first > FIRST {
        return Err(Error::Budget(format!("Over the byte budget: {figures}.")));
    }
    if first == 0 {
        return Err(Error::Shape("index.html names no module".to_owned()));
    }
    Ok(figures)
}

fn kilobytes(bytes: u64) -> String {
    let tenths = (bytes * 10 + 512) / 1024;
    format!("{}.{} KB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(name: &str, raw: u64, brotli: Option<u64>) -> Size {
        Size {
            name: name.to_owned(),
            raw,
            brotli,
            gzip: brotli,
        }
    }

    const PAGE: &str = "<script data-wasm=\"./a.wasm\" data-js=\"./b.js\">";

    #[test]
    fn the_limit_itself_passes_and_one_byte_more_fails() {
        let first = |bytes| check(&[size("a.wasm", 9_000_000, Some(bytes))], PAGE);
        assert!(first(FIRST).is_ok());
        assert!(matches!(first(FIRST + 1).unwrap_err(), Error::Budget(_)));
    }

    #[test]
    fn a_part_has_a_limit_of_its_own_and_does_not_count_for_the_first_screen() {
        let with = |bytes| {
            let first = size("a.wasm", 1, Some(FIRST));
            check(&[first, size("part-x.wasm", 1, Some(bytes))], PAGE)
        };
        assert!(with(PART).is_ok());
        let over = with(PART + 1).unwrap_err();
        assert!(over.to_string().contains("part-x.wasm"), "{over}");
    }

    #[test]
    fn only_modules_count() {
        let script = size("b.js", 1, Some(ALL - 1));
        assert!(check(&[size("a.wasm", 1, Some(1)), script], PAGE).is_ok());
    }

    #[test]
    fn a_module_that_was_not_compressed_is_no_pass() {
        assert!(check(&[size("a.wasm", 10, None)], PAGE).is_err());
        assert!(
            check(
                &[size("a.wasm", 1, Some(1)), size("p.wasm", 10, None)],
                PAGE
            )
            .is_err()
        );
    }

    #[test]
    fn a_page_without_a_module_is_no_pass() {
        assert!(check(&[size("a.wasm", 1, Some(1))], "<html>").is_err());
    }

    #[test]
    fn all_files_of_the_first_screen_count_together() {
        let with = |bytes, page: &str| {
            let files = [
                size("a.wasm", 1, Some(FIRST)),
                size("b.js", 1, Some(bytes)),
                size("config.json", 10, None),
                size("part-x.wasm", 1, Some(PART)),
            ];
            check(&files, page)
        };
        assert!(with(ALL - FIRST - 10, PAGE).is_ok());
        assert!(with(ALL - FIRST - 9, PAGE).is_err());
        assert!(
            with(ALL, "data-wasm=\"./a.wasm\"").is_ok(),
            "not named, not needed"
        );
    }

    #[test]
    fn more_requests_than_allowed_are_over_the_budget() {
        let names: Vec<String> = (0..FILES).map(|number| format!("{number}.js")).collect();
        let page = names
            .iter()
            .fold(PAGE.to_owned(), |page, name| page + "\"./" + name + "\"");
        let mut sizes = vec![size("a.wasm", 1, Some(1))];
        sizes.extend(names.iter().map(|name| size(name, 1, Some(1))));
        assert!(check(&sizes, &page).is_err());
        sizes.pop();
        assert!(check(&sizes, &page).is_ok());
    }

    #[test]
    fn the_table_puts_the_largest_first() {
        let table = table(vec![
            size("a.js", 2048, Some(512)),
            size("bb.wasm", 1_048_576, None),
        ]);
        let rows: Vec<&str> = table.lines().collect();
        assert!(
            rows[1].starts_with("bb.wasm") && rows[1].contains("1024.0 KB"),
            "{table}"
        );
        assert!(rows[2].contains("0.5 KB"), "{table}");
    }
}
