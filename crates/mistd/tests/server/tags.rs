//! Tags of machines that have no cloud to keep them.

use serde_json::{Value, json};

use crate::support::{Client, Mistd, Sshd};

async fn tags(client: &Client, machine: &str) -> Value {
    let list = machine.rsplit_once('/').unwrap().0;
    client.get(list).await.json()[0]["tags"].clone()
}

#[tokio::test]
async fn tags_are_kept_in_order_once_each_and_taken_off_again() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let path = format!("{machine}/metadata");
    let list = machine.rsplit_once('/').unwrap().0;
    assert_eq!(client.get(list).await.json()[0]["can_tag"], true);
    for tag in [
        json!("web"),
        json!(" <b>κ ☃</b> "),
        json!(42),
        json!(true),
        json!("web"),
        json!("a"),
    ] {
        let answer = client.post(&path, json!({"tag": tag})).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "OK"));
    }
    let all = json!(["web", "<b>κ ☃</b>", "42", "true", "a"]);
    assert_eq!(tags(&client, &machine).await, all);
    // A list in the answer to an action has them as well.
    let acted = client.post(&machine, json!({"action": "reboot"})).await;
    assert_eq!(acted.json()[0]["tags"], all);

    let folder = mistd.stop();
    let mistd = Mistd::start_in(folder, &[]);
    let client = mistd.client().await;
    assert_eq!(tags(&client, &machine).await, all);
    for tag in [json!("web"), json!(42), json!("<b>κ ☃</b>")] {
        let answer = client.delete_with(&path, json!({"tag": tag})).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "OK"));
    }
    assert_eq!(tags(&client, &machine).await, json!(["true", "a"]));
    let again = client.delete_with(&path, json!({"tag": "web"})).await;
    assert_eq!(
        (again.status, again.text().as_str()),
        (404, "Not Found: tag not found")
    );
}

#[tokio::test]
async fn what_is_no_tag_is_refused_in_words() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let backends = client.get("/backends").await.json();
    let machine = client.machine(backends[0]["id"].as_str().unwrap()).await;
    let path = format!("{machine}/metadata");
    let missing = "Required parameter not provided: tag";
    let longest = "\u{1f600}".repeat(100);
    for (body, words) in [
        (json!({}), missing),
        (json!({"tag": null}), missing),
        (json!({"tag": ""}), missing),
        (json!({"tag": " \t"}), missing),
        (
            json!({"tag": format!("{longest}x")}),
            "Bad Request: A tag has at most 100 characters",
        ),
        (
            json!({"tag": "two\nlines"}),
            "Bad Request: A tag cannot have line ends or other control characters in it",
        ),
    ] {
        let answer = client.post(&path, body).await;
        assert_eq!((answer.status, answer.text().as_str()), (400, words));
    }
    assert_eq!(client.delete(&path).await.text(), missing);
    assert_eq!(tags(&client, &machine).await, json!([]));
    let tag = json!({"tag": longest});
    assert_eq!(client.post(&path, tag).await.text(), "OK");
    assert_eq!(tags(&client, &machine).await, json!([longest]));

    for path in [
        path.replace("/machines/", "/machines/no"),
        path.replace("/backends/", "/backends/no"),
    ] {
        assert_eq!(client.post(&path, json!({"tag": "x"})).await.status, 404);
        let gone = client.delete_with(&path, json!({"tag": "x"})).await;
        assert!(gone.status == 404 && gone.text().contains("not found: no"));
    }
}

#[tokio::test]
async fn a_backend_that_is_added_again_starts_without_tags() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let tag = json!({"tag": "old"});
    client.post(&format!("{machine}/metadata"), tag).await;
    assert_eq!(tags(&client, &machine).await, json!(["old"]));
    let backend = machine.split("/machines").next().unwrap();
    assert_eq!(client.delete(backend).await.text(), "OK");
    let parameters = server.parameters("opskey");
    client.post("/backends", parameters).await.json();
    assert_eq!(tags(&client, &machine).await, json!([]));
}
