//! Adding servers over SSH, acting on them, probing them.

use serde_json::json;

use crate::support::{Mistd, Sshd, key_pair, wait_until};

#[tokio::test]
async fn a_server_is_added_listed_switched_renamed_and_deleted() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;

    let backends = client.get("/backends").await.json();
    let id = "um33br5FaSqAM6qP56zGEbaHwEd";
    let expected = json!([{
        "id": id, "apikey": "", "title": "127.0.0.1", "provider": "bare_metal",
        "poll_interval": 10000, "state": "wait", "region": "", "enabled": true,
    }]);
    assert_eq!(backends, expected);
    let machines = client.get(&format!("/backends/{id}/machines")).await.json();
    let expected = json!([{
        "id": "127001", "uuid": "0f2d7e2640e6e0cc43770b4413504164db8738a9", "name": "127.0.0.1",
        "imageId": null, "size": null, "state": "running", "private_ips": [],
        "public_ips": ["127.0.0.1"], "tags": [], "extra": {}, "can_stop": false,
        "can_start": false, "can_destroy": false, "can_reboot": true, "can_tag": true,
    }]);
    assert_eq!(machines, expected);
    for list in ["sizes", "locations", "images"] {
        assert_eq!(
            client.get(&format!("/backends/{id}/{list}")).await.text(),
            "[]"
        );
    }

    let keys = client.get("/keys").await.json();
    let association = &keys[0]["machines"][0];
    assert_eq!(
        (&association[0], &association[1]),
        (&json!(id), &json!("127001"))
    );
    assert_eq!(
        (&association[3], &association[5]),
        (&json!(server.user), &json!(server.port))
    );

    let again = client.post("/backends", server.parameters("opskey")).await;
    assert_eq!(
        (again.status, again.text()),
        (409, format!("Backend exists: {id}"))
    );

    let path = format!("/backends/{id}");
    for (body, enabled) in [
        (json!({"new_state": "0"}), false),
        (json!({"newState": "True"}), true),
        (json!({"new_state": 0}), false),
        (json!({"new_state": "1"}), true),
    ] {
        assert_eq!(client.post(&path, body).await.text(), "OK");
        assert_eq!(client.get("/backends").await.json()[0]["enabled"], enabled);
    }
    let odd = client.post(&path, json!({"new_state": "on"})).await;
    assert_eq!(
        (odd.status, odd.text().as_str()),
        (400, "Bad Request: Invalid backend state")
    );

    assert_eq!(
        client.put(&path, json!({"new_name": "Box"})).await.text(),
        "OK"
    );
    assert_eq!(client.get("/backends").await.json()[0]["title"], "Box");

    assert_eq!(client.delete(&path).await.text(), "OK");
    let gone = client.delete(&path).await;
    assert_eq!(
        (gone.status, gone.text()),
        (404, format!("Backend not found: {id}"))
    );
    // What 0.9.8 does as well: the key still tells of the machine, and can be made to forget it.
    assert_eq!(
        client.get("/keys").await.json()[0]["machines"][0][1],
        "127001"
    );
    assert_eq!(
        client
            .delete(&format!("{machine}/keys/opskey"))
            .await
            .json(),
        json!([])
    );
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_not_added_and_the_answer_says_why() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_, public) = key_pair("ed25519", &[]);
    let (wrong, _) = key_pair("ed25519", &[]);
    let mut server = Sshd::start(&public).await;
    client
        .put("/keys", json!({"id": "wrong", "priv": wrong}))
        .await
        .json();

    let refused = client.post("/backends", server.parameters("wrong")).await;
    assert_eq!(refused.status, 401);
    assert!(
        refused
            .text()
            .starts_with("Couldn't authenticate to machine: 127.0.0.1 refused")
    );

    let unknown = client.post("/backends", server.parameters("nosuch")).await;
    assert_eq!(
        (unknown.status, unknown.text().as_str()),
        (404, "Keypair not found: nosuch")
    );

    server.down();
    let unreachable = client.post("/backends", server.parameters("wrong")).await;
    assert_eq!(unreachable.status, 503);
    let words = unreachable.text();
    assert!(
        words.starts_with("Service unavailable: Could not connect"),
        "{words}"
    );
    assert!(words.contains("connection refused"), "{words}");

    for (parameters, missing) in [
        (json!({}), "provider"),
        (json!({"provider": "bare_metal"}), "machine_hostname"),
        (
            json!({"provider": "bare_metal", "machine_ip": "127.0.0.1"}),
            "machine_key",
        ),
    ] {
        let answer = client.post("/backends", parameters).await;
        let words = format!("Required parameter not provided: {missing}");
        assert_eq!((answer.status, answer.text()), (400, words));
    }
    assert_eq!(
        client
            .post("/backends", json!({"provider": "ec2_us_east"}))
            .await
            .status,
        400
    );
    assert_eq!(client.get("/backends").await.json(), json!([]));
}

#[tokio::test]
async fn reboot_runs_on_the_machine_and_nothing_else_does() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let answer = client
        .post(&machine, json!({"action": "reboot"}))
        .await
        .json();
    assert_eq!(answer[0]["id"], "127001");
    wait_until("the reboot", || (server.reboots() == 1).then_some(())).await;
    for action in ["start", "stop", "destroy", "shutdown"] {
        let answer = client.post(&machine, json!({"action": action})).await;
        assert_eq!(answer.status, 400, "{action}");
        assert!(
            answer.text().ends_with("not supported for this machine"),
            "{}",
            answer.text()
        );
    }
    assert_eq!(
        client
            .post(&machine, json!({"action": "dance"}))
            .await
            .status,
        400
    );
    assert_eq!(server.reboots(), 1);
}

#[tokio::test]
async fn a_probe_tells_what_ssh_and_the_network_say_each_by_itself() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (mut server, machine) = Sshd::added_by(&client).await;
    let path = format!("{machine}/probe");
    let probe = client
        .post(&path, json!({"host": "127.0.0.1", "key": "undefined"}))
        .await
        .json();
    assert!(probe["uptime"].as_str().unwrap().contains(' '), "{probe}");
    assert_eq!(probe["loadavg"].as_array().unwrap().len(), 3);
    assert!(
        probe["cores"].is_string() && probe["users"].is_string(),
        "{probe}"
    );
    assert_eq!(probe["packets_loss"], 0.0);
    assert!(probe["rtt_avg"].as_f64().unwrap() > 0.0);
    assert!(probe["timestamp"].as_f64().unwrap() > 1.0e9);

    server.down();
    let probe = client
        .post(&path, json!({"host": "127.0.0.1"}))
        .await
        .json();
    assert!(
        probe.get("uptime").is_none() && probe.get("rtt_avg").is_some(),
        "{probe}"
    );
    assert_eq!(client.post(&path, json!({})).await.status, 400);
    assert_eq!(
        client
            .post(&path, json!({"host": "192.0.2.1"}))
            .await
            .status,
        400
    );
    let stopped = client
        .get("/backends/um33br5FaSqAM6qP56zGEbaHwEd/machines")
        .await
        .json();
    assert_eq!(stopped[0]["state"], "stopped");
}

#[tokio::test]
async fn a_probe_remembers_the_key_that_opened_the_machine() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let (second, public) = key_pair("ed25519", &[]);
    let added = json!({"id": "second", "priv": second});
    client.put("/keys", added).await.json();
    let host = json!({"host": "127.0.0.1"});
    let opened = |keys: serde_json::Value, id: &str| {
        let keys = keys.as_array().unwrap().clone();
        let key = keys.into_iter().find(|key| key["id"] == id).unwrap();
        key["machines"].clone()
    };

    // A key that is refused is nobody's association, and only knocking has found something.
    let with_second = json!({"host": "127.0.0.1", "key": "second"});
    let path = format!("{machine}/probe");
    let probe = client.post(&path, with_second.clone()).await.json();
    assert!(
        probe.get("uptime").is_none() && probe["rtt_avg"].is_number(),
        "{probe}"
    );
    assert_eq!(
        opened(client.get("/keys").await.json(), "second"),
        json!([])
    );

    let ops = std::fs::read_to_string(server.authorized_keys()).unwrap();
    server.authorize(&format!("{ops}{public}\n"));
    client.post(&path, with_second).await.json();
    let tuple = opened(client.get("/keys").await.json(), "second")[0].clone();
    assert_eq!(
        (&tuple[1], &tuple[3], &tuple[4], &tuple[5]),
        (
            &json!("127001"),
            &json!(server.user),
            &json!(true),
            &json!(server.port)
        )
    );

    // Without a word about the key, one that is known to open the machine is taken.
    assert_eq!(
        client
            .delete(&format!("{machine}/keys/opskey"))
            .await
            .json(),
        json!([])
    );
    server.authorize(&format!("{public}\n"));
    let probe = client.post(&path, host).await.json();
    assert!(probe["uptime"].is_string(), "{probe}");
    let unknown = json!({"host": "127.0.0.1", "key": "nosuch"});
    let unknown = client.post(&path, unknown).await;
    assert_eq!(
        (unknown.status, unknown.text().as_str()),
        (404, "Keypair not found: nosuch")
    );
}

#[tokio::test]
async fn whether_the_user_may_do_everything_is_asked_once() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, public) = key_pair("ed25519", &[]);
    let added = json!({"id": "opskey", "priv": private});
    client.put("/keys", added).await.json();
    let server = Sshd::start(&public).await;
    // Not root there, and not allowed to be.
    server.program("id", "echo 1000");
    let record = server.home().join("asked");
    let asked = format!("echo sudo \"$@\" >> {}; exit 1", record.display());
    server.program("sudo", &asked);
    let added = client.post("/backends", server.parameters("opskey")).await;
    let machine = client.machine(added.json()["id"].as_str().unwrap()).await;
    let host = json!({"host": "127.0.0.1"});
    for _ in 0..2 {
        let probe = client.post(&format!("{machine}/probe"), host.clone()).await;
        assert!(probe.json()["uptime"].is_string());
    }
    let path = format!("{machine}/keys/opskey");
    let list = client.put(&path, host.clone()).await.json();
    // Never false: null, as in 0.9.8.
    assert!(list[0][4].is_null(), "{list}");
    assert_eq!(std::fs::read_to_string(&record).unwrap(), "sudo -n true\n");

    // Associated anew, it is asked anew.
    client.delete(&path).await.json();
    server.program("sudo", "exit 0");
    let list = client.put(&path, host).await.json();
    assert_eq!(list[0][4], true);
}
