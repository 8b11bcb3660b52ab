//! Reading JSON that was written by servers which disagree (API notes §2, §6).
//!
//! Only what identifies a thing must be there; any other field that is missing, null or of an unusable type counts as absent, and numbers, texts
//! and booleans stand for each other. Decoders take values apart instead of borrowing them, so that large `extra` objects move and are never copied.

use std::fmt::Write;

use serde_json::{Map, Value};

use crate::error::{ApiError, Unreadable};
use crate::model::{ItemFault, Listed};

/// Something that could not be read, and where.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Path below the value being read: `.id`, `[3].machines[1]`.
    at: String,
    pub(crate) reason: Unreadable,
}

impl Fault {
    fn new(reason: Unreadable) -> Self {
        Self {
            at: String::new(),
            reason,
        }
    }

    pub(crate) fn missing() -> Self {
        Self::new(Unreadable::Missing)
    }

    pub(crate) fn expected(expected: &'static str, found: &Value) -> Self {
        let found = kind(found);
        Self::new(Unreadable::Mismatch { expected, found })
    }

    /// The same fault seen from the object that holds the value as `key`.
    pub(crate) fn in_field(mut self, key: &str) -> Self {
        self.at = format!(".{key}{}", self.at);
        self
    }

    /// The same fault seen from the list that holds the value at `index`.
    pub(crate) fn in_item(mut self, index: usize) -> Self {
        self.at = format!("[{index}]{}", self.at);
        self
    }

    pub(crate) fn path(&self) -> String {
        format!("${}", self.at)
    }
}

/// What a value is, for error messages; never the value itself, which may be secret or long.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value that an item of an answer decodes to.
pub(crate) trait FromWire: Sized {
    /// Reads one value. Parts that cannot be read without spoiling the whole are reported to `faults`.
    fn from_wire(value: Value, faults: &mut Vec<Fault>) -> Result<Self, Fault>;
}

impl FromWire for bool {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        flag(&value).ok_or_else(|| Fault::expected("true or false", &value))
    }
}

impl FromWire for String {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let fault = Fault::expected("a text", &value);
        text(value).ok_or(fault)
    }
}

/// Parses a body as JSON.
///
/// What servers were seen to emit though JSON does not know it is forgiven: bytes that are no UTF-8, `NaN` or `Infinity` for a number,
/// raw line ends and other control characters inside a text.
pub(crate) fn parse(body: &[u8]) -> Result<Value, ApiError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let first = match serde_json::from_slice(body) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let start = body.trim_ascii_start();
    let reason = if start.is_empty() {
        Unreadable::Empty
    } else if start.starts_with(b"<") {
        Unreadable::Page
    } else {
        let mended = mended(&String::from_utf8_lossy(body));
        match serde_json::from_slice(mended.as_bytes()) {
            Ok(value) => return Ok(value),
            Err(_) => Unreadable::NotJson {
                line: first.line(),
                column: first.column(),
            },
        }
    };
    Err(reason.of_all())
}

/// `text` with `NaN` and the infinities outside strings replaced by `null`, and control characters inside strings escaped.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !in_string {
            let token = ["NaN", "-Infinity", "Infinity"]
                .iter()
                .find(|t| rest.starts_with(**t));
            if let Some(after) = token.and_then(|token| rest.strip_prefix(*token)) {
                out.push_str("null");
                rest = after;
                continue;
            }
        }
        let mut chars = rest.chars();
        chars.next();
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' if in_string => {
                out.push(c);
                out.extend(chars.next());
            }
            control if in_string && control.is_ascii_control() => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            _ => out.push(c),
        }
        rest = chars.as_str();
    }
    out
}

/// Reads a whole answer as one thing.
pub(crate) fn one<T: FromWire>(body: &[u8]) -> Result<T, ApiError> {
    Ok(T::from_wire(parse(body)?, &mut Vec::new())?)
}

/// Reads a whole answer by a function of its own.
pub(crate) fn by<T>(
    body: &[u8],
    read: impl FnOnce(Value) -> Result<T, Fault>,
) -> Result<T, ApiError> {
    Ok(read(parse(body)?)?)
}

/// Reads a whole answer as a list, bad items beside the good ones.
pub(crate) fn list<T: FromWire>(body: &[u8]) -> Result<Listed<T>, ApiError> {
    Ok(items(parse(body)?)?)
}

/// Reads the answer to a change that succeeded and should have given a list.
///
/// The change is done whatever the answer looks like, so an answer without a list is a fault beside an empty list, not a failed call.
pub(crate) fn list_after_change<T: FromWire>(body: &[u8]) -> Listed<T> {
    list(body).unwrap_or_else(|error| {
        let (path, reason) = match error {
            ApiError::Undecodable { path, reason } => (path, reason),
            _ => ("$".to_owned(), Unreadable::Missing),
        };
        Listed {
            items: Vec::new(),
            faults: vec![ItemFault {
                index: 0,
                path,
                reason,
            }],
        }
    })
}

/// Reads a list of items.
pub(crate) fn items<T: FromWire>(value: Value) -> Result<Listed<T>, Fault> {
    let Value::Array(values) = value else {
        return Err(Fault::expected("a list", &value));
    };
    let mut listed = Listed {
        items: Vec::with_capacity(values.len()),
        faults: Vec::new(),
    };
    for (index, value) in values.into_iter().enumerate() {
        let mut parts = Vec::new();
        match T::from_wire(value, &mut parts) {
            Ok(item) => listed.items.push(item),
            Err(fault) => parts.push(fault),
        }
        listed.faults.extend(parts.into_iter().map(|fault| {
            let fault = fault.in_item(index);
            ItemFault {
                index,
                path: fault.path(),
                reason: fault.reason,
            }
        }));
    }
    Ok(listed)
}

/// Reads the answer to a change that has nothing to tell: `OK`, nothing, or any JSON.
///
/// Only a page of HTML is no such answer: some file server sent it.
pub(crate) fn done(body: &[u8]) -> Result<(), ApiError> {
    if body.trim_ascii_start().starts_with(b"<") {
        parse(body).map(drop)
    } else {
        Ok(())
    }
}

/// Whether a change was answered with a bare `OK` (or nothing) where a server might have told more.
pub(crate) fn is_bare_ok(body: &[u8]) -> bool {
    matches!(body.trim_ascii(), b"" | b"OK" | b"\"OK\"" | b"null")
}

/// An object whose fields are taken out one by one.
#[derive(Debug)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    pub(crate) fn of(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            other => Err(Fault::expected("an object", &other)),
        }
    }

    /// The field under the first of these spellings that is there and not null.
    pub(crate) fn take(&mut self, spellings: &[&str]) -> Option<Value> {
        spellings
            .iter()
            .find_map(|key| self.0.remove(*key).filter(|value| !value.is_null()))
    }

    pub(crate) fn text(&mut self, spellings: &[&str]) -> Option<String> {
        self.take(spellings).and_then(text)
    }

    /// The identifying text that an item cannot do without.
    pub(crate) fn id(&mut self, key: &str) -> Result<String, Fault> {
        match self.0.remove(key) {
            None => Err(Fault::missing().in_field(key)),
            Some(value) => {
                let fault = Fault::expected("a text", &value).in_field(key);
                text(value).ok_or(fault)
            }
        }
    }

    pub(crate) fn flag(&mut self, spellings: &[&str]) -> Option<bool> {
        self.take(spellings).as_ref().and_then(flag)
    }

    pub(crate) fn number(&mut self, spellings: &[&str]) -> Option<f64> {
        self.take(spellings).as_ref().and_then(number)
    }

    pub(crate) fn whole(&mut self, spellings: &[&str]) -> Option<u64> {
        self.take(spellings).as_ref().and_then(whole)
    }

    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        self.take(&[key]).map(texts).unwrap_or_default()
    }

    /// The fields that were not taken.
    pub(crate) fn into_rest(self) -> Map<String, Value> {
        self.0
    }

    pub(crate) fn object(&mut self, key: &str) -> Map<String, Value> {
        match self.take(&[key]) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}

/// A scalar as text.
pub(crate) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A list of texts; a single text counts as a list of one, and what is no text is left out.
pub(crate) fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.into_iter().filter_map(text).collect(),
        Value::Object(_) | Value::Null => Vec::new(),
        single => text(single)
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
    }
}

pub(crate) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" => Some(false),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A finite number, also one written as a text.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => decimal(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

/// A finite number written as a text, within one unit in the last place.
///
/// By JSON's own reader, which the page holds anyway: the standard library's would bring tables of 10 KB that nothing compresses.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let begins = |text: &str, what: fn(char) -> bool| text.starts_with(what);
    let fraction = digits.strip_prefix('.').unwrap_or(digits);
    if !begins(fraction, |c| c.is_ascii_digit()) {
        return None;
    }
    // JSON takes neither "007" nor ".5" nor "5.".
    let digits = digits.trim_start_matches('0');
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let zero = if begins(digits, |c| c.is_ascii_digit()) {
        ""
    } else {
        "0"
    };
    // From bytes, as everything here: the reader of texts would be a second one.
    serde_json::from_slice(format!("{sign}{zero}{digits}").as_bytes()).ok()
}

/// A whole number not below zero; a fraction is cut off.
pub(crate) fn whole(value: &Value) -> Option<u64> {
    let exact = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    exact.or_else(|| {
        let number = number(value)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "inside the checked range the cast only cuts the fraction off"
        )]
        (0.0..u64::MAX as f64)
            .contains(&number)
            .then_some(number as u64)
    })
}

#[cfg(test)]
mod tests;
