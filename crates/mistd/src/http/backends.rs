//! Backends: listing, adding, renaming, switching on and off, deleting (API notes §1, §2.1, §3).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use mist_api::extensions::HOST_KEY;
use mist_api::model::{Backend, BackendAdded, Provider as ProviderTitle};
use mist_api::providers;
use mist_sim::Refusal;
use serde::Serialize;

use super::parameters::Parameters;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::{
    BARE_METAL, Credentials, LOCAL, Login, Simulations, backend_id, simulated_row,
};
use crate::store::backends::BackendRow;
use crate::store::{backends, keys};

const POLL_INTERVAL_MS: u64 = 10_000;
const DEFAULT_USER: &str = "root";
const DEFAULT_SSH_PORT: u16 = 22;

#[derive(Serialize)]
pub(super) struct Titles {
    supported_providers: Vec<ProviderTitle>,
}

/// `GET /providers`
pub(super) async fn providers(State(app): State<Arc<App>>, _: Person) -> Json<Titles> {
    Json(Titles {
        supported_providers: app.providers.titles(),
    })
}

/// `GET /backends`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
) -> Result<Json<Vec<Backend>>, Fault> {
    let rows = app
        .store
        .with(move |db| backends::list(db, person.account))
        .await?;
    let shown = rows.into_iter().filter(|row| app.providers.offers(row));
    Ok(Json(shown.map(show).collect()))
}

fn show(row: BackendRow) -> Backend {
    Backend {
        id: row.id,
        // Empty for single servers, as in 0.9.8.
        apikey: row.apikey,
        title: row.title,
        provider: row.provider,
        poll_interval_ms: POLL_INTERVAL_MS,
        state: if row.enabled { "wait" } else { "offline" }.to_owned(),
        region: row.region,
        enabled: row.enabled,
        simulated: row.simulated,
    }
}

/// `POST /backends`. Answers only after the server let us in: what is added works.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    person: Person,
    parameters: Parameters,
) -> Result<Json<BackendAdded>, Fault> {
    let provider = parameters.required("provider")?;
    let row = match provider.as_str() {
        BARE_METAL => connected_bare_metal(&app, &person, &parameters).await?,
        LOCAL => app
            .providers
            .this_computer()
            .ok_or_else(|| unknown(&provider))?,
        _ => {
            let region = parameters.text("region").unwrap_or_default();
            if !app.providers.simulates(&provider, &region) {
                return Err(unknown(&provider));
            }
            simulated(&provider, &region, &parameters)?
        }
    };
    let account = person.account;
    let added = row.clone();
    let index = app
        .store
        .with(move |db| {
            if !backends::insert(db, account, &added)? {
                return Ok(None);
            }
            Ok(Some(backends::list(db, account)?.len()))
        })
        .await?
        .ok_or_else(|| Fault::BackendExists(row.id.clone()))?;
    Ok(Json(BackendAdded {
        index: u64::try_from(index).unwrap_or_default().saturating_sub(1),
        id: row.id,
        apikey: row.apikey,
        apiurl: parameters.text("apiurl").unwrap_or_default(),
        tenant_name: parameters.text("tenant_name").unwrap_or_default(),
        title: row.title,
        provider: row.provider,
        poll_interval_ms: POLL_INTERVAL_MS,
        region: row.region,
        status: "off".to_owned(),
        enabled: row.enabled,
    }))
}

fn unknown(provider: &str) -> Fault {
    Fault::BadRequest(format!("Provider unknown: {provider}"))
}

/// Reads the parameters of a simulated cloud. What is typed for a secret is looked at and forgotten.
fn simulated(provider: &str, region: &str, parameters: &Parameters) -> Result<BackendRow, Fault> {
    let form = providers::form(provider).ok_or_else(|| unknown(provider))?;
    for field in form.fields.iter().filter(|field| field.required) {
        if parameters.secret(field.param).is_none() {
            return Err(Fault::MissingParameter(field.param));
        }
    }
    let secret = parameters.secret("apisecret");
    if Simulations::refuses(secret.as_ref().map(|secret| secret.as_str())) {
        return Err(Fault::CloudRefused(Refusal {
            status: 401,
            words: "Invalid backend credentials".to_owned(),
        }));
    }
    let text = |name| parameters.text(name).unwrap_or_default().trim().to_owned();
    let title = text("title");
    Ok(simulated_row(
        provider,
        region,
        Credentials {
            apikey: text("apikey"),
            apiurl: text("apiurl"),
            tenant: text("tenant_name"),
            title: if title.is_empty() {
                form.title.to_owned()
            } else {
                title
            },
        },
    ))
}

/// Reads the parameters of a bare metal server and signs in to it once.
async fn connected_bare_metal(
    app: &App,
    person: &Person,
    parameters: &Parameters,
) -> Result<BackendRow, Fault> {
    // 0.9.8 calls the missing `machine_ip` so.
    let host = parameters
        .text("machine_ip")
        .ok_or(Fault::MissingParameter("machine_hostname"))?;
    let host = host.trim().to_owned();
    let key_id = parameters.required("machine_key")?;
    let account = person.account;
    let id = backend_id(BARE_METAL, &host);
    let (wanted, key_wanted) = (id.clone(), key_id.clone());
    let (key, taken) = app
        .store
        .with(move |db| {
            let taken = backends::get(db, account, &wanted)?.is_some();
            Ok((keys::get(db, account, &key_wanted)?, taken))
        })
        .await?;
    let key = key.ok_or(Fault::KeyNotFound(key_id))?;
    if taken {
        return Err(Fault::BackendExists(id));
    }
    let row = BackendRow {
        id,
        provider: BARE_METAL.to_owned(),
        // Whatever title was sent, as in 0.9.8: a rename can change it.
        title: host.clone(),
        host,
        user: parameters
            .text("machine_user")
            .unwrap_or_else(|| DEFAULT_USER.to_owned()),
        port: parameters.port("machine_port")?.unwrap_or(DEFAULT_SSH_PORT),
        enabled: true,
        ..BackendRow::default()
    };
    let login = Login {
        key,
        host: row.host.clone(),
        user: row.user.clone(),
        port: row.port,
        accepted: parameters.text(HOST_KEY),
    };
    let connection = app.access.sign_in(account, &login).await?;
    for machine in app.providers.of(account, row.clone())?.machines().await? {
        app.access.remember(&row.id, &machine.id, &login).await?;
        app.access
            .learn_sudo(&connection, &row.id, &machine.id, &login)
            .await?;
    }
    connection.close().await;
    Ok(row)
}

/// `PUT /backends/{backend}`
pub(super) async fn rename(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<&'static str, Fault> {
    let title = parameters.required("new_name")?;
    let wanted = id.clone();
    let known = app
        .store
        .with(move |db| backends::rename(db, person.account, &wanted, &title))
        .await?;
    found(known, id)
}

/// `POST /backends/{backend}`: switches it on or off.
pub(super) async fn set_enabled(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<&'static str, Fault> {
    // `newState` is the manual's spelling, "True" and "False" its values (API notes §6, line 3).
    let state = parameters
        .text("new_state")
        .or_else(|| parameters.text("newState"))
        .ok_or(Fault::MissingParameter("new_state"))?;
    let enabled = match state.to_ascii_lowercase().as_str() {
        "1" | "true" => true,
        "0" | "false" => false,
        _ => return Err(Fault::BadRequest("Invalid backend state".to_owned())),
    };
    let wanted = id.clone();
    let known = app
        .store
        .with(move |db| backends::set_enabled(db, person.account, &wanted, enabled))
        .await?;
    found(known, id)
}

/// `DELETE /backends/{backend}`
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<&'static str, Fault> {
    let wanted = id.clone();
    let known = app
        .store
        .with(move |db| backends::remove(db, person.account, &wanted))
        .await?;
    found(known, id)
}

fn found(known: bool, id: String) -> Result<&'static str, Fault> {
    if known {
        Ok("OK")
    } else {
        Err(Fault::BackendNotFound(id))
    }
}
