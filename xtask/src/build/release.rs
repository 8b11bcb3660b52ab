//! The name of a release: `index.html` carries a digest of all it names, so that a page that is open can find out
//! that its host has a newer one (`src/state/release.rs`).

use crate::build::finish::shape;
use crate::digest;
use crate::error::Result;

/// Letters of the digest.
const LETTERS: usize = 16;

/// Writes the name of the release into `index`.
pub(super) fn name(index: &str) -> Result<String> {
    let release: String = digest::of(index.as_bytes()).chars().take(LETTERS).collect();
    let meta = format!("<meta name=\"release\" content=\"{release}\"></head>");
    let named = index.replacen("</head>", &meta, 1);
    if named == index {
        return Err(shape("index.html has no head"));
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::html;

    fn release(index: &str) -> String {
        let named = name(index).unwrap();
        let meta = html::tags(&named, "meta")[0].to_owned();
        html::attribute(&meta, "content").unwrap().to_owned()
    }

    #[test]
    fn another_page_is_another_release() {
        let page = |text: &str| format!("<html><head></head>{text}</html>");
        assert_eq!(release(&page("a")), release(&page("a")));
        assert_ne!(release(&page("a")), release(&page("b")));
        assert_eq!(release(&page("a")).len(), LETTERS);
        assert!(name("<html>").is_err());
    }
}
