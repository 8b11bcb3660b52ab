//! `GET …/machines/{machine}/shell`: runs a command and streams its output (API notes §4).

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use mist_api::extensions::COLS;
use mist_api::shell::Encoder;

use super::lasting::Lasting;
use super::machines::{backend, check_host};
use super::parameters::Wanted;
use crate::accounts::Person;
use crate::app::App;
use crate::error::Fault;
use crate::shell::{self, Runner, TerminalSize};
use crate::vault::random;

const COLUMNS: std::ops::RangeInclusive<u16> = 20..=1000;
const DEFAULT_COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// The terminal to run in. Its width is this server's own extension.
fn size(wanted: &Wanted) -> TerminalSize {
    let columns = wanted.get(COLS).and_then(|text| text.parse().ok());
    let columns = columns.unwrap_or(DEFAULT_COLUMNS);
    TerminalSize {
        columns: columns.clamp(*COLUMNS.start(), *COLUMNS.end()),
        rows: ROWS,
    }
}

/// Runs a command. A command that cannot be run is answered by 500 and a stream that says why, which
/// is what clients of every age know how to show; only what is wrong with the request itself, or is too
/// much, is answered in bare text.
pub(super) async fn run(
    State(app): State<Arc<App>>,
    person: Person,
    Extension(lasting): Extension<Lasting>,
    Path((backend_id, machine)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let wanted = Wanted(query);
    let (command_id, encoder) = match wanted.get("command_id") {
        Some(id) => {
            let encoder = Encoder::new(id).map_err(|error| Fault::BadRequest(error.to_string()))?;
            (id.to_owned(), encoder)
        }
        // The manual's clients send none, and read records that name none.
        None => (one_off_id()?, Encoder::without_id()),
    };
    // Who says how wide his terminal is has one, in which a carriage return means something. Others get what
    // servers of 2014 sent.
    let encoder = match wanted.get(COLS) {
        Some(_) => encoder,
        None => encoder.without_returns(),
    };
    match start(
        &app,
        &person,
        (backend_id, machine),
        &command_id,
        &wanted,
        &encoder,
    )
    .await
    {
        Ok(output) => {
            let answer = lasting.begin();
            let output = output.inspect(move |_| {
                // The answer lasts as long as its stream.
                let _under_way = &answer;
            });
            Ok(stream(StatusCode::OK, Body::from_stream(output)))
        }
        Err(fault @ (Fault::AlreadyRun(_) | Fault::TooManyCommands(_))) => Err(fault),
        Err(fault) => {
            // Whoever was given up on hears why.
            let fault = match fault {
                Fault::Abandoned if app.stop.is_cancelled() => Fault::Stopping,
                fault => fault,
            };
            fault.log();
            let wire = shell::refusal(&encoder, &fault.to_string());
            Ok(stream(StatusCode::INTERNAL_SERVER_ERROR, Body::from(wire)))
        }
    }
}

async fn start(
    app: &App,
    person: &Person,
    (backend_id, machine): (String, String),
    command_id: &str,
    wanted: &Wanted,
    encoder: &Encoder,
) -> Result<shell::Output, Fault> {
    let command = wanted.required("command")?.to_owned();
    let host = wanted.required("host")?;
    let size = size(wanted);
    let (row, provider) = backend(app, person, backend_id).await?;
    let machine = provider.machine(&machine).await?;
    check_host(&machine, host)?;
    let place = app.places.take(person.account);
    let place = place.ok_or(Fault::TooManyCommands(app.places.most))?;
    if !app.runs.begin(
        person.account,
        (&row.id, &machine.id),
        command_id,
        Instant::now(),
    ) {
        return Err(Fault::AlreadyRun(command_id.to_owned()));
    }
    // Who and where, for the operator to see. Not what: a command may hold a secret.
    tracing::info!(
        account = person.account,
        backend = row.id,
        machine = machine.id,
        "a command starts"
    );
    let runner = Runner {
        tasks: &app.tasks,
        stop: &app.stop,
        encoder: encoder.clone(),
        place,
    };
    runner
        .start(
            move |abandoned| async move { provider.open(&machine, &command, size, &abandoned).await },
        )
        .await
}

fn one_off_id() -> Result<String, Fault> {
    let bytes = random::<12>().map_err(|error| Fault::Vault(error.into()))?;
    Ok(bs58::encode(bytes).into_string())
}

fn stream(status: StatusCode, body: Body) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    // The type 2014's clients expect. What keeps a browser from running it is the sandbox that every
    // answer of the API carries.
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=UTF-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Asks proxies to pass output on as it comes.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
