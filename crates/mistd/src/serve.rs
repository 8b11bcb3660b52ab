//! `mistd serve`: binds, says where, serves, and stops cleanly.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::app::{App, Settings};
use crate::cli::ServeOptions;
use crate::http::{self, BadOrigin, Guard};
use crate::store::{self, Store, StoreError};
use crate::vault::{PASSPHRASE_VARIABLE, Vault, VaultError};

/// Ports tried after the first with `--port-search`.
const MORE_PORTS: u16 = 100;
/// How long commands get to end when the server stops. Ending one takes a second at most.
const STOP_TIME: Duration = Duration::from_secs(2);

/// Why the server did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// Listening for others was not meant, as far as we can tell.
    #[error(
        "{0} can be reached from other computers. If that is meant, say --allow-remote, and put a proxy with TLS in front: passwords travel as they are"
    )]
    Remote(SocketAddr),
    /// Listening for others when nobody can sign in yet.
    #[error(
        "add an account first (mistd user add): this server will be reached from other computers"
    )]
    NoAccount,
    /// The port is taken or not ours.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        error: std::io::Error,
    },
    /// The page is not there.
    #[error("{0} has no index.html: is the page built?")]
    NoPage(std::path::PathBuf),
    /// `--origin` is none.
    #[error(transparent)]
    Origin(#[from] BadOrigin),
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The system refused something else.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// Runs the server until SIGTERM or SIGINT.
pub(crate) fn run(options: &ServeOptions) -> Result<(), ServeError> {
    let remote = !options.listen.ip().is_loopback();
    if remote && !options.allow_remote {
        return Err(ServeError::Remote(options.listen));
    }
    if let Some(folder) = &options.static_dir
        && !folder.join("index.html").is_file()
    {
        return Err(ServeError::NoPage(folder.clone()));
    }
    let guard = Guard::new(&options.origins, remote)?;
    let store = Store::open(&options.data_dir)?;
    if remote && store::accounts::ids(&store.lock())?.is_empty() {
        return Err(ServeError::NoAccount);
    }
    let passphrase = std::env::var(PASSPHRASE_VARIABLE).ok().map(Zeroizing::new);
    let passphrase = passphrase
        .as_ref()
        .map(|text| text.as_str())
        .filter(|text| !text.is_empty());
    let vault = Vault::open(&options.data_dir, &store.lock(), passphrase)?;
    let settings = Settings {
        guard,
        static_dir: options.static_dir.clone(),
        this_computer: options.this_computer,
    };
    let app = App::new(store, vault, settings);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(serve(app, options));
    // A key that is being generated is not waited for.
    runtime.shutdown_background();
    outcome
}

async fn serve(app: Arc<App>, options: &ServeOptions) -> Result<(), ServeError> {
    app.offer_this_computer_to_all()
        .await
        .map_err(|error| ServeError::System(std::io::Error::other(error)))?;
    // Before the address is announced: whoever reads it may stop us at once.
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let listener = bind(options).await?;
    announce(listener.local_addr()?)?;
    let service =
        http::router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    // Output is sent as it comes, not when a packet is full.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "setting up a connection");
        }
    });
    let stop = app.stop.clone();
    let serving = axum::serve(listener, service)
        .with_graceful_shutdown(async move { stop.cancelled().await });
    let stopping = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // Ends every command; their streams end with them, and so do their connections.
        app.stop.cancel();
        app.tasks.close();
        if timeout(STOP_TIME, app.tasks.wait()).await.is_err() {
            tracing::warn!("some commands did not end in time");
        }
    };
    let mut serving = std::pin::pin!(serving.into_future());
    tokio::select! {
        ended = &mut serving => ended?,
        () = stopping => {
            // Connections that a client keeps open without using them do not hold us up.
            if timeout(Duration::from_millis(500), serving).await.is_err() {
                tracing::debug!("closing connections that are still open");
            }
        }
    }
    Ok(())
}

async fn bind(options: &ServeOptions) -> Result<TcpListener, ServeError> {
    let first = options.listen;
    let tries = if options.port_search { MORE_PORTS } else { 0 };
    let mut address = first;
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return Ok(listener),
            Err(error)
                if error.kind() == std::io::ErrorKind::AddrInUse
                    && address.port() < first.port().saturating_add(tries) =>
            {
                address.set_port(address.port() + 1);
            }
            Err(error) => return Err(ServeError::Listen { address, error }),
        }
    }
}

/// One line that programs can read: the server is ready, and here.
fn announce(address: SocketAddr) -> Result<(), std::io::Error> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "listening http://{address}")?;
    stdout.flush()
}
