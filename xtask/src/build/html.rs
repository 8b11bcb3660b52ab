//! Finds elements and attributes in the HTML that trunk writes. Not a parser for HTML at large:
//! trunk quotes every attribute, and no attribute of ours holds a `>`.

use crate::build::finish::shape;
use crate::error::Result;

/// Every start tag of `element`, whole, in order.
pub(crate) fn tags<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element} ");
    html.match_indices(&open)
        .filter_map(|(start, _)| {
            let rest = html.get(start..)?;
            rest.get(..=rest.find('>')?)
        })
        .collect()
}

/// The start tag of the script that loads the page, which names all else there is to load.
pub(super) fn boot(html: &str) -> Result<&str> {
    tags(html, "script")
        .into_iter()
        .find(|tag| attribute(tag, "data-wasm").is_some())
        .ok_or_else(|| shape("index.html has no script element with data-wasm"))
}

/// The value of a quoted attribute of a start tag.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_tag_and_its_attributes() {
        let html = r#"<link rel="a" href="x"/><LINK><link href="y" rel="b"> <linker rel="c">"#;
        let found = tags(html, "link");
        assert_eq!(
            found,
            [r#"<link rel="a" href="x"/>"#, r#"<link href="y" rel="b">"#]
        );
        assert_eq!(attribute(found[1], "rel"), Some("b"));
        assert_eq!(attribute(found[1], "media"), None);
    }

    #[test]
    fn an_attribute_is_matched_by_its_whole_name() {
        let tag = r#"<script data-src="no" src="yes">"#;
        assert_eq!(attribute(tag, "src"), Some("yes"));
    }

    #[test]
    fn an_unclosed_tag_is_no_tag() {
        assert!(tags("<link rel=\"a\"", "link").is_empty());
    }
}
