//! A transport without a network: answers from a script, and a record of what was asked. For tests of whatever uses a client.

use std::collections::VecDeque;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{ByteStream, HttpRequest, HttpResponse, Method, Transport, TransportError};

/// One scripted answer.
#[derive(Debug, Clone)]
pub enum Scripted {
    /// An answer with this status and a body in these pieces ([`Transport::send`] joins them).
    Answer(u16, Vec<Vec<u8>>),
    /// An answer whose body breaks off with this error after these pieces.
    Broken(u16, Vec<Vec<u8>>, TransportError),
    /// An answer whose body gives these pieces and then neither ends nor breaks.
    Open(u16, Vec<Vec<u8>>),
    /// No answer but this error.
    Failure(TransportError),
    /// No answer, ever (the caller may give up).
    Silence,
}

impl Scripted {
    /// An answer in one piece.
    pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer(status, vec![body.into()])
    }

    /// A 200 in one piece.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::answer(200, body)
    }
}

/// What a [`MemoryTransport`] was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The address it was sent to.
    pub url: String,
    /// The request.
    pub request: HttpRequest,
}

#[derive(Debug)]
struct Rule {
    /// `None` matches every request.
    route: Option<(Method, String)>,
    answer: Scripted,
    lasting: bool,
}

#[derive(Debug, Default)]
struct State {
    rules: VecDeque<Rule>,
    recorded: Vec<Recorded>,
}

/// Answers from a script. Clones share script and record, so a test can keep one and hand one to the client.
///
/// The first rule that fits answers: one for any request and for once ([`MemoryTransport::then`]), one for a method and path
/// for once ([`MemoryTransport::once`]) or as often as asked ([`MemoryTransport::on`]). A request without a rule gets a 404 in the words of the real server.
///
/// It has no clock: a timeout is scripted as [`Scripted::Failure`].
///
/// ```
/// use mist_api::transport::{MemoryTransport, Method, Scripted};
///
/// let transport = MemoryTransport::new().on(Method::Get, "/keys", Scripted::ok("[]"));
/// assert!(transport.recorded().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryTransport {
    state: Arc<Mutex<State>>,
}

impl MemoryTransport {
    /// A transport with an empty script.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the next request that no earlier rule takes, whatever it is, once.
    #[must_use]
    pub fn then(self, answer: Scripted) -> Self {
        self.rule(None, answer, false)
    }

    /// Answers one request with this method and path (query included).
    #[must_use]
    pub fn once(self, method: Method, path: &str, answer: Scripted) -> Self {
        self.rule(Some((method, path.to_owned())), answer, false)
    }

    /// Answers every request with this method and path (query included).
    #[must_use]
    pub fn on(self, method: Method, path: &str, answer: Scripted) -> Self {
        self.rule(Some((method, path.to_owned())), answer, true)
    }

    /// Adds a rule while the transport is in use.
    pub fn add(&self, method: Method, path: &str, answer: Scripted, lasting: bool) {
        let route = Some((method, path.to_owned()));
        self.state().rules.push_back(Rule {
            route,
            answer,
            lasting,
        });
    }

    /// Everything asked so far, oldest first.
    pub fn recorded(&self) -> Vec<Recorded> {
        self.state().recorded.clone()
    }

    fn rule(self, route: Option<(Method, String)>, answer: Scripted, lasting: bool) -> Self {
        self.state().rules.push_back(Rule {
            route,
            answer,
            lasting,
        });
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the request and picks its answer.
    fn pick(&self, url: &str, request: HttpRequest) -> Scripted {
        let mut state = self.state();
        let fits = |rule: &Rule| match &rule.route {
            None => true,
            Some((method, path)) => *method == request.method && *path == request.path,
        };
        let position = state.rules.iter().position(fits);
        let lasting = position
            .and_then(|at| state.rules.get(at))
            .is_some_and(|rule| rule.lasting);
        let answer = match position {
            Some(at) if lasting => state.rules.get(at).map(|rule| rule.answer.clone()),
            Some(at) => state.rules.remove(at).map(|rule| rule.answer),
            None => None,
        };
        state.recorded.push(Recorded {
            url: url.to_owned(),
            request,
        });
        answer.unwrap_or_else(|| {
            Scripted::answer(
                404,
                "404 Not Found\n\nThe resource could not be found.\n\n\n\n\n",
            )
        })
    }
}

impl Transport for MemoryTransport {
    type Stream = MemoryStream;

    async fn send(&self, url: &str, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (status, mut stream) = self.open(url, request).await?;
        let mut body = Vec::new();
        while let Some(piece) = stream.next().await {
            body.extend(piece?);
        }
        Ok(HttpResponse { status, body })
    }

    async fn open(
        &self,
        url: &str,
        request: HttpRequest,
    ) -> Result<(u16, MemoryStream), TransportError> {
        let (status, pieces, end) = match self.pick(url, request) {
            Scripted::Answer(status, pieces) => (status, pieces, End::Clean),
            Scripted::Broken(status, pieces, error) => (status, pieces, End::Broken(error)),
            Scripted::Open(status, pieces) => (status, pieces, End::Never),
            Scripted::Failure(error) => return Err(error),
            Scripted::Silence => pending().await,
        };
        Ok((
            status,
            MemoryStream {
                pieces: pieces.into(),
                end,
            },
        ))
    }
}

#[derive(Debug)]
enum End {
    Clean,
    Broken(TransportError),
    Never,
}

/// The body of a scripted answer.
#[derive(Debug)]
pub struct MemoryStream {
    pieces: VecDeque<Vec<u8>>,
    end: End,
}

impl ByteStream for MemoryStream {
    async fn next(&mut self) -> Option<Result<Vec<u8>, TransportError>> {
        if let Some(piece) = self.pieces.pop_front() {
            return Some(Ok(piece));
        }
        match std::mem::replace(&mut self.end, End::Clean) {
            End::Clean => None,
            End::Broken(error) => Some(Err(error)),
            End::Never => pending().await,
        }
    }
}
