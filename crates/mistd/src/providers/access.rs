//! Getting in: which keys may open a machine, and what is remembered of a login that worked.

use mist_api::model::Machine;
use russh::keys::PrivateKey;

use super::doors::Doors;
use crate::error::Fault;
use crate::ssh::{self, Connection, SshError, Target};
use crate::store::keys::{KeyRow, KeyUid};
use crate::store::{AccountId, Store, associations, host_keys, keys};
use crate::vault::Vault;

/// Signs in to servers with the keys in the database.
#[derive(Clone)]
pub(crate) struct Access {
    store: Store,
    vault: Vault,
    doors: Doors,
}

/// One way to sign in to a machine.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) key: KeyRow,
    pub(crate) host: String,
    pub(crate) user: String,
    pub(crate) port: u16,
    /// The fingerprint of a changed host key that a person accepted.
    pub(crate) accepted: Option<String>,
}

impl Access {
    pub(crate) fn new(store: Store, vault: Vault) -> Self {
        Self {
            store,
            vault,
            doors: Doors::default(),
        }
    }

    /// What the sealed text of a key is bound to.
    pub(crate) fn binding(account: AccountId, key: &KeyUid) -> Vec<u8> {
        [b"key".as_slice(), &account.to_be_bytes(), key].concat()
    }

    /// The private text of a key, as it was given.
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
        Ok(ssh::parse_private(text)?.private)
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
        let connection = ssh::connect(&target, &private).await?;
        drop(turn);
        if known.as_deref() != Some(connection.host_key.as_str()) {
            let (host, shown) = (login.host.clone(), connection.host_key.clone());
            let accepted = login.accepted.is_some();
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
        Ok(connection)
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

    /// Signs in to a machine with the first login that it accepts.
    pub(crate) async fn sign_in_somehow(
        &self,
        account: AccountId,
        backend: &str,
        machine: &Machine,
        logins: Vec<Login>,
    ) -> Result<Connection, Fault> {
        let mut refusal = None;
        for login in logins {
            match self.sign_in(account, &login).await {
                Ok(connection) => {
                    self.remember(backend, &machine.id, &login).await?;
                    return Ok(connection);
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
