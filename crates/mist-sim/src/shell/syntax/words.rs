//! Tokens: operators, and words with their quotes and what is to be put in their place.

use std::sync::Arc;

use super::{Node, Parser, Part, Token, Word, Wrong};

/// Operators, the longer ones first.
const OPERATORS: [&str; 15] = [
    "&&", "||", ">>", ">&", "<&", "&>", "<<", ";", "&", "|", "(", ")", "<", ">", "\n",
];

/// What ends a word.
const ENDS: &str = ";&|()<> \t\n";

/// Whether a text can name a variable.
pub(super) fn is_name(text: &str) -> bool {
    let letters = |c: char| c == '_' || c.is_ascii_alphanumeric();
    text.chars().all(letters) && !text.starts_with(|c: char| c.is_ascii_digit()) && !text.is_empty()
}

/// `name=value`, taken apart.
pub(super) fn assignment(word: &Word) -> Option<(String, Word)> {
    let (first, rest) = word.split_first()?;
    let Part::Text {
        text,
        quoted: false,
    } = first
    else {
        return None;
    };
    let (name, value) = text.split_once('=')?;
    let start = Part::Text {
        text: value.to_owned(),
        quoted: false,
    };
    is_name(name).then(|| {
        let value = std::iter::once(start).chain(rest.iter().cloned());
        (name.to_owned(), value.collect())
    })
}

/// A word that is being read.
#[derive(Default)]
struct Draft {
    parts: Word,
    text: String,
    quoted: bool,
}

impl Draft {
    fn push(&mut self, c: char, quoted: bool) {
        if quoted != self.quoted {
            self.flush();
            self.quoted = quoted;
        }
        self.text.push(c);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            let quoted = self.quoted;
            self.parts.push(Part::Text { text, quoted });
        }
    }

    fn add(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
    }
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn starts_with(&self, text: &str) -> bool {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        text.chars()
            .enumerate()
            .all(|(index, c)| rest.get(index) == Some(&c))
    }

    /// The token at the place that was reached.
    pub(super) fn token(&mut self) -> Result<Token, Wrong> {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\r') => self.at += 1,
                Some('\\') if self.starts_with("\\\n") => self.at += 2,
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                Some(_) => break,
                None => return Ok(Token::End),
            }
        }
        if let Some(operator) = OPERATORS.into_iter().find(|text| self.starts_with(text)) {
            self.at += operator.len();
            return Ok(Token::Operator(operator));
        }
        let number = self.peek().and_then(|c| c.to_digit(10));
        let redirects = matches!(self.chars.get(self.at + 1), Some('<' | '>'));
        if let Some(number) = number.filter(|number| redirects && *number < 3) {
            self.at += 1;
            return Ok(Token::Stream(u8::try_from(number).unwrap_or(1)));
        }
        self.word().map(Token::Word)
    }

    fn word(&mut self) -> Result<Word, Wrong> {
        let mut draft = Draft::default();
        while let Some(c) = self.peek() {
            if ENDS.contains(c) {
                break;
            }
            self.at += 1;
            match c {
                '\\' => match self.take() {
                    Some('\n') => {}
                    Some(c) => draft.push(c, true),
                    None => draft.push('\\', true),
                },
                '\'' => self.single_quoted(&mut draft)?,
                '"' => self.double_quoted(&mut draft)?,
                '$' => self.dollar(&mut draft, false)?,
                '`' => self.backquoted(&mut draft, false)?,
                c => draft.push(c, false),
            }
        }
        draft.flush();
        Ok(draft.parts)
    }

    fn single_quoted(&mut self, draft: &mut Draft) -> Result<(), Wrong> {
        // Even empty quotes are a word.
        draft.add(Part::Text {
            text: String::new(),
            quoted: true,
        });
        loop {
            match self.take() {
                Some('\'') => return Ok(()),
                Some(c) => draft.push(c, true),
                None => return Err(unterminated()),
            }
        }
    }

    fn double_quoted(&mut self, draft: &mut Draft) -> Result<(), Wrong> {
        draft.add(Part::Text {
            text: String::new(),
            quoted: true,
        });
        loop {
            match self.take() {
                Some('"') => return Ok(()),
                Some('$') => self.dollar(draft, true)?,
                Some('`') => self.backquoted(draft, true)?,
                Some('\\') => match self.take() {
                    Some('\n') => {}
                    Some(c @ ('"' | '$' | '`' | '\\')) => draft.push(c, true),
                    Some(c) => {
                        draft.push('\\', true);
                        draft.push(c, true);
                    }
                    None => return Err(unterminated()),
                },
                Some(c) => draft.push(c, true),
                None => return Err(unterminated()),
            }
        }
    }

    /// What stands behind a `$`.
    fn dollar(&mut self, draft: &mut Draft, quoted: bool) -> Result<(), Wrong> {
        match self.peek() {
            Some('(') if self.starts_with("((") => {
                let why = "this simulated shell does not calculate";
                Err(format!("Syntax error: \"$((\" unexpected ({why})"))
            }
            Some('(') => {
                self.at += 1;
                let node = self.until_parenthesis()?;
                draft.add(Part::Output { node, quoted });
                Ok(())
            }
            Some('{') => {
                self.at += 1;
                let mut text = String::new();
                loop {
                    match self.take() {
                        Some('}') => break,
                        Some(c) => text.push(c),
                        None => return Err("Syntax error: Missing '}'".to_owned()),
                    }
                }
                let (name, otherwise) = text.split_once(":-").unwrap_or((&text, ""));
                if !is_name(name) && !is_special(name) {
                    return Err("Bad substitution".to_owned());
                }
                draft.add(variable(name, otherwise, quoted));
                Ok(())
            }
            Some(c) if is_special(c.encode_utf8(&mut [0; 4])) => {
                self.at += 1;
                draft.add(variable(c.encode_utf8(&mut [0; 4]), "", quoted));
                Ok(())
            }
            Some(c) if c == '_' || c.is_ascii_alphabetic() => {
                let mut name = String::new();
                while let Some(c) = self
                    .peek()
                    .filter(|c| *c == '_' || c.is_ascii_alphanumeric())
                {
                    name.push(c);
                    self.at += 1;
                }
                draft.add(variable(&name, "", quoted));
                Ok(())
            }
            _ => {
                draft.push('$', quoted);
                Ok(())
            }
        }
    }

    /// The commands up to the parenthesis that ends them. The token behind it is not yet known to the
    /// list that the word stands in.
    fn until_parenthesis(&mut self) -> Result<Arc<Node>, Wrong> {
        let outer = std::mem::replace(&mut self.next, Token::End);
        let depth = self.depth;
        self.descend()?;
        self.advance()?;
        let node = self.list()?;
        if !self.is(")") {
            return Err(self.next.unexpected());
        }
        self.next = outer;
        self.depth = depth;
        Ok(node)
    }

    fn backquoted(&mut self, draft: &mut Draft, quoted: bool) -> Result<(), Wrong> {
        let mut text = String::new();
        loop {
            match self.take() {
                Some('`') => break,
                Some('\\') => match self.take() {
                    Some(c @ ('`' | '\\' | '$')) => text.push(c),
                    Some(c) => text.extend(['\\', c]),
                    None => return Err("Syntax error: EOF in backquote substitution".to_owned()),
                },
                Some(c) => text.push(c),
                None => return Err("Syntax error: EOF in backquote substitution".to_owned()),
            }
        }
        let node = Self::new(&text, self.depth)?.whole()?;
        draft.add(Part::Output { node, quoted });
        Ok(())
    }
}

/// Whether a character names what a shell knows of itself.
fn is_special(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| "?$#@*!-0123456789".contains(c))
        && chars.next().is_none()
}

fn variable(name: &str, otherwise: &str, quoted: bool) -> Part {
    Part::Variable {
        name: name.to_owned(),
        otherwise: otherwise.to_owned(),
        quoted,
    }
}

fn unterminated() -> Wrong {
    "Syntax error: Unterminated quoted string".to_owned()
}
