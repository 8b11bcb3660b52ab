//! The one error type of the API, and how an answer's status and words become it.

mod words;

use thiserror::Error;

use crate::transport::TransportError;
use crate::wire::Fault;

/// Why a call did not give its answer.
///
/// `words` are the server's own, cleaned (API notes §0): a Python representation lost its quotes, a page of HTML became a sentence.
/// They may contain what a user typed, are text, never markup, and empty where the server said nothing.
///
/// What `Display` says is for developers: a page words errors by their kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ApiError {
    /// The server could not be reached, or the connection broke.
    #[error("no connection to the server: {detail}")]
    Network {
        /// The transport's own words.
        detail: String,
    },
    /// No answer within the call's time.
    #[error("the server did not answer in time")]
    Timeout,
    /// The caller gave the call up.
    #[error("the call was given up")]
    Aborted,
    /// Nothing was sent: the caller knows that there is no server to be reached, and does not try.
    #[error("offline: nothing was sent")]
    Offline,
    /// Nothing was sent: an object of the call has an empty name, `.` or `..`, and its address would be another object's.
    #[error("an empty name, . or .. cannot be addressed")]
    Unaddressable,
    /// 401: not signed in, or a cloud or machine refused its credentials; the status alone does not tell which.
    #[error("401 {words}")]
    Unauthorised {
        /// The server's words.
        words: String,
    },
    /// 402: the plan does not cover it.
    #[error("402 {words}")]
    PaymentRequired {
        /// The server's words.
        words: String,
    },
    /// 403.
    #[error("403 {words}")]
    Forbidden {
        /// The server's words.
        words: String,
    },
    /// 404: no such object. Also "not supported for this backend", where clouds differ.
    #[error("404 {words}")]
    NotFound {
        /// The server's words.
        words: String,
    },
    /// 404: the server has no such endpoint, and so is older than the call (see [`crate::call::Endpoint::documented`]), or no
    /// mist server. An object whose name has a slash in it has no endpoint on servers of 2014 either.
    #[error("no such endpoint: {words}")]
    NoEndpoint {
        /// The server's words.
        words: String,
    },
    /// 405: this cloud cannot do it (tags on some providers).
    #[error("405 {words}")]
    NotAllowed {
        /// The server's words.
        words: String,
    },
    /// 409: it exists already, or a host key changed.
    #[error("409 {words}")]
    Conflict {
        /// The server's words.
        words: String,
    },
    /// Any other refusal: 400 above all.
    #[error("{status} {words}")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// The server's words.
        words: String,
    },
    /// 503: the server is there, the cloud or the machine behind it did not answer.
    #[error("503 {words}")]
    ProviderUnreachable {
        /// The server's words.
        words: String,
    },
    /// 5xx, or a status that is no answer to an API call.
    #[error("{status} {words}")]
    Server {
        /// The HTTP status.
        status: u16,
        /// The server's words.
        words: String,
    },
    /// The server answered with success, and with something that cannot be read.
    #[error("the answer cannot be read at {path}: {reason}")]
    Undecodable {
        /// Where in the JSON, `$` being the whole.
        path: String,
        /// What was wrong there.
        reason: Unreadable,
    },
}

/// What is wrong with an answer, or a part of one, that could not be read. Never the value itself, which may be secret or long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("the answer is empty")]
    Empty,
    /// It is a page of HTML: a file server or a proxy sent it.
    #[error("the answer is a page of HTML")]
    Page,
    /// It is no JSON.
    #[error("no JSON at line {line}, column {column}")]
    NotJson {
        /// The line where it stops being JSON, from 1.
        line: usize,
        /// The column.
        column: usize,
    },
    /// It is no shell stream.
    #[error("the answer is no shell stream")]
    NotAStream,
    /// It is no picture.
    #[error("the answer is no PNG file")]
    NotAPicture,
    /// It should be there and is not.
    #[error("missing")]
    Missing,
    /// It is of another type than it should be.
    #[error("expected {expected}, found {found}")]
    Mismatch {
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
}

impl Unreadable {
    /// As the error of a whole answer.
    pub(crate) fn of_all(self) -> ApiError {
        ApiError::Undecodable {
            path: "$".to_owned(),
            reason: self,
        }
    }
}

impl ApiError {
    /// The error that an answer with this status and body stands for.
    ///
    /// Meant for statuses other than 2xx; a 2xx becomes [`ApiError::Server`] with that status.
    pub fn from_response(status: u16, body: &[u8]) -> Self {
        let (words, is_page) = words::clean(body);
        match status {
            401 => Self::Unauthorised { words },
            402 => Self::PaymentRequired { words },
            403 => Self::Forbidden { words },
            404 if is_page || words.is_empty() => Self::NoEndpoint { words },
            404 => Self::NotFound { words },
            405 => Self::NotAllowed { words },
            409 => Self::Conflict { words },
            503 => Self::ProviderUnreachable { words },
            400..=499 => Self::Rejected { status, words },
            _ => Self::Server { status, words },
        }
    }

    /// The server's own words, if it said any.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Unauthorised { words }
            | Self::PaymentRequired { words }
            | Self::Forbidden { words }
            | Self::NotFound { words }
            | Self::NoEndpoint { words }
            | Self::NotAllowed { words }
            | Self::Conflict { words }
            | Self::Rejected { words, .. }
            | Self::ProviderUnreachable { words }
            | Self::Server { words, .. } => Some(words.as_str()).filter(|words| !words.is_empty()),
            Self::Network { .. }
            | Self::Timeout
            | Self::Aborted
            | Self::Offline
            | Self::Unaddressable
            | Self::Undecodable { .. } => None,
        }
    }

    /// Whether the answer got lost on its way: nobody knows then whether a change was made.
    pub fn is_answer_lost(&self) -> bool {
        match self {
            Self::Network { .. } | Self::Timeout | Self::Aborted | Self::Undecodable { .. } => true,
            // A proxy that got no answer from the server behind it.
            Self::Server { status, .. } => matches!(status, 502 | 504),
            _ => false,
        }
    }

    /// The HTTP status, if a server answered at all.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Unauthorised { .. } => Some(401),
            Self::PaymentRequired { .. } => Some(402),
            Self::Forbidden { .. } => Some(403),
            Self::NotFound { .. } | Self::NoEndpoint { .. } => Some(404),
            Self::NotAllowed { .. } => Some(405),
            Self::Conflict { .. } => Some(409),
            Self::ProviderUnreachable { .. } => Some(503),
            Self::Rejected { status, .. } | Self::Server { status, .. } => Some(*status),
            Self::Network { .. }
            | Self::Timeout
            | Self::Aborted
            | Self::Offline
            | Self::Unaddressable
            | Self::Undecodable { .. } => None,
        }
    }
}

impl From<TransportError> for ApiError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Network(detail) => Self::Network { detail },
            TransportError::Timeout => Self::Timeout,
            TransportError::Aborted => Self::Aborted,
        }
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        Self::Undecodable {
            path: fault.path(),
            reason: fault.reason,
        }
    }
}
