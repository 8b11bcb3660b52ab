//! What every language has to have.

use std::collections::BTreeSet;

use super::read::{Language, Variant};
use super::{OWN_NAME, Problem};

/// The forms that counted sentences take in a language, as Unicode has them for whole numbers. A new language is
/// entered here.
const FORMS: [(&str, &[&str]); 2] = [("en", &["one", "other"]), ("el", &["one", "other"])];

/// The forms of all languages.
const ALL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Words that Rust keeps for itself, as far as they are likely.
const KEPT: [&str; 24] = [
    "as", "box", "break", "const", "continue", "do", "else", "enum", "false", "final", "fn", "for",
    "if", "in", "loop", "match", "move", "ref", "return", "static", "true", "type", "use", "while",
];

/// Checks `language` by itself, and against `base`, which may be the same.
pub(super) fn language(base: &Language, language: &Language, problems: &mut Vec<Problem>) {
    let mut tell = |words: String| {
        problems.push(Problem {
            language: language.tag.clone(),
            words,
        });
    };
    let forms = FORMS.iter().find(|(tag, _)| *tag == language.tag);
    if forms.is_none() {
        tell(
            "nobody has said which forms its counted sentences have (mist-words, build/check.rs)"
                .to_owned(),
        );
    }
    let forms = forms.map_or(ALL_FORMS.as_slice(), |(_, forms)| forms);
    if !language.sentences.contains_key(OWN_NAME) {
        tell(format!(
            "{OWN_NAME} is missing: what the language calls itself"
        ));
    }
    for (id, wanted) in &base.sentences {
        let Some(sentence) = language.sentences.get(id) else {
            tell(format!("{id} is missing"));
            continue;
        };
        let (wanted, given) = (wanted.arguments(), sentence.arguments());
        for name in wanted.difference(&given) {
            tell(format!("{id}: ${name} is missing"));
        }
        for name in given.difference(&wanted) {
            tell(format!("{id}: ${name} is not in {}.ftl", base.tag));
        }
    }
    for (id, sentence) in &language.sentences {
        if !base.sentences.contains_key(id) {
            tell(format!("{id} is not in {}.ftl", base.tag));
        }
        let names = id.split_once('-');
        if !names.is_some_and(|(screen, name)| is_name(screen) && is_name(name)) {
            tell(format!(
                "{id}: an id is a screen and a name in small letters, with a hyphen between them"
            ));
        }
        for name in sentence.arguments() {
            if !is_name(name) {
                tell(format!("{id}: ${name} can't be an argument's name"));
            }
        }
        for variants in sentence.choices() {
            for words in choice(variants, forms) {
                tell(format!("{id}: {words}"));
            }
        }
    }
}

fn is_name(name: &str) -> bool {
    let is_plain =
        |found: char| found.is_ascii_lowercase() || found.is_ascii_digit() || found == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(is_plain)
        && !KEPT.contains(&name)
}

/// What is wrong with a choice. One that has any of Unicode's forms counts, and needs all of its language's.
fn choice(variants: &[Variant], forms: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    let keys: BTreeSet<&str> = variants
        .iter()
        .map(|variant| variant.key.as_str())
        .collect();
    if keys.len() < variants.len() {
        wrong.push("a choice has a key twice".to_owned());
    }
    if variants.last().is_none_or(|last| !last.is_default) {
        wrong.push("the variant with the star comes last here".to_owned());
    }
    let is_number = |key: &str| key.parse::<f64>().is_ok();
    let counts = keys
        .iter()
        .any(|key| ALL_FORMS.contains(key) || is_number(key));
    if !counts {
        return wrong;
    }
    for form in forms.iter().filter(|form| !keys.contains(*form)) {
        wrong.push(format!("the form [{form}] is missing"));
    }
    for key in keys
        .iter()
        .filter(|key| !forms.contains(key) && !is_number(key))
    {
        wrong.push(format!("[{key}] is no form of this language"));
    }
    if variants.last().is_none_or(|last| last.key != "other") {
        wrong.push("the variant with the star is [other] where something is counted".to_owned());
    }
    wrong
}
