//! Calls over a transport: puts the server's address and the token on a request, and judges the status of the answer.
//!
//! A client keeps no state between calls and repeats nothing by itself.

mod server_url;

use crate::call::{Call, Shell};
use crate::error::ApiError;
use crate::secret::Secret;
use crate::shell::ShellStream;
use crate::transport::{HttpRequest, Transport};

pub use server_url::{BadServerUrl, ServerUrl};

/// Who asks: sent with every call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The email that signed in.
    pub email: String,
    /// The token that signing in gave.
    pub token: Secret,
}

impl Credentials {
    /// The value of `Authorization`. The manual's `Authorized` header is an error of the manual (API notes §0).
    fn header(&self) -> String {
        format!("mist_1 {}:{}", self.email, self.token.expose())
    }
}

/// Makes calls to one server, as one user. Dropping the future of a call aborts it.
#[derive(Debug, Clone)]
pub struct Client<T> {
    transport: T,
    server: ServerUrl,
    credentials: Option<Credentials>,
}

impl<T: Transport> Client<T> {
    /// A client for this server. Without credentials nothing is sent that names a user, as servers of one's own expect.
    pub fn new(transport: T, server: ServerUrl, credentials: Option<Credentials>) -> Self {
        Self {
            transport,
            server,
            credentials,
        }
    }

    /// The server it calls.
    pub fn server(&self) -> &ServerUrl {
        &self.server
    }

    /// Who calls.
    pub fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// What carries the calls.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// Makes a call.
    ///
    /// # Errors
    ///
    /// Whatever kept the answer away: see [`ApiError`].
    pub async fn call<C: Call>(&self, call: &C) -> Result<C::Answer, ApiError> {
        call.decode(&self.exchange(call.http()).await?)
    }

    /// Makes a call whose answer the caller decodes: the part of [`Client::call`] that is the same for all of them.
    ///
    /// # Errors
    ///
    /// Whatever kept the answer away: see [`ApiError`].
    pub async fn exchange(&self, request: HttpRequest) -> Result<Vec<u8>, ApiError> {
        let request = self.prepare(request)?;
        let url = self.server.join(&request.path);
        let response = self.transport.send(&url, request).await?;
        match response.status {
            200..=299 => Ok(response.body),
            status => Err(ApiError::from_response(status, &response.body)),
        }
    }

    /// Runs a command and streams what it prints.
    ///
    /// # Errors
    ///
    /// Whatever kept the stream from beginning. A machine that cannot be reached is none: servers of 2014 stream the words about it as output.
    pub async fn shell(&self, call: &Shell) -> Result<ShellStream<T::Stream>, ApiError> {
        let request = self.prepare(call.http())?;
        let url = self.server.join(&request.path);
        let (status, stream) = self.transport.open(&url, request).await?;
        ShellStream::begin(status, stream, &call.command_id).await
    }

    fn prepare(&self, mut request: HttpRequest) -> Result<HttpRequest, ApiError> {
        if !is_addressable(&request.path) {
            return Err(ApiError::Unaddressable);
        }
        if let Some(credentials) = &self.credentials {
            request.set_header("Authorization", credentials.header());
        }
        Ok(request)
    }
}

/// Whether a path stays what it is on its way. Browsers resolve `.` and `..`, encoded or not, so an object of that name would
/// turn into a call about something else; and an empty one into a call about all.
fn is_addressable(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path == "/"
        || path
            .split('/')
            .skip(1)
            .all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests;
