//! What becomes of machines, and that all of it survives a restart.

use serde_json::json;

use super::{backend, becomes, first, list, machine, text, wish, world};
use crate::support::{End, Mistd, key_pair};

#[tokio::test]
async fn a_machine_is_made_acted_upon_and_destroyed() {
    let (_mistd, client) = world(&[]).await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "ops", "priv": private}))
        .await
        .json();
    let ec2 = backend(&client, "ec2").await;
    let body = wish(&client, &ec2, "web-new").await;
    let created = client.post(&format!("{ec2}/machines"), body).await.json();
    let id = text(&created["id"]).to_owned();
    assert_eq!(created["name"], "web-new");
    assert!(created.get("state").is_none());
    assert_eq!(
        machine(&client, &ec2, &id).await.unwrap()["state"],
        "pending"
    );
    let running = becomes(&client, &ec2, &id, "running").await;
    assert_eq!(
        (&running["can_stop"], &running["can_start"]),
        (&json!(true), &json!(false))
    );
    // The default key was put on it.
    let keys = client.get("/keys").await.json();
    assert_eq!(keys[0]["machines"][0][1], id);

    let path = format!("{ec2}/machines/{id}");
    let act = async |action: &str| client.post(&path, json!({"action": action})).await;
    assert_eq!(act("start").await.status, 400);
    let after = act("stop").await.json();
    assert!(after.as_array().unwrap().iter().any(|one| one["id"] == id));
    let stopped = becomes(&client, &ec2, &id, "stopped").await;
    assert_eq!(stopped["public_ips"], json!([]));
    assert_eq!(act("start").await.status, 200);
    // It may come back at another address, as real ones do.
    let running = becomes(&client, &ec2, &id, "running").await;
    let address = text(&running["public_ips"][0]).to_owned();

    let host = json!({"host": address});
    let probe = client
        .post(&format!("{path}/probe"), host.clone())
        .await
        .json();
    assert!(
        probe["uptime"].is_string() && probe["rtt_avg"].is_number(),
        "{probe}"
    );
    let foreign = json!({"host": "127.0.0.1"});
    assert_eq!(
        client.post(&format!("{path}/probe"), foreign).await.status,
        400
    );
    let other_port = json!({"host": address, "port": 2222});
    assert_eq!(
        client
            .put(&format!("{path}/keys/ops"), other_port)
            .await
            .status,
        503
    );
    let nobody = json!({"host": address, "user": "nobody"});
    assert_eq!(
        client.put(&format!("{path}/keys/ops"), nobody).await.status,
        401
    );
    assert_eq!(
        client.put(&format!("{path}/keys/ops"), host).await.status,
        200
    );

    assert_eq!(act("destroy").await.status, 200);
    becomes(&client, &ec2, &id, "terminated").await;
    let keys = client.get("/keys").await.json();
    assert_eq!(keys[0]["machines"], json!([]));
}

#[tokio::test]
async fn a_machine_can_be_monitored_from_the_start_and_a_container_takes_no_key() {
    let (_mistd, client) = world(&[]).await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "ops", "priv": private}))
        .await
        .json();
    let docker = backend(&client, "docker").await;
    let mut body = wish(&client, &docker, "box").await;
    body["monitoring"] = json!(true);
    let made = client
        .post(&format!("{docker}/machines"), body)
        .await
        .json();
    let own = docker.rsplit('/').next().unwrap();
    let monitored = client.get("/monitoring").await.json();
    assert_eq!(monitored["machines"], json!([[own, made["id"]]]));
    let keys = client.get("/keys").await.json();
    assert_eq!(keys[0]["machines"], json!([]));
}

#[tokio::test]
async fn what_people_did_survives_a_restart_and_a_crash() {
    let (mistd, client) = world(&["--sim-seed", "7"]).await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "ops", "priv": private}))
        .await
        .json();
    let ec2 = backend(&client, "ec2").await;
    let body = wish(&client, &ec2, "kept").await;
    let made = client.post(&format!("{ec2}/machines"), body).await.json();
    let path = format!("{ec2}/machines/{}", text(&made["id"]));
    for tag in ["mine", "yours"] {
        assert_eq!(
            client
                .post(&format!("{path}/metadata"), json!({"tag": tag}))
                .await
                .text(),
            "OK"
        );
    }
    let untag = client
        .delete_with(&format!("{path}/metadata"), json!({"tag": "yours"}))
        .await;
    assert_eq!(untag.text(), "OK");
    let stopped = first(&client, &ec2, "running").await;
    let stopped_path = format!("{ec2}/machines/{}", text(&stopped["id"]));
    client
        .post(&stopped_path, json!({"action": "stop"}))
        .await
        .json();
    let image = list(&client, &format!("{ec2}/images"))
        .await
        .into_iter()
        .find(|image| image["star"] == false)
        .unwrap();
    let star = client
        .post(&format!("{ec2}/images/{}", text(&image["id"])), json!({}))
        .await;
    assert_eq!(star.json(), json!(true));
    assert_eq!(
        client
            .put(&ec2, json!({"new_name": "Renamed"}))
            .await
            .text(),
        "OK"
    );
    becomes(&client, &ec2, text(&stopped["id"]), "stopped").await;
    becomes(&client, &ec2, text(&made["id"]), "running").await;
    let before = client.get(&format!("{ec2}/machines")).await.json();

    let mistd = Mistd::start_in(
        mistd.kill(),
        &["--demo", "--sim-images", "300", "--sim-seed", "7"],
    );
    let client = mistd.client().await;
    assert_eq!(client.get(&format!("{ec2}/machines")).await.json(), before);
    let kept = machine(&client, &ec2, text(&made["id"])).await.unwrap();
    let tags = kept["tags"].as_array().unwrap();
    assert!(
        tags.contains(&json!("mine")) && !tags.contains(&json!("yours")),
        "{tags:?}"
    );
    let images = list(&client, &format!("{ec2}/images")).await;
    let starred = images.iter().find(|one| one["id"] == image["id"]).unwrap();
    assert_eq!(starred["star"], true);
    assert_eq!(
        super::backends(&client)
            .await
            .iter()
            .filter(|one| one["title"] == "Renamed")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_search_finds_at_most_forty_images_and_unreadable_ones_find_all() {
    let (_mistd, client) = world(&[]).await;
    let path = format!("{}/images", backend(&client, "ec2").await);
    let all = list(&client, &path).await;
    assert!(all.len() >= 300, "{}", all.len());
    let found = client.post(&path, json!({"search_term": "a"})).await.json();
    assert_eq!(found.as_array().unwrap().len(), 40);
    let unread = client.post(&path, json!([])).await.json();
    assert_eq!(unread.as_array().unwrap().len(), all.len());
}

#[tokio::test]
async fn a_simulated_shell_runs_commands_and_ends_with_who_listens() {
    let (_mistd, client) = world(&[]).await;
    let backend = backend(&client, "ec2").await;
    let machine = first(&client, &backend, "running").await;
    let path = format!("{backend}/machines/{}", text(&machine["id"]));
    let host = text(&machine["public_ips"][0]).to_owned();
    let run = async |command: &'static str, id: &'static str| {
        let query = [
            ("host", host.as_str()),
            ("command", command),
            ("command_id", id),
            ("cols", "80"),
        ];
        client.run_with(&path, &query, id).await
    };
    let ended = run("uname; false", "c1").await.finished().await;
    assert_eq!(
        (ended.text().as_str(), ended.end),
        ("Linux\r\n", End::Completed(Some(1)))
    );
    let unknown = run("frobnicate", "c2").await.finished().await;
    assert_eq!(unknown.end, End::Completed(Some(127)));
    let mut endless = run("yes", "c3").await;
    endless.until(|output| output.len() > 100_000).await;
    drop(endless);
    let ended = run("echo still here", "c4").await.finished().await;
    assert_eq!(ended.text(), "still here\r\n");
}

#[tokio::test]
async fn networks_are_made_where_there_are_any() {
    let (_mistd, client) = world(&["--sim-machines", "0"]).await;
    let body = json!({"provider": "openstack", "apikey": "a", "apisecret": "b", "apiurl": "https://o.example:5000/v2.0"});
    client.post("/backends", body).await.json();
    let openstack = format!("{}/networks", backend(&client, "openstack").await);
    let before = list(&client, &openstack).await.len();
    let body = json!({
        "network": {"name": "lab"},
        "subnet": {"name": "lab", "cidr": "10.9.0.0/24", "ip_version": "4"},
    });
    let made = client.post(&openstack, body).await.json();
    let id = text(&made["network"]["id"]).to_owned();
    assert_eq!(list(&client, &openstack).await.len(), before + 1);
    assert_eq!(
        client.delete(&format!("{openstack}/{id}")).await.text(),
        "OK"
    );
    assert_eq!(list(&client, &openstack).await.len(), before);
    let body = json!({"provider": "linode", "apikey": "a", "apisecret": "b"});
    client.post("/backends", body).await.json();
    let linode = format!("{}/networks", backend(&client, "linode").await);
    assert_eq!(client.get(&linode).await.json(), json!([]));
    let refused = client
        .post(&linode, json!({"network": {"name": "x"}}))
        .await;
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (404, "Action is not supported for this backend")
    );
}
