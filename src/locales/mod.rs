//! Every sentence the page shows. The sentences are in `*.ftl` beside this file, in Fluent's syntax, and checked
//! when the page is built (`crates/mist-words`). English is compiled in; any other language is a file that is
//! fetched when it is chosen ([`speak`]). `explain` turns errors into words, `format` numbers and times. Nothing
//! else in the page holds a sentence.

pub mod early;
pub mod explain;
pub mod format;

use std::{cell::Cell, fmt::Display};

use mist_words::pattern::{self, Rules};

use crate::{
    platform::{boot, intl},
    say,
};

/// An item for each sentence.
#[allow(
    non_camel_case_types,
    non_upper_case_globals,
    missing_docs,
    missing_debug_implementations,
    clippy::pedantic,
    reason = "generated from the sentences, and named like them"
)]
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// The language that is compiled in.
pub const ENGLISH: &str = "en";

/// Whose scripts are written from right to left, by the languages' first letters.
const RIGHT_TO_LEFT: [&str; 5] = ["ar", "fa", "he", "ur", "yi"];

/// A sentence without arguments.
#[derive(Debug, Clone, Copy)]
pub struct Plain {
    /// Its place in a language's file.
    pub number: usize,
    /// The sentence in English.
    pub english: &'static str,
}

/// What the page is called: by its host, or by us.
pub fn product() -> String {
    let named = boot::text_setting("title").filter(|title| !title.trim().is_empty());
    named.unwrap_or_else(|| say!(frame.product).to_owned())
}

/// What the tab is called while a screen shows.
pub fn tab_title(screen: &str) -> String {
    say!(frame.tab_title, screen = screen, product = product())
}

/// A language that was fetched.
struct Language {
    tag: &'static str,
    sentences: Vec<String>,
}

thread_local! {
    // None: English.
    static SPOKEN: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// The tag of the language the page speaks.
pub fn tag() -> &'static str {
    SPOKEN.get().map_or(ENGLISH, |language| language.tag)
}

/// Whether the language of this tag is written from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    RIGHT_TO_LEFT.iter().any(|known| tag.starts_with(known))
}

/// The direction of the language of this tag, as HTML calls it.
pub fn direction(tag: &str) -> &'static str {
    if is_right_to_left(tag) { "rtl" } else { "ltr" }
}

/// The file of a language is of another build than the page, or no such file: its sentences would be put in the
/// wrong places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sentences are not those of this page")]
pub struct WrongWords;

/// Speaks English from now on, or the language that `file` has. What is on the screen stays as it is.
///
/// # Errors
/// When the file does not belong to this page; the language then stays.
pub fn speak(tag: &'static str, file: Option<&str>) -> Result<(), WrongWords> {
    let Some(file) = file else {
        SPOKEN.set(None);
        return Ok(());
    };
    let (fingerprint, sentences): (String, Vec<String>) =
        serde_json::from_slice(file.as_bytes()).map_err(|_| WrongWords)?;
    if fingerprint != words::FINGERPRINT || sentences.len() != words::COUNT {
        return Err(WrongWords);
    }
    // Its sentences may stand in signals and notices until the page is closed, and few change languages twice.
    SPOKEN.set(Some(Box::leak(Box::new(Language { tag, sentences }))));
    Ok(())
}

/// A sentence in the page's language. What [`say!`](crate::say) calls.
pub fn look_up(number: usize, english: &'static str) -> &'static str {
    let spoken = SPOKEN.get().and_then(|spoken| spoken.sentences.get(number));
    spoken.map_or(english, String::as_str)
}

/// The same with arguments put in, in the order of their names.
pub fn fill(number: usize, english: &'static str, arguments: &[&dyn Display]) -> String {
    pattern::fill(look_up(number, english), arguments, &Spoken)
}

/// The rules of the page's language, as the browser knows them.
struct Spoken;

impl Rules for Spoken {
    fn form(&self, count: f64) -> &'static str {
        intl::plural(tag(), count)
    }

    fn number(&self, number: f64) -> String {
        intl::number(tag(), number, 0, 3)
    }

    fn is_right_to_left(&self) -> bool {
        is_right_to_left(tag())
    }
}

/// A sentence by its name in the sentence files: `say!(keys.title)` is `&'static str`. With arguments,
/// `say!(machines.count, shown = 3, total = 9)`, it is a `String`; one that is missing or unknown does not
/// compile. What is counted decides which form of the sentence is taken.
#[macro_export]
macro_rules! say {
    ($screen:ident.$name:ident) => {
        $crate::locales::look_up(
            $crate::locales::words::$screen::$name.number,
            $crate::locales::words::$screen::$name.english,
        )
    };
    ($screen:ident.$name:ident, $($argument:ident = $value:expr),+ $(,)?) => {
        $crate::locales::words::$screen::$name { $($argument: &$value),+ }.say()
    };
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn file(fingerprint: &str, count: usize) -> String {
        let sentences: Vec<String> = (0..count).map(|number| format!("ab {number}")).collect();
        serde_json::to_string(&(fingerprint, sentences)).unwrap()
    }

    #[test]
    fn a_fetched_language_takes_the_place_of_english_and_gives_it_back() {
        assert_eq!(say!(frame.machines), "Machines");
        speak("el", Some(&file(words::FINGERPRINT, words::COUNT))).unwrap();
        let number = words::frame::machines.number;
        assert_eq!(say!(frame.machines), format!("ab {number}"));
        assert_eq!(tag(), "el");
        speak(ENGLISH, None).unwrap();
        assert_eq!(say!(frame.machines), "Machines");
    }

    #[test]
    fn the_file_of_another_build_is_never_spoken() {
        for wrong in [
            file("0123456789abcdef", words::COUNT),
            file(words::FINGERPRINT, words::COUNT - 1),
            "<!doctype html>".to_owned(),
        ] {
            assert_eq!(speak("el", Some(&wrong)), Err(WrongWords));
            assert_eq!(tag(), ENGLISH);
        }
    }

    #[test]
    fn counted_sentences_take_the_form_of_their_count() {
        assert_eq!(say!(create.cancelled, count = 1), "1 machine was not sent.");
        assert_eq!(
            say!(create.cancelled, count = 2),
            "2 machines were not sent."
        );
    }

    /// All of the page's Rust without blanks.
    fn sources(folder: &std::path::Path) -> String {
        let entries = std::fs::read_dir(folder).unwrap();
        let one = |path: std::path::PathBuf| match path.extension() {
            _ if path.is_dir() => sources(&path),
            Some(kind) if kind == "rs" => std::fs::read_to_string(&path).unwrap(),
            _ => String::new(),
        };
        let all: String = entries.map(|entry| one(entry.unwrap().path())).collect();
        all.split_whitespace().collect()
    }

    #[test]
    fn every_sentence_is_said_somewhere() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = sources(&root.join("src"));
        let text = std::fs::read_to_string(root.join("src/locales/en.ftl")).unwrap();
        let said = |id: &&str| {
            let name = id.replace('-', ".");
            let ends = [")", ","];
            ends.iter()
                .any(|end| sources.contains(&format!("say!({name}{end}")))
        };
        let ids = text
            .lines()
            .filter_map(|line| Some(line.split_once(" = ")?.0));
        // The build reads this one.
        let ids = ids.filter(|id| id.starts_with(|first: char| first.is_ascii_lowercase()));
        let unsaid: Vec<_> = ids
            .filter(|id| !said(id) && *id != "language-own_name")
            .collect();
        assert_eq!(unsaid, [""; 0]);
    }

    #[test]
    fn a_language_from_right_to_left_is_known_by_its_tag() {
        assert!(is_right_to_left(words::PSEUDO) && is_right_to_left("he"));
        assert!(!is_right_to_left(ENGLISH) && !is_right_to_left("el"));
    }
}
