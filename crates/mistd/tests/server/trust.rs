//! Which servers are trusted to be themselves, and which keys open them.

use serde_json::json;

use crate::support::{Answer, Mistd, Sshd, key_pair};

#[tokio::test]
async fn a_changed_host_key_is_refused_until_it_is_accepted_by_its_fingerprint() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (mut server, machine) = Sshd::added_by(&client).await;
    let old = server.fingerprint();
    let new = server.change_host_key().await;

    let run = client
        .run(&machine, "echo never", "c1")
        .await
        .finished()
        .await;
    assert_eq!(run.status, 500);
    let words = run.text();
    assert!(
        words.contains("Error: The host key of 127.0.0.1 has changed"),
        "{words}"
    );
    assert!(words.contains(&old) && words.contains(&new), "{words}");
    let reboot = client.post(&machine, json!({"action": "reboot"})).await;
    assert_eq!(reboot.status, 409);
    assert!(reboot.text().contains(&old) && reboot.text().contains(&new));

    let path = format!("{machine}/keys/opskey");
    let other = client
        .put(&path, json!({"host": "127.0.0.1", "host_key": old}))
        .await;
    assert_eq!(other.status, 409, "{}", other.text());
    let plain = client.put(&path, json!({"host": "127.0.0.1"})).await;
    assert_eq!(plain.status, 409);
    client
        .put(&path, json!({"host": "127.0.0.1", "host_key": new}))
        .await
        .json();
    let run = client
        .run(&machine, "echo again", "c2")
        .await
        .finished()
        .await;
    assert_eq!((run.status, run.text().as_str()), (200, "again\r\n"));
}

#[tokio::test]
async fn deleting_a_backend_forgets_its_host_key() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (mut server, _) = Sshd::added_by(&client).await;
    server.change_host_key().await;
    client.delete("/backends/um33br5FaSqAM6qP56zGEbaHwEd").await;
    client
        .post("/backends", server.parameters("opskey"))
        .await
        .json();
}

#[tokio::test]
async fn a_key_is_let_in_by_another_and_taken_out_again() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let (second, public) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "second", "priv": second}))
        .await
        .json();
    let path = format!("{machine}/keys/second");
    let authorized = || std::fs::read_to_string(server.authorized_keys()).unwrap();
    let before = authorized();

    let list = client.put(&path, json!({"host": "127.0.0.1"})).await.json();
    assert_eq!(
        (&list[0][1], &list[0][3]),
        (&json!("127001"), &json!(server.user))
    );
    let blob = public.split_whitespace().nth(1).unwrap();
    assert_eq!(authorized().matches(blob).count(), 1);
    client.put(&path, json!({"host": "127.0.0.1"})).await.json();
    assert_eq!(authorized().matches(blob).count(), 1);

    let body = json!({"host": "127.0.0.1"}).to_string();
    let request = client.request(reqwest::Method::DELETE, &path).body(body);
    assert_eq!(Answer::to(request).await.json(), json!([]));
    assert_eq!(authorized(), before);
    let again = client.delete(&path).await;
    assert_eq!(again.status, 400);
    assert!(
        again.text().contains("is not associated with machine"),
        "{}",
        again.text()
    );
}

#[tokio::test]
async fn an_association_that_does_not_work_is_not_kept() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let (second, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "second", "priv": second}))
        .await
        .json();
    let path = format!("{machine}/keys/second");
    let user = client
        .put(&path, json!({"host": "127.0.0.1", "user": "nobodyhere"}))
        .await;
    assert_eq!(user.status, 401, "{}", user.text());
    let port = client
        .put(&path, json!({"host": "127.0.0.1", "port": 1}))
        .await;
    assert_eq!(port.status, 503, "{}", port.text());
    assert_eq!(
        client.put(&path, json!({})).await.text(),
        "Required parameter not provided: host"
    );
    assert_eq!(
        client.put(&path, json!({"host": "192.0.2.1"})).await.status,
        400
    );
    let unknown = client
        .put(
            &format!("{machine}/keys/nosuch"),
            json!({"host": "127.0.0.1"}),
        )
        .await;
    assert_eq!(unknown.status, 404);
    let keys = client.get("/keys").await.json();
    let second = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["id"] == "second")
        .unwrap();
    assert_eq!(second["machines"], json!([]));
    drop(server);
}
