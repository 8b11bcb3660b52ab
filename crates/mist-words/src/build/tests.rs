use super::*;
use crate::pattern::{Rules, fill};

const ENGLISH: &str = "
## Things

language-own_name = English
things-plain = Only words
things-named = Delete { $name }?
things-count = { $count ->
    [0] Nothing
    [one] { $count } thing of { $total }
   *[other] { NUMBER($count) } things of { $total }
}
things-kind = A { $kind ->
    [key] key
   *[thing] thing
} with { \"{\" }
";

const GREEK: &str = "
language-own_name = Ελληνικά
things-plain = Μόνο λόγια
things-named = Διαγραφή { $name };
things-count = { $count ->
    [one] { $count } πράγμα από { $total }
   *[other] { $count } πράγματα από { $total }
}
things-kind = Ένα { $kind ->
    [key] κλειδί
   *[thing] πράγμα
}
";

struct Whole;

impl Rules for Whole {
    fn form(&self, count: f64) -> &'static str {
        if (count - 1.0).abs() < f64::EPSILON {
            "one"
        } else {
            "other"
        }
    }

    fn number(&self, number: f64) -> String {
        format!("{number:.2}")
    }

    fn is_right_to_left(&self) -> bool {
        false
    }
}

fn built(english: &str, greek: &str) -> Result<Built, Vec<String>> {
    let texts =
        [("el", greek), ("en", english)].map(|(tag, text)| (tag.to_owned(), text.to_owned()));
    from_texts(&texts).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// What is said when the Greek file has `to` in place of `from`.
fn refused(from: &str, to: &str) -> Vec<String> {
    assert!(GREEK.contains(from), "{from}");
    built(ENGLISH, &GREEK.replace(from, to)).unwrap_err()
}

fn sentences(file: &str) -> (String, Vec<String>) {
    serde_json::from_str(file).unwrap()
}

#[test]
fn what_is_complete_is_written_down() {
    let built = built(ENGLISH, GREEK).unwrap();
    let names: Vec<&str> = built.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["words-el.json", "words-ar-XB.json"]);
    let (fingerprint, greek) = sentences(&built.files[0].1);
    assert!(
        built
            .module
            .contains(&format!("FINGERPRINT: &str = \"{fingerprint}\""))
    );
    assert!(
        built
            .module
            .contains(r#"[("en", "English"), ("el", "Ελληνικά")]"#)
    );
    // By id: the name, count, kind, named, plain.
    assert_eq!(fill(&greek[1], &[&1, &5], &Whole), "1 πράγμα από 5");
    assert_eq!(fill(&greek[1], &[&2, &5], &Whole), "2 πράγματα από 5");
    assert_eq!(fill(&greek[2], &[&"key"], &Whole), "Ένα κλειδί");
    assert_eq!(fill(&greek[3], &[&"web-1"], &Whole), "Διαγραφή web-1;");
}

#[test]
fn a_sentence_that_is_missing_fails() {
    assert_eq!(
        refused("things-plain = Μόνο λόγια", ""),
        ["el.ftl: things-plain is missing"]
    );
}

#[test]
fn a_sentence_that_english_has_not_fails() {
    assert_eq!(
        refused("things-plain", "things-new = Νέο\nthings-plain"),
        ["el.ftl: things-new is not in en.ftl"]
    );
}

#[test]
fn an_argument_that_is_missing_or_unknown_fails() {
    assert_eq!(
        refused("{ $name }", ""),
        ["el.ftl: things-named: $name is missing"]
    );
    assert_eq!(
        refused("{ $name }", "{ $name } { $nmae }"),
        ["el.ftl: things-named: $nmae is not in en.ftl"]
    );
}

#[test]
fn a_form_that_is_missing_or_of_another_language_fails() {
    assert_eq!(
        refused("    [one] { $count } πράγμα από { $total }\n", ""),
        ["el.ftl: things-count: the form [one] is missing"]
    );
    assert_eq!(
        refused("[one] { $count }", "[few] λίγα\n    [one] { $count }"),
        ["el.ftl: things-count: [few] is no form of this language"]
    );
    assert_eq!(
        refused(
            "   *[other] { $count } πράγματα από { $total }",
            "   *[many] { $count } πολλά"
        ),
        [
            "el.ftl: things-count: the form [other] is missing",
            "el.ftl: things-count: [many] is no form of this language",
            "el.ftl: things-count: the variant with the star is [other] where something is counted",
        ]
    );
}

#[test]
fn a_sentence_that_is_there_twice_fails() {
    assert_eq!(
        refused("things-plain", "things-plain = Δύο\nthings-plain"),
        ["el.ftl: things-plain is there twice"]
    );
}

#[test]
fn what_is_not_understood_fails() {
    for (foreign, wanted) in [
        (
            "-term = Όνομα\nthings-plain = λόγια",
            "el.ftl: -term: terms are not understood here",
        ),
        (
            "things-plain = λόγια\n    .title = Τίτλος",
            "el.ftl: things-plain: attributes are not understood here",
        ),
        (
            "things-plain = { DATETIME($day) }",
            "el.ftl: things-plain: only arguments, literals and NUMBER() are understood here",
        ),
        (
            "things-plain = { things-named }",
            "el.ftl: things-plain: only arguments, literals and NUMBER() are understood here",
        ),
        (
            "things-plain = { NUMBER($a, b: 1) }",
            "el.ftl: things-plain: NUMBER() takes one argument of the sentence here",
        ),
    ] {
        let told = refused("things-plain = Μόνο λόγια", foreign);
        assert!(told.iter().any(|words| words == wanted), "{told:?}");
    }
    let told = refused("things-plain = Μόνο λόγια", "things-plain = { $open");
    assert!(told[0].starts_with("el.ftl: line "), "{told:?}");
}

#[test]
fn names_that_rust_could_not_take_fail() {
    let told = built(&format!("{ENGLISH}\nthings-match = x\nalone = y"), GREEK).unwrap_err();
    let shape = "an id is a screen and a name in small letters, with a hyphen between them";
    assert!(
        told.contains(&format!("en.ftl: things-match: {shape}")),
        "{told:?}"
    );
    assert!(
        told.contains(&format!("en.ftl: alone: {shape}")),
        "{told:?}"
    );
}

#[test]
fn a_language_whose_forms_nobody_has_said_fails() {
    let texts =
        [("en", ENGLISH), ("xx", ENGLISH)].map(|(tag, text)| (tag.to_owned(), text.to_owned()));
    let told = from_texts(&texts).unwrap_err();
    assert!(told[0].to_string().starts_with("xx.ftl: nobody has said"));
}

#[test]
fn the_fingerprint_changes_with_ids_and_arguments_but_not_with_words() {
    let of = |english: &str| {
        let texts = [("en".to_owned(), english.to_owned())];
        sentences(&from_texts(&texts).unwrap().files[0].1).0
    };
    assert_eq!(
        of(ENGLISH),
        of(&ENGLISH.replace("Only words", "Other words"))
    );
    assert_ne!(
        of(ENGLISH),
        of(&ENGLISH.replace("things-plain", "things-plane"))
    );
    assert_ne!(of(ENGLISH), of(&ENGLISH.replace("$name", "$names")));
}

#[test]
fn the_language_that_nobody_speaks_keeps_arguments_and_changes_all_words() {
    let built = built(ENGLISH, GREEK).unwrap();
    let (_, strange) = sentences(&built.files[1].1);
    let told = fill(&strange[3], &[&"web-1"], &Whole);
    assert!(told.contains("web-1") && !told.contains("Delete"), "{told}");
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    assert!(letters(&strange[3]) * 10 >= letters("Delete") * 13);
}
