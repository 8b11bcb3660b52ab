//! SSH keys.

use serde_json::json;

use crate::support::{Mistd, key_pair};

#[tokio::test]
async fn keys_are_added_shown_renamed_and_deleted() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (first, first_public) = key_pair("ed25519", &[]);
    let (second, _) = key_pair("ecdsa", &[]);
    let added = client
        .put("/keys", json!({"id": "My Key <b>/x", "priv": first}))
        .await
        .json();
    assert_eq!(added["id"], "My Key <b>/x");
    assert_eq!(
        (&added["machines"], &added["isDefault"]),
        (&json!([]), &json!(true))
    );
    assert_eq!(added["type"], "ed25519");
    assert!(
        added["fingerprint"]
            .as_str()
            .unwrap()
            .starts_with("SHA256:")
    );
    let windows = format!("\r\n{}\r\n", second.replace('\n', "\r\n"));
    let added = client
        .put("/keys", json!({"id": "κλειδί", "priv": windows}))
        .await
        .json();
    assert_eq!(added["isDefault"], false);

    let path = "/keys/My%20Key%20%3Cb%3E%2Fx";
    assert_eq!(
        client.get(&format!("{path}/private")).await.json(),
        json!(first)
    );
    let public = client.get(&format!("{path}/public")).await.json();
    let words = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    assert_eq!(words(public.as_str().unwrap()), words(&first_public));

    let taken = client
        .put("/keys", json!({"id": "κλειδί", "priv": first}))
        .await;
    assert_eq!(
        (taken.status, taken.text().as_str()),
        (409, "Keypair exists: κλειδί")
    );
    let onto = client.put(path, json!({"new_id": "κλειδί"})).await;
    assert_eq!(
        (onto.status, onto.text().as_str()),
        (409, "Keypair exists: κλειδί")
    );
    assert_eq!(
        client.put(path, json!({"new_id": "one"})).await.json(),
        json!({"new_id": "one"})
    );
    assert_eq!(
        client
            .post("/keys/%CE%BA%CE%BB%CE%B5%CE%B9%CE%B4%CE%AF", json!({}))
            .await
            .text(),
        "OK"
    );
    let left = client
        .delete("/keys/%CE%BA%CE%BB%CE%B5%CE%B9%CE%B4%CE%AF")
        .await
        .json();
    assert_eq!(
        (&left[0]["id"], &left[0]["isDefault"]),
        (&json!("one"), &json!(true))
    );
    assert_eq!(
        client.delete("/keys/nosuch").await.text(),
        "Keypair not found: nosuch"
    );
}

#[tokio::test]
async fn what_is_no_usable_key_is_refused_with_a_reason() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_, public) = key_pair("ed25519", &[]);
    let (locked, _) = key_pair("ed25519", &["-N", "passphrase"]);
    let (locked_pem, _) = key_pair("rsa", &["-b", "2048", "-m", "PEM", "-N", "passphrase"]);
    let (locked_pkcs8, _) = key_pair("rsa", &["-b", "2048", "-m", "PKCS8", "-N", "passphrase"]);
    let (whole, _) = key_pair("ed25519", &[]);
    let cut = &whole[..whole.len() / 2];
    for (text, reason) in [
        ("garbage", "it is not a private key"),
        (cut, "it is not a private key"),
        (&public, "this is a public key"),
        (&locked, "protected by a passphrase"),
        (&locked_pem, "protected by a passphrase"),
        (&locked_pkcs8, "protected by a passphrase"),
    ] {
        let answer = client.put("/keys", json!({"id": "k", "priv": text})).await;
        assert_eq!(answer.status, 400, "{reason}");
        let words = answer.text();
        assert!(
            words.starts_with("Invalid private key: ") && words.contains(reason),
            "{words}"
        );
    }
    for (body, words) in [
        (
            json!({"priv": whole}),
            "Bad Request: Keypair id parameter missing",
        ),
        (
            json!({"id": "k"}),
            "Required parameter not provided: Private key is not provided",
        ),
    ] {
        assert_eq!(client.put("/keys", body).await.text(), words);
    }
    assert_eq!(client.get("/keys").await.json(), json!([]));
}

#[tokio::test]
async fn generated_keys_are_what_clients_expect_and_are_not_kept() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    for (body, begin, kind) in [
        (json!({}), "-----BEGIN RSA PRIVATE KEY-----\n", "rsa"),
        (
            json!({"type": "ed25519"}),
            "-----BEGIN OPENSSH PRIVATE KEY-----\n",
            "ed25519",
        ),
    ] {
        let answer = client.post("/keys", body).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let text = answer.json()["priv"].as_str().unwrap().to_owned();
        assert!(text.starts_with(begin) && !text.ends_with('\n'));
        assert_eq!(client.get("/keys").await.json(), json!([]));
        let added = client
            .put("/keys", json!({"id": kind, "priv": text}))
            .await
            .json();
        assert_eq!(added["type"], kind);
        client.delete(&format!("/keys/{kind}")).await;
    }
    assert_eq!(
        client.post("/keys", json!({"type": "dsa"})).await.status,
        400
    );
}
