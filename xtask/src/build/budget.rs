//! How large the page may be. On a slow line every kilobyte costs about 5 ms before the first
//! screen, so the limit is checked at every build.

use std::fmt::Write as _;

use crate::build::finish::extension;
use crate::error::{Error, Result};

/// More brotli-compressed wasm than this fails the build.
const LIMIT: u64 = 380 * 1024;

/// What we aim for.
const AIM: u64 = 300 * 1024;

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

/// Says how the wasm stands against the budget; fails when it is over, or was not compressed.
pub(crate) fn check(sizes: &[Size]) -> Result<String> {
    let mut total = 0;
    for size in sizes.iter().filter(|size| extension(&size.name) == "wasm") {
        total += size
            .brotli
            .ok_or_else(|| Error::Shape(format!("{} has no .br beside it", size.name)))?;
    }
    let figures = format!(
        "wasm {} with brotli; limit {}, aim {}",
        kilobytes(total),
        kilobytes(LIMIT),
        kilobytes(AIM)
    );
    if total > LIMIT {
        return Err(Error::Budget(format!("Over the byte budget: {figures}.")));
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

    #[test]
    fn the_limit_itself_passes_and_one_byte_more_fails() {
        assert!(check(&[size("a.wasm", 9_000_000, Some(LIMIT))]).is_ok());
        let over = check(&[size("a.wasm", 1, Some(LIMIT + 1))]).unwrap_err();
        assert!(matches!(over, Error::Budget(_)));
    }

    #[test]
    fn all_modules_count_together_and_other_files_do_not() {
        let half = Some(LIMIT / 2 + 1);
        assert!(check(&[size("a.wasm", 1, half), size("b.js", 1, Some(LIMIT))]).is_ok());
        assert!(check(&[size("a.wasm", 1, half), size("b.wasm", 1, half)]).is_err());
    }

    #[test]
    fn a_module_that_was_not_compressed_is_no_pass() {
        assert!(check(&[size("a.wasm", 10, None)]).is_err());
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
