//! The style sheets. All are joined into one file, in the order `index.html` names them; `boot.js` loads it, so that
//! the first paint need not wait. Those that the first paint needs (`data-first`) stand in `index.html` too, allowed
//! by their digest: a host whose own policy forbids that shows them late, and nothing else is lost.

use crate::build::finish::{Files, hashed, local, shape, take};
use crate::build::html;
use crate::digest;
use crate::error::Result;

/// What of `index.html`'s policy allows style sheets.
const ALLOWED: &str = "style-src 'self'";

/// Takes the sheets out of `files` and `index`, puts the joined one in, and names it in `index`.
pub(super) fn join(index: &str, files: &mut Files) -> Result<String> {
    let (mut first, mut all) = (String::new(), String::new());
    let mut page = index.to_owned();
    for tag in html::tags(index, "link") {
        if html::attribute(tag, "rel") != Some("stylesheet") {
            continue;
        }
        let sheet = read(tag, files)?;
        all += &sheet;
        if tag.contains(" data-first") {
            first += &sheet;
        }
        page = page.replacen(tag, "", 1);
    }
    if first.is_empty() {
        return Err(shape("no style sheet of index.html is marked data-first"));
    }
    page = page.replacen("</head>", &format!("<style>{first}</style></head>"), 1);
    let digest = digest::integrity(first.as_bytes());
    page = replace(&page, ALLOWED, &format!("{ALLOWED} '{digest}'"))?;

    let name = hashed("mist-web.css", all.as_bytes());
    let boot = html::boot(&page)?.to_owned();
    let naming = boot.replacen("<script ", &format!("<script data-css=\"./{name}\" "), 1);
    files.insert(name, all.into_bytes());
    replace(&page, &boot, &naming)
}

fn read(tag: &str, files: &mut Files) -> Result<String> {
    let name = html::attribute(tag, "href")
        .map(local)
        .ok_or_else(|| shape("a style sheet has no href"))?;
    if html::attribute(tag, "media").is_some() {
        return Err(shape(&format!(
            "{name}: say `@media` in the sheet, not on its link"
        )));
    }
    let mut sheet = String::from_utf8(take(files, name)?)
        .map_err(|_| shape(&format!("{name} is not UTF-8")))?;
    if sheet.contains("@import") {
        return Err(shape(&format!(
            "{name}: link the imported sheet in index.html instead"
        )));
    }
    if sheet.contains("</") {
        return Err(shape(&format!(
            "{name}: `</` would end the element it is put in"
        )));
    }
    sheet.push('\n');
    Ok(sheet)
}

fn replace(page: &str, old: &str, new: &str) -> Result<String> {
    if page.matches(old).count() != 1 {
        return Err(shape(&format!("index.html does not say {old} once")));
    }
    Ok(page.replacen(old, new, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head><meta http-equiv="Content-Security-Policy" content="style-src 'self'; img-src 'self'">
<link rel="icon" href="x.svg"><link rel="stylesheet" href="./a.css" data-first/><link rel="stylesheet" href="./b.css"/>
<link rel="stylesheet" href="./c.css" data-first/></head><script src="./boot.js" data-wasm="./m.wasm"></script>"#;

    fn files() -> Files {
        ["a", "b", "c"]
            .map(|name| (format!("{name}.css"), format!("{name}{{}}").into_bytes()))
            .into()
    }

    #[test]
    fn all_sheets_are_one_file_in_the_order_of_the_page() {
        let mut files = files();
        let page = join(PAGE, &mut files).unwrap();
        let (name, sheet) = files.pop_first().unwrap();
        assert!(files.is_empty());
        assert_eq!(sheet, b"a{}\nb{}\nc{}\n");
        let named = format!("<script data-css=\"./{name}\" src=");
        assert!(
            page.contains(&named) && !page.contains("stylesheet"),
            "{page}"
        );
    }

    #[test]
    fn the_first_ones_stand_in_the_page_and_its_policy_allows_exactly_them() {
        let page = join(PAGE, &mut files()).unwrap();
        assert!(page.contains("<style>a{}\nc{}\n</style></head>"), "{page}");
        let digest = digest::integrity(b"a{}\nc{}\n");
        let policy = format!("content=\"style-src 'self' '{digest}'; img-src 'self'\"");
        assert!(page.contains(&policy), "{page}");
    }

    #[test]
    fn what_would_break_the_page_is_refused_in_words() {
        let with = |page: &str, sheet: &str| {
            let mut files = files();
            files.insert("b.css".to_owned(), sheet.as_bytes().to_vec());
            join(page, &mut files).map_err(|error| error.to_string())
        };
        assert!(with(PAGE, "b{}").is_ok());
        for sheet in ["@import 'x.css';", "/* </style> */"] {
            assert!(with(PAGE, sheet).unwrap_err().contains("b.css"));
        }
        let page = |old: &str, new: &str| PAGE.replace(old, new);
        assert!(
            with(&page("href=\"./b.css\"", "href=\"./gone.css\""), "")
                .unwrap_err()
                .contains("gone.css")
        );
        assert!(
            with(
                &page("href=\"./b.css\"", "href=\"./b.css\" media=\"print\""),
                ""
            )
            .is_err()
        );
        assert!(with(&page("style-src 'self'", "style-src"), "").is_err());
        assert!(with(&page(" data-first", ""), "").is_err());
    }
}
