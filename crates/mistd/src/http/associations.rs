//! Which keys open which machines: `…/machines/{machine}/keys/{key}` (API notes §1).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use mist_api::extensions::HOST_KEY;
use mist_api::model::Association;

use super::keys;
use super::machines::{backend, check_host};
use super::parameters::Parameters;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::Login;
use crate::ssh::{self, Connection, SshError};
use crate::store::keys::KeyUid;
use crate::store::{AccountId, associations};

/// `PUT …/machines/{machine}/keys/{key}`: makes a key open a machine. If it does not yet and
/// another key does, that one is used to let it in.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine, key)): Path<(String, String, String)>,
    parameters: Parameters,
) -> Result<Json<Vec<Association>>, Fault> {
    let host = parameters.required("host")?;
    let (row, provider) = backend(&app, &person, id).await?;
    let key = keys::one(&app, &person, key).await?;
    let machine = provider.machine(&machine).await?;
    check_host(&machine, &host)?;
    if provider.knock_at(&machine).await?.is_none() {
        return Err(Fault::BadRequest("this machine needs no key".to_owned()));
    }
    let account = person.account;
    let uid = key.uid;
    let place = (row.id.as_str(), machine.id.as_str());
    let fallback = (row.host.as_str(), row.user.as_str(), row.port);
    let known = app
        .access
        .logins(account, place, Some(key.clone()), fallback)
        .await?;
    let before = known.into_iter().next();
    let way = before
        .as_ref()
        .map_or((row.user.clone(), row.port), |l| (l.user.clone(), l.port));
    let login = Login {
        key,
        host: row.host.clone(),
        user: parameters.text("user").unwrap_or(way.0),
        port: parameters.port("port")?.unwrap_or(way.1),
        accepted: parameters.text(HOST_KEY),
    };
    let connection = match app.access.sign_in(account, &login).await {
        Ok(connection) => connection,
        Err(Fault::Ssh(refused @ SshError::Refused { .. })) => {
            let others = app.access.logins(account, place, None, fallback).await?;
            deploy(&app, account, &login, others)
                .await?
                .ok_or(Fault::Ssh(refused))?
        }
        Err(other) => return Err(other),
    };
    app.access.remember(&row.id, &machine.id, &login).await?;
    app.access
        .learn_sudo(&connection, &row.id, &machine.id, &login)
        .await?;
    connection.close().await;
    associations_of(&app, account, uid).await
}

/// Lets `login` in by means of another key that opens the same account of the machine already, and signs
/// in with it. `None` if there is no such key.
async fn deploy(
    app: &App,
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
        let connection = match app.access.sign_in(account, &way).await {
            Ok(connection) => connection,
            Err(Fault::Ssh(SshError::Refused { .. })) => continue,
            Err(error) => return Err(error),
        };
        let turn = app.access.edit_turn(&way).await;
        let deployed = ssh::deploy(&connection, &login.key.public).await?;
        drop(turn);
        connection.close().await;
        if !deployed {
            tracing::info!("a public key could not be put on a machine");
        }
        // Whether it worked shows when the key signs in.
        return Ok(Some(app.access.sign_in(account, login).await?));
    }
    Ok(None)
}

/// `DELETE …/machines/{machine}/keys/{key}`: forgets that a key opens a machine. With `host` it
/// also takes the key out of the machine's `authorized_keys`; if that fails it stays there, silently
/// as in 0.9.8.
pub(super) async fn remove(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine, key)): Path<(String, String, String)>,
    parameters: Parameters,
) -> Result<Json<Vec<Association>>, Fault> {
    let account = person.account;
    let key = keys::one(&app, &person, key).await?;
    let (uid, key_id) = (key.uid, key.id.clone());
    let (backend_id, machine_id) = (id.clone(), machine.clone());
    let kept = app
        .store
        .with(move |db| associations::get(db, &uid, &backend_id, &machine_id))
        .await?;
    // Not only of a backend that exists: what deleted ones left behind is removed this way.
    let Some(kept) = kept else {
        return Err(Fault::NotAssociated {
            key: key_id,
            machine,
        });
    };
    if let Some(host) = parameters.text("host")
        && let Ok((row, provider)) = backend(&app, &person, id.clone()).await
        && let Ok(machine) = provider.machine(&machine).await
    {
        check_host(&machine, &host)?;
        let login = Login {
            key,
            host: row.host,
            user: kept.user,
            port: kept.port,
            accepted: None,
        };
        withdraw(&app, account, &login).await;
    }
    app.store
        .with(move |db| associations::remove(db, &uid, &id, &machine))
        .await?;
    associations_of(&app, account, uid).await
}

async fn withdraw(app: &App, account: AccountId, login: &Login) {
    let outcome = async {
        let connection = app.access.sign_in(account, login).await?;
        let turn = app.access.edit_turn(login).await;
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

async fn associations_of(
    app: &App,
    account: AccountId,
    key: KeyUid,
) -> Result<Json<Vec<Association>>, Fault> {
    let rows = app
        .store
        .with(move |db| associations::list(db, account))
        .await?;
    let own = rows.into_iter().filter(|row| row.key == key);
    Ok(Json(own.map(keys::show_association).collect()))
}
