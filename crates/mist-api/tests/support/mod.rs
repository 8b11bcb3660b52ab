//! The recorded exchanges, and what they say.

mod rebuild;
mod say;
pub(crate) mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What each exchange says: name of its file, a tab, the answer in one line.
pub(crate) const FACTS: &str = include_str!("facts.tsv");

/// A recorded exchange.
pub(crate) struct Exchange {
    /// Name of its file, without the ending.
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) request: Option<String>,
    pub(crate) status: u16,
    /// The answer's bytes.
    pub(crate) body: Vec<u8>,
    json: Option<Value>,
}

impl Exchange {
    pub(crate) fn all() -> Vec<Self> {
        let mut paths: Vec<_> = fs::read_dir(folder())
            .expect("the folder of recorded exchanges")
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::read(&folder().join(format!("{name}.json")))
    }

    fn read(path: &Path) -> Self {
        let recorded: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (request, response) = (&recorded["request"], &recorded["response"]);
        let body = match fs::read(path.with_extension("bin")) {
            Ok(bytes) => bytes,
            Err(_) => text(&response["body"]).expect("a body").into_bytes(),
        };
        Self {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            method: text(&request["method"]).unwrap(),
            path: text(&request["path"]).unwrap(),
            request: text(&request["body"]),
            status: u16::try_from(response["status"].as_u64().unwrap()).unwrap(),
            body,
            json: response.get("json").cloned(),
        }
    }

    /// The answer as JSON, read by whoever recorded it, so independently of the crate.
    pub(crate) fn json(&self) -> Option<Value> {
        self.json.clone()
    }

    /// A field of the recorded request body.
    pub(crate) fn sent(&self, field: &str) -> Option<Value> {
        let body: Value = serde_json::from_str(self.request.as_deref()?).ok()?;
        body.get(field).filter(|value| !value.is_null()).cloned()
    }

    /// A text in the recorded request body.
    pub(crate) fn sent_some(&self, field: &str) -> Option<String> {
        self.sent(field).map(|_| self.sent_text(field))
    }

    /// A text in the recorded request body; empty if it was left out.
    pub(crate) fn sent_text(&self, field: &str) -> String {
        match self.sent(field) {
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }

    /// The decoded segments of the path.
    pub(crate) fn segments(&self) -> Vec<String> {
        let path = self.path.split('?').next().unwrap();
        path.split('/').skip(1).map(decoded).collect()
    }

    /// A decoded query parameter; empty if it was left out.
    pub(crate) fn query(&self, name: &str) -> String {
        let query = self
            .path
            .split_once('?')
            .map(|(_, query)| query)
            .unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| decoded(value))
            .next()
            .unwrap_or_default()
    }
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden"))
}

/// A text without its percent-encoding: recorders encode more than is needed.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
