//! Behind a proxy, and what nobody else can pretend.

use std::net::{IpAddr, Ipv4Addr};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, EMAIL, Mistd};

/// Tries a wrong password, said to be asked for by these addresses.
async fn guess(client: &Client, forwarded_for: &str) -> u16 {
    let request = client
        .request(Method::POST, "/auth")
        .header("x-forwarded-for", forwarded_for)
        .body(json!({"email": EMAIL, "password": "wrong"}).to_string());
    Answer::to(request).await.status
}

async fn peers(mistd: &Mistd) -> Vec<String> {
    let guesses = |line: &Value| line["message"] == "request" && line["route"] == "/auth";
    mistd.logged("a guess", guesses).await;
    let lines = mistd.log_lines().into_iter().filter(guesses);
    lines
        .map(|line| line["peer"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_named_proxy_says_for_whom_it_asks() {
    let mistd = Mistd::start(&["--behind-proxy"]);
    let client = Client::anonymous(&mistd.url);
    // What stands before the last entry is whatever the guesser wrote.
    for number in 0..5 {
        let spoofed = format!("192.0.2.{number}, 198.51.100.1");
        assert_eq!(guess(&client, &spoofed).await, 401);
    }
    assert_eq!(guess(&client, "192.0.2.9, 198.51.100.1").await, 429);
    assert_eq!(guess(&client, "198.51.100.2").await, 401);
    let peers = peers(&mistd).await;
    assert_eq!(peers[0], "198.51.100.1");
    assert!(
        peers.iter().all(|peer| peer.starts_with("198.51.100.")),
        "{peers:?}"
    );
}

#[tokio::test]
async fn without_a_proxy_nobody_is_believed() {
    let mistd = Mistd::start(&[]);
    let client = Client::anonymous(&mistd.url);
    for number in 0..5 {
        assert_eq!(guess(&client, &format!("192.0.2.{number}")).await, 401);
    }
    assert_eq!(guess(&client, "192.0.2.9").await, 429);
    assert!(peers(&mistd).await.iter().all(|peer| peer == "127.0.0.1"));
}

#[tokio::test]
async fn a_proxy_is_believed_by_its_address_alone() {
    let mistd = Mistd::start(&["--behind-proxy=127.0.0.2"]);
    let proxy = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let (proxy, other) = (
        Client::at(&mistd.url, Some(proxy)),
        Client::anonymous(&mistd.url),
    );
    for number in 0..5 {
        assert_eq!(guess(&other, &format!("192.0.2.{number}")).await, 401);
    }
    assert_eq!(guess(&other, "192.0.2.9").await, 429);
    assert_eq!(guess(&proxy, "192.0.2.1").await, 401);

    let id = |answer: Answer| answer.header("x-request-id").to_owned();
    let named = |client: &Client| {
        client
            .request(Method::GET, "/backends")
            .header("x-request-id", "mine-1")
    };
    assert_eq!(id(Answer::to(named(&proxy)).await), "mine-1");
    assert_ne!(id(Answer::to(named(&other)).await), "mine-1");
}

#[tokio::test]
async fn a_page_that_came_over_tls_is_our_own_only_if_the_proxy_says_so() {
    for (arguments, status) in [(&["--behind-proxy"][..], 200), (&[], 403)] {
        let mistd = Mistd::start(arguments);
        let client = mistd.client().await;
        let secure = client.url.replace("http://", "https://");
        let request = client
            .request(Method::GET, "/backends")
            .header("origin", secure);
        let request = request.header("x-forwarded-proto", "https");
        assert_eq!(Answer::to(request).await.status, status, "{arguments:?}");
    }
}
