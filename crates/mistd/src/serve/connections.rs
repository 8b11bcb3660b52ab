//! Connections: accepts them, up to a number, and sees to it that nobody holds one without using it.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::add_extension::AddExtension;

use super::patient::Patient;
use super::tls::Tls;
use crate::app::App;
use crate::http::{self, Lasting};

/// The parser's own limit on a request's head, with room for those that get an answer in words.
const MOST_HEAD_BYTES: usize = 128 * 1024;
/// Connections beyond the limit that are told so. Those beyond these are just closed.
const TURNED_AWAY_AT_ONCE: usize = 32;
/// How long one that is turned away may take to ask, or to read the answer.
const TURNING_AWAY_TIME: Duration = Duration::from_secs(2);
/// How long to wait after the system refused a connection: it is out of something.
const PAUSE: Duration = Duration::from_millis(200);

/// Accepts connections until the server stops. Answers the tasks of those that are still open.
pub(super) async fn accept_all(
    app: &Arc<App>,
    listener: TcpListener,
    tls: Option<Tls>,
) -> TaskTracker {
    let desk = Desk::new(app, tls);
    while let Some(accepted) = app.stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, peer)) => desk.receive(stream, peer),
            Err(error) if is_their_fault(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted");
                sleep(PAUSE).await;
            }
        }
    }
    desk.open.close();
    desk.open
}

/// Where connections are received.
struct Desk {
    router: Router,
    overcrowded: Router,
    places: Arc<Semaphore>,
    turning_away: Arc<Semaphore>,
    tls: Option<Tls>,
    patience: Duration,
    stop: CancellationToken,
    open: TaskTracker,
}

impl Desk {
    fn new(app: &Arc<App>, tls: Option<Tls>) -> Self {
        Self {
            router: http::router(Arc::clone(app)),
            overcrowded: http::overcrowded(app),
            places: Arc::new(Semaphore::new(app.limits.connections)),
            turning_away: Arc::new(Semaphore::new(TURNED_AWAY_AT_ONCE)),
            tls,
            patience: app.limits.patience,
            stop: app.stop.clone(),
            open: TaskTracker::new(),
        }
    }

    fn receive(&self, stream: TcpStream, peer: SocketAddr) {
        // Output is sent as it comes, not when a packet is full.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "setting up a connection");
        }
        let mut protocol = http1::Builder::new();
        protocol
            .timer(TokioTimer::new())
            .max_buf_size(MOST_HEAD_BYTES)
            // Also how long a connection may wait for its next request.
            .header_read_timeout(self.patience);
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            let serving = self.serve(stream, peer, &self.router, protocol, place);
            self.open.spawn(serving);
        } else if let Ok(place) = Arc::clone(&self.turning_away).try_acquire_owned() {
            protocol.keep_alive(false);
            let serving = self.serve(stream, peer, &self.overcrowded, protocol, place);
            self.open.spawn(timeout(TURNING_AWAY_TIME, serving));
        } else {
            tracing::warn!("far too many connections: one was closed unanswered");
        }
    }

    /// One connection from its first byte to its end.
    fn serve(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        router: &Router,
        protocol: http1::Builder,
        place: OwnedSemaphorePermit,
    ) -> impl Future<Output = ()> + use<> {
        let lasting = Lasting::default();
        let router = AddExtension::new(router.clone(), ConnectInfo(peer));
        let service = TowerToHyperService::new(AddExtension::new(router, lasting.clone()));
        let (tls, patience, stop) = (self.tls.clone(), self.patience, self.stop.clone());
        async move {
            let stream = match tls {
                None => Either::Left(stream),
                Some(tls) => match begin(&tls, stream, patience, &stop).await {
                    Some(stream) => Either::Right(stream),
                    None => return,
                },
            };
            let stream = TokioIo::new(Patient::new(stream, patience, lasting));
            serve(protocol.serve_connection(stream, service), stop, place).await;
        }
    }
}

/// Begins to speak TLS, if the other side does so in time and the server goes on.
async fn begin(
    tls: &Tls,
    stream: TcpStream,
    patience: Duration,
    stop: &CancellationToken,
) -> Option<TlsStream<TcpStream>> {
    let shaking = timeout(patience, tls.shake_hands(stream));
    match stop.run_until_cancelled(shaking).await? {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a connection did not begin to speak TLS");
            None
        }
        Err(_) => None,
    }
}

/// What serves a connection: the routes, and what they may know about it.
type Service =
    TowerToHyperService<AddExtension<AddExtension<Router, ConnectInfo<SocketAddr>>, Lasting>>;
type Stream = Either<TcpStream, TlsStream<TcpStream>>;
type Connection = http1::Connection<TokioIo<Patient<Stream>>, Service>;

/// Serves one connection to its end. When the server stops, what is being answered is finished.
async fn serve(connection: Connection, stop: CancellationToken, _place: OwnedSemaphorePermit) {
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Its kind, never what was received.
        tracing::debug!(%error, "a connection ended badly");
    }
}

/// Whether a client was gone before its connection was accepted.
fn is_their_fault(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}
