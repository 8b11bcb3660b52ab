//! `mistd serve`: checks what it is told, binds, says where, serves, and stops cleanly.

mod connections;
mod patient;
mod stop;
mod tls;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use zeroize::Zeroizing;

use crate::app::{App, Limits, Settings};
use crate::cli::ServeOptions;
use crate::http::{BadOrigin, Guard, Proxies};
use crate::store::folder::FolderLock;
use crate::store::{self, Store, StoreError};
use crate::vault::{PASSPHRASE_VARIABLE, Vault, VaultError};
use connections::accept_all;
use stop::Told;
use tls::{Tls, TlsError};

/// Ports tried after the first with `--port-search`.
const MORE_PORTS: u16 = 100;
/// How long commands get to end when the server stops. Ending one takes a second at most.
const STOP_TIME: Duration = Duration::from_secs(2);
/// How long answers that are under way then get to be read.
const LAST_ANSWERS_TIME: Duration = Duration::from_secs(1);
/// How long the database may take to be tidied up.
const SETTLE_TIME: Duration = Duration::from_secs(2);

/// Why the server did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// Listening for others, with nothing in front that keeps what they send from being read.
    #[error(
        "{0} can be reached from other computers, and this server speaks plain HTTP: passwords would travel as they are. Let it speak HTTPS (--tls-self-signed, or --tls-cert and --tls-key), or put a proxy with TLS in front and say where it is: --behind-proxy=ADDRESS"
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
    /// There is no HTTPS, which was asked for.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// `--origin` or `--allow-origin` is none.
    #[error(transparent)]
    Origin(#[from] BadOrigin),
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A second signal while stopping.
    #[error("stopped at once, as told: commands may still be running")]
    AtOnce,
    /// The system refused something else.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// Runs the server until it is told to stop.
pub(crate) fn run(options: &ServeOptions) -> Result<(), ServeError> {
    let remote = !options.listen.ip().is_loopback();
    let secure = options.tls.is_on();
    if remote && !secure && options.behind_proxy.is_empty() {
        return Err(ServeError::Remote(options.listen));
    }
    if let Some(folder) = &options.static_dir
        && !folder.join("index.html").is_file()
    {
        return Err(ServeError::NoPage(folder.clone()));
    }
    // Before the lock, so that nothing is kept for a mistake in the options.
    let guard = Guard::new(&options.origins, &options.allowed_origins, remote)?;
    let _lock = FolderLock::take(&options.data_dir)?;
    let tls = Tls::wanted(options)?;
    let settings = Settings {
        guard: match &tls {
            Some(tls) => guard.over_tls(&tls.names),
            None => guard,
        },
        // In the clear nobody but the proxy is talked to.
        proxies: Proxies::new(options.behind_proxy.clone(), remote && !secure),
        limits: Limits {
            connections: options.max_connections.into(),
            commands: options.max_commands.into(),
            patience: Duration::from_secs(options.patience.into()),
        },
        static_dir: options.static_dir.clone(),
        this_computer: options.this_computer,
        simulation: options.simulation(),
        spoiling: options.spoiling(),
    };
    let store = Store::open(&options.data_dir)?;
    if remote && store::accounts::ids(&store.lock())?.is_empty() {
        return Err(ServeError::NoAccount);
    }
    let vault = open_vault(options, &store)?;
    let app = App::new(store, vault, settings);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(serve(&app, options, tls));
    // A key that is being generated is not waited for.
    runtime.shutdown_background();
    outcome
}

fn open_vault(options: &ServeOptions, store: &Store) -> Result<Vault, VaultError> {
    let passphrase = std::env::var(PASSPHRASE_VARIABLE).ok().map(Zeroizing::new);
    let passphrase = passphrase
        .as_ref()
        .map(|text| text.as_str())
        .filter(|text| !text.is_empty());
    Vault::open(&options.data_dir, &store.lock(), passphrase)
}

async fn serve(app: &Arc<App>, options: &ServeOptions, tls: Option<Tls>) -> Result<(), ServeError> {
    app.offer_to_all()
        .await
        .map_err(|error| ServeError::System(std::io::Error::other(error)))?;
    // Before the address is announced: whoever reads it may stop us at once.
    let mut told = Told::listen(options.stop_at_eof)?;
    let listener = bind(options).await?;
    let address = listener.local_addr()?;
    announce(address, tls.as_ref())?;
    let fingerprint = tls.as_ref().map(|tls| tls.fingerprint.as_str());
    tracing::info!(%address, fingerprint, "the server listens");
    let accepting = tokio::spawn({
        let app = Arc::clone(app);
        async move { accept_all(&app, listener, tls).await }
    });
    let by = told.wait().await;
    tracing::info!(by, "the server stops");
    app.stop.cancel();
    tokio::select! {
        () = wind_up(app, accepting) => Ok(()),
        () = told.wait_impatient() => Err(ServeError::AtOnce),
    }
}

/// Ends what is under way, within a few seconds: no new connections, commands ended and told so,
/// answers finished, the database tidied up.
async fn wind_up(app: &App, accepting: JoinHandle<TaskTracker>) {
    app.tasks.close();
    if timeout(STOP_TIME, app.tasks.wait()).await.is_err() {
        tracing::warn!("some commands did not end in time");
    }
    // Connections that a client keeps open without reading do not hold us up.
    if let Ok(open) = accepting.await
        && timeout(LAST_ANSWERS_TIME, open.wait()).await.is_err()
    {
        tracing::warn!(connections = open.len(), "closed while in use");
    }
    if timeout(SETTLE_TIME, app.store.settle()).await.is_err() {
        tracing::warn!("the database was busy; the next start tidies it up");
    }
    tracing::info!("the server has stopped");
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

/// Lines that programs can read: by what to know the certificate, and then that the server is ready, and here.
fn announce(address: SocketAddr, tls: Option<&Tls>) -> Result<(), std::io::Error> {
    let mut stdout = std::io::stdout().lock();
    if let Some(tls) = tls {
        writeln!(stdout, "fingerprint {}", tls.fingerprint)?;
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    writeln!(stdout, "listening {scheme}://{address}")?;
    stdout.flush()
}
