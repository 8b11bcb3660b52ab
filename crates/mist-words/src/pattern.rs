//! A sentence as the page carries it, and how its arguments are put in.
//!
//! A sentence is a string in which these marks stand for what is put in. Arguments have numbers, in the order of
//! their names, written as the letter `a` and those after it.
//!
//! | written | means |
//! | --- | --- |
//! | [`ARGUMENT`], argument | the argument as it is |
//! | [`NUMBER`], argument | the argument as the language writes numbers |
//! | [`SELECT`], argument, variants, [`SELECT_END`] | the first variant that fits the argument |
//! | key, [`KEY_END`], sentence, [`VARIANT_END`] | a variant; the last has an empty key and always fits |

use std::fmt::Display;

use mist_core::decimal;

/// Begins an argument.
pub const ARGUMENT: char = '\u{1}';
/// Begins an argument that is written as a number.
pub const NUMBER: char = '\u{2}';
/// Begins a choice between variants.
pub const SELECT: char = '\u{3}';
/// Ends a variant's key.
pub const KEY_END: char = '\u{4}';
/// Ends a variant.
pub const VARIANT_END: char = '\u{5}';
/// Ends a choice.
pub const SELECT_END: char = '\u{6}';

/// Keeps the direction of an argument from turning what stands around it.
const ISOLATE: char = '\u{2068}';
const ISOLATE_END: char = '\u{2069}';
/// Tells the direction of a sentence that has no words of its own.
const MARK: char = '\u{200f}';

/// What a sentence has to know of its language.
pub trait Rules {
    /// The form for this many things, by its name in Unicode: "one", "few", "other".
    fn form(&self, count: f64) -> &'static str;
    /// A number as people write it.
    fn number(&self, number: f64) -> String;
    /// Whether the language is written from right to left, so that names, which mostly are not, have to be kept
    /// apart from the sentence's direction.
    fn is_right_to_left(&self) -> bool;
}

/// The sentence with its arguments in. Marks that make no sense are left out: the build writes none.
pub fn fill(sentence: &str, arguments: &[&dyn Display], rules: &dyn Rules) -> String {
    let mut filling = Filling {
        arguments,
        rules,
        out: String::with_capacity(sentence.len() + 16),
    };
    if rules.is_right_to_left() {
        filling.out.push(MARK);
    }
    filling.part(sentence, true);
    filling.out
}

struct Filling<'a> {
    arguments: &'a [&'a dyn Display],
    rules: &'a dyn Rules,
    out: String,
}

impl Filling<'_> {
    /// Writes the sentence up to its end, or to that of the variant it is, if `shows`; gives back what follows.
    fn part<'s>(&mut self, mut rest: &'s str, shows: bool) -> &'s str {
        while let Some(at) = rest.find(|found: char| found <= SELECT_END && found > '\0') {
            let (text, marked) = rest.split_at(at);
            if shows {
                self.out.push_str(text);
            }
            let mut marks = marked.chars();
            let mark = marks.next();
            if mark == Some(VARIANT_END) {
                return marks.as_str();
            }
            let value = self.argument(marks.next());
            rest = marks.as_str();
            match mark {
                Some(SELECT) => rest = self.choice(rest, &value, shows),
                Some(NUMBER) if shows => {
                    let number = decimal::read(&value).map(|number| self.rules.number(number));
                    self.put(&number.unwrap_or(value));
                }
                Some(ARGUMENT) if shows => self.put(&value),
                _ => {}
            }
        }
        if shows {
            self.out.push_str(rest);
        }
        ""
    }

    fn argument(&self, letter: Option<char>) -> String {
        let number = letter.and_then(|letter| u32::from(letter).checked_sub(u32::from('a')));
        let argument = number.and_then(|number| self.arguments.get(number as usize));
        argument.map(ToString::to_string).unwrap_or_default()
    }

    fn put(&mut self, value: &str) {
        if self.rules.is_right_to_left() {
            self.out.extend([ISOLATE]);
            self.out.push_str(value);
            self.out.extend([ISOLATE_END]);
        } else {
            self.out.push_str(value);
        }
    }

    fn choice<'s>(&mut self, mut rest: &'s str, value: &str, shows: bool) -> &'s str {
        let form = decimal::read(value).map_or("", |count| self.rules.form(count));
        let mut open = shows;
        while let Some((key, variant)) = rest.split_once(KEY_END) {
            let fits = open && (key.is_empty() || key == value || key == form);
            open &= !fits;
            rest = self.part(variant, fits);
            if let Some(after) = rest.strip_prefix(SELECT_END) {
                return after;
            }
        }
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct English;

    impl Rules for English {
        fn form(&self, count: f64) -> &'static str {
            match count {
                0.0 => "zero",
                1.0 => "one",
                2.0 => "two",
                3.0..5.0 => "few",
                5.0..10.0 => "many",
                _ => "other",
            }
        }

        fn number(&self, number: f64) -> String {
            format!("<{number:.1}>")
        }

        fn is_right_to_left(&self) -> bool {
            false
        }
    }

    struct Isolating;

    impl Rules for Isolating {
        fn form(&self, count: f64) -> &'static str {
            English.form(count)
        }

        fn number(&self, number: f64) -> String {
            English.number(number)
        }

        fn is_right_to_left(&self) -> bool {
            true
        }
    }

    fn filled(sentence: &str, arguments: &[&dyn Display]) -> String {
        fill(sentence, arguments, &English)
    }

    const COUNTED: &str = "\u{3}a0\u{4}none\u{5}one\u{4}one of \u{1}b\u{5}few\u{4}a few\u{5}\u{4}\u{1}a of \u{1}b\u{5}\u{6}!";

    #[test]
    fn arguments_stand_where_the_sentence_has_them() {
        assert_eq!(filled("plain", &[]), "plain");
        assert_eq!(filled("\u{1}b of \u{1}a, \u{1}b", &[&9, &"x"]), "x of 9, x");
        assert_eq!(
            filled("\u{2}a and \u{2}b", &[&1.25, &"much"]),
            "<1.2> and much"
        );
    }

    #[test]
    fn the_first_variant_that_fits_is_taken() {
        for (count, wanted) in [
            (0, "none!"),
            (1, "one of 7!"),
            (3, "a few!"),
            (12, "12 of 7!"),
        ] {
            assert_eq!(filled(COUNTED, &[&count, &7]), wanted);
        }
        // No number at all: the last.
        assert_eq!(filled(COUNTED, &[&"some", &7]), "some of 7!");
    }

    #[test]
    fn every_form_of_unicode_can_be_told_apart() {
        let sentence = "\u{3}azero\u{4}Z\u{5}one\u{4}O\u{5}two\u{4}T\u{5}few\u{4}F\u{5}many\u{4}M\u{5}\u{4}X\u{5}\u{6}";
        let all: String = [0, 1, 2, 3, 7, 11]
            .map(|count| filled(sentence, &[&count]))
            .concat();
        assert_eq!(all, "ZOTFMX");
    }

    #[test]
    fn a_choice_may_stand_inside_another() {
        let inner = |words: &str| format!("\u{3}bone\u{4}{words} 1\u{5}\u{4}{words} n\u{5}\u{6}");
        let sentence = format!(
            "<\u{3}aone\u{4}{}\u{5}\u{4}{}\u{5}\u{6}>",
            inner("A"),
            inner("B")
        );
        let of = |one: u32, other: u32| filled(&sentence, &[&one, &other]);
        assert_eq!(
            [of(1, 1), of(1, 2), of(2, 1), of(2, 2)].concat(),
            "<A 1><A n><B 1><B n>"
        );
    }

    #[test]
    fn an_argument_never_works_as_a_mark() {
        assert_eq!(filled("[\u{1}a]", &[&"\u{1}a\u{5}"]), "[\u{1}a\u{5}]");
    }

    #[test]
    fn names_are_kept_apart_where_the_language_needs_it() {
        assert_eq!(
            fill("x \u{1}a", &[&"web-1"], &Isolating),
            "\u{200f}x \u{2068}web-1\u{2069}"
        );
    }

    #[test]
    fn marks_that_make_no_sense_are_left_out() {
        for broken in [
            "\u{1}",
            "\u{1}z",
            "\u{3}",
            "\u{3}a",
            "\u{3}aone\u{4}x",
            "\u{6}a",
            "\u{4}a",
        ] {
            let _ = filled(broken, &[&1]);
        }
        assert_eq!(filled("a\u{1}zb", &[&1]), "ab");
    }
}
