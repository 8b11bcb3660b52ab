//! Answers of simulated clouds that go wrong on request: late, refused, silent, cut off or malformed.
//!
//! `mist_sim::faults` decides what becomes of a request; this module does it to the answer. Real
//! machines are never touched.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, MatchedPath, Path, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use mist_sim::faults::{Faults, Outcome, Place, Route};
use serde_json::Value;
use tokio::time::timeout;

use super::parameters::MOST_BODY_BYTES;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::providers::Simulations;
use crate::store::backends;

/// How much of a command's output comes before it stalls or is cut.
const SHELL_PIECES: usize = 3;
/// How long what is cut goes on before.
const CUT_AFTER: Duration = Duration::from_millis(50);
/// More than any list of a simulated cloud.
const MOST_ANSWER_BYTES: usize = 256 * 1024 * 1024;

/// What is to go wrong.
#[derive(Debug)]
pub(crate) struct Spoiling {
    faults: Faults,
    seed: u64,
    /// How many requests there were.
    count: AtomicU64,
}

impl Spoiling {
    pub(crate) fn new(faults: Faults, seed: u64) -> Self {
        Self {
            faults,
            seed,
            count: AtomicU64::new(0),
        }
    }
}

/// Answers, or spoils the answer.
pub(super) async fn spoil(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(spoiling) = &app.spoiling else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    let Some(route) = route_of(&parts) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let (backend, body) = if route == Route::Add {
        match timeout(app.limits.patience, to_bytes(body, MOST_BODY_BYTES)).await {
            Ok(Ok(bytes)) => (to_be_added(&bytes), Body::from(bytes)),
            Ok(Err(_)) => return Fault::BodyTooLarge(MOST_BODY_BYTES / 1024).into_response(),
            Err(_) => return Fault::TooSlow.into_response(),
        }
    } else {
        (known(&app, &mut parts).await, body)
    };
    let request = Request::from_parts(parts, body);
    let Some((provider, title)) = backend else {
        return next.run(request).await;
    };
    let place = Place {
        provider: &provider,
        title: &title,
        route,
    };
    let nth = spoiling.count.fetch_add(1, Ordering::Relaxed);
    let verdict = spoiling.faults.judge(&place, spoiling.seed, nth);
    tokio::select! {
        () = tokio::time::sleep(Duration::from_millis(verdict.delay_ms)) => {}
        () = app.stop.cancelled() => return Fault::Stopping.into_response(),
    }
    match verdict.outcome {
        Outcome::Pass => next.run(request).await,
        Outcome::Refuse(refusal) => Fault::CloudRefused(refusal).into_response(),
        Outcome::Malformed => malformed(next.run(request).await).await,
        Outcome::Stall => stopped(&app, next.run(request).await, route, true).await,
        Outcome::Cut => stopped(&app, next.run(request).await, route, false).await,
    }
}

/// What is asked for, if it is asked of a backend.
fn route_of(parts: &Parts) -> Option<Route> {
    let path = parts.extensions.get::<MatchedPath>()?.as_str();
    let rest = path.strip_prefix("/backends")?;
    let is_post = parts.method == Method::POST;
    Some(match rest.strip_prefix("/{backend}") {
        None if is_post => Route::Add,
        Some("/machines") if is_post => Route::Create,
        Some("/machines") => Route::Machines,
        Some("/machines/{machine}") => Route::Action,
        Some("/sizes") => Route::Sizes,
        Some("/locations") => Route::Locations,
        Some(rest) if rest.starts_with("/images") => Route::Images,
        Some(rest) if rest.starts_with("/networks") => Route::Networks,
        Some(rest) => match rest.strip_prefix("/machines/{machine}/")? {
            "metadata" => Route::Tags,
            "probe" => Route::Probe,
            "shell" => Route::Shell,
            "stats" => Route::Stats,
            "monitoring" | "metrics" => Route::Monitoring,
            _ => return None,
        },
        None => return None,
    })
}

/// Provider and title of the backend of a request, if it is a simulated one of the person's.
async fn known(app: &Arc<App>, parts: &mut Parts) -> Option<(String, String)> {
    let person = Person::from_request_parts(parts, app).await.ok()?;
    let Path(ids) = Path::<Vec<(String, String)>>::from_request_parts(parts, app)
        .await
        .ok()?;
    let (_, id) = ids.into_iter().find(|(name, _)| name == "backend")?;
    let row = app
        .store
        .with(move |db| backends::get(db, person.account, &id))
        .await
        .ok()??;
    let region = if row.region.is_empty() { "" } else { ":" };
    row.simulated
        .then(|| (format!("{}{region}{}", row.provider, row.region), row.title))
}

/// The same of a backend that is being added.
fn to_be_added(body: &Bytes) -> Option<(String, String)> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let provider = text("provider");
    Simulations::has(provider, text("region"))
        .then(|| (provider.to_owned(), text("title").to_owned()))
}

/// Half of an answer, and then something that no JSON goes on with.
async fn malformed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, MOST_ANSWER_BYTES).await.unwrap_or_default();
    let half = whole.slice(..whole.len() / 2);
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from([half.as_ref(), b"\x00{]"].concat()))
}

/// An answer that begins, and then stays silent or breaks off.
async fn stopped(app: &App, response: Response, route: Route, silently: bool) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    let stop = app.stop.clone();
    let end = stream::once(async move {
        if silently {
            stop.cancelled().await;
        } else {
            // What was begun is to leave the computer first.
            tokio::time::sleep(CUT_AFTER).await;
        }
        Err(axum::Error::new(std::io::Error::from(
            std::io::ErrorKind::ConnectionReset,
        )))
    });
    let body = if route == Route::Shell {
        let begin = body.into_data_stream().take(SHELL_PIECES);
        Body::from_stream(begin.chain(end))
    } else {
        let whole = to_bytes(body, MOST_ANSWER_BYTES).await.unwrap_or_default();
        let half = whole.slice(..whole.len() / 2);
        Body::from_stream(stream::once(async { Ok(half) }).chain(end))
    };
    Response::from_parts(parts, body)
}
