//! What is too much, too large or too slow is refused in words; what just lasts is not.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Answer, Client, End, Mistd, raw, to_the_end, wait_until};

async fn this_computer(client: &Client) -> String {
    let backends = client.get("/backends").await.json();
    client.machine(backends[0]["id"].as_str().unwrap()).await
}

#[tokio::test]
async fn what_is_too_large_is_told() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let address = client.get(&format!("/keys?{}", "x".repeat(40_000))).await;
    assert_eq!(
        (address.status, address.text().as_str()),
        (414, "URI Too Long: an address has at most 32 KB")
    );
    assert!(!address.header("x-request-id").is_empty());

    let words = "Request Header Fields Too Large: at most 64 headers of 16 KB together";
    let large = client
        .request(Method::GET, "/keys")
        .header("x-large", "x".repeat(20_000));
    let many = (0..70).fold(client.request(Method::GET, "/keys"), |request, number| {
        request.header(format!("x-{number}"), "x")
    });
    for request in [large, many] {
        let answer = Answer::to(request).await;
        assert_eq!((answer.status, answer.text().as_str()), (431, words));
    }

    let body = |length| client.put("/keys", json!({"id": "x", "priv": "x".repeat(length)}));
    assert_eq!(body(200_000).await.status, 400);
    for length in [300_000, 3_000_000] {
        let answer = body(length).await;
        let words = "Payload Too Large: a request has at most 256 KB";
        assert_eq!((answer.status, answer.text().as_str()), (413, words));
    }
    assert_eq!(client.get("/keys").await.status, 200);
}

#[tokio::test]
async fn what_is_far_too_large_is_cut_off() {
    let mistd = Mistd::start(&[]);
    let head = |rest: String| format!("GET /keys HTTP/1.1\r\nHost: localhost\r\n{rest}\r\n");
    for (request, statuses) in [
        (
            format!(
                "GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "x".repeat(100_000)
            ),
            ["414", "431"],
        ),
        (
            head(format!("X: {}\r\n", "x".repeat(1_000_000))),
            ["431", "431"],
        ),
        (head("X: x\r\n".repeat(500)), ["431", "431"]),
        (
            head(format!("X: {}", "x\r\n\tx".repeat(100))),
            ["400", "400"],
        ),
    ] {
        let answer = raw(mistd.address(), &request).await;
        // Nothing at all, if the rest of the request crossed the answer.
        let fits = statuses
            .iter()
            .any(|status| answer.starts_with(&format!("HTTP/1.1 {status}")));
        assert!(fits || answer.is_empty(), "{answer}");
    }
    assert_eq!(mistd.client().await.get("/keys").await.status, 200);
}

#[tokio::test]
async fn who_dawdles_is_not_waited_for() {
    let mistd = Mistd::start(&["--patience", "1"]);
    let open = async |begin: &str| {
        let mut stream = TcpStream::connect(mistd.address()).await.unwrap();
        stream.write_all(begin.as_bytes()).await.unwrap();
        stream
    };
    // Nothing, half a head, and a head that comes letter by letter.
    assert_eq!(to_the_end(&mut open("").await).await, "");
    assert_eq!(
        to_the_end(&mut open("GET /keys HTTP/1.1\r\nHost: loc").await).await,
        ""
    );
    let mut dripping = open("GET /keys HTTP/1.1\r\nHost: localhost\r\nX: ").await;
    let drip = async {
        while dripping.write_all(b"x").await.is_ok() {
            // Not to wait for something: this is how slow it is.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), drip)
        .await
        .expect("an end in time");

    // A body that does not come is answered, for it may be the line's fault.
    let begin = "POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{\"a";
    let answer = to_the_end(&mut open(begin).await).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(
        answer.ends_with("Request Timeout: the request took too long to arrive"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_stream_may_last() {
    let mistd = Mistd::start(&["--this-computer", "--patience", "1"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let run = client
        .run(&machine, "echo a; sleep 2.5; echo b", "c1")
        .await;
    let run = run.finished().await;
    assert_eq!(
        (run.text().as_str(), run.end),
        ("a\r\nb\r\n", End::Completed(Some(0)))
    );
}

#[tokio::test]
async fn who_leaves_an_answer_lying_is_cut_off_but_not_from_a_commands_output() {
    let page = tempfile::tempdir().unwrap();
    std::fs::write(page.path().join("index.html"), "page").unwrap();
    let large = std::fs::File::create(page.path().join("large")).unwrap();
    large.set_len(100_000_000).unwrap();
    let folder = page.path().to_str().unwrap();
    let mistd = Mistd::start(&["--this-computer", "--patience", "1", "--static-dir", folder]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    // More than all buffers on the way hold.
    let command = format!("stty -onlcr; yes {} | head -c 30000000", "x".repeat(1000));
    let run = client.run(&machine, &command, "c1").await;

    let mut lying = TcpStream::connect(mistd.address()).await.unwrap();
    lying
        .write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let cut = |line: &serde_json::Value| line["message"] == "request" && line["route"] == "*";
    let line = mistd.logged("the end of the answer", cut).await;
    assert!(line["bytes"].as_u64().unwrap() < 100_000_000, "{line}");

    // Nobody has read this one either, for as long.
    let run = run.finished().await;
    assert_eq!(
        (run.output.len(), run.end),
        (30_000_000, End::Completed(Some(0)))
    );
}

#[tokio::test]
async fn more_connections_than_allowed_are_told_to_come_back() {
    let mistd = Mistd::start(&["--max-connections", "2"]);
    let token = mistd.client().await.token;
    let request = format!("GET /keys HTTP/1.1\r\nHost: localhost\r\nAuthorized: {token}\r\n\r\n");
    let ask = async |stream: &mut TcpStream| {
        let mut answer = vec![0; 4096];
        stream.write_all(request.as_bytes()).await.unwrap();
        let count = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..count]).into_owned()
    };
    // Those of the client above are closed, but the server may not know yet.
    let mut held = Vec::new();
    while held.len() < 2 {
        let mut stream = TcpStream::connect(mistd.address()).await.unwrap();
        let answer = ask(&mut stream).await;
        if answer.starts_with("HTTP/1.1 200") {
            held.push(stream);
        }
    }
    let mut third = TcpStream::connect(mistd.address()).await.unwrap();
    third.write_all(request.as_bytes()).await.unwrap();
    let refused = to_the_end(&mut third).await;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    let lower = refused.to_lowercase();
    assert!(
        lower.contains("retry-after: 5") && lower.contains("x-request-id: "),
        "{refused}"
    );
    assert!(
        refused.ends_with("too many connections at once. Try again in a moment."),
        "{refused}"
    );

    assert!(ask(&mut held[0]).await.starts_with("HTTP/1.1 200"));
    drop(held);
    let client = Client::anonymous(&mistd.url).as_owner_of(&token);
    let mut status = 0;
    while status != 200 {
        status = client.get("/keys").await.status;
    }
}

#[tokio::test]
async fn an_account_runs_only_so_many_commands_at_once() {
    let mistd = Mistd::start(&["--this-computer", "--max-commands", "1"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let mut first = client.run(&machine, "echo on; sleep 60", "c1").await;
    first.until(|text| text.contains("on")).await;
    let path = |id: &str| format!("{machine}/shell?host=127.0.0.1&command=true&command_id={id}");
    let refused = client.get(&path("c2")).await;
    let words = "Too many commands: 1 of yours are running, and no more may at once. Stop one, or wait until one ends.";
    assert_eq!((refused.status, refused.text().as_str()), (429, words));
    drop(first);
    let ended = || {
        let lines = mistd.log_lines();
        lines
            .iter()
            .any(|line| line["message"] == "a command ended")
            .then_some(())
    };
    wait_until("the command's end", ended).await;
    // The name was not used up by the refusal. The place is free a moment after the line is written.
    let mut status = 429;
    while status == 429 {
        status = client.get(&path("c2")).await.status;
    }
    assert_eq!(status, 200);
}
