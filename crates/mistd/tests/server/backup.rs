//! Back-up and restore: by the program's own two commands, while the server runs.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use crate::support::{Client, EMAIL, End, Mistd, Random, Sshd, key_pair, mistd_program};

fn command(name: &str, file: &Path, folder: &Path, more: &[&str]) -> Output {
    let mut command = mistd_program();
    command.arg(name).arg(file).arg("--data-dir").arg(folder);
    command.args(more).output().unwrap()
}

fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output, words: &str) {
    assert!(!output.status.success());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains(words), "{stderr}");
}

/// Where the data folder is in the folder of a server.
fn data(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("data")
}

#[tokio::test]
async fn what_was_backed_up_under_load_works_elsewhere() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_sshd, machine) = Sshd::added_by(&client).await;
    let (private, _) = key_pair("ed25519", &[]);

    // Two keys come and go together with the back-up: in it, both are there or one.
    let (writer, text, done) = (
        client.clone(),
        private.clone(),
        Arc::new(AtomicBool::new(false)),
    );
    let stop = Arc::clone(&done);
    let writing = tokio::spawn(async move {
        let mut rounds = 0;
        while !stop.load(Ordering::SeqCst) {
            writer
                .put("/keys", json!({"id": "coming", "priv": text}))
                .await
                .json();
            writer
                .put("/keys/coming", json!({"new_id": "going"}))
                .await
                .json();
            writer.delete("/keys/going").await.json();
            rounds += 1;
        }
        rounds
    });
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mist.backup");
    let source = mistd.data_dir();
    for _ in 0..10 {
        let (file, source) = (file.clone(), source.clone());
        let output = tokio::task::spawn_blocking(move || command("backup", &file, &source, &[]));
        let words = succeeded(&output.await.unwrap());
        assert!(words.contains("1 account, 1 backend, "), "{words}");
        assert!(words.contains("The key to its secrets is in it"), "{words}");
    }
    done.store(true, Ordering::SeqCst);
    println!("{} rounds of writing meanwhile", writing.await.unwrap());
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);

    let elsewhere = tempfile::tempdir().unwrap();
    let words = succeeded(&command("restore", &file, &data(&elsewhere), &[]));
    assert!(words.contains("Everybody has to sign in again"), "{words}");
    let restored = Mistd::start_in(elsewhere, &[]);
    let known = client.moved_to(&restored.url);
    assert_eq!(known.get("/keys").await.status, 401, "an old token works");
    let again = restored.client().await;
    let listed = again.get("/keys").await.json();
    assert!(
        matches!(listed.as_array().unwrap().len(), 1 | 2),
        "{listed}"
    );
    let run = again
        .run(&machine, "echo opened", "c1")
        .await
        .finished()
        .await;
    assert_eq!(
        (run.text().as_str(), run.end),
        ("opened\r\n", End::Completed(Some(0)))
    );
}

#[tokio::test]
async fn nothing_is_overwritten_unless_it_is_meant() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "old", "priv": private}))
        .await
        .json();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mist.backup");
    succeeded(&command("backup", &file, &mistd.data_dir(), &[]));
    client
        .put("/keys", json!({"id": "new", "priv": private}))
        .await
        .json();

    for more in [&[][..], &["--force"]] {
        refused(
            &command("restore", &file, &mistd.data_dir(), more),
            "works in",
        );
    }
    let folder = mistd.stop();
    refused(&command("restore", &file, &data(&folder), &[]), "--force");
    // Not only a database is worth keeping.
    let key_alone = Mistd::start(&[]).stop();
    std::fs::remove_file(data(&key_alone).join("mist.db")).unwrap();
    refused(
        &command("restore", &file, &data(&key_alone), &[]),
        "is not empty",
    );
    succeeded(&command("restore", &file, &data(&folder), &["--force"]));
    let mistd = Mistd::start_in(folder, &[]);
    let client = mistd.client().await;
    assert_eq!(client.get("/keys").await.json()[0]["id"], "old");
    assert_eq!(client.get("/keys/old/private").await.json(), json!(private));
    assert_eq!(client.get("/keys/new/private").await.status, 404);
}

#[tokio::test]
async fn a_back_up_that_is_no_good_replaces_nothing() {
    let mistd = Mistd::start(&[]);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mist.backup");
    refused(
        &command(
            "backup",
            &mistd.data_dir().join("x"),
            &mistd.data_dir(),
            &[],
        ),
        "in the data folder",
    );
    refused(
        &command("backup", &file, &place.path().join("nosuch"), &[]),
        "no database",
    );
    refused(
        &command(
            "backup",
            &place.path().join("no/such"),
            &mistd.data_dir(),
            &[],
        ),
        "no/such: ",
    );
    succeeded(&command("backup", &file, &mistd.data_dir(), &[]));
    let folder = mistd.stop();
    let good = std::fs::read(&file).unwrap();
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (bytes, words) in [
        (&good[..good.len() - 1], "damaged"),
        (&flipped, "damaged"),
        (
            &b"something else"[..],
            "not a file that `mistd backup` wrote",
        ),
    ] {
        std::fs::write(&file, bytes).unwrap();
        refused(
            &command("restore", &file, &data(&folder), &["--force"]),
            words,
        );
    }
    std::fs::write(&file, newer(&good)).unwrap();
    refused(
        &command("restore", &file, &data(&folder), &["--force"]),
        "newer version",
    );
    // The account is still there.
    Mistd::start_in(folder, &[]).client().await;
}

/// The same back-up with a database of a later version in it.
fn newer(good: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    let start = good
        .windows(15)
        .position(|bytes| bytes == b"SQLite format 3")
        .unwrap();
    let mut bytes = good[..good.len() - 32].to_vec();
    // Where a database file keeps its `user_version`.
    bytes[start + 60..start + 64].copy_from_slice(&99_u32.to_be_bytes());
    let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    bytes.extend(digest);
    bytes
}

#[tokio::test]
async fn a_passphrase_is_not_in_it_and_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let added = mistd_program()
        .args(["user", "add", EMAIL, "--no-password", "--data-dir"])
        .arg(data(&folder))
        .output()
        .unwrap();
    assert!(added.status.success());
    let passphrase = [("MISTD_PASSPHRASE", "correct horse battery")];
    let mistd = Mistd::start_with(folder, &[], &passphrase);
    let (private, _) = key_pair("ed25519", &[]);
    mistd
        .client()
        .await
        .put("/keys", json!({"id": "k", "priv": private}))
        .await
        .json();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mist.backup");
    let words = succeeded(&command("backup", &file, &mistd.data_dir(), &[]));
    assert!(words.contains("MISTD_PASSPHRASE"), "{words}");

    let elsewhere = tempfile::tempdir().unwrap();
    let words = succeeded(&command("restore", &file, &data(&elsewhere), &[]));
    assert!(words.contains("MISTD_PASSPHRASE"), "{words}");
    let without = mistd_program()
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data(&elsewhere))
        .output()
        .unwrap();
    refused(&without, "sealed with another key");
    let restored = Mistd::start_with(elsewhere, &[], &passphrase);
    let client = restored.client().await;
    assert_eq!(client.get("/keys/k/private").await.json(), json!(private));
}

#[tokio::test]
async fn a_restore_that_was_killed_is_completed_by_the_same_command() {
    let mut random = Random::seeded("killed restores");
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "k", "priv": private}))
        .await
        .json();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("mist.backup");
    succeeded(&command("backup", &file, &mistd.data_dir(), &[]));
    // Another server's folder, with another key.
    let mut folder = Mistd::start(&[]).stop();
    for _ in 0..10 {
        let mut restoring = mistd_program()
            .args(["restore", "--force", "--data-dir"])
            .arg(data(&folder))
            .arg(&file)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Not to wait for something: the moment is to be any.
        std::thread::sleep(Duration::from_micros(random.next() % 30_000));
        restoring.kill().unwrap();
        restoring.wait().unwrap();
        succeeded(&command("restore", &file, &data(&folder), &["--force"]));
        let restored = Mistd::start_in(folder, &[]);
        let client = Client::signed_in(&restored.url, EMAIL, &restored.code()).await;
        assert_eq!(client.get("/keys/k/private").await.json(), json!(private));
        folder = restored.stop();
    }
}
