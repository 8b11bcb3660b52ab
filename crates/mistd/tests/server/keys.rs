//! SSH keys.

use serde_json::json;

use crate::support::{Mistd, Sshd, key_pair, percent_encoded};

/// Kind and key of a public line, without the comment.
fn words(line: &str) -> Vec<&str> {
    line.split(' ').take(2).collect()
}

#[tokio::test]
async fn keys_are_added_shown_renamed_and_deleted() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (first, first_public) = key_pair("ed25519", &[]);
    let (second, _) = key_pair("ecdsa", &[]);
    let added = client
        .put("/keys", json!({"id": "My Key <b>?x", "priv": first}))
        .await
        .json();
    assert_eq!(added["id"], "My Key <b>?x");
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
    assert_eq!(added.get("bits"), None);
    let (rsa, _) = key_pair("rsa", &["-b", "3072"]);
    let added = client
        .put("/keys", json!({"id": "wide", "priv": rsa}))
        .await
        .json();
    assert_eq!(added["bits"], 3072);
    client.delete("/keys/wide").await;
    let windows = format!("\r\n{}\r\n", second.replace('\n', "\r\n"));
    let added = client
        .put("/keys", json!({"id": "κλειδί", "priv": windows}))
        .await
        .json();
    assert_eq!(added["isDefault"], false);

    let path = "/keys/My%20Key%20%3Cb%3E%3Fx";
    assert_eq!(
        client.get(&format!("{path}/private")).await.json(),
        json!(first)
    );
    let public = client.get(&format!("{path}/public")).await.json();
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
async fn any_id_that_can_be_addressed_works_everywhere() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let host = json!({"host": "127.0.0.1"});
    let (private, public) = key_pair("ed25519", &[]);
    for id in [
        "two words",
        " around ",
        "κλειδί ☃",
        "100%",
        "%2F",
        "a?b=c&d",
        "a#b",
        "a+b",
        "a;b:c@d,e",
        "...",
        ".hidden",
        "a\\b",
        "<b>\"'`",
        "0",
        &"x".repeat(256),
    ] {
        let stored = json!({"id": id, "priv": private});
        assert_eq!(client.put("/keys", stored).await.json()["id"], id);
        let path = format!("/keys/{}", percent_encoded(id));
        let line = client.get(&format!("{path}/public")).await.json();
        assert_eq!(words(line.as_str().unwrap()), words(&public), "{id}");
        assert_eq!(client.get(&format!("{path}/private")).await.json(), private);
        assert_eq!(client.post(&path, json!({})).await.text(), "OK", "{id}");
        let opened = format!("{machine}{path}");
        let list = client.put(&opened, host.clone()).await.json();
        assert_eq!(list[0][1], "127001", "{id}");
        let list = client.delete_with(&opened, host.clone()).await.json();
        assert_eq!(list, json!([]), "{id}");
        let renamed = client.put(&path, json!({"new_id": "plain"})).await;
        assert_eq!(renamed.json(), json!({"new_id": "plain"}), "{id}");
        assert_eq!(client.get(&format!("{path}/public")).await.status, 404);
        let back = client.put("/keys/plain", json!({"new_id": id})).await;
        assert_eq!(back.json(), json!({"new_id": id}));
        let left = client.delete(&path).await.json();
        assert_eq!(left.as_array().unwrap().len(), 1, "{id}");
    }
}

#[tokio::test]
async fn an_id_that_could_never_be_addressed_again_is_refused_in_words() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, _) = key_pair("ed25519", &[]);
    let good = json!({"id": "good", "priv": private});
    client.put("/keys", good).await.json();
    let long = "x".repeat(257);
    for (id, words) in [
        ("a/b", "A key's id cannot have a slash (/) in it"),
        ("/", "A key's id cannot have a slash (/) in it"),
        (".", "A key's id cannot be . or .."),
        ("..", "A key's id cannot be . or .."),
        (
            "two\nlines",
            "A key's id cannot have line ends or other control characters in it",
        ),
        (
            "nul\0",
            "A key's id cannot have line ends or other control characters in it",
        ),
        (&long, "A key's id has at most 256 bytes"),
        ("", "Keypair id parameter missing"),
        (" ", "Keypair id parameter missing"),
    ] {
        let expected = (400, format!("Bad Request: {words}"));
        let added = json!({"id": id, "priv": private});
        let added = client.put("/keys", added).await;
        assert_eq!((added.status, added.text()), expected);
        let renamed = client.put("/keys/good", json!({"new_id": id})).await;
        assert_eq!((renamed.status, renamed.text()), expected);
    }
    assert_eq!(client.get("/keys").await.json()[0]["id"], "good");
}

#[tokio::test]
async fn what_is_no_usable_key_is_refused_with_a_reason() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_, public) = key_pair("ed25519", &[]);
    let (whole, _) = key_pair("ed25519", &[]);
    let cut = &whole[..whole.len() / 2];
    for (text, reason) in [
        ("garbage", "it is not a private key"),
        (cut, "it is not a private key"),
        (&public, "this is a public key"),
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
