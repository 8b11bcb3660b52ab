//! Against a server of our own on this computer, which reads a request and does as the test says.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::NativeTransport;
use crate::call::{self, AddKey, Call, ListKeys};
use crate::client::{Client, Credentials, ServerUrl};
use crate::error::ApiError;
use crate::shell::{Encoder, Event};
use crate::transport::{ByteStream, HttpRequest, Method, Transport, TransportError};

/// A server for one connection: gives its address, and what `serve` returns.
async fn server<F, T>(
    serve: impl FnOnce(String, TcpStream) -> F + Send + 'static,
) -> (String, tokio::task::JoinHandle<T>)
where
    F: Future<Output = T> + Send,
    T: Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_request(&mut stream).await;
        serve(request, stream).await
    });
    (url, task)
}

/// Head and body of a request.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse::<usize>()
                    .ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        let mut piece = [0; 4096];
        let read = stream.read(&mut piece).await.unwrap();
        assert!(read > 0, "the request broke off: {text}");
        bytes.extend_from_slice(&piece[..read]);
    }
}

fn client(url: &str) -> Client<NativeTransport> {
    let credentials = Credentials {
        email: "a@b.c".into(),
        token: "t0k".into(),
    };
    let server = ServerUrl::parse(url).unwrap();
    Client::new(NativeTransport::new().unwrap(), server, Some(credentials))
}

fn shell() -> call::Shell {
    call::Shell {
        backend: "b".into(),
        machine: "m".into(),
        host: "h".into(),
        command: "secret-command".into(),
        command_id: "r1".into(),
        cols: None,
    }
}

#[tokio::test]
async fn a_call_goes_out_as_it_should_and_its_answer_comes_back() {
    let (url, server) = server(|request, mut stream| async move {
        let body = r#"{"id": "k", "machines": [], "isDefault": true}"#;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).await.unwrap();
        request
    })
    .await;
    let call = AddKey {
        id: "k".into(),
        private_key: "pem".into(),
        passphrase: None,
    };
    let key = client(&url).call(&call).await.unwrap();
    assert!(key.is_default);
    let request = server.await.unwrap();
    assert!(request.starts_with("PUT /keys HTTP/1.1\r\n"), "{request}");
    let lower = request.to_ascii_lowercase();
    for header in [
        "authorization: mist_1 a@b.c:t0k",
        "accept: application/json",
        "content-type: application/json",
    ] {
        assert!(
            lower.contains(&format!("\r\n{header}\r\n")),
            "{header} in {request}"
        );
    }
    assert!(request.ends_with(r#"{"id":"k","priv":"pem"}"#), "{request}");
}

#[tokio::test]
async fn output_is_there_before_the_command_ends() {
    let (go_on, wait) = oneshot::channel::<()>();
    let (url, server) = server(|_, mut stream| async move {
        let encoder = Encoder::new("r1").unwrap();
        let mut wire = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
        encoder.begin(&mut wire);
        encoder.output(b"first", &mut wire);
        stream.write_all(&wire).await.unwrap();
        wait.await.unwrap();
        wire.clear();
        encoder.output(b" second\n", &mut wire);
        encoder.complete(Some(3), &mut wire);
        stream.write_all(&wire).await.unwrap();
    })
    .await;
    let mut stream = client(&url).shell(&shell()).await.unwrap();
    let mut output = Vec::new();
    while output != b"first" {
        for event in stream.next().await.unwrap().unwrap() {
            let Event::Output(bytes) = event else {
                panic!("{event:?}")
            };
            output.extend(bytes);
        }
    }
    go_on.send(()).unwrap();
    let mut exit = None;
    while let Some(events) = stream.next().await {
        for event in events.unwrap() {
            match event {
                Event::Output(bytes) => output.extend(bytes),
                Event::Completed { exit: status } => exit = status,
            }
        }
    }
    assert_eq!((output.as_slice(), exit), (&b"first second\n"[..], Some(3)));
    server.await.unwrap();
}

#[tokio::test]
async fn dropping_a_stream_closes_the_connection() {
    let (url, server) = server(|_, mut stream| async move {
        stream
            .write_all(b"HTTP/1.1 200 OK\r\n\r\n<html><body>\n")
            .await
            .unwrap();
        // Ends when the other side has gone.
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    })
    .await;
    let stream = client(&url).shell(&shell()).await.unwrap();
    drop(stream);
    server.await.unwrap();
}

#[tokio::test]
async fn silence_ends_with_the_requests_time() {
    let (url, server) = server(|_, stream| async move { stream }).await;
    let mut request = ListKeys.http();
    request.timeout = Some(Duration::from_millis(50));
    let transport = NativeTransport::new().unwrap();
    let address = format!("{url}/keys");
    assert_eq!(
        transport.send(&address, request.clone()).await,
        Err(TransportError::Timeout)
    );
    drop(server.await.unwrap());
}

#[tokio::test]
async fn a_stream_may_take_longer_than_its_beginning() {
    let (go_on, wait) = oneshot::channel::<()>();
    let (url, server) = server(|_, mut stream| async move {
        stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n").await.unwrap();
        wait.await.unwrap();
        stream.write_all(b"late").await.unwrap();
    })
    .await;
    let mut request = HttpRequest::new(Method::Get, "/x");
    request.timeout = Some(Duration::from_secs(5));
    let (status, mut stream) = NativeTransport::new()
        .unwrap()
        .open(&format!("{url}/x"), request)
        .await
        .unwrap();
    assert_eq!(status, 200);
    go_on.send(()).unwrap();
    assert_eq!(stream.next().await, Some(Ok(b"late".to_vec())));
    assert_eq!(stream.next().await, None);
    assert_eq!(stream.next().await, None);
    server.await.unwrap();
}

#[tokio::test]
async fn nobody_there_and_broken_answers_are_network_errors_without_the_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url).shell(&shell()).await.err().unwrap();
    let ApiError::Network { detail } = &error else {
        panic!("{error:?}")
    };
    assert!(
        !detail.contains("secret-command") && !detail.is_empty(),
        "{detail}"
    );

    let (url, server) = server(|_, mut stream| async move {
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]")
            .await
            .unwrap();
    })
    .await;
    let error = client(&url).call(&ListKeys).await.unwrap_err();
    assert!(matches!(error, ApiError::Network { .. }), "{error:?}");
    server.await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_none_is_an_error() {
    let transport = NativeTransport::new().unwrap();
    let error = transport.send("/keys", ListKeys.http()).await.unwrap_err();
    assert!(matches!(error, TransportError::Network(_)), "{error:?}");
}
