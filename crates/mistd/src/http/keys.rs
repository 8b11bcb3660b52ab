//! SSH keys: listing, adding, generating, renaming, choosing the default, showing, deleting
//! (API notes §1, §2.3).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use mist_api::Secret;
use mist_api::model::{Association, GeneratedKey, Key, KeyKind};
use serde::Serialize;

use super::parameters::Parameters;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::Access;
use crate::ssh;
use crate::store::associations::{self, AssociationRow};
use crate::store::keys::{self, Changed, KeyRow};
use crate::store::{AccountId, StoreError};
use crate::vault::random;

/// Ids are for people: longer ones are mistakes, such as a key pasted into the wrong field.
const LONGEST_ID: usize = 256;

/// `GET /keys`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
) -> Result<Json<Vec<Key>>, Fault> {
    Ok(Json(
        app.store.with(move |db| listed(db, person.account)).await?,
    ))
}

fn listed(db: &rusqlite::Connection, account: AccountId) -> Result<Vec<Key>, StoreError> {
    let mut machines: HashMap<keys::KeyUid, Vec<Association>> = HashMap::new();
    for row in associations::list(db, account)? {
        machines
            .entry(row.key)
            .or_default()
            .push(show_association(row));
    }
    let rows = keys::list(db, account)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let machines = machines.remove(&row.uid).unwrap_or_default();
            show(row, machines)
        })
        .collect())
}

fn show(row: KeyRow, machines: Vec<Association>) -> Key {
    Key {
        id: row.id,
        machines,
        is_default: row.is_default,
        fingerprint: Some(row.fingerprint),
        kind: Some(KeyKind::from(row.kind)),
    }
}

/// An association in the API's form.
pub(super) fn show_association(row: AssociationRow) -> Association {
    Association {
        backend_id: row.backend,
        machine_id: row.machine,
        last_used: Some(row.last_used),
        user: Some(row.user),
        sudo: None,
        port: Some(row.port),
    }
}

/// `PUT /keys`: stores a private key.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    person: Person,
    parameters: Parameters,
) -> Result<Json<Key>, Fault> {
    let id = key_id(&parameters, "id")?;
    let private = parameters
        .secret("priv")
        .ok_or(Fault::MissingParameter("Private key is not provided"))?;
    let parsed = ssh::parse_private(&private)?;
    let uid = random().map_err(|error| Fault::Vault(error.into()))?;
    let binding = Access::binding(person.account, &uid);
    let row = KeyRow {
        uid,
        id: id.clone(),
        sealed: app.vault.seal(private.as_bytes(), &binding)?,
        public: parsed.public,
        fingerprint: parsed.fingerprint,
        kind: parsed.kind,
        is_default: false,
    };
    let added = app
        .store
        .with(move |db| keys::insert(db, person.account, &row))
        .await?;
    let row = added.ok_or(Fault::KeyExists(id))?;
    Ok(Json(show(row, Vec::new())))
}

fn key_id(parameters: &Parameters, name: &'static str) -> Result<String, Fault> {
    let id = parameters
        .text(name)
        .filter(|id| !id.trim().is_empty())
        .ok_or_else(|| Fault::BadRequest("Keypair id parameter missing".to_owned()))?;
    if id.len() > LONGEST_ID {
        return Err(Fault::BadRequest(format!(
            "A key's id has at most {LONGEST_ID} bytes"
        )));
    }
    Ok(id)
}

/// `POST /keys`: makes a private key and stores nothing. RSA unless `type` says otherwise.
pub(super) async fn generate(
    State(app): State<Arc<App>>,
    _: Person,
    parameters: Parameters,
) -> Result<Response, Fault> {
    let kind = KeyKind::from(parameters.text("type").unwrap_or_else(|| "rsa".to_owned()));
    let ed25519 = match kind {
        KeyKind::Rsa => false,
        KeyKind::Ed25519 => true,
        _ => {
            return Err(Fault::BadRequest(
                "type has to be rsa or ed25519".to_owned(),
            ));
        }
    };
    let _permit = app
        .generating
        .acquire()
        .await
        .map_err(|_| Fault::Internal("no permit"))?;
    let text = tokio::task::spawn_blocking(move || ssh::generate(ed25519))
        .await
        .map_err(|_| Fault::Internal("generating a key was cut short"))??;
    Ok(unstored(GeneratedKey {
        private_key: Secret::new(text.trim_end()),
    }))
}

/// `DELETE /keys/{key}`: answers the keys that remain.
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Json<Vec<Key>>, Fault> {
    let wanted = id.clone();
    let left = app
        .store
        .with(move |db| {
            let known = keys::remove(db, person.account, &wanted)?;
            known.then(|| listed(db, person.account)).transpose()
        })
        .await?;
    left.map(Json).ok_or(Fault::KeyNotFound(id))
}

#[derive(Serialize)]
pub(super) struct Renamed {
    new_id: String,
}

/// `PUT /keys/{key}`: renames it. An id in use is refused, where 0.9.8 destroys the other key.
pub(super) async fn rename(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<Json<Renamed>, Fault> {
    let new_id = key_id(&parameters, "new_id")?;
    let (wanted, new) = (id.clone(), new_id.clone());
    let change = app
        .store
        .with(move |db| keys::rename(db, person.account, &wanted, &new))
        .await?;
    match change {
        Changed::Done => Ok(Json(Renamed { new_id })),
        Changed::NoSuchKey => Err(Fault::KeyNotFound(id)),
        Changed::IdTaken => Err(Fault::KeyExists(new_id)),
    }
}

/// `POST /keys/{key}`: makes it the default.
pub(super) async fn set_default(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<&'static str, Fault> {
    let wanted = id.clone();
    let known = app
        .store
        .with(move |db| keys::set_default(db, person.account, &wanted))
        .await?;
    if known {
        Ok("OK")
    } else {
        Err(Fault::KeyNotFound(id))
    }
}

/// `GET /keys/{key}/private`: the text as it was given.
pub(super) async fn private(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let row = one(&app, &person, id).await?;
    let text = app.access.private_text(person.account, &row)?;
    Ok(unstored(Secret::new(String::from_utf8_lossy(&text))))
}

/// `GET /keys/{key}/public`
pub(super) async fn public(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Json<String>, Fault> {
    Ok(Json(one(&app, &person, id).await?.public))
}

/// One key of an account.
pub(super) async fn one(app: &App, person: &Person, id: String) -> Result<KeyRow, Fault> {
    let (account, wanted) = (person.account, id.clone());
    let row = app
        .store
        .with(move |db| keys::get(db, account, &wanted))
        .await?;
    row.ok_or(Fault::KeyNotFound(id))
}

/// An answer with a private key in it, which nobody on the way is to keep.
fn unstored(answer: impl Serialize) -> Response {
    let mut response = Json(answer).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
