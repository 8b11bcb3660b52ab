//! Patterns of `grep`: letters, `.`, `[…]`, `*`, `^`, `$`, and with `-E` also `+`, `?` and `|`. Matching
//! takes time in proportion to the line, whatever the pattern.

/// The longest pattern in characters.
const LONGEST: usize = 80;

/// A pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    choices: Vec<Choice>,
    any_case: bool,
}

#[derive(Debug, Default)]
struct Choice {
    items: Vec<Item>,
    from_start: bool,
    to_end: bool,
}

#[derive(Debug)]
struct Item {
    what: What,
    optional: bool,
    repeated: bool,
}

#[derive(Debug)]
enum What {
    Char(char),
    Any,
    Set {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
}

impl Pattern {
    /// Reads a pattern; `options` are the letters of the command. `None` if it is too much.
    pub(super) fn new(text: &str, options: &str) -> Option<Self> {
        let any_case = options.contains('i');
        let text = if any_case {
            text.to_lowercase()
        } else {
            text.to_owned()
        };
        if text.chars().count() > LONGEST {
            return None;
        }
        let choices = if options.contains('F') {
            let items = text.chars().map(|c| Item::once(What::Char(c)));
            vec![Choice {
                items: items.collect(),
                ..Choice::default()
            }]
        } else {
            let chars: Vec<char> = text.chars().collect();
            read(&chars, options.contains('E'))?
        };
        Some(Self { choices, any_case })
    }

    pub(super) fn is_in(&self, line: &[u8]) -> bool {
        let text = String::from_utf8_lossy(line);
        let text = if self.any_case {
            text.to_lowercase()
        } else {
            text.into_owned()
        };
        self.choices.iter().any(|choice| choice.is_in(&text))
    }
}

impl Item {
    fn once(what: What) -> Self {
        Self {
            what,
            optional: false,
            repeated: false,
        }
    }

    fn takes(&self, c: char) -> bool {
        match &self.what {
            What::Char(own) => *own == c,
            What::Any => true,
            What::Set { ranges, negated } => {
                ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *negated
            }
        }
    }
}

impl Choice {
    /// All the places in the pattern that can be reached are followed at once.
    fn is_in(&self, text: &str) -> bool {
        let mut here = vec![false; self.items.len() + 1];
        self.reach(0, &mut here);
        let mut chars = text.chars();
        loop {
            let rest_is_empty = chars.as_str().is_empty();
            if here.last() == Some(&true) && (!self.to_end || rest_is_empty) {
                return true;
            }
            let Some(c) = chars.next() else {
                return false;
            };
            let mut next = vec![false; here.len()];
            for (index, item) in self.items.iter().enumerate() {
                if here.get(index) == Some(&true) && item.takes(c) {
                    self.reach(index + 1, &mut next);
                    if item.repeated {
                        self.reach(index, &mut next);
                    }
                }
            }
            if !self.from_start {
                self.reach(0, &mut next);
            }
            here = next;
        }
    }

    /// Marks a place and those behind it that can be reached without a character.
    fn reach(&self, from: usize, places: &mut [bool]) {
        for index in from..places.len() {
            // What is behind a place that is marked is marked too.
            match places.get_mut(index) {
                Some(place) if !*place => *place = true,
                _ => break,
            }
            if !self.items.get(index).is_some_and(|item| item.optional) {
                break;
            }
        }
    }
}

fn read(chars: &[char], extended: bool) -> Option<Vec<Choice>> {
    let mut choices = Vec::new();
    let mut choice = Choice::default();
    let mut rest = chars;
    while let Some((c, after)) = rest.split_first() {
        rest = after;
        let first = choice.items.is_empty() && !choice.from_start;
        match (*c, after.first().copied()) {
            ('\\', Some('|')) if !extended => {
                rest = after.get(1..).unwrap_or_default();
                choices.push(std::mem::take(&mut choice));
            }
            ('\\', Some(next)) => {
                rest = after.get(1..).unwrap_or_default();
                choice.items.push(Item::once(What::Char(next)));
            }
            ('|', _) if extended => choices.push(std::mem::take(&mut choice)),
            ('(' | ')' | '{' | '}', _) if extended => return None,
            ('^', _) if first => choice.from_start = true,
            ('$', None) => choice.to_end = true,
            ('$', Some('|')) if extended => choice.to_end = true,
            ('*', _) if !choice.items.is_empty() => repeat(&mut choice, true, true),
            ('+', _) if extended && !choice.items.is_empty() => repeat(&mut choice, false, true),
            ('?', _) if extended && !choice.items.is_empty() => repeat(&mut choice, true, false),
            ('.', _) => choice.items.push(Item::once(What::Any)),
            ('[', _) => {
                let (set, behind) = set(after)?;
                choice.items.push(Item::once(set));
                rest = behind;
            }
            (c, _) => choice.items.push(Item::once(What::Char(c))),
        }
    }
    choices.push(choice);
    Some(choices)
}

fn repeat(choice: &mut Choice, optional: bool, repeated: bool) {
    if let Some(last) = choice.items.last_mut() {
        last.optional |= optional;
        last.repeated |= repeated;
    }
}

/// What stands in brackets, and what behind them.
fn set(chars: &[char]) -> Option<(What, &[char])> {
    let (negated, mut rest) = match chars {
        ['^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut ranges = Vec::new();
    loop {
        match rest {
            [']', behind @ ..] if !ranges.is_empty() => {
                return Some((What::Set { ranges, negated }, behind));
            }
            [from, '-', to, behind @ ..] if *to != ']' => {
                ranges.push((*from, *to));
                rest = behind;
            }
            [c, behind @ ..] => {
                ranges.push((*c, *c));
                rest = behind;
            }
            [] => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_match_as_greps_do() {
        for (pattern, options, line, found) in [
            ("ab", "", "cabd", true),
            ("^ab", "", "cab", false),
            ("ab$", "", "cab", true),
            ("^$", "", "", true),
            ("^$", "", "x", false),
            ("a.c", "", "xabcx", true),
            ("a*b", "", "b", true),
            ("^a*b$", "", "aaab", true),
            ("^a*b$", "", "aacb", false),
            ("[0-9][^x]", "", "a7y", true),
            ("[0-9][^x]", "", "a7x", false),
            ("ERROR\\|WARN", "", "a WARN", true),
            ("ERROR|WARN", "", "a WARN", false),
            ("ERROR|WARN", "E", "a WARN", true),
            ("ab+c?$", "E", "abb", true),
            ("a.c", "F", "abc", false),
            ("error", "i", "ERROR", true),
            ("*", "", "a*b", true),
        ] {
            let read = Pattern::new(pattern, options).unwrap();
            assert_eq!(read.is_in(line.as_bytes()), found, "{pattern} {line}");
        }
        assert!(Pattern::new("[", "").is_none());
        assert!(Pattern::new("(a)", "E").is_none());
    }
}
