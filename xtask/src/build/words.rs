//! The files of languages, which the page learns from its root element and fetches when they are chosen.

use super::finish::{Files, extension};

/// Whether `name` is a language's file, as trunk's hook writes it.
pub(crate) fn is_language(name: &str) -> bool {
    name.starts_with("words-") && extension(name) == "json"
}

/// The languages' files that `index` does not name, or that it names without their being there.
pub(super) fn strays(index: &str, files: &Files) -> Vec<String> {
    let quoted = |name: &str| format!("\"./{name}\"");
    let built = files.keys().filter(|name| is_language(name));
    let unnamed = built.filter(|name| !index.contains(&quoted(name))).cloned();
    let named = index.split('"').filter_map(|text| text.strip_prefix("./"));
    let lacking = named
        .filter(|name| is_language(name) && !files.contains_key(*name))
        .map(str::to_owned);
    unnamed.chain(lacking).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_where_they_are_and_are_where_they_are_named() {
        let index = r#"<html data-words-el="./words-el.json" data-words-fr="./words-fr.json">"#;
        let files = ["words-el.json", "words-he.json", "config.json"];
        let files = files.map(|name| (name.to_owned(), Vec::new())).into();
        assert_eq!(strays(index, &files), ["words-he.json", "words-fr.json"]);
    }
}
