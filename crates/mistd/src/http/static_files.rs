//! The page: static files, with their pre-compressed forms, caching and security headers.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::error::Fault;

/// What the page may do. It narrows the policy in the page itself: from here it talks to this server only, and nobody
/// may frame it. Of its style the page alone knows the digest.
const PAGE_POLICY: &str = "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; connect-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Files whose name changes with their content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// All others: asked for each time, answered by 304 while unchanged. So a new `index.html` never
/// meets old files.
const ALWAYS_ASK: &str = "no-cache";
/// Letters of the hash in such names.
const HASH_LETTERS: usize = 16;

/// Serves the files in `folder`; whatever is not there is a 404.
pub(super) fn files<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let folder = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .fallback_service(folder)
        .layer(middleware::from_fn(finish))
}

async fn finish(request: Request, next: Next) -> Response {
    let known = matches!(*request.method(), Method::GET | Method::HEAD);
    let immutable = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    if !known || response.status() == StatusCode::NOT_FOUND {
        response = Fault::NotARoute.into_response();
    }
    let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let cache = if immutable && there {
        IMMUTABLE
    } else {
        ALWAYS_ASK
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PAGE_POLICY),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether a name carries a hash of the content: `name-0123456789abcdef.js`, also
/// `name-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, _)) = name.split_once('.') else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == HASH_LETTERS && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn only_names_with_a_hash_are_kept() {
        for path in [
            "/mist-web-0123456789abcdef.js",
            "/a/x-0123456789abcdef_bg.wasm",
        ] {
            assert!(is_hashed(path), "{path}");
        }
        for path in [
            "/",
            "/index.html",
            "/boot.js",
            "/x-0123.js",
            "/x-0123456789ABCDEF.js",
            "/x-0123456789abcdef",
            "/x-0123456789abcdef/y.js",
            "/0123456789abcdef.js",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
