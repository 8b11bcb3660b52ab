//! Nothing secret stands readable in the data folder or in the log.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::support::{Mistd, Sshd, key_pair};

#[tokio::test]
async fn no_secret_is_in_the_files_or_the_log() {
    let mistd = Mistd::start(&["--this-computer"]);
    let code = mistd.code();
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let (private, _) = key_pair("rsa", &["-b", "2048", "-m", "PEM"]);
    client
        .put("/keys", json!({"id": "pem", "priv": private}))
        .await
        .json();
    let opskey = client.get("/keys/opskey/private").await.json();
    client
        .run(&machine, "echo in-the-command", "c1")
        .await
        .finished()
        .await;
    client
        .put(
            "/keys",
            json!({"id": "bad", "priv": "-----BEGIN RSA in-a-bad-key"}),
        )
        .await;
    client
        .post(
            "/auth",
            json!({"email": "x@y.z", "password": "a-wrong-password"}),
        )
        .await;

    let mut secrets = vec![
        code,
        client.token.clone(),
        "in-the-command".to_owned(),
        "in-a-bad-key".to_owned(),
        "a-wrong-password".to_owned(),
    ];
    for key in [private.as_str(), opskey.as_str().unwrap()] {
        // A line from the middle of each: the first and last tell nothing.
        secrets.push(key.lines().nth(3).unwrap().to_owned());
    }
    let log = mistd.log();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&mistd.data_dir()), 0o700);
    assert_eq!(mode(&mistd.data_dir().join("secrets.key")), 0o600);
    for entry in std::fs::read_dir(mistd.data_dir()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in &secrets {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
    for secret in &secrets {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn stored_keys_survive_a_restart() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "k", "priv": private}))
        .await
        .json();
    let mistd = Mistd::start_in(mistd.stop(), &[]);
    let client = mistd.client().await;
    assert_eq!(client.get("/keys/k/private").await.json(), json!(private));
}
