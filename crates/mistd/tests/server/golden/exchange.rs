//! A recorded exchange, as it lies in `tests/golden`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub(super) struct Exchange {
    /// Name of its file, without the ending.
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    /// What the client sent besides what HTTP itself needs.
    pub(super) headers: Vec<(String, String)>,
    pub(super) sent: Option<String>,
    pub(super) status: u16,
    /// The answer's bytes.
    pub(super) body: Vec<u8>,
    /// The answer as JSON, if it was.
    pub(super) json: Option<Value>,
}

impl Exchange {
    /// All of them, in the order they were recorded.
    pub(super) fn all() -> Vec<Self> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden");
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let recorded: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (request, response) = (&recorded["request"], &recorded["response"]);
        let headers = request["headers"].as_object().unwrap().iter();
        let headers = headers
            .filter(|(name, _)| !["Host", "Connection"].contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), text(value).unwrap()));
        Self {
            name: text(&Value::from(path.file_stem().unwrap().to_str())).unwrap(),
            method: text(&request["method"]).unwrap(),
            path: text(&request["path"]).unwrap(),
            headers: headers.collect(),
            sent: text(&request["body"]),
            status: u16::try_from(response["status"].as_u64().unwrap()).unwrap(),
            body: fs::read(path.with_extension("bin"))
                .unwrap_or_else(|_| text(&response["body"]).unwrap_or_default().into_bytes()),
            json: response.get("json").cloned(),
        }
    }

    /// The recorded number in front of the name.
    pub(super) fn number(&self) -> &str {
        self.name.split('-').next().unwrap()
    }

    /// Whether a command was run, or refused, so that the answer is a stream.
    pub(super) fn is_stream(&self) -> bool {
        self.body.starts_with(b"<html><body>")
    }
}
