//! Clouds that misbehave on request.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{backend, first, list, text, world};
use crate::support::{Answer, End, mistd_program};

#[tokio::test]
async fn what_is_asked_to_go_wrong_goes_wrong_there_and_nowhere_else() {
    let (_mistd, client) = world(&[
        "--sim-fault",
        "ec2*/machines=status:500",
        "--sim-fault",
        "ec2*/sizes=malformed",
        "--sim-fault",
        "ec2*/images=cut",
        "--sim-fault",
        "ec2*/locations=stall",
        "--sim-fault",
        "linode/add=credentials",
    ])
    .await;
    let ec2 = backend(&client, "ec2").await;
    assert_eq!(client.get(&format!("{ec2}/machines")).await.status, 500);
    let sizes = client.get(&format!("{ec2}/sizes")).await;
    assert_eq!(sizes.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&sizes.body).is_err());
    let cut = client
        .request(reqwest::Method::GET, &format!("{ec2}/images"))
        .send()
        .await
        .unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
    let stalled = client
        .request(reqwest::Method::GET, &format!("{ec2}/locations"))
        .send();
    let stalled = tokio::time::timeout(Duration::from_secs(10), stalled).await;
    let mut stalled = stalled.expect("its head comes").unwrap();
    assert!(stalled.chunk().await.unwrap().is_some());
    let rest = tokio::time::timeout(Duration::from_millis(300), stalled.chunk()).await;
    assert!(rest.is_err(), "nothing more comes");
    let refused = client
        .post(
            "/backends",
            json!({"provider": "linode", "apikey": "a", "apisecret": "b"}),
        )
        .await;
    assert_eq!(refused.status, 401);
    let rackspace = backend(&client, "rackspace").await;
    assert!(
        !list(&client, &format!("{rackspace}/machines"))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_command_can_be_cut_and_answers_be_late() {
    let (_mistd, client) = world(&["--sim-fault", "*/shell=cut", "--sim-latency", "300ms"]).await;
    let ec2 = backend(&client, "ec2").await;
    let asked = Instant::now();
    let machine = first(&client, &ec2, "running").await;
    assert!(asked.elapsed() >= Duration::from_millis(300));
    let path = format!("{ec2}/machines/{}", text(&machine["id"]));
    let host = text(&machine["public_ips"][0]).to_owned();
    let query = [
        ("host", host.as_str()),
        ("command", "yes"),
        ("command_id", "c"),
    ];
    let run = client.run_with(&path, &query, "c").await.finished().await;
    assert!(run.broken && run.end == End::Interrupted);
    assert!(run.text().starts_with("y\n"));
}

#[tokio::test]
async fn a_spoiled_request_without_a_token_is_refused_as_ever() {
    let (_mistd, client) = world(&["--sim-fault", "*=outage"]).await;
    let ec2 = backend(&client, "ec2").await;
    let answer: Answer = client.nobody().get(&format!("{ec2}/machines")).await;
    assert_eq!(answer.status, 401);
    assert_eq!(client.get(&format!("{ec2}/machines")).await.status, 503);
}

#[test]
fn a_fault_that_makes_no_sense_is_told_before_anything_starts() {
    let folder = tempfile::tempdir().unwrap();
    let output = mistd_program()
        .args([
            "serve",
            "--demo",
            "--sim-fault",
            "ec2=explode",
            "--data-dir",
        ])
        .arg(folder.path().join("data"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("explode"), "{words}");
}
