//! How a server says no.

/// What a server says no with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {words}")]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Its words, as the API has them: bare text (API notes §0).
    pub words: String,
}

impl Refusal {
    /// A refusal in these words.
    pub fn new(status: u16, words: impl Into<String>) -> Self {
        Self {
            status,
            words: words.into(),
        }
    }

    /// 400, with what is wrong with the request.
    pub fn bad_request(detail: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {detail}"))
    }
}
