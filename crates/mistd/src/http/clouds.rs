//! What only clouds have: sizes, places, images, networks, and machines to be made (API notes §1, §5).
//!
//! A single server has none of them, and says so as 0.9.8 does: with empty lists.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use mist_api::model::{Image, Location, MachineCreated, Network, Size};
use mist_sim::cloud::{NewNetwork, Wish};
use serde_json::Value;

use super::keys;
use super::machines::backend;
use super::parameters::Parameters;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::store;

/// `GET /backends/{backend}/sizes`
pub(super) async fn sizes(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Json<Vec<Size>>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    Ok(Json(match provider.cloud() {
        Some(cloud) => cloud.sizes().await?,
        None => Vec::new(),
    }))
}

/// `GET /backends/{backend}/locations`
pub(super) async fn locations(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Json<Vec<Location>>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    Ok(Json(match provider.cloud() {
        Some(cloud) => cloud.locations().await?,
        None => Vec::new(),
    }))
}

/// `GET` and `POST /backends/{backend}/images`. What to search for is in the body of either; a body
/// that cannot be read searches for nothing, as in 0.9.8 (API notes §0).
pub(super) async fn images(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
    parameters: Result<Parameters, Fault>,
) -> Result<Json<Vec<Image>>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let term = parameters
        .ok()
        .and_then(|parameters| parameters.text("search_term"));
    Ok(Json(match provider.cloud() {
        Some(cloud) => cloud.images(term).await?,
        None => Vec::new(),
    }))
}

/// `POST /backends/{backend}/images/{image}`: stars it, or no longer. Ids of Docker images have slashes.
pub(super) async fn star(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, image)): Path<(String, String)>,
) -> Result<Json<bool>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let cloud = provider.cloud().ok_or(Fault::NotInThisBackend)?;
    Ok(Json(cloud.star(&image).await?))
}

/// `GET /backends/{backend}/networks`
pub(super) async fn networks(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Json<Vec<Network>>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    Ok(Json(match provider.cloud() {
        Some(cloud) => cloud.networks().await?,
        None => Vec::new(),
    }))
}

/// `POST /backends/{backend}/networks`
pub(super) async fn create_network(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<Json<Value>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let cloud = provider.cloud().ok_or(Fault::NotInThisBackend)?;
    let network: NewNetwork = parameters.read_as()?;
    Ok(Json(cloud.create_network(&network).await?))
}

/// `DELETE /backends/{backend}/networks/{network}`
pub(super) async fn delete_network(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, network)): Path<(String, String)>,
) -> Result<&'static str, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let cloud = provider.cloud().ok_or(Fault::NotInThisBackend)?;
    cloud.delete_network(&network).await?;
    Ok("OK")
}

/// `POST /backends/{backend}/machines`: makes a machine. Single servers cannot be made, only added.
pub(super) async fn create(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<Json<MachineCreated>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let cloud = provider
        .cloud()
        .ok_or_else(|| Fault::BadRequest("Provider unknown.".to_owned()))?;
    let key = match parameters.text("key") {
        Some(key) => Some(keys::one(&app, &person, key).await?),
        None => {
            app.store
                .with(move |db| store::keys::default(db, person.account))
                .await?
        }
    };
    let wish = Wish {
        name: parameters.text("name").unwrap_or_default(),
        image: parameters.text("image").unwrap_or_default(),
        size: parameters.text("size").unwrap_or_default(),
        location: parameters.text("location"),
        location_name: parameters.text("location_name"),
        image_name: parameters.text("image_name"),
        size_name: parameters.text("size_name"),
        key: key.as_ref().map(|key| key.id.clone()),
        disk: parameters.value("disk"),
        image_extra: parameters.value("image_extra"),
        script: parameters.text("script"),
        networks: parameters.texts("networks"),
        ips: parameters.texts("ips"),
        monitoring: parameters.flag("monitoring"),
    };
    Ok(Json(cloud.create(&wish, key).await?))
}
