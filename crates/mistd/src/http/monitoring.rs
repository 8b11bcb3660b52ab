//! Monitoring: statistics, metrics, plugins and rules (API notes §5). Only simulated machines have it;
//! a server without them answers as one that has no such routes.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use mist_api::model::{
    Machine, MachineRef, Metric, Monitoring, MonitoringSet, PluginDeployed, RuleSet, ValueType,
};
use mist_sim::Refusal;
use mist_sim::monitoring::{Monitor, Window, stats_2014_april, stats_2014_november};
use serde_json::{Map, Value};

use super::machines::backend;
use super::parameters::{Parameters, Wanted};
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::{Monitors, SimulatedCloud, Watched, now_ms};

/// The path of one machine.
type MachinePath = Path<(String, String)>;

fn monitors(app: &App, person: &Person) -> Result<Monitors, Fault> {
    if !app.providers.has_simulations() {
        return Err(Fault::NotARoute);
    }
    Ok(Monitors::new(app.store.clone(), person.account))
}

/// Does something with a simulated machine that exists.
async fn simulated<T>(
    app: &App,
    person: &Person,
    Path((id, machine)): MachinePath,
    work: impl AsyncFnOnce(Monitors, &SimulatedCloud, Machine, MachineRef) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let monitors = monitors(app, person)?;
    let (row, provider) = backend(app, person, id).await?;
    let machine = provider.machine(&machine).await?;
    let cloud = provider.cloud().ok_or(Fault::NotInThisBackend)?;
    let place = MachineRef {
        backend_id: row.id,
        machine_id: machine.id.clone(),
    };
    work(monitors, cloud, machine, place).await
}

/// `GET /monitoring`, with the fields of both servers.
pub(super) async fn overview(
    State(app): State<Arc<App>>,
    person: Person,
) -> Result<Json<Monitoring>, Fault> {
    let monitors = monitors(&app, &person)?;
    let mut watched = Vec::new();
    for (place, monitor) in monitors.list().await? {
        // Of a backend that was deleted nothing is shown until it is added again.
        let Ok((_, provider)) = backend(&app, &person, place.backend_id.clone()).await else {
            continue;
        };
        let Ok(machine) = provider.machine(&place.machine_id).await else {
            continue;
        };
        watched.push(Watched {
            machine: place,
            uuid: machine.uuid.unwrap_or(machine.id),
            monitor,
        });
    }
    Ok(Json(monitors.overview(watched).await?))
}

/// `POST …/machines/{machine}/monitoring`
pub(super) async fn set(
    State(app): State<Arc<App>>,
    person: Person,
    path: MachinePath,
    parameters: Parameters,
) -> Result<Json<MonitoringSet>, Fault> {
    simulated(
        &app,
        &person,
        path,
        async |monitors, cloud, machine, place| {
            let enable = match parameters.value("action").as_ref().and_then(Value::as_str) {
                Some("enable" | "") => true,
                Some("disable") => false,
                Some(_) => return Err(Fault::BadRequest("Unknown action".to_owned())),
                None => return Err(Fault::MissingParameter("action")),
            };
            if !enable {
                monitors.forget(&place).await?;
                return Ok(Json(Monitor::disable_answer()));
            }
            if !parameters.flag("dry") && monitors.get(&place).await.is_err() {
                let manual = parameters.flag("no_ssh");
                let subject = cloud.subject(&machine.id).await?;
                let monitor = Monitor::enable(subject, manual, now_ms());
                monitors.put(&place, &monitor).await?;
            }
            let address = machine.shell_host().unwrap_or_default().to_owned();
            let uuid = machine.uuid.unwrap_or_default();
            Ok(Json(Monitor::enable_answer(&address, &uuid)))
        },
    )
    .await
}

/// `GET …/machines/{machine}/stats`. Who asks as clients of November 2014 do (`v=2`, `metrics` or
/// `request_id`, in the query or, as the client of that time, in the body) is answered in their shape.
pub(super) async fn stats(
    State(app): State<Arc<App>>,
    person: Person,
    path: MachinePath,
    Query(query): Query<Vec<(String, String)>>,
    body: Result<Parameters, Fault>,
) -> Result<Json<Value>, Fault> {
    let wanted = Wanted(query);
    let body = body.ok();
    let value = |name: &str| {
        let own = wanted.get(name).map(str::to_owned);
        own.or_else(|| body.as_ref().and_then(|body| body.text(name)))
    };
    simulated(
        &app,
        &person,
        path,
        async |monitors, cloud, machine, place| {
            let monitor = monitors.get(&place).await?;
            let [from, until, step] = ["start", "stop", "step"].map(value);
            let now = now_ms();
            let window = Window::parse(from.as_deref(), until.as_deref(), step.as_deref(), now)?;
            let request_id = value("request_id");
            let is_later = value("v").as_deref() == Some("2")
                || value("metrics").is_some()
                || request_id.is_some();
            let subject = cloud.subject(&machine.id).await?;
            Ok(Json(if is_later {
                stats_2014_november(&monitor, subject, &window, request_id.as_deref(), now)
            } else {
                stats_2014_april(&monitor, subject, &window, now)
            }))
        },
    )
    .await
}

/// `GET …/machines/{machine}/metrics`: an object by id, as servers send it.
pub(super) async fn metrics(
    State(app): State<Arc<App>>,
    person: Person,
    path: MachinePath,
) -> Result<Json<Map<String, Value>>, Fault> {
    simulated(&app, &person, path, async |monitors, _, _, place| {
        let monitor = monitors.get(&place).await?;
        let list = monitor.available_metrics(now_ms()).items;
        let by_id = |metric: Metric| Some((metric.id.clone(), serde_json::to_value(metric).ok()?));
        Ok(Json(list.into_iter().filter_map(by_id).collect()))
    })
    .await
}

/// Changes what is set for a machine that is monitored.
async fn change<T: Send + 'static>(
    app: &App,
    person: &Person,
    path: MachinePath,
    change: impl FnOnce(&mut Monitor) -> Result<T, Refusal> + Send + 'static,
) -> Result<Json<T>, Fault> {
    simulated(app, person, path, async |monitors, _, _, place| {
        Ok(Json(monitors.change(&place, change).await?))
    })
    .await
}

/// What changing metrics is answered with: `{}`.
type Nothing = Map<String, Value>;

/// A metric's id, in the body or the query.
fn metric_id(query: &Wanted, parameters: &Parameters) -> Result<String, Fault> {
    let own = parameters.text("metric_id");
    own.or_else(|| query.get("metric_id").map(str::to_owned))
        .ok_or(Fault::MissingParameter("metric_id"))
}

/// `PUT …/machines/{machine}/metrics`
pub(super) async fn add_metric(
    State(app): State<Arc<App>>,
    person: Person,
    path: MachinePath,
    Query(query): Query<Vec<(String, String)>>,
    parameters: Parameters,
) -> Result<Json<Nothing>, Fault> {
    let metric = metric_id(&Wanted(query), &parameters)?;
    change(&app, &person, path, move |monitor| {
        monitor.add_metric(&metric).map(|()| Nothing::new())
    })
    .await
}

/// `DELETE …/machines/{machine}/metrics`
pub(super) async fn remove_metric(
    State(app): State<Arc<App>>,
    person: Person,
    path: MachinePath,
    Query(query): Query<Vec<(String, String)>>,
    parameters: Parameters,
) -> Result<Json<Nothing>, Fault> {
    let metric = metric_id(&Wanted(query), &parameters)?;
    change(&app, &person, path, move |monitor| {
        monitor.remove_metric(&metric).map(|()| Nothing::new())
    })
    .await
}

/// `PUT /metrics/{metric}`: what to call one.
pub(super) async fn label_metric(
    State(app): State<Arc<App>>,
    person: Person,
    Path(metric): Path<String>,
    parameters: Parameters,
) -> Result<Json<Nothing>, Fault> {
    let place = (
        parameters.required("backend_id")?,
        parameters.required("machine_id")?,
    );
    let (name, unit) = (parameters.text("name"), parameters.text("unit"));
    change(&app, &person, Path(place), move |monitor| {
        let labelled = monitor.label_metric(&metric, name.as_deref(), unit.as_deref());
        labelled.map(|()| Nothing::new())
    })
    .await
}

/// `POST …/machines/{machine}/plugins/{plugin}`
pub(super) async fn deploy_plugin(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine, plugin)): Path<(String, String, String)>,
    parameters: Parameters,
) -> Result<Json<PluginDeployed>, Fault> {
    if parameters.required("plugin_type")? != "python" {
        return Err(Fault::BadRequest("Invalid plugin type".to_owned()));
    }
    parameters.required("host")?;
    let script = parameters.required("read_function")?;
    let value_type = match parameters.text("value_type").as_deref() {
        Some("derive") => ValueType::Derive,
        _ => ValueType::Gauge,
    };
    let text = |name| parameters.text(name).unwrap_or_default();
    let (name, unit) = (text("name"), text("unit"));
    change(&app, &person, Path((id, machine)), move |monitor| {
        monitor.deploy_plugin(&plugin, &script, value_type, &name, &unit)
    })
    .await
}

/// `DELETE …/machines/{machine}/plugins/{plugin}`
pub(super) async fn undeploy_plugin(
    State(app): State<Arc<App>>,
    person: Person,
    Path((id, machine, plugin)): Path<(String, String, String)>,
) -> Result<Json<PluginDeployed>, Fault> {
    change(&app, &person, Path((id, machine)), move |monitor| {
        monitor.undeploy_plugin(&plugin)
    })
    .await
}

/// `POST /rules`: makes a rule, or changes the one whose id is given.
pub(super) async fn set_rule(
    State(app): State<Arc<App>>,
    person: Person,
    parameters: Parameters,
) -> Result<Json<RuleSet>, Fault> {
    let monitors = monitors(&app, &person)?;
    let body = parameters.whole();
    let set = monitors.change_rules(move |rules| rules.set(&body));
    Ok(Json(set.await?))
}

/// `DELETE /rules/{rule}`
pub(super) async fn delete_rule(
    State(app): State<Arc<App>>,
    person: Person,
    Path(rule): Path<String>,
) -> Result<&'static str, Fault> {
    let monitors = monitors(&app, &person)?;
    monitors
        .change_rules(move |rules| rules.delete(&rule))
        .await?;
    Ok("OK")
}
