//! Compresses once, at the highest level, what a server then sends as it is.

use std::io::Write as _;

use flate2::GzBuilder;

use crate::build::finish::{Files, extension};
use crate::error::{Error, Result};
use crate::interrupt;

/// File types that shrink; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = [
    "html",
    "js",
    "css",
    "wasm",
    "svg",
    "json",
    "webmanifest",
    "txt",
    "ico",
];

/// What people edit on the host: a compressed copy beside it would go on being sent as it was.
const EDITED: &str = "config.json";

/// Adds `.br` and `.gz` beside every file that shrinks.
pub(crate) fn compress(files: &mut Files) -> Result<()> {
    let mut packed = Files::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_compressible(name)) {
        interrupt::check()?;
        packed.insert(format!("{name}.br"), brotli(bytes)?);
        packed.insert(format!("{name}.gz"), gzip(bytes)?);
    }
    files.append(&mut packed);
    Ok(())
}

fn is_compressible(name: &str) -> bool {
    name != EDITED && COMPRESSIBLE.contains(&extension(name))
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)
        .map_err(Error::io("compress with brotli"))?;
    Ok(packed)
}

/// No time stamp and no name inside, so the same input gives the same bytes.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(Error::io("compress with gzip"))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_forms_unpack_to_the_same_bytes_and_what_must_not_is_left_alone() {
        let text = b"machines ".repeat(500);
        let mut files: Files = [
            ("a.js".to_owned(), text.clone()),
            ("b.png".to_owned(), vec![0; 100]),
            (EDITED.to_owned(), text.clone()),
        ]
        .into();
        compress(&mut files).unwrap();
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.js", "a.js.br", "a.js.gz", "b.png", EDITED]);

        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut files["a.js.br"].as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(files["a.js.gz"].as_slice())
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        assert_eq!(gzip(b"once").unwrap(), gzip(b"once").unwrap());
        assert_eq!(brotli(b"once").unwrap(), brotli(b"once").unwrap());
    }
}
