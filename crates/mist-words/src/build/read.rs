//! One language's file, as far as this page uses Fluent's syntax: text, arguments, numbers, literals, and a choice
//! by an argument. Anything else is a problem.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message, PatternElement, VariantKey,
};

use super::Problem;

/// A language's sentences by id.
#[derive(Debug, Clone)]
pub(super) struct Language {
    pub tag: String,
    pub sentences: BTreeMap<String, Sentence>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub parts: Vec<Part>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Argument(String),
    Number(String),
    Choice(String, Vec<Variant>),
}

/// One of the sentences to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variant {
    pub key: String,
    pub is_default: bool,
    pub sentence: Sentence,
}

type Pattern<'s> = fluent_syntax::ast::Pattern<&'s str>;

impl Sentence {
    /// The arguments' names, in their order: the same in every language.
    pub(super) fn arguments(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for part in &self.parts {
            match part {
                Part::Text(_) => {}
                Part::Argument(name) | Part::Number(name) => {
                    names.insert(name.as_str());
                }
                Part::Choice(name, variants) => {
                    names.insert(name);
                    names.extend(
                        variants
                            .iter()
                            .flat_map(|variant| variant.sentence.arguments()),
                    );
                }
            }
        }
        names
    }

    /// The choices in it, also those inside others: the argument and the variants.
    pub(super) fn choices(&self) -> Vec<&[Variant]> {
        let mut found = Vec::new();
        for part in &self.parts {
            if let Part::Choice(_, variants) = part {
                found.push(variants.as_slice());
                found.extend(
                    variants
                        .iter()
                        .flat_map(|variant| variant.sentence.choices()),
                );
            }
        }
        found
    }
}

impl Language {
    /// Reads a file's text. What is wrong goes to `problems`, and the rest is read all the same.
    pub(super) fn read(tag: &str, text: &str, problems: &mut Vec<Problem>) -> Self {
        let mut language = Self {
            tag: tag.to_owned(),
            sentences: BTreeMap::new(),
        };
        let mut tell = |words: String| {
            problems.push(Problem {
                language: tag.to_owned(),
                words,
            });
        };
        let (resource, errors) = match fluent_syntax::parser::parse(text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        for error in errors {
            let before = text.get(..error.pos.start).unwrap_or_default();
            tell(format!(
                "line {}: {}",
                before.lines().count().max(1),
                error.kind
            ));
        }
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    match sentence(&message) {
                        Ok(sentence) => {
                            if language.sentences.insert(id.clone(), sentence).is_some() {
                                tell(format!("{id} is there twice"));
                            }
                        }
                        Err(words) => tell(format!("{id}: {words}")),
                    }
                }
                Entry::Term(term) => tell(format!("-{}: terms are not understood here", term.id.name)),
                Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                // Told as an error above.
                | Entry::Junk { .. } => {}
            }
        }
        language
    }
}

fn sentence(message: &Message<&str>) -> Result<Sentence, String> {
    if !message.attributes.is_empty() {
        return Err("attributes are not understood here".to_owned());
    }
    message
        .value
        .as_ref()
        .map_or_else(|| Err("says nothing".to_owned()), pattern)
}

fn pattern(pattern: &Pattern<'_>) -> Result<Sentence, String> {
    let parts = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Ok(Part::Text((*value).to_owned())),
        PatternElement::Placeable { expression } => placed(expression),
    });
    let parts = parts.collect::<Result<_, _>>()?;
    Ok(Sentence { parts })
}

fn placed(expression: &Expression<&str>) -> Result<Part, String> {
    match expression {
        Expression::Inline(inline) => match inline {
            InlineExpression::StringLiteral { value } => {
                let text = fluent_syntax::unicode::unescape_unicode_to_string(value);
                Ok(Part::Text(text.into_owned()))
            }
            InlineExpression::NumberLiteral { value } => Ok(Part::Text((*value).to_owned())),
            InlineExpression::VariableReference { id } => Ok(Part::Argument(id.name.to_owned())),
            InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
                match (arguments.positional.as_slice(), arguments.named.as_slice()) {
                    ([InlineExpression::VariableReference { id }], []) => {
                        Ok(Part::Number(id.name.to_owned()))
                    }
                    _ => Err("NUMBER() takes one argument of the sentence here".to_owned()),
                }
            }
            _ => Err("only arguments, literals and NUMBER() are understood here".to_owned()),
        },
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else {
                return Err("a choice is made by an argument of the sentence here".to_owned());
            };
            let variants = variants.iter().map(|variant| {
                let (VariantKey::Identifier { name: key }
                | VariantKey::NumberLiteral { value: key }) = variant.key;
                Ok(Variant {
                    key: key.to_owned(),
                    is_default: variant.default,
                    sentence: pattern(&variant.value)?,
                })
            });
            let variants = variants.collect::<Result<Vec<_>, String>>()?;
            Ok(Part::Choice(id.name.to_owned(), variants))
        }
    }
}
