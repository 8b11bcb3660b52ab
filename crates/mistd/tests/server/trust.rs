//! Which servers are trusted to be themselves, and which keys open them.

use mist_api::extensions::changed_host_key;
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
    let changed = changed_host_key(&reboot.text()).unwrap();
    assert_eq!(
        (changed.host.as_str(), &changed.known, &changed.shown),
        ("127.0.0.1", &old, &new)
    );
    assert_eq!(changed_host_key(&words), Some(changed.clone()));
    assert_eq!(server.reboots(), 0);

    let path = format!("{machine}/keys/opskey");
    let other = client
        .put(&path, json!({"host": "127.0.0.1", "host_key": old}))
        .await;
    assert_eq!(other.status, 409, "{}", other.text());
    assert_eq!(changed_host_key(&other.text()), Some(changed));
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
    let probe = json!({"host": "127.0.0.1"});
    let probe = client.post(&format!("{machine}/probe"), probe).await.json();
    assert!(probe["uptime"].is_string(), "{probe}");

    // The key is the right one, and still not the one that was accepted.
    let mistaken = client
        .put(&path, json!({"host": "127.0.0.1", "host_key": old}))
        .await;
    assert_eq!(
        (mistaken.status, mistaken.text()),
        (
            409,
            format!("The host key of 127.0.0.1 is {new}, not {old}")
        )
    );
}

#[tokio::test]
async fn a_host_key_can_be_accepted_with_a_key_that_opens_nothing_yet() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (mut server, machine) = Sshd::added_by(&client).await;
    let (second, public) = key_pair("ed25519", &[]);
    let added = json!({"id": "second", "priv": second});
    client.put("/keys", added).await.json();
    let new = server.change_host_key().await;
    let path = format!("{machine}/keys/second");
    let refused = client.put(&path, json!({"host": "127.0.0.1"})).await;
    assert_eq!(refused.status, 409);
    assert_eq!(changed_host_key(&refused.text()).unwrap().shown, new);
    // The first key lets the second one in, on the server that is now trusted.
    let accepted = json!({"host": "127.0.0.1", "host_key": new});
    let list = client.put(&path, accepted).await.json();
    assert_eq!(list[0][1], "127001");
    let authorized = std::fs::read_to_string(server.authorized_keys()).unwrap();
    assert!(authorized.contains(public.split(' ').nth(1).unwrap()));
}

#[tokio::test]
async fn a_reinstalled_server_that_lets_no_key_in_is_accepted_once_all_the_same() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (mut server, machine) = Sshd::added_by(&client).await;
    let authorized = std::fs::read_to_string(server.authorized_keys()).unwrap();
    server.authorize("");
    let new = server.change_host_key().await;
    let path = format!("{machine}/keys/opskey");
    let accepted = json!({"host": "127.0.0.1", "host_key": new});
    let refused = client.put(&path, accepted).await;
    assert_eq!(refused.status, 401, "{}", refused.text());
    server.authorize(&authorized);
    client.put(&path, json!({"host": "127.0.0.1"})).await.json();
}

#[tokio::test]
async fn a_server_whose_host_key_is_known_as_another_can_be_added_with_its_fingerprint() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, public) = key_pair("ed25519", &[]);
    let added = json!({"id": "opskey", "priv": private});
    client.put("/keys", added).await.json();
    let server = Sshd::start(&public).await;
    let shown = server.fingerprint();
    let parameters = |host_key: Option<&str>| {
        let mut parameters = server.parameters("opskey");
        parameters["host_key"] = json!(host_key);
        parameters
    };
    // Nothing is known yet, and what was accepted is not what is there.
    let other = client.post("/backends", parameters(Some("SHA256:x"))).await;
    assert_eq!(
        (other.status, other.text()),
        (
            409,
            format!("The host key of 127.0.0.1 is {shown}, not SHA256:x")
        )
    );
    // As if this address had been another server's before.
    let (_, known) = key_pair("ed25519", &[]);
    let known: Vec<&str> = known.split(' ').take(2).collect();
    rusqlite::Connection::open(mistd.data_dir().join("mist.db"))
        .unwrap()
        .execute(
            "INSERT INTO host_keys SELECT id, '127.0.0.1', ?1, ?2 FROM accounts",
            (server.port, known.join(" ")),
        )
        .unwrap();
    for host_key in [None, Some("SHA256:x")] {
        let refused = client.post("/backends", parameters(host_key)).await;
        assert_eq!(refused.status, 409);
        let changed = changed_host_key(&refused.text()).unwrap();
        assert_eq!(changed.shown, shown);
    }
    assert_eq!(client.get("/backends").await.json(), json!([]));
    let added = client.post("/backends", parameters(Some(&shown))).await;
    let machine = client.machine(added.json()["id"].as_str().unwrap()).await;
    let run = client.run(&machine, "echo in", "c1").await.finished().await;
    assert_eq!(run.text(), "in\r\n");
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
