//! Calls over `fetch`. The host that serves these tests answers its own page and 404; it is no
//! mist server, which is an answer the page must understand too.

use mist_api::{
    ApiError, Client, ServerUrl,
    call::ListBackends,
    transport::{ByteStream, HttpRequest, Method, Transport, TransportError},
};
use mist_web::platform::{address, http::BrowserTransport};
use wasm_bindgen_test::wasm_bindgen_test;

/// A port that no browser goes to and nothing listens on.
const NOWHERE: &str = "http://127.0.0.1:9";

fn get(path: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        path: path.to_owned(),
        body: None,
        headers: Vec::new(),
        timeout: None,
    }
}

fn here(path: &str) -> String {
    format!("{}{path}", address::origin())
}

#[wasm_bindgen_test]
async fn a_server_that_cannot_be_reached_is_a_network_error() {
    let url = format!("{NOWHERE}/backends");
    let sent = BrowserTransport.send(&url, get("/backends")).await;
    assert!(matches!(sent, Err(TransportError::Network(_))), "{sent:?}");
    let opened = BrowserTransport.open(&url, get("/backends")).await;
    assert!(matches!(opened.err(), Some(TransportError::Network(_))));

    let server = ServerUrl::parse(NOWHERE).unwrap();
    let client = Client::new(BrowserTransport, server, None);
    let answer = client.call(&ListBackends).await;
    assert!(
        matches!(answer, Err(ApiError::Network { .. })),
        "{answer:?}"
    );
}

#[wasm_bindgen_test]
async fn an_address_that_is_none_is_an_error_too() {
    let sent = BrowserTransport.send("http://[", get("/")).await;
    assert!(matches!(sent, Err(TransportError::Network(_))), "{sent:?}");
}

#[wasm_bindgen_test]
async fn every_status_is_an_answer() {
    let answer = BrowserTransport
        .send(&here("/nothing"), get("/nothing"))
        .await;
    assert_eq!(answer.unwrap().status, 404);

    let client = Client::new(BrowserTransport, ServerUrl::same_origin(), None);
    let error = client.call(&ListBackends).await.unwrap_err();
    assert_eq!(error.status(), Some(404), "{error:?}");
}

#[wasm_bindgen_test]
async fn a_stream_brings_the_same_bytes_as_a_whole_answer_and_then_ends() {
    let whole = BrowserTransport.send(&here("/"), get("/")).await.unwrap();
    assert_eq!(whole.status, 200);
    assert!(!whole.body.is_empty());

    let (status, mut stream) = BrowserTransport.open(&here("/"), get("/")).await.unwrap();
    assert_eq!(status, 200);
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend(chunk.unwrap());
    }
    assert!(bytes == whole.body, "{} bytes", bytes.len());
    assert!(stream.next().await.is_none());
}

#[wasm_bindgen_test]
async fn a_value_no_header_can_carry_is_an_error_and_ends_nothing() {
    let mut request = get("/");
    request.headers = vec![("X-Test", "zażółć".to_owned())];
    let sent = BrowserTransport.send(&here("/"), request).await;
    assert!(matches!(sent, Err(TransportError::Network(_))), "{sent:?}");
}
