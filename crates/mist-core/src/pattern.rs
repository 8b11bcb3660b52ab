//! Several names from one line: `web-{1..5}`, `{01..12}`, `{a,b,c}`.
//!
//! Owns how a pattern is read and how many names it may stand for. What a name may be its provider
//! says, elsewhere.

use std::collections::HashSet;

use thiserror::Error;

/// Most names a pattern may stand for.
pub const MOST: usize = 50;

/// Longest number of a range, in digits.
const DIGITS: usize = 9;

/// Why a pattern stands for no names.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PatternError {
    /// A `{` without its `}`.
    #[error("not closed")]
    Open,
    /// A `}` without its `{`.
    #[error("closed and never opened")]
    Closed,
    /// A group inside another.
    #[error("a group inside a group")]
    Nested,
    /// A group of one thing or none, which is neither a list nor a range. What stands in it.
    #[error("neither a list nor a range: {0:?}")]
    NoGroup(String),
    /// It stands for more names than [`MOST`].
    #[error("more than {MOST} names")]
    TooMany,
    /// It stands for one name twice.
    #[error("twice the same name: {0:?}")]
    Twice(String),
}

/// The names that `text` stands for, in order; one for a text without groups. Several groups combine, the
/// last one changing fastest.
///
/// # Errors
/// What is wrong with the pattern.
pub fn names(text: &str) -> Result<Vec<String>, PatternError> {
    let mut names = vec![String::new()];
    let mut rest = text;
    loop {
        let (plain, group) = next_group(rest)?;
        for name in &mut names {
            name.push_str(plain);
        }
        let Some((inside, after)) = group else {
            break;
        };
        let choices = choices(inside)?;
        if names.len().saturating_mul(choices.len()) > MOST {
            return Err(PatternError::TooMany);
        }
        names = names
            .iter()
            .flat_map(|name| choices.iter().map(move |choice| format!("{name}{choice}")))
            .collect();
        rest = after;
    }
    let mut seen = HashSet::new();
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        Some(twice) => Err(PatternError::Twice(twice.clone())),
        None => Ok(names),
    }
}

/// A plain text, and the group after it with what comes then.
type Step<'a> = (&'a str, Option<(&'a str, &'a str)>);

fn next_group(text: &str) -> Result<Step<'_>, PatternError> {
    let Some((plain, rest)) = text.split_once('{') else {
        return if text.contains('}') {
            Err(PatternError::Closed)
        } else {
            Ok((text, None))
        };
    };
    if plain.contains('}') {
        return Err(PatternError::Closed);
    }
    let (inside, after) = rest.split_once('}').ok_or(PatternError::Open)?;
    if inside.contains('{') {
        return Err(PatternError::Nested);
    }
    Ok((plain, Some((inside, after))))
}

fn choices(inside: &str) -> Result<Vec<String>, PatternError> {
    if inside.contains(',') {
        let listed = inside.split(',').map(|choice| choice.trim().to_owned());
        return Ok(listed.collect());
    }
    let no_group = || PatternError::NoGroup(inside.to_owned());
    let (first, last) = inside.split_once("..").ok_or_else(no_group)?;
    range(first.trim(), last.trim()).ok_or_else(no_group)?
}

/// The numbers from one to another, up or down; with as many digits as the longer one where either begins
/// with a zero. `None` if either is no number.
fn range(first: &str, last: &str) -> Option<Result<Vec<String>, PatternError>> {
    let number = |text: &str| {
        let is_number = text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<usize>().ok()).flatten()
    };
    let (from, to) = (number(first)?, number(last)?);
    if from.abs_diff(to) >= MOST {
        return Some(Err(PatternError::TooMany));
    }
    let is_padded = |text: &str| text.len() > 1 && text.starts_with('0');
    let width = if is_padded(first) || is_padded(last) {
        first.len().max(last.len())
    } else {
        0
    };
    let write = |number: usize| format!("{number:0width$}");
    Some(Ok(if from <= to {
        (from..=to).map(write).collect()
    } else {
        (to..=from).rev().map(write).collect()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(pattern: &str) -> String {
        names(pattern).unwrap().join(" ")
    }

    #[test]
    fn groups_stand_for_what_is_in_them() {
        assert_eq!(of("web-1"), "web-1");
        assert_eq!(of(""), "");
        assert_eq!(of("web-{1..3}"), "web-1 web-2 web-3");
        assert_eq!(of("web-{3..1}.eu"), "web-3.eu web-2.eu web-1.eu");
        assert_eq!(of("{08..11}"), "08 09 10 11");
        assert_eq!(of("{1..03}"), "01 02 03");
        assert_eq!(of("{0..2}"), "0 1 2");
        assert_eq!(of("{db, web,mail}-1"), "db-1 web-1 mail-1");
        assert_eq!(of("web{,-old}"), "web web-old");
        assert_eq!(of("{a,b}-{1..2}"), "a-1 a-2 b-1 b-2");
        assert_eq!(of("é{1,2}"), "é1 é2");
        assert_eq!(names("{1..50}").unwrap().len(), MOST);
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        let why = |pattern: &str| names(pattern).unwrap_err();
        assert_eq!(why("web-{1..5"), PatternError::Open);
        assert_eq!(why("web-1}"), PatternError::Closed);
        assert_eq!(why("a}{1,2}"), PatternError::Closed);
        assert_eq!(why("{a,{b,c}}"), PatternError::Nested);
        for inside in ["", "a", "1..", "..5", "a..c", "-1..2", "1.5", "1..2..3"] {
            let pattern = format!("{{{inside}}}");
            assert_eq!(why(&pattern), PatternError::NoGroup(inside.to_owned()));
        }
        assert_eq!(
            why("{1..9999999999}"),
            PatternError::NoGroup("1..9999999999".into())
        );
        assert_eq!(why("{1..51}"), PatternError::TooMany);
        assert_eq!(why("{999999999..0}"), PatternError::TooMany);
        assert_eq!(why("{1..8}{1..8}"), PatternError::TooMany);
        assert_eq!(why("{a,a}"), PatternError::Twice("a".into()));
        assert_eq!(why("{1,11}{1,}"), PatternError::Twice("11".into()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_stands_for_few_names(text in "[a-z0-9{},.\u{e9} -]{0,24}") {
            if let Ok(names) = names(&text) {
                prop_assert!((1..=MOST).contains(&names.len()));
                let is_plain = names.iter().all(|name| !name.contains(['{', '}']));
                prop_assert!(is_plain);
                let mut apart = names.clone();
                apart.sort();
                apart.dedup();
                prop_assert_eq!(apart.len(), names.len());
                if !text.contains('{') {
                    prop_assert_eq!(names, [text]);
                }
            }
        }

        #[test]
        fn a_range_counts_one_by_one_in_either_direction(
            from in 0..200_usize, steps in 0..MOST, width in 1..5_usize,
        ) {
            let to = from + steps;
            let up = names(&format!("n{{{from:0width$}..{to:0width$}}}")).unwrap();
            let mut down = names(&format!("n{{{to:0width$}..{from:0width$}}}")).unwrap();
            down.reverse();
            prop_assert_eq!(&up, &down);
            let numbers: Vec<usize> = up.iter().map(|name| name.trim_start_matches('n').parse().unwrap()).collect();
            prop_assert_eq!(numbers, (from..=to).collect::<Vec<_>>());
        }
    }
}
