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
use crate::providers::Way;
use crate::store::keys::KeyUid;
use crate::store::{AccountId, associations};

/// `PUT …/machines/{machine}/keys/{key}`: makes a key open a machine.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine, key)): Path<(String, String, String)>,
    parameters: Parameters,
) -> Result<Json<Vec<Association>>, Fault> {
    let host = parameters.required("host")?;
    let (_, provider) = backend(&app, &person, id).await?;
    let key = keys::one(&app, &person, key).await?;
    let machine = provider.machine(&machine).await?;
    check_host(&machine, &host)?;
    let uid = key.uid;
    let way = Way {
        user: parameters.text("user"),
        port: parameters.port("port")?,
        accepted: parameters.text(HOST_KEY),
    };
    provider.admit(&machine, key, way).await?;
    let account = person.account;
    associations_of(&app, account, uid).await
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
        && let Ok((_, provider)) = backend(&app, &person, id.clone()).await
        && let Ok(machine) = provider.machine(&machine).await
    {
        check_host(&machine, &host)?;
        let way = Way {
            user: Some(kept.user),
            port: Some(kept.port),
            accepted: None,
        };
        provider.expel(&machine, key, way).await;
    }
    app.store
        .with(move |db| associations::remove(db, &uid, &id, &machine))
        .await?;
    associations_of(&app, account, uid).await
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
