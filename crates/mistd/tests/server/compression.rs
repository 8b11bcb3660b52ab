//! Long lists go over the line compressed, for clients that can read it; everything else goes as it is.

use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::Method;

use crate::support::{Answer, Client, Mistd};

async fn packed(client: &Client, path: &str) -> Answer {
    let request = client.request(Method::GET, path);
    Answer::to(request.header("accept-encoding", "gzip, deflate, br")).await
}

#[tokio::test]
async fn long_lists_are_compressed_for_those_who_can_read_it() {
    let mistd = Mistd::start(&["--demo", "--sim-images", "300"]);
    let client = mistd.client().await;
    let backends = client.get("/backends").await.json();
    let backend = backends[0]["id"].as_str().unwrap();
    let path = format!("/backends/{backend}/images");

    let plain = client.get(&path).await;
    assert_eq!(plain.header("content-encoding"), "");
    let short = packed(&client, &path).await;
    assert_eq!(short.header("content-encoding"), "gzip");
    assert!(short.header("vary").contains("accept-encoding"));
    assert_eq!(short.header("content-type"), plain.header("content-type"));
    assert!(short.body.len() * 3 < plain.body.len());
    let mut text = String::new();
    GzDecoder::new(&*short.body)
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain.text());

    // One packet in any case.
    let keys = packed(&client, "/keys").await;
    assert_eq!(keys.header("content-encoding"), "");
}

#[tokio::test]
async fn output_is_never_compressed() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let backends = client.get("/backends").await.json();
    let path = format!("/backends/{}/machines", backends[0]["id"].as_str().unwrap());
    let machines = client.get(&path).await.json();
    let machine = machines[0]["id"].as_str().unwrap();
    let path = format!("{path}/{machine}/shell?host=127.0.0.1&command=seq%209999");
    let output = packed(&client, &path).await;
    assert_eq!(output.status, 200, "{}", output.text());
    assert_eq!(output.header("content-encoding"), "");
    assert!(output.text().contains("9999<br/>"), "{}", output.text());
}
