//! Names, origins, and what is refused whatever it asks.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, Mistd, raw};

/// Sends a request with exactly these headers and answers status line and rest.
async fn with_headers(mistd: &Mistd, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
    raw(mistd.address(), &request).await
}

#[tokio::test]
async fn a_strange_name_is_refused_for_page_and_api() {
    let mistd = Mistd::start(&["--origin", "https://mist.example"]);
    let token = mistd.client().await.token;
    let call = |host: &str, path: &str| {
        let headers = format!("Host: {host}\r\nAuthorized: {token}\r\n");
        let path = path.to_owned();
        let mistd = &mistd;
        async move { with_headers(mistd, &path, &headers).await }
    };
    for path in ["/backends", "/"] {
        let refused = call("rebound.example", path).await;
        assert!(refused.starts_with("HTTP/1.1 403"), "{refused}");
        assert!(refused.contains("not known by that name"), "{refused}");
    }
    for host in ["localhost:1", "127.0.0.1", "mist.example"] {
        let answer = call(host, "/backends").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{host}: {answer}");
    }
    let none = with_headers(&mistd, "/backends", "").await;
    assert!(none.starts_with("HTTP/1.1 40"), "{none}");
}

#[tokio::test]
async fn other_sites_pages_are_refused_on_every_method_even_with_a_token() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let shell = "/backends/x/machines/y/shell?host=127.0.0.1&command=true&command_id=c1";
    for (method, path) in [
        (Method::GET, "/backends"),
        (Method::GET, shell),
        (Method::POST, "/auth"),
        (Method::PUT, "/keys"),
        (Method::DELETE, "/auth"),
        (Method::OPTIONS, "/backends"),
    ] {
        for (name, value) in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let request = client.request(method.clone(), path).header(name, value);
            let answer = Answer::to(request).await;
            assert_eq!(answer.status, 403, "{method} {path} {name}: {value}");
            assert!(answer.headers.get("access-control-allow-origin").is_none());
        }
    }
    let own = client
        .request(Method::GET, "/backends")
        .header("origin", &client.url);
    assert_eq!(
        Answer::to(own.header("sec-fetch-site", "same-origin"))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn pages_of_an_allowed_origin_may_call_and_those_of_our_names_elsewhere_may_not() {
    let mistd = Mistd::start(&[
        "--origin",
        "https://mist.example",
        "--allow-origin",
        "https://first.example",
        "--allow-origin",
        "https://page.example",
    ]);
    let client = mistd.client().await;
    let from = |method: Method| {
        client
            .request(method, "/backends")
            .header("origin", "https://page.example")
    };
    let preflight = from(Method::OPTIONS)
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let preflight = Answer::to(preflight).await;
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-origin"),
        "https://page.example"
    );
    assert!(
        preflight
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    assert!(
        preflight
            .header("access-control-allow-methods")
            .contains("DELETE")
    );
    let call = Answer::to(from(Method::GET).header("sec-fetch-site", "cross-site")).await;
    assert_eq!(call.status, 200);
    assert_eq!(
        call.header("access-control-allow-origin"),
        "https://page.example"
    );
    let exposed = call.header("access-control-expose-headers");
    assert!(exposed.contains("retry-after") && exposed.contains("x-request-id"));
    assert!(!preflight.header("access-control-max-age").is_empty());
    assert!(call.header("vary").contains("origin"));
    assert!(
        client
            .get("/backends")
            .await
            .headers
            .get("access-control-allow-origin")
            .is_none()
    );
    let elsewhere = client
        .request(Method::GET, "/backends")
        .header("origin", "https://mist.example");
    let refused = Answer::to(elsewhere).await;
    assert_eq!(refused.status, 403);
    assert!(refused.headers.get("access-control-allow-origin").is_none());
    // To be let in by a page's name is not to be called by it.
    let host = "Host: page.example\r\n";
    let named = with_headers(&mistd, "/backends", host).await;
    assert!(named.starts_with("HTTP/1.1 403"), "{named}");
}

#[tokio::test]
async fn bad_bodies_and_unknown_routes_are_answered_in_words() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    for body in ["{not json", "[]", "null", "\"x\""] {
        let request = client.request(Method::POST, "/backends").body(body);
        let answer = Answer::to(request).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(
            answer.text().starts_with("Bad Request: The body "),
            "{}",
            answer.text()
        );
    }
    for (method, path) in [
        (Method::GET, "/backends/x"),
        (Method::PUT, "/backends"),
        (Method::GET, "/monitoring"),
        (Method::GET, "/backends/"),
        (Method::POST, "/nosuch"),
    ] {
        let answer = Answer::to(client.request(method.clone(), path)).await;
        assert_eq!(answer.status, 404, "{method} {path}");
        assert!(
            answer.text().starts_with("404 Not Found"),
            "{}",
            answer.text()
        );
    }
    let anonymous = Client::anonymous(&mistd.url);
    assert_eq!(anonymous.post("/auth", json!({})).await.status, 401);
}
