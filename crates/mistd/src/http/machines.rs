//! Machines: listing, acting on them, tagging them, probing them (API notes §1, §2.2).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use mist_api::call::Action;
use mist_api::model::{Machine, Probe};
use serde_json::Value;

use super::keys;
use super::parameters::Parameters;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::Provider;
use crate::store::backends::{self, BackendRow};

/// Longer tags are mistakes, and no list could show them.
const LONGEST_TAG: usize = 100;

/// One of an account's backends, and what can be done with it.
pub(super) async fn backend(
    app: &App,
    person: &Person,
    id: String,
) -> Result<(BackendRow, Arc<dyn Provider>), Fault> {
    let (account, wanted) = (person.account, id.clone());
    let row = app
        .store
        .with(move |db| backends::get(db, account, &wanted))
        .await?;
    let row = row.ok_or(Fault::BackendNotFound(id))?;
    Ok((row.clone(), app.providers.of(account, row)?))
}

/// `GET /backends/{backend}/machines`, also of a backend that is switched off, as in 0.9.8.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<String>,
) -> Result<Json<Vec<Machine>>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    Ok(Json(provider.machines().await?))
}

/// `POST /backends/{backend}/machines/{machine}`: does something to it, answers the whole list.
pub(super) async fn act(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine)): Path<(String, String)>,
    parameters: Parameters,
) -> Result<Json<Vec<Machine>>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let machine = provider.machine(&machine).await?;
    let action = match parameters.text("action").as_deref() {
        Some("start") => Action::Start,
        // `shutdown` is the manual's word.
        Some("stop" | "shutdown") => Action::Stop,
        Some("reboot") => Action::Reboot,
        Some("destroy") => Action::Destroy,
        Some("resize") => {
            let plan = parameters.required("plan_id")?;
            let cloud = provider.cloud();
            let cloud = cloud.ok_or(Fault::ActionNotSupported("resize"))?;
            cloud.resize(&machine.id, &plan).await?;
            return Ok(Json(provider.machines().await?));
        }
        Some(_) => return Err(Fault::BadRequest("Unknown action".to_owned())),
        None => return Err(Fault::MissingParameter("action")),
    };
    provider.act(&machine, action).await?;
    Ok(Json(provider.machines().await?))
}

/// `POST …/machines/{machine}/metadata`: tags a machine. A tag it has already is not stored twice.
pub(super) async fn tag(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine)): Path<(String, String)>,
    parameters: Parameters,
) -> Result<&'static str, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let machine = provider.machine(&machine).await?;
    let tag = tag_in(&parameters)?;
    if tag.chars().count() > LONGEST_TAG {
        return Err(Fault::BadRequest(format!(
            "A tag has at most {LONGEST_TAG} characters"
        )));
    }
    if tag.chars().any(char::is_control) {
        return Err(Fault::BadRequest(
            "A tag cannot have line ends or other control characters in it".to_owned(),
        ));
    }
    provider.tag(&machine, &tag).await?;
    Ok("OK")
}

/// `DELETE …/machines/{machine}/metadata`: takes a tag off a machine.
pub(super) async fn untag(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine)): Path<(String, String)>,
    parameters: Parameters,
) -> Result<&'static str, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let machine = provider.machine(&machine).await?;
    let tag = tag_in(&parameters)?;
    provider.untag(&machine, &tag).await?;
    Ok("OK")
}

/// The tag of a request. Space around it is nobody's intention, and no list would show it.
fn tag_in(parameters: &Parameters) -> Result<String, Fault> {
    let tag = parameters.required("tag")?.trim().to_owned();
    if tag.is_empty() {
        return Err(Fault::MissingParameter("tag"));
    }
    Ok(tag)
}

/// `POST /backends/{backend}/machines/{machine}/probe`
pub(super) async fn probe(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine)): Path<(String, String)>,
    parameters: Parameters,
) -> Result<Json<Probe>, Fault> {
    let (_, provider) = backend(&app, &person, id).await?;
    let machine = provider.machine(&machine).await?;
    check_host(&machine, &parameters.required("host")?)?;
    // Old clients send the word "undefined" when they mean none (API notes §1).
    let key = match parameters.text("key").filter(|key| key != "undefined") {
        Some(key) => Some(keys::one(&app, &person, key).await?),
        None => None,
    };
    Ok(Json(provider.probe(&machine, key).await?))
}

/// Refuses a host that is none of the machine's addresses or names: credentials for one machine
/// must not be led to another.
pub(super) fn check_host(machine: &Machine, host: &str) -> Result<(), Fault> {
    let dns_name = machine.extra.get("dns_name").and_then(Value::as_str);
    let mut known = machine
        .public_ips
        .iter()
        .chain(&machine.private_ips)
        .chain([&machine.name])
        .map(String::as_str)
        .chain(dns_name);
    if known.any(|name| name.eq_ignore_ascii_case(host.trim())) {
        Ok(())
    } else {
        Err(Fault::ForeignHost {
            host: host.to_owned(),
            machine: machine.name.clone(),
        })
    }
}
