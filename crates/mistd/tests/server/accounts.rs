//! Signing in and out.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, EMAIL, Mistd, mistd_program};

#[tokio::test]
async fn a_link_signs_in_once() {
    let mistd = Mistd::start(&[]);
    let code = mistd.code();
    let client = Client::anonymous(&mistd.url);
    let credentials = json!({"email": EMAIL, "password": code});
    let wrong_account = json!({"email": "other@mist.example", "password": code});
    assert_eq!(client.post("/auth", wrong_account).await.status, 401);
    let signed_in = client.post("/auth", credentials.clone()).await.json();
    assert_eq!(signed_in["mist_api_token"].as_str().unwrap().len(), 64);
    assert!(signed_in.get("current_plan").is_some() && signed_in.get("user_details").is_some());
    let again = client.post("/auth", credentials).await;
    assert_eq!(
        (again.status, again.text().as_str()),
        (401, "Not authorized")
    );
}

#[tokio::test]
async fn every_spelling_of_the_token_works_and_nothing_works_without() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let token = client.token.clone();
    let anonymous = Client::anonymous(&mistd.url);
    let with = async |name: &str, value: String| {
        Answer::to(
            anonymous
                .request(Method::GET, "/backends")
                .header(name, value),
        )
        .await
        .status
    };
    for (name, value) in [
        ("authorization", format!("mist_1 {EMAIL}:{token}")),
        ("authorization", format!("mist_1 :{token}")),
        (
            "authorization",
            format!("mist_1 {}:{token}", EMAIL.to_uppercase()),
        ),
        ("authorized", token.clone()),
    ] {
        assert_eq!(with(name, value.clone()).await, 200, "{name}: {value}");
    }
    for (name, value) in [
        (
            "authorization",
            format!("mist_1 other@mist.example:{token}"),
        ),
        ("authorization", "mist_1 x:nosuchtoken".to_owned()),
        ("authorization", "None".to_owned()),
        ("cookie", format!("token={token}")),
    ] {
        assert_eq!(with(name, value.clone()).await, 401, "{name}: {value}");
    }
    for (method, path) in [
        (Method::GET, "/backends"),
        (Method::GET, "/providers"),
        (Method::GET, "/keys"),
        (Method::GET, "/keys/x/private"),
        (Method::POST, "/keys"),
        (
            Method::GET,
            "/backends/x/machines/y/shell?host=h&command=c&command_id=i",
        ),
        (Method::DELETE, "/auth"),
    ] {
        let answer = Answer::to(anonymous.request(method, path)).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.headers.get("set-cookie").is_none());
    }
}

#[tokio::test]
async fn signing_out_ends_the_token_alone() {
    let mistd = Mistd::start(&[]);
    let (one, two) = (mistd.client().await, mistd.client().await);
    assert_eq!(one.delete("/auth").await.text(), "OK");
    assert_eq!(one.get("/backends").await.status, 401);
    assert_eq!(two.get("/backends").await.status, 200);
}

#[tokio::test]
async fn passwords_work_and_guessing_gets_slow() {
    let mistd = Mistd::start(&[]);
    mistd.add_account("pw@mist.example", "correct horse");

    let client = Client::anonymous(&mistd.url);
    let attempt = |email: &str, password: &str| {
        client.post("/auth", json!({"email": email, "password": password}))
    };
    assert_eq!(
        attempt("PW@mist.example", "correct horse").await.status,
        200
    );
    for _ in 0..5 {
        assert_eq!(attempt("pw@mist.example", "wrong").await.status, 401);
    }
    // Where checking a password takes longer than the first wait, guessing on makes the waits longer.
    let mut guesses = 0;
    while attempt("pw@mist.example", "wrong").await.status == 401 {
        guesses += 1;
        assert!(guesses < 5, "guessing gets slow");
    }
    // Now even the right one has to wait, and is told how long.
    let refused = attempt("pw@mist.example", "correct horse").await;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert!(
        refused
            .text()
            .starts_with("Not authorized: Too many failed attempts")
    );
    assert_eq!(attempt("nobody@mist.example", "wrong").await.status, 401);
}

#[tokio::test]
async fn failed_sign_ins_are_not_forgotten_when_the_server_is_killed() {
    let mistd = Mistd::start(&[]);
    let client = Client::anonymous(&mistd.url);
    // An account that is there, guessed at by password, and one that is not, by codes: all the same.
    let code = "0123456789abcdef".repeat(4);
    let guesses = [(EMAIL, "wrong"), ("nobody@mist.example", code.as_str())];
    for (email, secret) in guesses {
        for _ in 0..5 {
            assert_eq!(client.sign_in(email, secret).await.status, 401);
        }
    }
    // As if there had been more, so that the wait is longer than a restart on a busy computer.
    let database = rusqlite::Connection::open(mistd.data_dir().join("mist.db")).unwrap();
    let more = "UPDATE sign_in_failures SET count = count + 5 WHERE count = 5";
    assert_eq!(database.execute(more, []).unwrap(), 4);
    drop(database);
    let mistd = Mistd::start_in(mistd.kill(), &[]);
    let client = client.moved_to(&mistd.url);
    for (email, secret) in guesses {
        let refused = client.sign_in(email, secret).await;
        assert_eq!(refused.status, 429, "{email}");
        assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    }
    // A link is a way in that nobody can close by guessing.
    assert_eq!(client.sign_in(EMAIL, &mistd.code()).await.status, 200);
    assert_eq!(client.sign_in(EMAIL, "wrong").await.status, 401);
}

#[tokio::test]
async fn many_accounts_cannot_be_tried_from_one_place() {
    let mistd = Mistd::start(&[]);
    let at_home = mistd.client().await;
    let client = Client::anonymous(&mistd.url);
    for number in 0..20 {
        let email = format!("{number}@mist.example");
        assert_eq!(client.sign_in(&email, "wrong").await.status, 401);
    }
    assert_eq!(
        client.sign_in("another@mist.example", "wrong").await.status,
        429
    );
    // Who has signed in from here before is not bound by what strangers do.
    assert_eq!(client.sign_in(EMAIL, "wrong").await.status, 401);
    assert_eq!(at_home.get("/keys").await.status, 200);
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let mistd = Mistd::start(&["--this-computer"]);
    let added = mistd_program()
        .args([
            "user",
            "add",
            "other@mist.example",
            "--no-password",
            "--data-dir",
        ])
        .arg(mistd.data_dir())
        .output()
        .unwrap();
    assert!(added.status.success());
    let link = mistd_program()
        .args(["link", "other@mist.example", "--data-dir"])
        .arg(mistd.data_dir())
        .output()
        .unwrap();
    let link = String::from_utf8(link.stdout).unwrap();
    let code = link.trim().rsplit('=').next().unwrap();
    let other = Client::signed_in(&mistd.url, "other@mist.example", code).await;
    let client = mistd.client().await;
    let (private, _) = crate::support::key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "mine", "priv": private}))
        .await
        .json();
    assert_eq!(other.get("/keys").await.json(), json!([]));
    assert_eq!(other.get("/keys/mine/private").await.status, 404);
    assert_eq!(other.delete("/keys/mine").await.status, 404);
    assert_eq!(client.get("/keys").await.json()[0]["id"], "mine");
}
