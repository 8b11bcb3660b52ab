//! Every way a request can fail, and the one place that turns it into a status and words.
//!
//! Bodies are bare text in the words of 0.9.8 (API notes §0), without the Python quoting some of them
//! had there. What only the operator can mend is logged and answered as `Internal Server Error`.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use mist_sim::Refusal;

use crate::accounts::SignInError;
use crate::ssh::{KeyError, SshError};
use crate::store::StoreError;
use crate::vault::VaultError;

/// Why a request was not carried out. The text is what the client reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// The body is not a JSON object.
    #[error("Bad Request: {0}")]
    BadRequest(String),
    /// The address is too long.
    #[error("URI Too Long: an address has at most {0} KB")]
    AddressTooLong(usize),
    /// Too many headers, or too long ones.
    #[error("Request Header Fields Too Large: at most {count} headers of {kilobytes} KB together")]
    HeadersTooLarge {
        /// How many there may be.
        count: usize,
        /// How long they may be together.
        kilobytes: usize,
    },
    /// The body is too large.
    #[error("Payload Too Large: a request has at most {0} KB")]
    BodyTooLarge(usize),
    /// The body took too long to arrive.
    #[error("Request Timeout: the request took too long to arrive")]
    TooSlow,
    /// There are as many connections as there may be.
    #[error("Service unavailable: too many connections at once. Try again in a moment.")]
    TooManyConnections,
    /// The account runs as many commands as it may.
    #[error(
        "Too many commands: {0} of yours are running, and no more may at once. Stop one, or wait until one ends."
    )]
    TooManyCommands(usize),
    /// The server is told to stop.
    #[error("Service unavailable: the server is shutting down")]
    Stopping,
    /// A parameter is missing, empty or null.
    #[error("Required parameter not provided: {0}")]
    MissingParameter(&'static str),
    /// A private key was not accepted.
    #[error("Invalid private key: {0}")]
    InvalidKey(#[from] KeyError),
    /// The machine cannot do that.
    #[error("Bad Request: Action {0} not supported for this machine")]
    ActionNotSupported(&'static str),
    /// The key does not open that machine.
    #[error("Bad Request: Keypair '{key}' is not associated with machine '{machine}'")]
    NotAssociated {
        /// The key's id.
        key: String,
        /// The machine's id.
        machine: String,
    },
    /// No token, or one that does not count.
    #[error("Not authorized: You need to sign in first.")]
    NotSignedIn,
    /// Signing in failed.
    #[error("Not authorized")]
    SignInRefused,
    /// Signing in failed too often.
    #[error("Not authorized: Too many failed attempts. Try again in {seconds} s.", seconds = .0.as_secs().max(1))]
    TooManyAttempts(Duration),
    /// There is no key to try.
    #[error("Couldn't authenticate to machine: no SSH key for {0}. Associate a key with it.")]
    NoKey(String),
    /// Not from this page, or not by this name.
    #[error("Forbidden: {0}")]
    Forbidden(&'static str),
    /// This kind of backend has no such thing.
    #[error("Action is not supported for this backend")]
    NotInThisBackend,
    /// A cloud said no.
    #[error("{}", .0.words)]
    CloudRefused(#[from] Refusal),
    /// There is no such backend.
    #[error("Backend not found: {0}")]
    BackendNotFound(String),
    /// There is no such machine.
    #[error("Machine not found: {0}")]
    MachineNotFound(String),
    /// There is no such key.
    #[error("Keypair not found: {0}")]
    KeyNotFound(String),
    /// The machine does not have that tag.
    #[error("Not Found: tag not found")]
    TagNotFound,
    /// There is no such path, or not with this method: 0.9.8 answers 404 for both.
    #[error("404 Not Found\n\nThe resource could not be found.\n")]
    NotARoute,
    /// The same server is there already.
    #[error("Backend exists: {0}")]
    BackendExists(String),
    /// The id is taken.
    #[error("Keypair exists: {0}")]
    KeyExists(String),
    /// A command with this id has run already.
    #[error("Conflict: a command with the id {0} has already been run on this machine")]
    AlreadyRun(String),
    /// The `host` of a request is not one of the machine's.
    #[error("{host} is not an address of machine {machine}")]
    ForeignHost {
        /// What was asked for.
        host: String,
        /// The machine's name.
        machine: String,
    },
    /// SSH failed.
    #[error("{prefix}{0}", prefix = ssh_prefix(.0))]
    Ssh(#[from] SshError),
    /// The action was tried.
    #[error("Machine currently unavailable: Error while attempting to {0} machine")]
    ActionFailed(&'static str),
    /// A command could not be started on the server's own computer.
    #[error("Machine currently unavailable: {0}")]
    ThisComputer(std::io::Error),
    /// Nobody waits for the answer any more.
    #[error("the client left")]
    Abandoned,
    /// The database failed.
    #[error("Internal Server Error")]
    Store(#[from] StoreError),
    /// A secret could not be sealed or opened.
    #[error("Internal Server Error")]
    Vault(#[from] VaultError),
    /// Something else that only the operator can mend; the log says what.
    #[error("Internal Server Error")]
    Internal(&'static str),
}

fn ssh_prefix(error: &SshError) -> &'static str {
    match error {
        SshError::Unreachable { .. } | SshError::Failed { .. } | SshError::Lost { .. } => {
            "Service unavailable: "
        }
        SshError::Refused { .. } => "Couldn't authenticate to machine: ",
        SshError::HostKeyChanged { .. } | SshError::HostKeyOther { .. } => "",
    }
}

impl Fault {
    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_)
            | Self::MissingParameter(_)
            | Self::InvalidKey(_)
            | Self::ActionNotSupported(_)
            | Self::NotAssociated { .. }
            | Self::ForeignHost { .. } => StatusCode::BAD_REQUEST,
            Self::NotSignedIn | Self::SignInRefused | Self::NoKey(_) => StatusCode::UNAUTHORIZED,
            Self::TooManyAttempts(_) | Self::TooManyCommands(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::AddressTooLong(_) => StatusCode::URI_TOO_LONG,
            Self::HeadersTooLarge { .. } => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::BodyTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotInThisBackend
            | Self::BackendNotFound(_)
            | Self::MachineNotFound(_)
            | Self::KeyNotFound(_)
            | Self::TagNotFound
            | Self::NotARoute => StatusCode::NOT_FOUND,
            Self::BackendExists(_) | Self::KeyExists(_) | Self::AlreadyRun(_) => {
                StatusCode::CONFLICT
            }
            Self::CloudRefused(refusal) => {
                StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            }
            Self::Ssh(error) => match error {
                SshError::Unreachable { .. } | SshError::Failed { .. } | SshError::Lost { .. } => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                SshError::Refused { .. } => StatusCode::UNAUTHORIZED,
                SshError::HostKeyChanged { .. } | SshError::HostKeyOther { .. } => {
                    StatusCode::CONFLICT
                }
            },
            Self::ActionFailed(_)
            | Self::ThisComputer(_)
            | Self::Abandoned
            | Self::TooManyConnections
            | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(_) | Self::Vault(_) | Self::Internal(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// How long the client should wait before it tries again, if that helps.
    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyAttempts(wait) => {
                Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
            }
            Self::TooManyConnections | Self::Stopping => Some(5),
            _ => None,
        }
    }

    /// Tells the log what the client is not told.
    pub(crate) fn log(&self) {
        match self {
            Self::Store(error) => tracing::error!(%error, "a request failed"),
            Self::Vault(error) => tracing::error!(%error, "a request failed"),
            Self::Internal(error) => tracing::error!(error, "a request failed"),
            _ => {}
        }
    }
}

impl From<SignInError> for Fault {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused => Self::SignInRefused,
            SignInError::TooMany { wait } => Self::TooManyAttempts(wait),
            SignInError::Random(error) => Self::Vault(error.into()),
            SignInError::Store(error) => Self::Store(error),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        self.log();
        let mut response = (self.status(), self.to_string()).into_response();
        if let Some(seconds) = self.retry_after() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
