//! The one error type of the API, and how an answer's status and words become it.

mod words;

use thiserror::Error;

use crate::transport::TransportError;
use crate::wire::Fault;

/// Why a call did not give its answer.
///
/// `words` are the server's own, cleaned (API notes §0): a Python representation lost its quotes, a page of HTML became a sentence.
/// They may contain what a user typed, and are text, never markup. They are never empty: a server that said nothing is
/// given the name of its status.
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
    /// 401: not signed in, or a cloud or machine refused its credentials; the status alone does not tell which.
    #[error("{words}")]
    Unauthorised {
        /// The server's words.
        words: String,
    },
    /// 402: the plan does not cover it.
    #[error("{words}")]
    PaymentRequired {
        /// The server's words.
        words: String,
    },
    /// 403.
    #[error("{words}")]
    Forbidden {
        /// The server's words.
        words: String,
    },
    /// 404: no such object, or no such endpoint on this server.
    #[error("{words}")]
    NotFound {
        /// The server's words.
        words: String,
    },
    /// 405: this cloud cannot do it (tags on some providers).
    #[error("{words}")]
    NotAllowed {
        /// The server's words.
        words: String,
    },
    /// 409: it exists already, or a host key changed.
    #[error("{words}")]
    Conflict {
        /// The server's words.
        words: String,
    },
    /// Any other refusal: 400 above all.
    #[error("{words}")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// The server's words.
        words: String,
    },
    /// 503: the server is there, the cloud or the machine behind it did not answer.
    #[error("{words}")]
    ProviderUnreachable {
        /// The server's words.
        words: String,
    },
    /// 5xx, or a status that is no answer to an API call.
    #[error("{words}")]
    Server {
        /// The HTTP status.
        status: u16,
        /// The server's words.
        words: String,
    },
    /// The server answered with success, and with something that cannot be read.
    #[error("the answer cannot be read at {path}: {detail}")]
    Undecodable {
        /// Where in the JSON, `$` being the whole.
        path: String,
        /// What was wrong there.
        detail: String,
    },
}

impl ApiError {
    /// The error that an answer with this status and body stands for.
    ///
    /// Meant for statuses other than 2xx; a 2xx becomes [`ApiError::Server`] with that status.
    pub fn from_response(status: u16, body: &[u8]) -> Self {
        let words = words::clean(status, body);
        match status {
            401 => Self::Unauthorised { words },
            402 => Self::PaymentRequired { words },
            403 => Self::Forbidden { words },
            404 => Self::NotFound { words },
            405 => Self::NotAllowed { words },
            409 => Self::Conflict { words },
            503 => Self::ProviderUnreachable { words },
            400..=499 => Self::Rejected { status, words },
            _ => Self::Server { status, words },
        }
    }

    /// The server's own words, if this error carries any.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Unauthorised { words }
            | Self::PaymentRequired { words }
            | Self::Forbidden { words }
            | Self::NotFound { words }
            | Self::NotAllowed { words }
            | Self::Conflict { words }
            | Self::Rejected { words, .. }
            | Self::ProviderUnreachable { words }
            | Self::Server { words, .. } => Some(words),
            Self::Network { .. } | Self::Timeout | Self::Aborted | Self::Undecodable { .. } => None,
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
            Self::NotFound { .. } => Some(404),
            Self::NotAllowed { .. } => Some(405),
            Self::Conflict { .. } => Some(409),
            Self::ProviderUnreachable { .. } => Some(503),
            Self::Rejected { status, .. } | Self::Server { status, .. } => Some(*status),
            Self::Network { .. } | Self::Timeout | Self::Aborted | Self::Undecodable { .. } => None,
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
            detail: fault.reason,
        }
    }
}
