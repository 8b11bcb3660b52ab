//! Calls over the browser's `fetch`. It sends what it is given and knows nothing of the API.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    task::{Poll, Waker},
    time::Duration,
};

use futures::future::{Either, select};
use gloo_net::http::{Headers, RequestBuilder, Response};
use js_sys::{Reflect, Uint8Array};
use mist_api::transport::{
    ByteStream, HttpRequest, HttpResponse, Method, Transport, TransportError,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials,
};

use super::{
    boot,
    clock::{sleep, turn},
};

/// Longest the beginning of an answer is waited for when the call names no time of its own: before a
/// command runs a server may try several users and keys over SSH, three times ten seconds each
/// (API notes §0, §4).
const PATIENCE: Duration = Duration::from_mins(3);

/// The browser's own HTTP client.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserTransport;

/// Ends its request when dropped, so that a call nobody waits for is not left running.
pub(super) struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    pub(super) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// What the request is to heed.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

fn network(error: &JsValue) -> TransportError {
    let words = error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .unwrap_or_default();
    TransportError::Network(words)
}

async fn fetch(
    url: &str,
    request: HttpRequest,
    abort: &AbortOnDrop,
) -> Result<Response, TransportError> {
    let headers = web_sys::Headers::new().map_err(|error| network(&error))?;
    for (name, value) in &request.headers {
        // Refused for a value no header can carry: an e-mail or a token outside Latin-1.
        headers.set(name, value).map_err(|error| network(&error))?;
    }
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let builder = RequestBuilder::new(url)
        .method(method)
        .headers(Headers::from_raw(headers))
        // Lists are asked for because they change; output must not stay on the disk.
        .cache(RequestCache::NoStore)
        // A proxy on the page's own origin may want its cookie; no other server ever gets one.
        .credentials(RequestCredentials::SameOrigin)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(abort.signal().as_ref());
    let built = match request.body {
        Some(body) => builder.body(Uint8Array::from(body.as_slice())),
        None => builder.build(),
    };
    let built = built.map_err(|error| TransportError::Network(error.to_string()))?;
    let limit = request.timeout.unwrap_or(PATIENCE);
    match select(Box::pin(built.send()), sleep(limit)).await {
        Either::Left((answer, _)) => answer.map_err(|error| match error {
            gloo_net::Error::JsError(error) => TransportError::Network(error.message),
            other => TransportError::Network(other.to_string()),
        }),
        Either::Right(_) => Err(TransportError::Timeout),
    }
}

/// The page's own `index.html` as its host has it now; `None` if it does not come.
pub async fn own_page() -> Option<String> {
    let address = super::address::base()?;
    let request = gloo_net::http::Request::get(&address).cache(RequestCache::NoCache);
    let answer = request.send().await.ok()?;
    if answer.ok() {
        answer.text().await.ok()
    } else {
        None
    }
}

/// The answer to a question that was asked while the module was on its way. Waited for no longer than one asked
/// now would be.
async fn asked_early(url: &str, request: &HttpRequest) -> Option<(u16, Vec<u8>)> {
    if request.method != Method::Get {
        return None;
    }
    let authorization = request
        .headers
        .iter()
        .find_map(|(name, value)| (*name == "Authorization").then_some(value.as_str()));
    let answer = boot::early_answer(url, authorization.unwrap_or_default())?;
    match select(
        Box::pin(answer.read()),
        sleep(request.timeout.unwrap_or(PATIENCE)),
    )
    .await
    {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => None,
    }
}

thread_local! {
    static EARLY: Cell<usize> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) };
}

/// An early answer that is there and waits for its turn.
struct EarlyTurn;

impl EarlyTurn {
    fn begin() -> Self {
        EARLY.set(EARLY.get() + 1);
        Self
    }
}

impl Drop for EarlyTurn {
    fn drop(&mut self) {
        EARLY.set(EARLY.get().saturating_sub(1));
        if EARLY.get() == 0 {
            for waiting in WAITING.take() {
                waiting.wake();
            }
        }
    }
}

/// Waits until every early answer that is there already was read: what they say can then be shown at once,
/// and not drawn anew for each. Whoever waits for the same goes on in the same turn.
pub async fn early_answers_read() {
    let look = poll_fn(|context| {
        if EARLY.get() == 0 {
            return Poll::Ready(());
        }
        WAITING.with_borrow_mut(|waiting| waiting.push(context.waker().clone()));
        Poll::Pending
    });
    look.await;
}

impl Transport for BrowserTransport {
    type Stream = BodyStream;

    async fn send(&self, url: &str, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if let Some((status, body)) = asked_early(url, &request).await {
            // Answers that are all there already would be worked on in one go.
            let early = EarlyTurn::begin();
            turn().await;
            drop(early);
            return Ok(HttpResponse { status, body });
        }
        let abort = AbortOnDrop::new();
        let limit = request.timeout.unwrap_or(PATIENCE);
        let response = fetch(url, request, &abort).await?;
        let body = match select(Box::pin(response.binary()), sleep(limit)).await {
            Either::Left((body, _)) => {
                body.map_err(|error| TransportError::Network(error.to_string()))?
            }
            Either::Right(_) => return Err(TransportError::Timeout),
        };
        Ok(HttpResponse {
            status: response.status(),
            body,
        })
    }

    async fn open(
        &self,
        url: &str,
        request: HttpRequest,
    ) -> Result<(u16, Self::Stream), TransportError> {
        let abort = AbortOnDrop::new();
        let response = fetch(url, request, &abort).await?;
        let reader = response.body().and_then(|body| {
            body.get_reader()
                .dyn_into::<ReadableStreamDefaultReader>()
                .ok()
        });
        Ok((
            response.status(),
            BodyStream {
                reader,
                _abort: abort,
            },
        ))
    }
}

/// An answer's body as it arrives. Dropping it closes the connection, which is how a running
/// command is stopped (API notes §4).
pub struct BodyStream {
    reader: Option<ReadableStreamDefaultReader>,
    _abort: AbortOnDrop,
}

impl ByteStream for BodyStream {
    async fn next(&mut self) -> Option<Result<Vec<u8>, TransportError>> {
        let reader = self.reader.as_ref()?;
        let chunk = match JsFuture::from(reader.read()).await {
            Ok(chunk) => chunk,
            Err(error) => {
                self.reader = None;
                return Some(Err(network(&error)));
            }
        };
        let done = Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy());
        if done {
            self.reader = None;
            return None;
        }
        let bytes = Reflect::get(&chunk, &"value".into())
            .ok()?
            .dyn_into::<Uint8Array>()
            .ok()?;
        Some(Ok(bytes.to_vec()))
    }
}
