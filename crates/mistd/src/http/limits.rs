//! How large a request may be before it is looked at. The HTTP parser has limits of its own, a little
//! above these; it can only close the door, while these say why.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Fault;

/// Commands travel in the address.
const LONGEST_ADDRESS: usize = 32 * 1024;
const MOST_HEADERS: usize = 64;
const MOST_HEADER_BYTES: usize = 16 * 1024;

/// Refuses what is too large.
pub(super) async fn in_size(request: Request, next: Next) -> Response {
    match judge(&request) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}

fn judge<B>(request: &axum::http::Request<B>) -> Result<(), Fault> {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        return Err(Fault::AddressTooLong(LONGEST_ADDRESS / 1024));
    }
    let headers = request.headers();
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if headers.len() > MOST_HEADERS || bytes > MOST_HEADER_BYTES {
        return Err(Fault::HeadersTooLarge {
            count: MOST_HEADERS,
            kilobytes: MOST_HEADER_BYTES / 1024,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(address: &str, headers: usize, length: usize) -> Result<(), Fault> {
        let mut request = axum::http::Request::builder().uri(address);
        for number in 0..headers {
            request = request.header(format!("x-{number}"), "x".repeat(length));
        }
        judge(&request.body(()).unwrap())
    }

    #[test]
    fn what_is_too_large_is_named() {
        assert!(judged(&format!("/{}", "x".repeat(LONGEST_ADDRESS - 1)), 64, 200).is_ok());
        let long = judged(&format!("/?{}", "x".repeat(LONGEST_ADDRESS)), 0, 0);
        assert!(matches!(long, Err(Fault::AddressTooLong(_))));
        for (headers, length) in [(65, 1), (2, 9000)] {
            let large = judged("/", headers, length);
            assert!(matches!(large, Err(Fault::HeadersTooLarge { .. })));
        }
    }
}
