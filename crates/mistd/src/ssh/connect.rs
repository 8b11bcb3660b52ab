//! Connecting and signing in to an SSH server, its identity checked first.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use russh::client::{self, Handle, Msg};
use russh::keys::{Algorithm, PrivateKey, PrivateKeyWithHashAlg, PublicKey};
use russh::{Channel, Disconnect, Preferred};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::SshError;
use super::keys::fingerprint_of;

/// How long a server may take to accept a connection.
const CONNECT_TIME: Duration = Duration::from_secs(8);
/// How long it may take to agree on keys and let us in.
const SIGN_IN_TIME: Duration = Duration::from_secs(15);
/// A connection on which nothing was heard is asked this often whether it still lives; three
/// unanswered questions end it.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// Output under way per channel. Small, since what a slow reader has not taken waits here.
const WINDOW_BYTES: u32 = 256 * 1024;
/// Messages a channel holds before reading from the network stops.
const CHANNEL_MESSAGES: usize = 8;

/// A server to connect to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) user: String,
    /// The key it showed when it was first used, in OpenSSH's one-line form.
    pub(crate) known_host_key: Option<String>,
    /// A fingerprint that a person accepted just now: it replaces the known key.
    pub(crate) accepted: Option<String>,
}

/// A signed-in connection. Dropping it closes it.
pub(crate) struct Connection {
    handle: Handle<Client>,
    target: Target,
    key: PrivateKey,
    /// The key the server showed, in OpenSSH's one-line form: to be remembered.
    pub(crate) host_key: String,
}

impl Connection {
    /// Opens a channel for one command.
    pub(super) async fn channel(&self) -> Result<Channel<Msg>, russh::Error> {
        self.handle.channel_open_session().await
    }

    /// Another connection to the same server, as the same user.
    pub(super) async fn again(&self) -> Result<Self, SshError> {
        let target = Target {
            known_host_key: Some(self.host_key.clone()),
            accepted: None,
            ..self.target.clone()
        };
        connect(&target, &self.key).await
    }

    /// The server, for messages.
    pub(super) fn host(&self) -> &str {
        &self.target.host
    }

    /// Says goodbye. Best effort: the connection ends in any case when it is dropped.
    pub(crate) async fn close(self) {
        if let Err(error) = self
            .handle
            .disconnect(Disconnect::ByApplication, "", "en")
            .await
        {
            tracing::debug!(%error, "closing an SSH connection");
        }
    }
}

/// Connects, checks the server's key, and signs in.
pub(crate) async fn connect(target: &Target, key: &PrivateKey) -> Result<Connection, SshError> {
    let Target {
        host, port, user, ..
    } = target;
    let unreachable = |reason: String| SshError::Unreachable {
        host: host.clone(),
        port: *port,
        reason,
    };
    let failed = |reason: String| SshError::Failed {
        host: host.clone(),
        port: *port,
        reason,
    };
    let stream = timeout(CONNECT_TIME, TcpStream::connect((host.as_str(), *port)))
        .await
        .map_err(|_| unreachable("no answer".to_owned()))?
        .map_err(|error| unreachable(plain(&error)))?;
    stream
        .set_nodelay(true)
        .map_err(|error| unreachable(plain(&error)))?;

    let shown = Arc::new(OnceLock::new());
    let known = target
        .known_host_key
        .as_deref()
        .and_then(|text| PublicKey::from_openssh(text).ok());
    let client = Client {
        known: known.clone(),
        accepted: target.accepted.clone(),
        shown: Arc::clone(&shown),
    };
    let config = Arc::new(configuration(known.as_ref()));
    let signed_in = async {
        let mut handle = match client::connect_stream(config, stream, client).await {
            Ok(handle) => handle,
            Err(error) => return Err(judge(target, known.as_ref(), shown.get(), &error)),
        };
        let hash = handle
            .best_supported_rsa_hash()
            .await
            .map_err(|error| failed(error.to_string()))?
            .flatten();
        let key = PrivateKeyWithHashAlg::new(Arc::new(key.clone()), hash);
        let outcome = handle
            .authenticate_publickey(user.as_str(), key)
            .await
            .map_err(|error| failed(error.to_string()))?;
        Ok((handle, outcome.success()))
    };
    let (handle, let_in) = timeout(SIGN_IN_TIME, signed_in)
        .await
        .map_err(|_| failed("no answer".to_owned()))??;
    let host_key = shown
        .get()
        .and_then(|key| key.to_openssh().ok())
        .ok_or_else(|| failed("the server showed no host key".to_owned()))?;
    if !let_in {
        return Err(SshError::Refused {
            host: host.clone(),
            user: user.clone(),
            host_key,
        });
    }
    Ok(Connection {
        handle,
        target: target.clone(),
        key: key.clone(),
        host_key,
    })
}

fn configuration(known: Option<&PublicKey>) -> client::Config {
    let mut preferred = Preferred::default();
    if let Some(known) = known {
        // A server with several keys is to show the one we know: another type would look changed.
        let (mut first, rest): (Vec<Algorithm>, Vec<Algorithm>) = preferred
            .key
            .iter()
            .cloned()
            .partition(|algorithm| same_type(algorithm, &known.algorithm()));
        first.extend(rest);
        preferred.key = Cow::Owned(first);
    }
    client::Config {
        preferred,
        window_size: WINDOW_BYTES,
        channel_buffer_size: CHANNEL_MESSAGES,
        keepalive_interval: Some(KEEPALIVE),
        nodelay: true,
        ..client::Config::default()
    }
}

/// RSA keys sign with several hashes, each an algorithm of its own here.
fn same_type(one: &Algorithm, other: &Algorithm) -> bool {
    one == other || matches!((one, other), (Algorithm::Rsa { .. }, Algorithm::Rsa { .. }))
}

/// Puts into words why no connection came about.
fn judge(
    target: &Target,
    known: Option<&PublicKey>,
    shown: Option<&PublicKey>,
    error: &russh::Error,
) -> SshError {
    let host = target.host.clone();
    let shown = shown.map(fingerprint_of);
    let known = known.map(fingerprint_of);
    match (shown, &target.accepted, known) {
        // Also if another one was accepted: it has changed again, and these words say so.
        (Some(shown), accepted, Some(known))
            if known != shown && accepted.as_ref() != Some(&shown) =>
        {
            SshError::HostKeyChanged { host, known, shown }
        }
        (Some(shown), Some(accepted), _) if *accepted != shown => SshError::HostKeyOther {
            host,
            accepted: accepted.clone(),
            shown,
        },
        _ => SshError::Failed {
            host,
            port: target.port,
            reason: error.to_string(),
        },
    }
}

/// The system's reason without its number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or_default()
        .to_lowercase()
}

/// Judges the server's key while the connection is made.
pub(super) struct Client {
    known: Option<PublicKey>,
    accepted: Option<String>,
    shown: Arc<OnceLock<PublicKey>>,
}

impl client::Handler for Client {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        shown: &russh::keys::PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        // Certificates are not asked for, so none is shown.
        let russh::keys::PublicKeyOrCertificate::PublicKey { key, .. } = shown else {
            return Ok(false);
        };
        let key = PublicKey::new(key.key_data().clone(), "");
        let trusted = match (&self.accepted, &self.known) {
            (Some(accepted), _) => *accepted == fingerprint_of(&key),
            (None, Some(known)) => known.key_data() == key.key_data(),
            (None, None) => true,
        };
        // Asked again when keys are renewed: the first answer stands.
        self.shown.get_or_init(|| key);
        Ok(trusted)
    }
}
