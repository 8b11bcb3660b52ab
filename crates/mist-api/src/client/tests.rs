use std::time::Duration;

use super::{Client, Credentials, ServerUrl};
use crate::call::{self, DeleteKey, ListBackends, ListKeys};
use crate::error::ApiError;
use crate::shell::Event;
use crate::transport::{MemoryTransport, Method, Scripted, TransportError};

const RECORD: &str =
    "<script type='text/javascript'>parent.appendShell('hi<br/>', 'r1');</script>\n";
const ENDING: &str = "<script type='text/javascript'>parent.completeShell(1, 'r1');</script>\n";

fn client(transport: &MemoryTransport) -> Client<MemoryTransport> {
    let server = ServerUrl::parse("https://mist.example/sub").unwrap();
    Client::new(transport.clone(), server, None)
}

fn shell() -> call::Shell {
    call::Shell {
        backend: "b".into(),
        machine: "m".into(),
        host: "h".into(),
        command: "uptime".into(),
        command_id: "r1".into(),
        cols: None,
    }
}

/// All that a scripted answer says: events, then how it ended.
async fn run(answer: Scripted) -> (Vec<Event>, Result<(), ApiError>) {
    let all = read_all(MemoryTransport::new().then(answer));
    tokio::time::timeout(Duration::from_secs(20), all)
        .await
        .expect("nothing waits for ever")
}

async fn read_all(transport: MemoryTransport) -> (Vec<Event>, Result<(), ApiError>) {
    let mut events = Vec::new();
    let mut stream = match client(&transport).shell(&shell()).await {
        Ok(stream) => stream,
        Err(error) => return (events, Err(error)),
    };
    while let Some(next) = stream.next().await {
        match next {
            Ok(some) => {
                assert!(!some.is_empty());
                events.extend(some);
            }
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error is the last thing");
                return (events, Err(error));
            }
        }
    }
    assert!(stream.next().await.is_none());
    (events, Ok(()))
}

fn hi() -> Event {
    Event::Output(b"hi\n".to_vec())
}

#[tokio::test]
async fn the_token_goes_with_every_call_and_nothing_where_there_is_none() {
    let transport = MemoryTransport::new().on(Method::Get, "/keys", Scripted::ok("[]"));
    client(&transport).call(&ListKeys).await.unwrap();
    let credentials = Credentials {
        email: "a@b.c".into(),
        token: "t0k".into(),
    };
    let signed_in = Client::new(
        transport.clone(),
        ServerUrl::same_origin(),
        Some(credentials),
    );
    signed_in.call(&ListKeys).await.unwrap();
    assert!(!format!("{signed_in:?}").contains("t0k"));
    let recorded = transport.recorded();
    assert_eq!(recorded[0].url, "https://mist.example/sub/keys");
    assert_eq!(recorded[0].request.header("Authorization"), None);
    assert_eq!(recorded[1].url, "/keys");
    assert_eq!(
        recorded[1].request.header("Authorization"),
        Some("mist_1 a@b.c:t0k")
    );
}

#[tokio::test]
async fn statuses_become_errors_with_the_servers_words() {
    let words = || "why".to_owned();
    let cases = [
        (
            400,
            ApiError::Rejected {
                status: 400,
                words: words(),
            },
        ),
        (401, ApiError::Unauthorised { words: words() }),
        (402, ApiError::PaymentRequired { words: words() }),
        (403, ApiError::Forbidden { words: words() }),
        (404, ApiError::NotFound { words: words() }),
        (405, ApiError::NotAllowed { words: words() }),
        (409, ApiError::Conflict { words: words() }),
        (
            429,
            ApiError::Rejected {
                status: 429,
                words: words(),
            },
        ),
        (
            500,
            ApiError::Server {
                status: 500,
                words: words(),
            },
        ),
        (
            502,
            ApiError::Server {
                status: 502,
                words: words(),
            },
        ),
        (503, ApiError::ProviderUnreachable { words: words() }),
        (
            302,
            ApiError::Server {
                status: 302,
                words: words(),
            },
        ),
    ];
    for (status, expected) in cases {
        let transport = MemoryTransport::new().then(Scripted::answer(status, "u'why'"));
        let error = client(&transport).call(&ListBackends).await.unwrap_err();
        assert_eq!(error, expected);
        assert_eq!((error.status(), error.words()), (Some(status), Some("why")));
    }
}

#[tokio::test]
async fn no_answer_is_told_apart_from_a_bad_one() {
    let error = |answer| async {
        client(&MemoryTransport::new().then(answer))
            .call(&ListBackends)
            .await
            .unwrap_err()
    };
    let broken = TransportError::Network("gone".into());
    assert_eq!(
        error(Scripted::Failure(broken.clone())).await,
        ApiError::Network {
            detail: "gone".into()
        }
    );
    assert_eq!(
        error(Scripted::Failure(TransportError::Timeout)).await,
        ApiError::Timeout
    );
    assert_eq!(
        error(Scripted::Failure(TransportError::Aborted)).await,
        ApiError::Aborted
    );
    assert!(matches!(
        error(Scripted::Broken(200, vec![], broken)).await,
        ApiError::Network { .. }
    ));
    let page = error(Scripted::ok("<!doctype html>")).await;
    assert!(
        matches!(&page, ApiError::Undecodable { path, .. } if path == "$"),
        "{page:?}"
    );
}

#[tokio::test]
async fn names_that_would_change_the_address_are_never_sent() {
    let transport = MemoryTransport::new();
    for key in ["", ".", ".."] {
        let error = client(&transport)
            .call(&DeleteKey { key: key.into() })
            .await
            .unwrap_err();
        assert_eq!(error, ApiError::Unaddressable);
    }
    assert!(transport.recorded().is_empty());
    client(&transport)
        .call(&DeleteKey { key: "...".into() })
        .await
        .unwrap_err();
    client(&transport).call(&call::Home).await.unwrap_err();
    assert_eq!(transport.recorded().len(), 2);
}

#[tokio::test]
async fn a_command_streams_and_ends() {
    let pieces = [
        &RECORD.as_bytes()[..20],
        &RECORD.as_bytes()[20..],
        ENDING.as_bytes(),
    ];
    let answer = Scripted::Answer(200, pieces.iter().map(|piece| piece.to_vec()).collect());
    let completed = Event::Completed { exit: None };
    assert_eq!(run(answer).await, (vec![hi(), completed], Ok(())));
}

#[tokio::test]
async fn after_the_end_nobody_waits_for_the_connection_to_close() {
    let answer = Scripted::Open(200, vec![[RECORD, ENDING].concat().into_bytes()]);
    assert_eq!(
        run(answer).await,
        (vec![hi(), Event::Completed { exit: None }], Ok(()))
    );
}

#[tokio::test]
async fn a_stream_without_its_end_was_interrupted() {
    assert_eq!(run(Scripted::ok(RECORD)).await, (vec![hi()], Ok(())));
    assert_eq!(run(Scripted::ok("<html><body>\n")).await, (vec![], Ok(())));
    let broken = TransportError::Network("reset".into());
    let (events, end) = run(Scripted::Broken(200, vec![RECORD.into()], broken)).await;
    assert_eq!(events, [hi()]);
    assert_eq!(
        end,
        Err(ApiError::Network {
            detail: "reset".into()
        })
    );
}

#[tokio::test]
async fn a_500_with_a_stream_in_it_streams() {
    let pieces = vec![b"<html><body>\n".to_vec(), RECORD.into(), ENDING.into()];
    let completed = Event::Completed { exit: None };
    assert_eq!(
        run(Scripted::Answer(500, pieces)).await,
        (vec![hi(), completed], Ok(()))
    );
}

#[tokio::test]
async fn a_refused_command_is_an_error() {
    let (_, plain) = run(Scripted::answer(500, "Internal Server Error")).await;
    assert_eq!(
        plain,
        Err(ApiError::Server {
            status: 500,
            words: "Internal Server Error".into()
        })
    );
    let (_, known) = run(Scripted::answer(409, "Command exists: r1")).await;
    assert_eq!(
        known,
        Err(ApiError::Conflict {
            words: "Command exists: r1".into()
        })
    );
    // Not even a stream makes a refusal a success.
    let (events, refused) = run(Scripted::answer(401, [RECORD, ENDING].concat())).await;
    assert!(events.is_empty() && matches!(refused, Err(ApiError::Unauthorised { .. })));
    let endless = Scripted::Open(502, vec![vec![b'x'; 70_000]]);
    assert!(matches!(
        run(endless).await.1,
        Err(ApiError::Server { status: 502, .. })
    ));
}

#[tokio::test]
async fn a_page_of_someone_else_is_no_command() {
    let (_, end) = run(Scripted::ok("<!DOCTYPE html>\n<html><p>hello</p></html>\n")).await;
    assert!(matches!(end, Err(ApiError::Undecodable { .. })), "{end:?}");
}
