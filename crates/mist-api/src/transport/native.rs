//! A transport over plain HTTP for programs outside the browser. Must run inside a Tokio runtime.

use std::time::Duration;

use super::{ByteStream, HttpRequest, HttpResponse, Method, Transport, TransportError};

/// Sends requests over plain HTTP.
#[derive(Debug, Clone, Default)]
pub struct NativeTransport {
    client: reqwest::Client,
}

impl NativeTransport {
    /// A transport with connections of its own. It follows no redirect: an API never sends one.
    ///
    /// # Errors
    ///
    /// [`TransportError::Network`], if the system gives it no means to connect.
    pub fn new() -> Result<Self, TransportError> {
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Ok(Self {
            client: builder.build().map_err(|error| failure(&error))?,
        })
    }

    fn request(&self, url: &str, request: HttpRequest) -> reqwest::RequestBuilder {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let builder = self.client.request(method, url);
        let builder = request
            .headers
            .into_iter()
            .fold(builder, |builder, (name, value)| {
                builder.header(name, value)
            });
        match request.body {
            Some(body) => builder.body(body),
            None => builder,
        }
    }
}

/// Waits for a future, as long as a request allows.
async fn within<F: Future>(time: Option<Duration>, future: F) -> Result<F::Output, TransportError> {
    match time {
        Some(time) => tokio::time::timeout(time, future)
            .await
            .map_err(|_| TransportError::Timeout),
        None => Ok(future.await),
    }
}

impl Transport for NativeTransport {
    type Stream = NativeStream;

    async fn send(&self, url: &str, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let time = request.timeout;
        let exchange = async {
            let response = self.request(url, request).send().await?;
            let status = response.status().as_u16();
            Ok(HttpResponse {
                status,
                body: response.bytes().await?.into(),
            })
        };
        within(time, exchange)
            .await?
            .map_err(|error: reqwest::Error| failure(&error))
    }

    async fn open(
        &self,
        url: &str,
        request: HttpRequest,
    ) -> Result<(u16, NativeStream), TransportError> {
        let time = request.timeout;
        let response = within(time, self.request(url, request).send()).await?;
        let response = response.map_err(|error| failure(&error))?;
        let status = response.status().as_u16();
        Ok((
            status,
            NativeStream {
                response: Some(response),
            },
        ))
    }
}

/// A body that arrives over plain HTTP.
#[derive(Debug)]
pub struct NativeStream {
    /// `None` at its end.
    response: Option<reqwest::Response>,
}

impl ByteStream for NativeStream {
    async fn next(&mut self) -> Option<Result<Vec<u8>, TransportError>> {
        let piece = self.response.as_mut()?.chunk().await;
        match piece {
            Ok(Some(piece)) => Some(Ok(piece.into())),
            Ok(None) => {
                self.response = None;
                None
            }
            Err(error) => {
                self.response = None;
                Some(Err(failure(&error)))
            }
        }
    }
}

/// The innermost cause, which is what the system said. Never the address: commands stand in it.
fn failure(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        return TransportError::Timeout;
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    // Only the outermost error mentions the address.
    let is_outermost = std::ptr::addr_eq(cause, std::ptr::from_ref(error));
    let words = if is_outermost {
        "the exchange failed".to_owned()
    } else {
        cause.to_string()
    };
    TransportError::Network(words)
}

#[cfg(test)]
mod tests;
