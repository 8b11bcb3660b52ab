//! The page's files.

use std::path::Path;

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Answer, Client, Mistd};

const SCRIPT: &str = "/mist-web-0123456789abcdef.js";
const WASM: &str = "/mist-web-0123456789abcdef_bg.wasm";

fn page(folder: &Path) {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("index.html", "<!doctype html><title>Mist</title>");
    write(&SCRIPT[1..], "let plain;");
    write(&format!("{}.br", &SCRIPT[1..]), "as brotli");
    write(&format!("{}.gz", &SCRIPT[1..]), "as gzip");
    write(&WASM[1..], "\0asm");
    std::fs::create_dir(folder.join("fonts")).unwrap();
    write("fonts/a.woff2", "font");
}

#[tokio::test]
async fn files_have_the_right_type_form_and_life() {
    let folder = tempfile::tempdir().unwrap();
    page(folder.path());
    let mistd = Mistd::start(&["--static-dir", folder.path().to_str().unwrap()]);
    let client = Client::anonymous(&mistd.url);

    let index = client.get("/").await;
    assert_eq!(
        (index.status, index.header("content-type")),
        (200, "text/html")
    );
    assert_eq!(index.header("cache-control"), "no-cache");
    let policy = index.header("content-security-policy");
    for part in [
        "connect-src 'self';",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval';",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline"));
    assert_eq!(index.header("x-content-type-options"), "nosniff");
    assert_eq!(index.header("referrer-policy"), "no-referrer");
    assert_eq!(index.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(index.header("cross-origin-resource-policy"), "same-origin");

    assert!(!index.header("x-request-id").is_empty());

    let unchanged = client
        .request(Method::GET, "/")
        .header("if-none-match", index.header("etag"));
    assert_eq!(Answer::to(unchanged).await.status, 304);

    let wasm = client.get(WASM).await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        wasm.header("cache-control"),
        "public, max-age=31536000, immutable"
    );

    for (accepted, encoding, body) in [
        ("br, gzip", "br", "as brotli"),
        ("gzip", "gzip", "as gzip"),
        ("identity", "", "let plain;"),
    ] {
        let request = client
            .request(Method::GET, SCRIPT)
            .header("accept-encoding", accepted);
        let answer = Answer::to(request).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.text(), body);
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert!(answer.header("vary").contains("accept-encoding"));
    }
    assert_eq!(
        client.get("/fonts/a.woff2").await.header("cache-control"),
        "no-cache"
    );
    assert_eq!(
        client.get("/fonts/a.woff2").await.header("content-type"),
        "font/woff2"
    );
}

#[tokio::test]
async fn the_api_comes_first_and_nothing_outside_the_folder_is_served() {
    let outer = tempfile::tempdir().unwrap();
    std::fs::write(outer.path().join("secret"), "outside").unwrap();
    let folder = outer.path().join("dist");
    std::fs::create_dir(&folder).unwrap();
    page(&folder);
    std::fs::write(folder.join("keys"), "a file with the API's name").unwrap();
    let mistd = Mistd::start(&["--static-dir", folder.to_str().unwrap()]);
    let client = Client::anonymous(&mistd.url);
    assert_eq!(client.get("/keys").await.status, 401);
    let missing = client.get("/nosuch-0123456789abcdef.js").await;
    assert_eq!(
        (missing.status, missing.header("cache-control")),
        (404, "no-cache")
    );
    assert_eq!(
        Answer::to(client.request(Method::POST, "/index.html"))
            .await
            .status,
        404
    );
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/fonts/../../secret",
        "//etc/passwd",
    ] {
        let address = mistd.url.strip_prefix("http://").unwrap();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 40"), "{path}: {answer}");
        assert!(
            !answer.contains("outside") && !answer.contains("root:"),
            "{path}: {answer}"
        );
    }
}
