//! What is written down: the Rust that names the sentences, and a file for each further language.

use std::fmt::Write as _;

use super::read::{Language, Part, Sentence};
use super::{Built, OWN_NAME, PSEUDO, pseudo};
use crate::pattern::{ARGUMENT, KEY_END, NUMBER, SELECT, SELECT_END, VARIANT_END};

/// What becomes of a sentence's own words.
type Spell = fn(&str) -> String;

/// Writes all. The languages have been checked.
pub(super) fn all(base: &Language, others: &[Language]) -> Built {
    let fingerprint = fingerprint(base);
    let mut files = Vec::new();
    for language in others {
        files.push(file(&fingerprint, language, &language.tag, str::to_owned));
    }
    files.push(file(&fingerprint, base, PSEUDO, pseudo::text));
    Built {
        module: module(&fingerprint, base, others),
        files,
    }
}

/// Differs whenever a sentence has another number or its arguments have.
fn fingerprint(base: &Language) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (id, sentence) in &base.sentences {
        let names: Vec<&str> = sentence.arguments().into_iter().collect();
        for byte in format!("{id} {}\n", names.join(" ")).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// The file of a language: the fingerprint, and the sentences by number.
fn file(fingerprint: &str, language: &Language, tag: &str, spell: Spell) -> (String, String) {
    let sentences = language
        .sentences
        .values()
        .map(|sentence| encoded(sentence, spell));
    let whole = serde_json::json!([fingerprint, sentences.collect::<Vec<_>>()]);
    (format!("words-{tag}.json"), whole.to_string())
}

/// A sentence as [`crate::pattern`] reads it.
fn encoded(sentence: &Sentence, spell: Spell) -> String {
    let names: Vec<&str> = sentence.arguments().into_iter().collect();
    let mut out = String::new();
    encode(sentence, &names, spell, &mut out);
    out
}

fn encode(sentence: &Sentence, names: &[&str], spell: Spell, out: &mut String) {
    let letter = |name: &str| {
        let letters = 'a'..='z';
        let found = letters.zip(names).find(|(_, known)| **known == name);
        found.map_or('z', |(letter, _)| letter)
    };
    for part in &sentence.parts {
        match part {
            Part::Text(text) => out.push_str(&spell(text)),
            Part::Argument(name) => out.extend([ARGUMENT, letter(name)]),
            Part::Number(name) => out.extend([NUMBER, letter(name)]),
            Part::Choice(name, variants) => {
                out.extend([SELECT, letter(name)]);
                for variant in variants {
                    if !variant.is_default {
                        out.push_str(&variant.key);
                    }
                    out.push(KEY_END);
                    encode(&variant.sentence, names, spell, out);
                    out.push(VARIANT_END);
                }
                out.push(SELECT_END);
            }
        }
    }
}

/// A module for each screen, with an item for each sentence: a constant, or a structure whose fields are the
/// arguments.
fn module(fingerprint: &str, base: &Language, others: &[Language]) -> String {
    let mut out = String::new();
    let mut open = "";
    for (number, (id, sentence)) in base.sentences.iter().enumerate() {
        let Some((screen, name)) = id.split_once('-') else {
            continue;
        };
        if open != screen {
            out.push_str(if open.is_empty() { "" } else { "}\n" });
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(out, "pub mod {screen} {{");
            open = screen;
        }
        item(number, name, sentence, &mut out);
    }
    out.push_str("}\n");
    let languages = [base].into_iter().chain(others).map(|language| {
        let name = language
            .sentences
            .get(OWN_NAME)
            .map(|name| encoded(name, str::to_owned));
        (language.tag.clone(), name.unwrap_or_default())
    });
    let languages: Vec<_> = languages.collect();
    let _ = writeln!(out, "pub const FINGERPRINT: &str = {fingerprint:?};");
    let _ = writeln!(out, "pub const COUNT: usize = {};", base.sentences.len());
    let _ = writeln!(
        out,
        "pub const LANGUAGES: [(&str, &str); {}] = {languages:?};",
        languages.len()
    );
    let _ = writeln!(out, "pub const PSEUDO: &str = {PSEUDO:?};");
    out
}

fn item(number: usize, name: &str, sentence: &Sentence, out: &mut String) {
    let words = encoded(sentence, str::to_owned);
    let arguments = sentence.arguments();
    if arguments.is_empty() {
        let _ = writeln!(
            out,
            "pub const {name}: crate::locales::Plain = crate::locales::Plain {{ number: {number}, english: {words:?} }};"
        );
        return;
    }
    let fields = arguments
        .iter()
        .map(|name| format!("pub {name}: &'a dyn std::fmt::Display"));
    let fields: Vec<_> = fields.collect();
    let values: Vec<_> = arguments
        .iter()
        .map(|name| format!("self.{name}"))
        .collect();
    let _ = writeln!(
        out,
        "pub struct {name}<'a> {{ {} }}\nimpl {name}<'_> {{ #[inline] pub fn say(&self) -> String {{ \
         crate::locales::fill({number}, {words:?}, &[{}]) }} }}",
        fields.join(", "),
        values.join(", ")
    );
}
