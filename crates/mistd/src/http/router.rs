//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post, put};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use super::guard::{by_our_name, by_our_page};
use super::journal::enter;
use super::limits::in_size;
use super::spoiling::spoil;
use super::{
    associations, auth, backends, clouds, keys, machines, monitoring, shell, static_files,
};
use crate::app::App;
use crate::error::Fault;

/// Nothing an answer of the API contains is to be run, shown in a frame or loaded by a browser, even
/// if somebody opens it as a page.
const API_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Bytes that go in one packet anyway.
const LONG_LIST: u64 = 1400;

/// The whole server.
pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = api(&app);
    router = match &app.static_dir {
        Some(folder) => router.fallback_service(static_files::files(folder)),
        None => router.fallback(no_route),
    };
    router
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            by_our_name,
        ))
        .layer(middleware::from_fn(in_size))
        .layer(middleware::map_response(common_headers))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app.proxies),
            enter,
        ))
        .with_state(app)
}

/// What answers when there are too many connections already: to everything, that there are.
pub(crate) fn overcrowded(app: &App) -> Router {
    Router::new()
        .fallback(async || Fault::TooManyConnections.into_response())
        .layer(middleware::map_response(common_headers))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app.proxies),
            enter,
        ))
}

fn api(app: &Arc<App>) -> Router<Arc<App>> {
    let machine = "/backends/{backend}/machines/{machine}";
    let at = |rest: &str| format!("{machine}{rest}");
    Router::new()
        .route("/auth", post(auth::sign_in).delete(auth::sign_out))
        .route("/providers", get(backends::providers))
        .route("/backends", get(backends::list).post(backends::add))
        .route("/backends/{backend}", one_backend())
        .route("/backends/{backend}/sizes", get(clouds::sizes))
        .route("/backends/{backend}/locations", get(clouds::locations))
        .route(
            "/backends/{backend}/images",
            get(clouds::images).post(clouds::images),
        )
        .route("/backends/{backend}/images/{*image}", post(clouds::star))
        .route(
            "/backends/{backend}/networks",
            get(clouds::networks).post(clouds::create_network),
        )
        .route(
            "/backends/{backend}/networks/{network}",
            delete(clouds::delete_network),
        )
        .route(
            "/backends/{backend}/machines",
            get(machines::list).post(clouds::create),
        )
        .route(machine, post(machines::act))
        .route(
            &at("/metadata"),
            post(machines::tag).delete(machines::untag),
        )
        .route(&at("/probe"), post(machines::probe))
        // A HEAD must not run the command that its GET would.
        .route(&at("/shell"), get(shell::run).head(no_route))
        .route(
            &at("/keys/{key}"),
            put(associations::add).delete(associations::remove),
        )
        .route(&at("/monitoring"), post(monitoring::set))
        .route(&at("/stats"), get(monitoring::stats))
        .route(
            &at("/metrics"),
            get(monitoring::metrics)
                .put(monitoring::add_metric)
                .delete(monitoring::remove_metric),
        )
        .route(
            &at("/plugins/{plugin}"),
            post(monitoring::deploy_plugin).delete(monitoring::undeploy_plugin),
        )
        .route("/monitoring", get(monitoring::overview))
        .route("/metrics/{metric}", put(monitoring::label_metric))
        .route("/rules", post(monitoring::set_rule))
        .route("/rules/{rule}", delete(monitoring::delete_rule))
        .route("/keys", get(keys::list).put(keys::add).post(keys::generate))
        .route(
            "/keys/{key}",
            put(keys::rename)
                .post(keys::set_default)
                .delete(keys::delete),
        )
        .route("/keys/{key}/private", get(keys::private))
        .route("/keys/{key}/public", get(keys::public))
        // 0.9.8 answers 404 to a wrong method as well.
        .method_not_allowed_fallback(no_route)
        .layer(middleware::from_fn_with_state(Arc::clone(app), spoil))
        .layer(lists_compressed())
        .layer(middleware::from_fn(sandbox))
        .layer(middleware::from_fn_with_state(Arc::clone(app), by_our_page))
}

fn one_backend() -> MethodRouter<Arc<App>> {
    put(backends::rename)
        .post(backends::set_enabled)
        .delete(backends::delete)
}

/// Lists shrink to a fifth, which a slow line shows. At the fastest level: thousands of images are packed while
/// somebody waits. Never a command's output, which is to come as it is written.
fn lists_compressed() -> CompressionLayer<impl Predicate> {
    let is_json = |_, _, headers: &HeaderMap, _: &_| {
        let kind = headers.get(header::CONTENT_TYPE);
        kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
    };
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(LONG_LIST).and(is_json))
}

async fn no_route() -> Response {
    Fault::NotARoute.into_response()
}

async fn sandbox(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(API_POLICY),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// On every answer, the page's and the API's.
async fn common_headers(mut response: Response) -> Response {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    // An allowed origin is let in by CORS, which the policy below would overrule.
    if !response
        .headers()
        .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    {
        response.headers_mut().insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        );
    }
    response
}
