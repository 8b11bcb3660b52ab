//! How requests leave and answers come back: the border between this crate and whatever carries bytes.
//!
//! A transport sends what it is given and judges nothing: statuses, words and JSON are read elsewhere. Dropping one of
//! its futures, or a [`ByteStream`], aborts the exchange.

mod memory;
#[cfg(feature = "native")]
mod native;

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use thiserror::Error;

pub use memory::{MemoryStream, MemoryTransport, Recorded, Scripted};
#[cfg(feature = "native")]
pub use native::{NativeStream, NativeTransport};

/// The HTTP methods the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "their names are HTTP's own")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    /// The method as HTTP spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One HTTP request, ready to be sent.
///
/// `Debug` shows neither header values nor the body nor the query: tokens, keys and commands travel in them.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// Path and query, already encoded, beginning with `/`.
    pub path: String,
    /// The body, if the request has one.
    pub body: Option<Vec<u8>>,
    /// Header names and values. Names are spelled once each.
    pub headers: Vec<(&'static str, String)>,
    /// How long the exchange may take: for [`Transport::send`] until the whole answer is there, for [`Transport::open`] until
    /// its status is. `None`: as long as it takes.
    pub timeout: Option<Duration>,
}

impl HttpRequest {
    /// A request without body that asks for JSON.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        let headers = vec![("Accept", "application/json".to_owned())];
        Self {
            method,
            path: path.into(),
            body: None,
            headers,
            timeout: None,
        }
    }

    /// Gives the request this value as its JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        // Bodies are maps with text keys, which always serialise.
        self.body = serde_json::to_vec(body).ok();
        self.headers
            .push(("Content-Type", "application/json".to_owned()));
        self
    }

    /// Appends a query parameter; both parts get encoded.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.path
            .push(if self.path.contains('?') { '&' } else { '?' });
        crate::percent::push_encoded(&mut self.path, name);
        self.path.push('=');
        crate::percent::push_encoded(&mut self.path, value);
        self
    }

    /// The value of a header, its name compared without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Replaces a header, or adds it.
    pub fn set_header(&mut self, name: &'static str, value: String) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name, value));
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next().unwrap_or_default();
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("path", &path)
            .field("body_bytes", &self.body.as_ref().map(Vec::len))
            .field("headers", &names)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A whole answer. `Debug` shows its length only: keys and tokens arrive in bodies.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no answer at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransportError {
    /// The server could not be reached, or the connection broke. The words must hold no secret.
    #[error("no connection to the server: {0}")]
    Network(String),
    /// [`HttpRequest::timeout`] passed.
    #[error("the server did not answer in time")]
    Timeout,
    /// The exchange was given up from this side.
    #[error("the call was given up")]
    Aborted,
}

/// Carries requests to a server.
///
/// `url` is the whole address: the server's, followed by [`HttpRequest::path`]. It is only a path where the page and the API share an origin.
#[expect(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, so no Send bound is wanted"
)]
pub trait Transport {
    /// A body that arrives piece by piece.
    type Stream: ByteStream;

    /// Sends a request and waits for the whole answer, whatever its status.
    async fn send(&self, url: &str, request: HttpRequest) -> Result<HttpResponse, TransportError>;

    /// Sends a request and waits for the status only; the body follows as a stream.
    async fn open(
        &self,
        url: &str,
        request: HttpRequest,
    ) -> Result<(u16, Self::Stream), TransportError>;
}

/// A body that arrives piece by piece. Dropping it aborts the exchange.
#[expect(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, so no Send bound is wanted"
)]
pub trait ByteStream {
    /// The next piece; `None` at the end of the body, or after an error.
    async fn next(&mut self) -> Option<Result<Vec<u8>, TransportError>>;
}

#[cfg(test)]
mod tests;
