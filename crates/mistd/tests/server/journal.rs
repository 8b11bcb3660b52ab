//! The log: one line per request, each with an id, and no more in it than there should be.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, End, Mistd};

async fn line_of(mistd: &Mistd, answer: &Answer) -> Value {
    let id = answer.header("x-request-id").to_owned();
    assert!(id.len() >= 12, "{id:?}");
    let wanted = |line: &Value| line["message"] == "request" && line["id"] == id.as_str();
    mistd.logged("the line of a request", wanted).await
}

#[tokio::test]
async fn every_request_has_an_id_and_a_line() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let anonymous = Client::anonymous(&mistd.url);
    for (answer, method, route, status, known) in [
        (
            client.get("/keys/some-name/private?secret=x").await,
            "GET",
            "/keys/{key}/private",
            404,
            true,
        ),
        (client.get("/keys").await, "GET", "/keys", 200, true),
        (anonymous.get("/keys").await, "GET", "/keys", 401, false),
        (
            client.put("/keys/some-name", json!({"new_id": "y"})).await,
            "PUT",
            "/keys/{key}",
            404,
            true,
        ),
        (
            client.get("/nosuch/some-name").await,
            "GET",
            "*",
            404,
            false,
        ),
        (
            Answer::to(client.request(Method::from_bytes(b"SECRET").unwrap(), "/keys")).await,
            "other",
            "/keys",
            404,
            false,
        ),
    ] {
        let line = line_of(&mistd, &answer).await;
        assert_eq!(
            (&line["method"], &line["route"], &line["status"]),
            (&json!(method), &json!(route), &json!(status))
        );
        assert_eq!(line["account"].is_i64(), known, "{line}");
        assert_eq!(line["peer"], "127.0.0.1");
        assert_eq!(line["bytes"], answer.body.len());
        assert!(line["ms"].is_u64() && line["time"].is_string(), "{line}");
    }
    let log = mistd.log();
    assert!(!log.contains("some-name") && !log.contains("secret") && !log.contains("SECRET"));
}

#[tokio::test]
async fn a_command_is_logged_by_who_where_and_how_it_ended() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let backend = client.get("/backends").await.json()[0]["id"].clone();
    let machine = client.machine(backend.as_str().unwrap()).await;
    let run = client.run(&machine, "echo the-command; exit 7", "c1").await;
    let id = run.headers["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(run.finished().await.end, End::Completed(Some(7)));
    let line = |message: &'static str| {
        let id = id.clone();
        move |line: &Value| line["message"] == message && line["id"] == id.as_str()
    };
    let start = mistd.logged("the start", line("a command starts")).await;
    assert_eq!(start["backend"], backend);
    assert!(machine.ends_with(start["machine"].as_str().unwrap()));
    let end = mistd.logged("the end", line("a command ended")).await;
    assert_eq!((&end["how"], &end["exit"]), (&json!("exited"), &json!(7)));
    let request = mistd.logged("the request", line("request")).await;
    assert_eq!(
        request["route"],
        "/backends/{backend}/machines/{machine}/shell"
    );
    assert!(request["bytes"].as_u64().unwrap() > 20, "{request}");

    let run = client.run(&machine, "sleep 60", "c2").await;
    drop(run);
    let left = |line: &Value| line["how"] == "the client left";
    mistd.logged("the end of the other", left).await;
    assert!(!mistd.log().contains("the-command"));
}

#[tokio::test]
async fn what_the_client_is_not_told_is_logged_under_its_id() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let database = rusqlite::Connection::open(mistd.data_dir().join("mist.db")).unwrap();
    database
        .execute_batch("ALTER TABLE keys RENAME TO gone")
        .unwrap();
    let answer = client.get("/keys").await;
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (500, "Internal Server Error")
    );
    assert_eq!(line_of(&mistd, &answer).await["status"], 500);
    let id = answer.header("x-request-id");
    let error = |line: &Value| line["level"] == "ERROR" && line["id"] == id;
    let error = mistd.logged("the error", error).await;
    assert!(
        error["error"].as_str().unwrap().contains("no such table"),
        "{error}"
    );
}

#[tokio::test]
async fn people_can_have_it_as_text() {
    let mistd = Mistd::start(&["--log-format", "text"]);
    let answer = mistd.client().await.get("/keys").await;
    let id = answer.header("x-request-id").to_owned();
    let found = || {
        mistd
            .log()
            .lines()
            .find(|line| line.contains(&id))
            .map(ToOwned::to_owned)
    };
    let line = crate::support::wait_until("a line", found).await;
    for part in ["INFO", "GET", "/keys", "status=200"] {
        assert!(line.contains(part), "{line}");
    }
}
