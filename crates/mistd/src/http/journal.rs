//! Every request gets an id and one line in the log, written when its answer is through.
//!
//! The line names the route's pattern and never the address that was asked for: commands travel in it,
//! and names that people gave. A handler that panics is answered too.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::FutureExt;
use http_body::{Frame, SizeHint};
use tracing::{Instrument, Span};

use super::proxies::Proxies;
use super::visit::{REQUEST_ID, Visit};
use crate::error::Fault;

/// Outermost of all: sees every request first and every answer last.
pub(super) async fn enter(
    State(proxies): State<Arc<Proxies>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let visit = Arc::new(Visit::new(request.headers(), peer, &proxies));
    // Of the highest level, so that every event in it carries the id, however little is logged.
    let span = tracing::error_span!("request", id = %visit.id);
    let mut line = Line::begin(&request, Arc::clone(&visit), span.clone());
    request.extensions_mut().insert(Arc::clone(&visit));
    let answering = AssertUnwindSafe(next.run(request)).catch_unwind();
    let answer = answering.instrument(span.clone()).await;
    let mut response = answer.unwrap_or_else(|_panic| {
        // What it said stays unsaid: it may quote a secret.
        span.in_scope(|| Fault::Internal("a handler panicked").into_response())
    });
    line.status = Some(response.status().as_u16());
    if let Ok(id) = HeaderValue::from_str(&visit.id) {
        let name = HeaderName::from_static(REQUEST_ID);
        response.headers_mut().insert(name, id);
    }
    response.map(|body| Body::new(Counted { body, line }))
}

/// The line of a request, written when it is dropped: at the end of the answer, or as soon as nobody
/// waits for one.
struct Line {
    visit: Arc<Visit>,
    method: &'static str,
    route: Option<MatchedPath>,
    begun: Instant,
    /// Nothing if the client left before there was an answer.
    status: Option<u16>,
    bytes: u64,
    span: Span,
}

impl Line {
    fn begin(request: &Request, visit: Arc<Visit>, span: Span) -> Self {
        Self {
            visit,
            method: method_name(request.method()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            begun: Instant::now(),
            status: None,
            bytes: 0,
            span,
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let milliseconds = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let _in_request = self.span.enter();
        tracing::info!(
            method = self.method,
            // Everything that is no route of the API is a file of the page, or nothing.
            route = self.route.as_ref().map_or("*", MatchedPath::as_str),
            status = self.status,
            ms = milliseconds,
            bytes = self.bytes,
            account = self.visit.account(),
            peer = %self.visit.client,
            "request"
        );
    }
}

/// Methods are whatever the client wrote; only those that exist are worth a name.
fn method_name(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    let known = KNOWN.into_iter().find(|name| *name == method.as_str());
    known.unwrap_or("other")
}

/// A body that counts what passes.
struct Counted {
    body: Body,
    line: Line,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(data) = frame.data_ref()
        {
            let length = u64::try_from(data.len()).unwrap_or(u64::MAX);
            self.line.bytes = self.line.bytes.saturating_add(length);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use axum::{Router, middleware};
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;

    use super::*;

    #[tokio::test]
    async fn a_handler_that_panics_is_answered_without_its_words() {
        let handler = async || -> &'static str { panic!("planted-words") };
        let router = Router::new()
            .route("/", get(handler))
            .layer(middleware::from_fn_with_state(
                Arc::<Proxies>::default(),
                enter,
            ));
        let peer: SocketAddr = "127.0.0.1:4711".parse().unwrap();
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = TowerToHyperService::new(router)
            .call(request)
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 500);
        assert!(answer.headers().contains_key(REQUEST_ID));
        let body = axum::body::to_bytes(answer.into_body(), 1000)
            .await
            .unwrap();
        assert_eq!(body.as_ref(), b"Internal Server Error");
    }
}
