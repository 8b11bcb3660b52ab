//! JSON bodies and queries, read as clients of every age write them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use futures_util::StreamExt;
use http_body::Body as _;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::Fault;

/// Larger than any key, far smaller than memory.
pub(super) const MOST_BODY_BYTES: usize = 256 * 1024;
/// How much of a larger body is still read, and thrown away: a client that is cut off while it sends
/// does not read why.
const MOST_READ_BYTES: usize = 4 * 1024 * 1024;

/// The parameters of a request: its body as a JSON object. The `Content-Type` does not matter (API
/// notes §0), and no body at all means no parameters. Not `Debug`: it may hold a password.
pub(crate) struct Parameters(Map<String, Value>);

impl FromRequest<Arc<App>> for Parameters {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Fault> {
        let body = timeout(app.limits.patience, whole(request.into_body()))
            .await
            .map_err(|_| Fault::TooSlow)??;
        Self::read(&body)
    }
}

/// All of a body. It may hold a secret, so it is wiped after use.
async fn whole(body: Body) -> Result<Zeroizing<Vec<u8>>, Fault> {
    // Room for all of it at once: a vector that grows leaves copies behind.
    let announced = body.size_hint().upper().map(usize::try_from);
    let room = announced.and_then(Result::ok).unwrap_or(MOST_BODY_BYTES);
    let mut kept = Zeroizing::new(Vec::with_capacity(room.min(MOST_BODY_BYTES)));
    let mut read = 0_usize;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Fault::BadRequest("The body was cut short.".to_owned()))?;
        read = read.saturating_add(piece.len());
        if read > MOST_READ_BYTES {
            break;
        }
        if read <= MOST_BODY_BYTES {
            kept.extend_from_slice(&piece);
        }
    }
    if read > MOST_BODY_BYTES {
        return Err(Fault::BodyTooLarge(MOST_BODY_BYTES / 1024));
    }
    Ok(kept)
}

impl Parameters {
    fn read(body: &[u8]) -> Result<Self, Fault> {
        if body.trim_ascii().is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(Fault::BadRequest(
                "The body has to be a JSON object.".to_owned(),
            )),
            // Only the place: the parser's own words could quote the body.
            Err(error) => Err(Fault::BadRequest(format!(
                "The body is not valid JSON (line {}, column {}).",
                error.line(),
                error.column()
            ))),
        }
    }

    /// A text. Numbers and booleans are written out; null, empty and missing are the same.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text that the request cannot do without.
    pub(crate) fn required(&self, name: &'static str) -> Result<String, Fault> {
        self.text(name).ok_or(Fault::MissingParameter(name))
    }

    /// Whatever stands there; null and missing are the same.
    pub(crate) fn value(&self, name: &str) -> Option<Value> {
        self.0.get(name).filter(|value| !value.is_null()).cloned()
    }

    /// The texts of a list; whatever else stands there is none.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.0.get(name).and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    /// Whether something is said to be so.
    pub(crate) fn flag(&self, name: &str) -> bool {
        let text = self.text(name).map(|text| text.to_ascii_lowercase());
        matches!(text.as_deref(), Some("true" | "1"))
    }

    /// All parameters, none of which may be secret.
    pub(crate) fn whole(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// The same as a value of another type.
    pub(crate) fn read_as<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_value(self.whole())
            // The words name fields and types.
            .map_err(|error| Fault::BadRequest(error.to_string()))
    }

    /// A text that is wiped from memory after use.
    pub(crate) fn secret(&self, name: &str) -> Option<Zeroizing<String>> {
        self.text(name).map(Zeroizing::new)
    }

    /// A port, as a number or as text.
    pub(crate) fn port(&self, name: &'static str) -> Result<Option<u16>, Fault> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        match text.trim().parse() {
            Ok(port) if port > 0 => Ok(Some(port)),
            _ => Err(Fault::BadRequest(format!(
                "{name} has to be a number from 1 to 65535"
            ))),
        }
    }
}

impl Drop for Parameters {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        for value in self.0.values_mut() {
            if let Value::String(text) = value {
                text.zeroize();
            }
        }
    }
}

/// The query. Not `Debug`: commands may hold secrets and stay out of logs.
pub(super) struct Wanted(pub(super) Vec<(String, String)>);

impl Wanted {
    /// A parameter that is there and not empty. Of several the last one counts, as in 0.9.8.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().rfind(|(given, _)| given == name);
        named
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &'static str) -> Result<&str, Fault> {
        self.get(name).ok_or(Fault::MissingParameter(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_liberally() {
        let body = br#"{"a": "x", "n": 2222, "b": true, "null": null, "e": "", "l": []}"#;
        let parameters = Parameters::read(body).unwrap();
        assert_eq!(parameters.text("a").as_deref(), Some("x"));
        assert_eq!(parameters.port("n").unwrap(), Some(2222));
        assert_eq!(parameters.text("b").as_deref(), Some("true"));
        for name in ["null", "e", "l", "missing"] {
            assert_eq!(parameters.text(name), None);
        }
        assert!(parameters.port("a").is_err());
        assert!(matches!(
            parameters.required("e"),
            Err(Fault::MissingParameter("e"))
        ));
    }

    #[tokio::test]
    async fn a_body_is_taken_whole_or_not_at_all() {
        let fits = vec![b'x'; MOST_BODY_BYTES];
        assert_eq!(*whole(Body::from(fits.clone())).await.unwrap(), fits);
        for length in [MOST_BODY_BYTES + 1, 2 * MOST_READ_BYTES] {
            let body = vec![b'x'; length];
            let pieces: Vec<_> = body
                .chunks(1000)
                .map(|piece| Ok::<_, std::io::Error>(piece.to_vec()))
                .collect();
            let body = Body::from_stream(futures_util::stream::iter(pieces));
            assert!(matches!(whole(body).await, Err(Fault::BodyTooLarge(256))));
        }
    }

    #[test]
    fn what_is_no_object_is_refused_without_being_quoted() {
        for body in [&b"[]"[..], b"null", b"{secret", b"\"secret\"", b"\xff"] {
            let Err(Fault::BadRequest(words)) = Parameters::read(body) else {
                panic!()
            };
            assert!(!words.contains("secret"));
        }
        assert!(Parameters::read(b" \n").is_ok());
    }
}
