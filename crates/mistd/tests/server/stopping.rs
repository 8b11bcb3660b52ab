//! Stopping: what is under way is told, ended or finished, and it is over soon.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use crate::support::{
    Client, End, Mistd, Sshd, decode, processes_with, raw, to_the_end, wait_until,
};

const FAREWELL: &str = "[mistd: the server is shutting down; the command was ended]\r\n";

/// How long stopping may take, with everything in its way.
const SOON: Duration = Duration::from_secs(8);

/// Starts a command that ignores hanging up and asks the server to stop; answers what its stream said.
async fn stopped_under(mistd: Mistd, client: &Client, machine: &str, signal: Signal) -> String {
    let mark = format!("sleep 94{}", mistd.pid());
    let command = format!("trap '' HUP; printf 'half a line'; {mark}");
    let mut run = client.run(machine, &command, "c1").await;
    run.until(|text| text.contains("half a line")).await;
    wait_until("the command", || {
        (!processes_with(&mark).is_empty()).then_some(())
    })
    .await;
    let begun = Instant::now();
    mistd.signal(signal);
    let address = mistd.address().to_owned();
    let database = mistd.data_dir().join("mist.db-wal");
    let (status, folder) = mistd.ended();
    assert!(status.success(), "{status}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert!(TcpStream::connect(address).await.is_err());
    assert!(processes_with(&mark).is_empty());
    let left = std::fs::metadata(&database).map_or(0, |file| file.len());
    assert_eq!(left, 0, "the database was not tidied up in {folder:?}");
    let run = run.finished().await;
    assert_eq!(run.end, End::Interrupted);
    assert!(!run.broken, "the stream was cut off");
    run.text()
}

#[tokio::test]
async fn a_command_on_this_computer_is_ended_and_its_stream_says_why() {
    for signal in [Signal::TERM, Signal::INT] {
        let mistd = Mistd::start(&["--this-computer"]);
        let client = mistd.client().await;
        let backends = client.get("/backends").await.json();
        let machine = client.machine(backends[0]["id"].as_str().unwrap()).await;
        let said = stopped_under(mistd, &client, &machine, signal).await;
        assert_eq!(said, format!("half a line\r\n{FAREWELL}"));
    }
}

#[tokio::test]
async fn a_command_elsewhere_is_ended_and_its_stream_says_why() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let said = stopped_under(mistd, &client, &machine, Signal::TERM).await;
    assert_eq!(said, format!("half a line\r\n{FAREWELL}"));
}

#[tokio::test]
async fn a_command_that_has_not_begun_is_told_too() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (mut server, machine) = Sshd::added_by(&client).await;
    server.down();
    // Somebody who accepts connections and says nothing.
    let silent = TcpListener::bind(("127.0.0.1", server.port)).await.unwrap();
    let path = format!("{machine}/shell?host=127.0.0.1&command=true&command_id=c1");
    let running = tokio::spawn(async move { client.get(&path).await });
    let _held = silent.accept().await.unwrap();
    mistd.signal(Signal::TERM);
    let answer = running.await.unwrap();
    let (output, _) = decode(&answer.body, "c1");
    let words =
        "Failed to execute command\nError: Service unavailable: the server is shutting down\n";
    assert_eq!(
        (answer.status, String::from_utf8(output).unwrap().as_str()),
        (500, words)
    );
    assert!(mistd.ended().0.success());
}

#[tokio::test]
async fn who_holds_a_connection_does_not_hold_up_the_end() {
    let mistd = Mistd::start(&[]);
    let mut idle = TcpStream::connect(mistd.address()).await.unwrap();
    let mut half = TcpStream::connect(mistd.address()).await.unwrap();
    half.write_all(b"POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        .await
        .unwrap();
    // Answered, so both others were accepted before.
    raw(mistd.address(), "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").await;
    let begun = Instant::now();
    mistd.stop();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    let _closed = idle.shutdown().await;
}

#[tokio::test]
async fn an_answer_under_way_is_finished() {
    let mistd = Mistd::start(&[]);
    let mut half = TcpStream::connect(mistd.address()).await.unwrap();
    let body = r#"{"email": "a@b.c"}"#;
    let head = format!(
        "POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    half.write_all(head.as_bytes()).await.unwrap();
    raw(mistd.address(), "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").await;
    mistd.signal(Signal::TERM);
    mistd
        .logged("the beginning of the end", |line: &Value| {
            line["message"] == "the server stops"
        })
        .await;
    half.write_all(body.as_bytes()).await.unwrap();
    let answer = to_the_end(&mut half).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(mistd.ended().0.success());
}

#[tokio::test]
async fn told_twice_it_stops_at_once() {
    let mistd = Mistd::start(&[]);
    // Holds up the orderly end for a while.
    let mut half = TcpStream::connect(mistd.address()).await.unwrap();
    half.write_all(b"POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        .await
        .unwrap();
    raw(mistd.address(), "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").await;
    mistd.signal(Signal::TERM);
    mistd
        .logged("the beginning of the end", |line: &Value| {
            line["message"] == "the server stops"
        })
        .await;
    mistd.signal(Signal::TERM);
    let (status, folder) = mistd.ended();
    assert_eq!(status.code(), Some(1));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("stopped at once, as told"), "{log}");
}

#[tokio::test]
async fn the_end_of_its_input_stops_it_only_if_that_was_agreed() {
    let mut bound = Mistd::start(&["--stop-at-eof"]);
    bound.close_input();
    let (status, _) = bound.ended();
    assert!(status.success(), "{status}");

    let mut free = Mistd::start(&[]);
    free.close_input();
    assert_eq!(free.client().await.get("/keys").await.status, 200);
    free.stop();
}
