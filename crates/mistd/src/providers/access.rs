//! Getting in: which keys may open a machine, and what is remembered of a login that worked.

use mist_api::model::Machine;
use russh::keys::PrivateKey;
use tokio::sync::OwnedSemaphorePermit;

use super::doors::Doors;
use crate::error::Fault;
use crate::ssh::{self, Connection, SshError, Target};
use crate::store::keys::{KeyRow, KeyUid};
use crate::store::{AccountId, Store, associations, host_keys, keys};
use crate::vault::Vault;

/// Logins under way per server. OpenSSH begins to drop at ten.
const LOGINS_AT_ONCE: usize = 4;

/// Signs in to servers with the keys in the database.
#[derive(Clone)]
pub(crate) struct Access {
    store: Store,
    vault: Vault,
    doors: Doors,
    /// Whose `authorized_keys` is being changed: two changes at once could undo each other.
    edits: Doors,
}

/// What a person says about how a key is to open a machine; what is missing is as before, or as usual.
#[derive(Debug, Clone, Default)]
pub(crate) struct Way {
    pub(crate) user: Option<String>,
    pub(crate) port: Option<u16>,
    /// The fingerprint of a host key that the person accepts.
    pub(crate) accepted: Option<String>,
}

/// One way to sign in to a machine.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) key: KeyRow,
    pub(crate) host: String,
    pub(crate) user: String,
    pub(crate) port: u16,
    /// The fingerprint of a host key that a person accepted.
    pub(crate) accepted: Option<String>,
}

impl Access {
    pub(crate) fn new(store: Store, vault: Vault) -> Self {
        Self {
            store,
            vault,
            doors: Doors::new(LOGINS_AT_ONCE),
            edits: Doors::new(1),
        }
    }

    /// What the sealed text of a key is bound to.
    pub(crate) fn binding(account: AccountId, key: &KeyUid) -> Vec<u8> {
        [b"key".as_slice(), &account.to_be_bytes(), key].concat()
    }

    /// The private text of a key, as it was kept.
    pub(crate) fn private_text(
        &self,
        account: AccountId,
        key: &KeyRow,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Fault> {
        Ok(self
            .vault
            .unseal(&key.sealed, &Self::binding(account, &key.uid))?)
    }

    fn private_key(&self, account: AccountId, key: &KeyRow) -> Result<PrivateKey, Fault> {
        let text = self.private_text(account, key)?;
        let text = std::str::from_utf8(&text).unwrap_or_default();
        Ok(ssh::read_private(text, None)?.private)
    }

    /// Connects and signs in; remembers the server's key.
    pub(crate) async fn sign_in(
        &self,
        account: AccountId,
        login: &Login,
    ) -> Result<Connection, Fault> {
        let private = self.private_key(account, &login.key)?;
        let (host, port) = (login.host.clone(), login.port);
        let known = self
            .store
            .with(move |db| host_keys::get(db, account, &host, port))
            .await?;
        let target = Target {
            host: login.host.clone(),
            port,
            user: login.user.clone(),
            known_host_key: known.clone(),
            accepted: login.accepted.clone(),
        };
        let turn = self.doors.turn(&target.host, port).await;
        let outcome = ssh::connect(&target, &private).await;
        drop(turn);
        let accepted = login.accepted.is_some();
        let shown = match &outcome {
            Ok(connection) => Some(&connection.host_key),
            // Whether the server is the right one does not depend on whether it lets the key in. That a
            // person said so counts, so that nobody has to say it again with the next key.
            Err(SshError::Refused { host_key, .. }) if accepted => Some(host_key),
            Err(_) => None,
        };
        if let Some(shown) = shown.filter(|shown| known.as_ref() != Some(shown)).cloned() {
            let host = login.host.clone();
            self.store
                .with(move |db| {
                    if accepted {
                        host_keys::replace(db, account, &host, port, &shown)
                    } else {
                        host_keys::remember(db, account, &host, port, &shown)
                    }
                })
                .await?;
        }
        Ok(outcome?)
    }

    /// Waits for the turn to change a server's `authorized_keys`, over when the answer is dropped.
    pub(crate) async fn edit_turn(&self, login: &Login) -> Option<OwnedSemaphorePermit> {
        self.edits.turn(&login.host, login.port).await
    }

    /// Remembers that a login opened a machine.
    pub(crate) async fn remember(
        &self,
        backend: &str,
        machine: &str,
        login: &Login,
    ) -> Result<(), Fault> {
        let (backend, machine, login) = (backend.to_owned(), machine.to_owned(), login.clone());
        self.store
            .with(move |db| {
                let way = (login.user.as_str(), login.port);
                associations::touch(db, &login.key.uid, (&backend, &machine), way)
            })
            .await?;
        Ok(())
    }

    /// Finds out whether a login may do everything on a machine, unless that is known already. What goes
    /// wrong here is no trouble of the request's: it is asked again another time.
    pub(crate) async fn learn_sudo(
        &self,
        connection: &Connection,
        backend: &str,
        machine: &str,
        login: &Login,
    ) -> Result<(), Fault> {
        let (backend, machine) = (backend.to_owned(), machine.to_owned());
        let (uid, user) = (login.key.uid, login.user.clone());
        let place = (backend.clone(), machine.clone());
        let kept = self
            .store
            .with(move |db| associations::get(db, &uid, &place.0, &place.1))
            .await?;
        if kept.is_none_or(|kept| kept.sudo.is_some()) {
            return Ok(());
        }
        if let Some(sudo) = ssh::may_do_everything(connection).await {
            self.store
                .with(move |db| associations::set_sudo(db, &uid, (&backend, &machine), &user, sudo))
                .await?;
        }
        Ok(())
    }

    /// Signs in to a machine with the first login that it accepts, and says which one.
    pub(crate) async fn sign_in_somehow(
        &self,
        account: AccountId,
        backend: &str,
        machine: &Machine,
        logins: Vec<Login>,
    ) -> Result<(Connection, Login), Fault> {
        let mut refusal = None;
        for login in logins {
            match self.sign_in(account, &login).await {
                Ok(connection) => {
                    self.remember(backend, &machine.id, &login).await?;
                    return Ok((connection, login));
                }
                // The next key may fit. Anything else would go wrong with it as well.
                Err(Fault::Ssh(refused @ SshError::Refused { .. })) => refusal = Some(refused),
                Err(other) => return Err(other),
            }
        }
        Err(refusal.map_or_else(|| Fault::NoKey(machine.name.clone()), Fault::Ssh))
    }

    /// The logins to try: the key that was asked for, or those associated with the machine and then
    /// the default key. `fallback` is how to sign in where no association says otherwise.
    pub(crate) async fn logins(
        &self,
        account: AccountId,
        (backend, machine): (&str, &str),
        wanted: Option<KeyRow>,
        fallback: (&str, &str, u16),
    ) -> Result<Vec<Login>, Fault> {
        let (id, machine) = (backend.to_owned(), machine.to_owned());
        let (associated, default) = self
            .store
            .with(move |db| {
                Ok((
                    associations::for_machine(db, account, &id, &machine)?,
                    keys::default(db, account)?,
                ))
            })
            .await?;
        let (host, user, port) = fallback;
        let plain = |key: KeyRow| Login {
            key,
            host: host.to_owned(),
            user: user.to_owned(),
            port,
            accepted: None,
        };
        let mut logins: Vec<Login> = associated
            .into_iter()
            .map(|(key, association)| Login {
                user: association.user,
                port: association.port,
                ..plain(key)
            })
            .collect();
        if let Some(wanted) = wanted {
            logins.retain(|login| login.key.uid == wanted.uid);
            if logins.is_empty() {
                logins.push(plain(wanted));
            }
        } else if let Some(default) = default
            && logins.iter().all(|login| login.key.uid != default.uid)
        {
            logins.push(plain(default));
        }
        Ok(logins)
    }
}
