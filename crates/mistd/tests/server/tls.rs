//! HTTPS: with a certificate that is made here and kept, and with one that is given.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{Mistd, mistd_program, raw};

/// The certificate that a server made for itself.
fn kept(mistd: &Mistd) -> CertificateDer<'static> {
    let file = std::fs::read(mistd.data_dir().join("tls.json")).unwrap();
    let kept: Value = serde_json::from_slice(&file).unwrap();
    let bytes: Vec<u8> = serde_json::from_value(kept["certificate"].clone()).unwrap();
    bytes.into()
}

fn pem(kind: &str, bytes: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(bytes);
    format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
}

/// Connects as somebody who trusts this certificate and no other, and calls the server by this name.
async fn connect(
    mistd: &Mistd,
    trusted: CertificateDer<'static>,
    name: &str,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(mistd.address()).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

async fn ask(mistd: &Mistd, host: &str, headers: &str) -> String {
    let mut stream = connect(mistd, kept(mistd), host).await.unwrap();
    let request =
        format!("GET /backends HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn the_api_is_there_over_https_by_every_name_the_certificate_is_for() {
    let mistd = Mistd::start(&["--tls-self-signed", "--origin", "https://mist.example:8443"]);
    assert!(mistd.url.starts_with("https://127.0.0.1:"), "{}", mistd.url);
    for host in ["127.0.0.1", "localhost", "mist.example"] {
        let answer = ask(&mistd, host, "").await;
        assert!(answer.starts_with("HTTP/1.1 401"), "{host}: {answer}");
        // Nobody vouches for it: a browser must not insist on it for a year.
        assert!(
            !answer
                .to_ascii_lowercase()
                .contains("strict-transport-security")
        );
        let page = ask(&mistd, host, &format!("Origin: https://{host}\r\n")).await;
        assert!(page.starts_with("HTTP/1.1 401"), "{host}: {page}");
        let stranger = ask(&mistd, host, &format!("Origin: http://{host}\r\n")).await;
        assert!(stranger.starts_with("HTTP/1.1 403"), "{host}: {stranger}");
    }
    assert!(connect(&mistd, kept(&mistd), "evil.example").await.is_err());
}

#[tokio::test]
async fn the_certificate_stays_over_restarts() {
    let mistd = Mistd::start(&["--tls-self-signed"]);
    let first = mistd.fingerprint.clone().unwrap();
    assert_eq!(first.split(':').count(), 32);
    let mistd = Mistd::start_in(mistd.stop(), &["--tls-self-signed"]);
    assert_eq!(mistd.fingerprint.as_ref(), Some(&first));
    let renamed = ["--tls-self-signed", "--origin", "https://mist.example"];
    let mistd = Mistd::start_in(mistd.stop(), &renamed);
    assert_ne!(mistd.fingerprint, Some(first));
}

#[tokio::test]
async fn who_speaks_http_is_told_and_who_says_nothing_is_let_go() {
    let mistd = Mistd::start(&["--tls-self-signed", "--patience", "1"]);
    let told = raw(mistd.address(), "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").await;
    assert!(
        told.starts_with("HTTP/1.1 400") && told.contains("https://"),
        "{told}"
    );
    let address: SocketAddr = mistd.address().parse().unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    let mut nothing = Vec::new();
    // The end is the server's: nothing here closes the connection.
    let _reset_is_an_end_too = silent.read_to_end(&mut nothing).await;
    assert!(nothing.is_empty());
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(&[22, 3, 1]).await.unwrap();
    let _reset_is_an_end_too = half.read_to_end(&mut nothing).await;
    assert!(
        ask(&mistd, "127.0.0.1", "")
            .await
            .starts_with("HTTP/1.1 401")
    );
}

#[tokio::test]
async fn a_certificate_can_be_given() {
    let folder = tempfile::tempdir().unwrap();
    let [certificate, key, other] = ["cert.pem", "key.pem", "other.pem"].map(|name| {
        let path = folder.path().join(name);
        path.to_str().unwrap().to_owned()
    });
    let made = rcgen::generate_simple_self_signed(["mist.example".to_owned()]).unwrap();
    std::fs::write(&certificate, pem("CERTIFICATE", made.cert.der())).unwrap();
    std::fs::write(&key, pem("PRIVATE KEY", &made.signing_key.serialize_der())).unwrap();
    std::fs::write(
        &other,
        pem(
            "PRIVATE KEY",
            &rcgen::KeyPair::generate().unwrap().serialize_der(),
        ),
    )
    .unwrap();
    let mistd = Mistd::start(&[
        "--tls-cert",
        &certificate,
        "--tls-key",
        &key,
        "--origin",
        "https://mist.example",
    ]);
    let mut stream = connect(&mistd, made.cert.der().clone(), "mist.example")
        .await
        .unwrap();
    let request = "GET /backends HTTP/1.1\r\nHost: mist.example\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(!mistd.data_dir().join("tls.json").exists());

    let refused = |certificate: &str, key: &str| {
        let mut command = mistd_program();
        command.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--tls-cert",
            certificate,
            "--tls-key",
            key,
        ]);
        let output = command
            .arg("--data-dir")
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&certificate, &other).contains("cannot use this certificate with this key"));
    assert!(refused(&key, &certificate).contains("cannot use"));
    assert!(refused("/nowhere.pem", &key).contains("/nowhere.pem"));
}
