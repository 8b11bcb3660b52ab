//! The list as people read it. Pure: libraries in, text out.

use std::fmt::Write as _;

use super::known::{OWN, missing_text, unknown};
use crate::error::{Error, Result};

/// One library in the page.
#[derive(Clone, Debug)]
pub(super) struct Library {
    pub(super) name: String,
    pub(super) version: String,
    /// What its manifest says.
    pub(super) expression: String,
    /// What lay in its folder.
    pub(super) texts: Vec<String>,
}

/// Some hosts do not say that a text is UTF-8; this mark does.
const MARK: char = '\u{feff}';
const RULE: &str =
    "--------------------------------------------------------------------------------";

/// Every library with the numbers of its texts, then each text once.
pub(super) fn compose(mut libraries: Vec<Library>) -> Result<String> {
    libraries.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    let mut texts = Texts::default();
    let own = texts.numbers(OWN.iter().copied());
    let mut page = format!(
        "{MARK}Mist Web is under MIT OR Apache-2.0, as you like: texts {own}.\n\n\
         What its page is made of besides, under which licence, and which of the texts below belong to it:\n\n"
    );
    for library in &libraries {
        let found = Some(&library.texts).filter(|texts| !texts.is_empty());
        let found = match found {
            Some(found) => found.iter().map(String::as_str).collect(),
            None => vec![missing(library)?],
        };
        if let Some(unknown) = unknown(&library.expression) {
            return Err(refusal(
                library,
                &format!("is under a licence that is not in the list of those we ship ({unknown})"),
            ));
        }
        let Library {
            name,
            version,
            expression,
            ..
        } = library;
        let numbers = texts.numbers(found.into_iter());
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{name} {version}: {expression}; texts {numbers}");
    }
    for (index, text) in texts.0.iter().enumerate() {
        let text = text.trim_matches(['\n', '\r', MARK]);
        let _ = write!(page, "\n{RULE}\nText {}\n{RULE}\n\n{text}\n", index + 1);
    }
    Ok(page)
}

fn missing(library: &Library) -> Result<&'static str> {
    missing_text(&library.name, &library.expression)
        .ok_or_else(|| refusal(library, "comes without the text of its licence"))
}

fn refusal(library: &Library, what: &str) -> Error {
    Error::Shape(format!(
        "{} {} ({}) {what}. Look at it, and add it in xtask/src/build/licenses/known.rs, or do without it.",
        library.name, library.version, library.expression
    ))
}

/// Texts in the order they were first needed.
#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn numbers<'a>(&mut self, texts: impl Iterator<Item = &'a str>) -> String {
        let mut numbers: Vec<_> = texts.map(|text| self.number(text)).collect();
        numbers.dedup();
        let numbers: Vec<_> = numbers.iter().map(usize::to_string).collect();
        numbers.join(", ")
    }

    /// Texts that differ in line breaks and indentation alone are one.
    fn number(&mut self, text: &str) -> usize {
        let same = |other: &String| other.split_whitespace().eq(text.split_whitespace());
        let known = self.0.iter().position(same);
        let index = known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        index + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(name: &str, expression: &str, texts: &[&str]) -> Library {
        Library {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            expression: expression.to_owned(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    #[test]
    fn each_text_is_there_once_whatever_its_line_breaks() {
        let list = compose(vec![
            library("b", "Zlib", &["as is\n  always\n"]),
            library("a", "Zlib", &["as is always"]),
            library("c", "MIT", &["Copyright C", "as is\r\nalways"]),
        ]);
        let list = list.unwrap();
        assert!(
            list.contains(
                "\na 1.0.0: Zlib; texts 3\nb 1.0.0: Zlib; texts 3\nc 1.0.0: MIT; texts 4, 3\n"
            ),
            "{list}"
        );
        assert_eq!(list.matches("Text 3\n").count(), 1);
        assert!(list.contains("Text 4\n") && !list.contains("Text 5\n"));
    }

    #[test]
    fn what_nobody_has_looked_at_is_refused_in_words() {
        let refused = |one| compose(vec![one]).unwrap_err().to_string();
        let words = refused(library("new", "GPL-3.0-only", &["text"]));
        assert!(
            words.contains("new 1.0.0") && words.contains("GPL-3.0-only"),
            "{words}"
        );
        let words = refused(library("new", "MIT", &[]));
        assert!(words.contains("without the text"), "{words}");
    }
}
