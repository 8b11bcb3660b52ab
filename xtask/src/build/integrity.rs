//! What a browser checks before it runs or uses a file: `index.html` says of each script, the style sheet and the module
//! which bytes it is, and the glue says it of the parts. So a file that was changed on the host or on the way,
//! or that a cache took from another release, is refused.
//!
//! Browsers enforce it for scripts and style sheets; for the module `boot.js` does, because the attribute of a
//! preload is ignored.

use std::collections::BTreeMap;

use crate::build::finish::{Files, local, shape};
use crate::build::html;
use crate::digest;
use crate::error::Result;

/// Where the glue keeps what the parts are (`loader.js` in `mist-parts`), before this fills it in.
pub(super) const NO_PARTS: &str = "const partsIntegrity = {};";

/// The line that says which bytes each part is. `named`: their names before and after.
pub(super) fn of_parts(files: &Files, named: &[(String, String)]) -> Result<String> {
    let mut digests = BTreeMap::new();
    for (_, name) in named {
        digests.insert(name, digest_of(files, name)?);
    }
    let entries: Vec<String> = digests
        .iter()
        .map(|(name, digest)| format!("\"./{name}\":\"{digest}\""))
        .collect();
    Ok(format!("const partsIntegrity = {{{}}};", entries.join(",")))
}

/// Adds to each element of `index` that loads a file which bytes it must be. `wasm` is the module.
pub(super) fn sign(index: &str, files: &Files, wasm: &str) -> Result<String> {
    let mut signed = index.to_owned();
    let mut add = |tag: &str, attributes: &str| {
        let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
        signed = signed.replace(tag, &format!("{open} {attributes}>"));
    };
    for tag in html::tags(index, "link") {
        if html::attribute(tag, "rel") == Some("modulepreload") {
            let name = html::attribute(tag, "href").map(local);
            let digest = digest_of(files, name.unwrap_or_default())?;
            add(tag, &format!("integrity=\"{digest}\""));
        }
    }
    for tag in html::tags(index, "script") {
        let name = html::attribute(tag, "src").map(local).unwrap_or_default();
        let mut attributes = format!("integrity=\"{}\"", digest_of(files, name)?);
        if html::attribute(tag, "data-wasm").is_some() {
            let digest = digest_of(files, wasm)?;
            let size = files.get(wasm).map_or(0, Vec::len);
            let sheet = html::attribute(tag, "data-css").map(local);
            let sheet = digest_of(files, sheet.unwrap_or_default())?;
            attributes = format!(
                "{attributes} data-digest=\"{digest}\" data-size=\"{size}\" data-css-digest=\"{sheet}\""
            );
        }
        add(tag, &attributes);
    }
    Ok(signed)
}

fn digest_of(files: &Files, name: &str) -> Result<String> {
    let bytes = files
        .get(name)
        .ok_or_else(|| shape(&format!("index.html loads {name}, which is not there")))?;
    Ok(digest::integrity(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        ["a.css", "b.js", "c.js", "d.wasm", "part-e.wasm"]
            .map(|name| (name.to_owned(), name.as_bytes().to_vec()))
            .into()
    }

    #[test]
    fn everything_that_is_loaded_is_signed() {
        let index = "<link rel=\"modulepreload\" href=\"./b.js\"><link rel=\"icon\" href=\"x.svg\">\
            <script src=\"./c.js\" data-wasm=\"./d.wasm\" data-css=\"./a.css\"></script>";
        let signed = sign(index, &files(), "d.wasm").unwrap();
        for name in ["b.js", "c.js"] {
            let digest = digest::integrity(name.as_bytes());
            assert!(
                signed.contains(&format!("integrity=\"{digest}\"")),
                "{signed}"
            );
        }
        let [module, sheet] = [b"d.wasm".as_slice(), b"a.css"].map(digest::integrity);
        let told = format!("data-digest=\"{module}\" data-size=\"6\" data-css-digest=\"{sheet}\">");
        assert!(signed.contains(&told), "{signed}");
        assert!(
            signed.contains("<link rel=\"icon\" href=\"x.svg\">"),
            "{signed}"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_no_pass() {
        assert!(sign("<script src=\"./gone.js\"></script>", &files(), "d.wasm").is_err());
    }

    #[test]
    fn the_glue_knows_each_part() {
        let named = [("part-e.wasm".to_owned(), "part-e.wasm".to_owned())];
        let line = of_parts(&files(), &named).unwrap();
        let digest = digest::integrity(b"part-e.wasm");
        assert_eq!(
            line,
            format!("const partsIntegrity = {{\"./part-e.wasm\":\"{digest}\"}};")
        );
        assert_eq!(of_parts(&files(), &[]).unwrap(), NO_PARTS);
    }
}
