//! SSH: connecting to a server whose identity is remembered, running commands on it, reading keys.
//!
//! Owns everything that touches `russh`. Knows nothing of accounts, the database or HTTP: what it
//! needs to know of a server arrives as a [`Target`] and what it learned leaves as a value.

mod authorized;
mod connect;
mod exec;
mod hangup;
mod keys;
mod session;
mod sudo;

pub(crate) use authorized::{deploy, withdraw};
pub(crate) use connect::{Connection, Target, connect};
pub(crate) use exec::run;
pub(crate) use keys::{KeyError, NewKey, generate, read_private};
pub(crate) use session::open;
pub(crate) use sudo::may_do_everything;

/// Why a server could not be used over SSH. The texts are for people and name no secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SshError {
    /// Nobody answers there.
    #[error("Could not connect to {host} port {port}: {reason}")]
    Unreachable {
        host: String,
        port: u16,
        reason: String,
    },
    /// Somebody answers, and then the conversation breaks.
    #[error("SSH with {host} port {port} failed: {reason}")]
    Failed {
        host: String,
        port: u16,
        reason: String,
    },
    /// The server does not let this user in with this key. Its own key was the right one.
    #[error("{host} refused the key for user {user}")]
    Refused {
        host: String,
        user: String,
        /// In OpenSSH's one-line form.
        host_key: String,
    },
    /// The server shows another key than when it was first used. The page reads the fingerprints out of
    /// these words (see `mist_api::extensions::changed_host_key`).
    #[error(
        "The host key of {host} has changed: it was {known}, now it is {shown}. If the server was not reinstalled, somebody may be in between"
    )]
    HostKeyChanged {
        host: String,
        known: String,
        shown: String,
    },
    /// The key to be accepted is not the one the server shows.
    #[error("The host key of {host} is {shown}, not {accepted}")]
    HostKeyOther {
        host: String,
        accepted: String,
        shown: String,
    },
    /// The connection ended while a command ran.
    #[error("The connection to {host} was lost")]
    Lost { host: String },
}

#[cfg(test)]
mod tests {
    use mist_api::extensions::changed_host_key;

    use super::SshError;
    use crate::error::Fault;

    #[test]
    fn the_page_can_read_a_changed_host_key() {
        let fingerprint = |letter: &str| format!("SHA256:{}", letter.repeat(43));
        let fault = Fault::Ssh(SshError::HostKeyChanged {
            host: "2001:db8::1".to_owned(),
            known: fingerprint("a"),
            shown: fingerprint("/"),
        });
        let changed = changed_host_key(&fault.to_string()).unwrap();
        assert_eq!(changed.host, "2001:db8::1");
        assert_eq!(changed.known, fingerprint("a"));
        assert_eq!(changed.shown, fingerprint("/"));
    }
}
