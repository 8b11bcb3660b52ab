//! Ended by SIGKILL at any moment, the server has lost nothing that it acknowledged, holds nothing that
//! is half done, and starts again.

mod writers;

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::support::{Client, Mistd, Random, key_pair, mistd_program};
use writers::{Acknowledged, BackendWriter, KeyWriter, SignInWriter};

const KILLS: usize = 50;
const KILLED_STARTS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_lose_nothing_that_was_acknowledged() {
    let mut random = Random::seeded("fifty kills");
    let pool: Arc<Vec<String>> = Arc::new((0..4).map(|_| key_pair("ed25519", &[]).0).collect());
    let mut mistd = Mistd::start(&["--this-computer"]);
    // Its token is one of the things that must not be lost.
    let mut client = mistd.client().await;
    let mut keys: Vec<KeyWriter> = (0..3)
        .map(|number| KeyWriter::new(number, Arc::clone(&pool), random.split()))
        .collect();
    let mut backend = BackendWriter::new(&client, random.split()).await;
    let mut sign_ins = SignInWriter::new(random.split());
    let mut total = 0;
    for _ in 0..KILLS {
        sign_ins.codes = vec![mistd.code(), mistd.code()];
        let (acknowledged, mut count) = Acknowledged::counter();
        let enough = 1 + random.below(40);
        let mut tasks = tokio::task::JoinSet::new();
        for mut writer in keys.drain(..) {
            let (client, acknowledged) = (client.clone(), acknowledged.clone());
            tasks.spawn(async move {
                writer.write(&client, &acknowledged).await;
                Writer::Key(writer)
            });
        }
        let (second, third) = (client.clone(), client.clone());
        let (for_backend, for_sign_ins) = (acknowledged.clone(), acknowledged);
        tasks.spawn(async move {
            backend.write(&second, &for_backend).await;
            Writer::Backend(backend)
        });
        tasks.spawn(async move {
            sign_ins.write(&third, &for_sign_ins).await;
            Writer::SignIn(sign_ins)
        });
        count.wait_for(|count| *count >= enough).await.unwrap();
        let folder = mistd.kill();
        let mut found = (None, None);
        while let Some(writer) = tasks.join_next().await {
            match writer.unwrap() {
                Writer::Key(writer) => keys.push(writer),
                Writer::Backend(writer) => found.0 = Some(writer),
                Writer::SignIn(writer) => found.1 = Some(writer),
            }
        }
        total += *count.borrow();
        (backend, sign_ins) = (found.0.unwrap(), found.1.unwrap());

        mistd = Mistd::start_in(folder, &["--this-computer"]);
        client = client.moved_to(&mistd.url);
        for writer in &mut keys {
            writer.check(&client).await;
        }
        one_default(&client).await;
        backend.check(&client).await;
        sign_ins.check(&client).await;
    }
    println!("{KILLS} kills, {total} acknowledged writes");
    let errors: Vec<_> = mistd
        .log_lines()
        .into_iter()
        .filter(|line| line["level"] == "ERROR")
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
}

enum Writer {
    Key(KeyWriter),
    Backend(BackendWriter),
    SignIn(SignInWriter),
}

/// Deleting or adding a key changes two rows: there is one default key, or none at all.
async fn one_default(client: &Client) {
    let keys = client.get("/keys").await.json();
    let keys = keys.as_array().unwrap();
    let defaults = keys.iter().filter(|key| key["isDefault"] == true).count();
    assert_eq!(defaults, keys.len().min(1), "{keys:?}");
}

#[tokio::test]
async fn a_first_start_that_was_killed_is_followed_by_a_good_one() {
    let mut random = Random::seeded("killed starts");
    let (private, _) = key_pair("ed25519", &[]);
    for round in 0..KILLED_STARTS {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let mut first = mistd_program()
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(&data)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Not to wait for something: the moment is to be any.
        std::thread::sleep(Duration::from_micros(random.next() % 60_000));
        first.kill().unwrap();
        first.wait().unwrap();

        let added = mistd_program()
            .args([
                "user",
                "add",
                crate::support::EMAIL,
                "--no-password",
                "--data-dir",
            ])
            .arg(&data)
            .output()
            .unwrap();
        assert!(added.status.success(), "round {round}: {added:?}");
        let mistd = Mistd::start_in(folder, &[]);
        let client = mistd.client().await;
        let key = json!({"id": "k", "priv": private});
        client.put("/keys", key).await.json();
        let mistd = Mistd::start_in(mistd.kill(), &[]);
        let client = client.moved_to(&mistd.url);
        assert_eq!(client.get("/keys/k/private").await.json(), json!(private));
    }
}
