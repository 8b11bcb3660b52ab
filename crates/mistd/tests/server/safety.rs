//! The tests themselves: what they do reaches the throwaway server and nothing else.

use serde_json::json;

use crate::support::{Mistd, Sshd, Untouched, key_pair};

#[tokio::test]
async fn commands_find_the_throwaway_home_and_a_reboot_that_only_records() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let command = "echo ~; echo $HOME; command -v reboot; command -v sudo; sudo -n command -v true";
    let run = client.run(&machine, command, "c1").await.finished().await;
    let text = run.text().replace('\r', "");
    let folder = server.home();
    let folder = folder.parent().unwrap().display();
    let expected =
        format!("{folder}/home\n{folder}/home\n{folder}/bin/reboot\n{folder}/bin/sudo\n");
    assert!(text.starts_with(&expected), "{text}");
    client
        .post(&machine, json!({"action": "reboot"}))
        .await
        .json();
    assert_eq!(server.reboots(), 1);
}

#[tokio::test]
async fn putting_keys_in_and_taking_them_out_leaves_this_machine_as_it_is() {
    let _untouched = Untouched::so_far();
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let (second, public) = key_pair("ed25519", &[]);
    let added = json!({"id": "second", "priv": second});
    client.put("/keys", added).await.json();
    let path = format!("{machine}/keys/second");
    let host = json!({"host": "127.0.0.1"});
    client.put(&path, host.clone()).await.json();
    let authorized = std::fs::read_to_string(server.authorized_keys()).unwrap();
    assert!(authorized.contains(public.split(' ').nth(1).unwrap()));
    client.delete_with(&path, host.clone()).await.json();

    // The computer the server runs on lets nobody in and has no keys to give.
    let backends = client.get("/backends").await.json();
    let local = backends
        .as_array()
        .unwrap()
        .iter()
        .find(|backend| backend["provider"] == "local")
        .unwrap();
    let local = client.machine(local["id"].as_str().unwrap()).await;
    let path = format!("{local}/keys/second");
    let refused = client.put(&path, host.clone()).await;
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (400, "Bad Request: this machine needs no key")
    );
    assert_eq!(client.delete_with(&path, host).await.status, 400);
}
