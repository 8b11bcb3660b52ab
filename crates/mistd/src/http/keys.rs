//! SSH keys: listing, adding, generating, renaming, choosing the default, showing, deleting
//! (API notes §1, §2.3).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use mist_api::Secret;
use mist_api::extensions::{KEY_TYPE, PASSPHRASE};
use mist_api::model::{Association, GeneratedKey, Key, KeyKind};
use mist_core::public_key;
use serde::Serialize;

use super::parameters::Parameters;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::Access;
use crate::ssh::{self, KeyError, NewKey};
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
        bits: public_key::describe(&row.public).and_then(|facts| facts.bits),
    }
}

/// An association in the API's form.
pub(super) fn show_association(row: AssociationRow) -> Association {
    Association {
        backend_id: row.backend,
        machine_id: row.machine,
        last_used: Some(row.last_used),
        user: Some(row.user),
        // `true` or null, as in 0.9.8: it never says false.
        sudo: row.sudo.filter(|sudo| *sudo),
        port: Some(row.port),
    }
}

/// `PUT /keys`: stores a private key. One protected by a passphrase is opened and kept without it.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    person: Person,
    parameters: Parameters,
) -> Result<Json<Key>, Fault> {
    let id = key_id(&parameters, "id")?;
    let private = parameters
        .secret("priv")
        .ok_or(Fault::MissingParameter("Private key is not provided"))?;
    let passphrase = parameters.secret(PASSPHRASE);
    let parsed = work_on_key(&app, move || {
        ssh::read_private(&private, passphrase.as_ref().map(|text| text.as_str()))
    })
    .await?;
    let uid = random().map_err(|error| Fault::Vault(error.into()))?;
    let binding = Access::binding(person.account, &uid);
    let row = KeyRow {
        uid,
        id: id.clone(),
        sealed: app.vault.seal(parsed.text.as_bytes(), &binding)?,
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

/// Work that keeps a core busy for a while: off the async threads, and not more at once than the server
/// can do besides everything else. It goes on to its end even if nobody waits any more, and counts until then.
async fn work_on_key<T, F>(app: &Arc<App>, work: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, KeyError> + Send + 'static,
{
    let app = Arc::clone(app);
    let working = tokio::spawn(async move {
        let _permit = app.generating.acquire().await;
        tokio::task::spawn_blocking(work).await
    });
    let Ok(Ok(done)) = working.await else {
        return Err(Fault::Internal("work on a key was cut short"));
    };
    Ok(done?)
}

/// The id a key is to have. What could never be addressed again is refused: a slash divides a path,
/// dots alone are steps in it, and control characters do not survive the way.
fn key_id(parameters: &Parameters, name: &'static str) -> Result<String, Fault> {
    let id = parameters
        .text(name)
        .filter(|id| !id.trim().is_empty())
        .ok_or_else(|| Fault::BadRequest("Keypair id parameter missing".to_owned()))?;
    let refused = |why: &str| Err(Fault::BadRequest(why.to_owned()));
    if id.len() > LONGEST_ID {
        return Err(Fault::BadRequest(format!(
            "A key's id has at most {LONGEST_ID} bytes"
        )));
    }
    if id.contains('/') {
        return refused("A key's id cannot have a slash (/) in it");
    }
    if id == "." || id == ".." {
        return refused("A key's id cannot be . or ..");
    }
    if id.chars().any(char::is_control) {
        return refused("A key's id cannot have line ends or other control characters in it");
    }
    Ok(id)
}

/// `POST /keys`: makes a private key and stores nothing. RSA unless `type` says otherwise.
pub(super) async fn generate(
    State(app): State<Arc<App>>,
    _: Person,
    parameters: Parameters,
) -> Result<Response, Fault> {
    let kind = parameters
        .text(KEY_TYPE)
        .map_or(KeyKind::Rsa, KeyKind::from);
    let kind = match kind {
        KeyKind::Rsa => NewKey::Rsa,
        KeyKind::Ecdsa => NewKey::Ecdsa,
        KeyKind::Ed25519 => NewKey::Ed25519,
        KeyKind::Other(_) => {
            return Err(Fault::BadRequest(
                "type has to be rsa, ecdsa or ed25519".to_owned(),
            ));
        }
    };
    let text = work_on_key(&app, move || ssh::generate(kind)).await?;
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

/// `GET /keys/{key}/private`: the text that was kept.
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
