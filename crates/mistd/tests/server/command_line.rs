//! Starting, refusing to start, stopping.

use std::process::Output;

use crate::support::{Mistd, mistd_program};

fn serve(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = mistd_program();
    command
        .args(["serve", "--data-dir"])
        .arg(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn refused(output: &Output, words: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(stderr.contains(words), "{stderr}");
    assert!(output.stdout.is_empty());
}

#[tokio::test]
async fn other_computers_are_let_in_only_on_purpose_and_with_an_account() {
    let folder = tempfile::tempdir().unwrap();
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        refused(
            &serve(folder.path(), &["--listen", listen]),
            "--behind-proxy",
        );
        let meant = serve(folder.path(), &["--listen", listen, "--behind-proxy"]);
        refused(&meant, "add an account first");
        let secure = serve(folder.path(), &["--listen", listen, "--tls-self-signed"]);
        refused(&secure, "add an account first");
    }
}

#[tokio::test]
async fn mistakes_are_told_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let port = ["--listen", "127.0.0.1:0"];
    let origin = serve(
        folder.path(),
        &[port[0], port[1], "--origin", "mist.example"],
    );
    refused(&origin, "is not an origin");
    // Not everybody: an address each.
    for everybody in ["*", "https://*", "null"] {
        let output = serve(
            folder.path(),
            &[port[0], port[1], "--allow-origin", everybody],
        );
        refused(&output, "is not an origin");
    }
    let empty = tempfile::tempdir().unwrap();
    let page = serve(
        folder.path(),
        &[
            port[0],
            port[1],
            "--static-dir",
            empty.path().to_str().unwrap(),
        ],
    );
    refused(&page, "no index.html");
}

#[tokio::test]
async fn a_taken_port_is_told_or_passed_over() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let listen = address.to_string();
    refused(
        &serve(folder.path(), &["--listen", &listen]),
        "cannot listen on",
    );
    let mistd = Mistd::start(&["--port-search", "--listen", &listen]);
    let port: u16 = mistd.url.rsplit(':').next().unwrap().parse().unwrap();
    assert!(port > address.port(), "{}", mistd.url);
}

#[tokio::test]
async fn two_servers_never_share_a_data_folder() {
    let mistd = Mistd::start(&[]);
    let second = || {
        serve(
            &mistd.data_dir(),
            &["--listen", "127.0.0.1:0", "--log-format", "text"],
        )
    };
    let words = format!("another mistd (process {}) works in", mistd.pid());
    refused(&second(), &words);
    // The first one has not noticed, and the program's other commands work beside it.
    assert_eq!(mistd.client().await.get("/keys").await.status, 200);
    // Killed, it leaves nothing behind that would keep the next one out.
    let mistd = Mistd::start_in(mistd.kill(), &[]);
    assert_eq!(mistd.client().await.get("/keys").await.status, 200);
}

#[tokio::test]
async fn a_program_that_reads_the_log_reads_why_it_did_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let output = serve(folder.path(), &["--origin", "mist.example"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    let line: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(line["level"], "ERROR");
    assert!(
        line["message"]
            .as_str()
            .unwrap()
            .contains("is not an origin")
    );
}

#[tokio::test]
async fn a_wrong_passphrase_is_noticed_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let with = |passphrase: &str| {
        let mut command = mistd_program();
        command
            .env("MISTD_PASSPHRASE", passphrase)
            .args([
                "serve",
                "--listen",
                "192.0.2.1:1",
                "--behind-proxy",
                "--data-dir",
            ])
            .arg(folder.path());
        command
    };
    let added = mistd_program()
        .args(["user", "add", "a@b.c", "--no-password", "--data-dir"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(added.status.success());
    // That address is nobody's, so a server whose passphrase is right fails there, one step later.
    refused(&with("right").output().unwrap(), "cannot listen");
    refused(&with("wrong").output().unwrap(), "sealed with another key");
    refused(&with("right").output().unwrap(), "cannot listen");
}

#[tokio::test]
async fn odd_accounts_and_short_passwords_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = mistd_program();
        command.args(arguments).arg("--data-dir").arg(folder.path());
        command.stdin(std::process::Stdio::null()).output().unwrap()
    };
    refused(
        &run(&["user", "add", "nobody", "--no-password"]),
        "is not an email address",
    );
    refused(
        &run(&["user", "add", "a:b@c.d", "--no-password"]),
        "is not an email address",
    );
    refused(&run(&["user", "add", "a@b.c"]), "at least 8 characters");
    refused(&run(&["link", "a@b.c"]), "there is no account");
}
