//! Letting a key in to a server over SSH, and out again.

use mist_api::model::Machine;

use super::access::{Access, Login, Way};
use crate::error::Fault;
use crate::ssh::{self, Connection, SshError};
use crate::store::AccountId;
use crate::store::backends::BackendRow;
use crate::store::keys::KeyRow;

/// Makes a key open a machine. If it does not yet and another key does, that one is used to let it in.
pub(super) async fn admit(
    access: &Access,
    account: AccountId,
    (row, machine): (&BackendRow, &Machine),
    key: KeyRow,
    way: Way,
) -> Result<(), Fault> {
    let place = (row.id.as_str(), machine.id.as_str());
    let fallback = (row.host.as_str(), row.user.as_str(), row.port);
    let known = access
        .logins(account, place, Some(key.clone()), fallback)
        .await?;
    let before = known.first();
    let before = before.map_or((&row.user, row.port), |login| (&login.user, login.port));
    let login = Login {
        key,
        host: row.host.clone(),
        user: way.user.unwrap_or_else(|| before.0.clone()),
        port: way.port.unwrap_or(before.1),
        accepted: way.accepted,
    };
    let connection = match access.sign_in(account, &login).await {
        Ok(connection) => connection,
        Err(Fault::Ssh(refused @ SshError::Refused { .. })) => {
            let others = access.logins(account, place, None, fallback).await?;
            deploy(access, account, &login, others)
                .await?
                .ok_or(Fault::Ssh(refused))?
        }
        Err(other) => return Err(other),
    };
    access.remember(&row.id, &machine.id, &login).await?;
    access
        .learn_sudo(&connection, &row.id, &machine.id, &login)
        .await?;
    connection.close().await;
    Ok(())
}

/// Lets `login` in by means of another key that opens the same account of the machine already, and signs
/// in with it. `None` if there is no such key.
async fn deploy(
    access: &Access,
    account: AccountId,
    login: &Login,
    others: Vec<Login>,
) -> Result<Option<Connection>, Fault> {
    for other in others {
        if other.key.uid == login.key.uid {
            continue;
        }
        let way = Login {
            user: login.user.clone(),
            port: login.port,
            ..other
        };
        let connection = match access.sign_in(account, &way).await {
            Ok(connection) => connection,
            Err(Fault::Ssh(SshError::Refused { .. })) => continue,
            Err(error) => return Err(error),
        };
        let turn = access.edit_turn(&way).await;
        let deployed = ssh::deploy(&connection, &login.key.public).await?;
        drop(turn);
        connection.close().await;
        if !deployed {
            tracing::info!("a public key could not be put on a machine");
        }
        // Whether it worked shows when the key signs in.
        return Ok(Some(access.sign_in(account, login).await?));
    }
    Ok(None)
}

/// Takes a key out of a machine's `authorized_keys`.
pub(super) async fn expel(access: &Access, account: AccountId, login: &Login) {
    let outcome = async {
        let connection = access.sign_in(account, login).await?;
        let turn = access.edit_turn(login).await;
        let withdrawn = ssh::withdraw(&connection, &login.key.public).await?;
        drop(turn);
        connection.close().await;
        Ok::<bool, Fault>(withdrawn)
    };
    match outcome.await {
        Ok(true) => {}
        Ok(false) => tracing::info!("a public key stays on a machine"),
        Err(error) => tracing::info!(%error, "a public key stays on a machine"),
    }
}
