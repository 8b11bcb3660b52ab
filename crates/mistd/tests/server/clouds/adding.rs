//! What is offered, and what adding asks for.

use mist_api::providers::{self, FieldKind};
use serde_json::{Map, Value, json};

use super::{backends, list, text, world};
use crate::support::Mistd;

/// Typed for every secret; it must be found nowhere afterwards.
const SECRET: &str = "planted-cloud-secret-xyzzy";

#[tokio::test]
async fn without_being_asked_nothing_is_simulated() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let offered = client.get("/providers").await.json();
    let all = offered["supported_providers"].as_array().unwrap();
    assert_eq!(all.len(), 1);
    assert!(all[0].get("simulated").is_none());
    assert!(backends(&client).await.is_empty());
    let body = json!({"provider": "ec2_eu_west", "apikey": "a", "apisecret": "b"});
    assert_eq!(client.post("/backends", body).await.status, 400);
    assert_eq!(client.get("/monitoring").await.status, 404);
}

#[tokio::test]
async fn an_account_begins_with_a_small_world_that_says_what_it_is() {
    let (mistd, client) = world(&["--this-computer"]).await;
    let all = backends(&client).await;
    let simulated: Vec<&Value> = all.iter().filter(|one| one["simulated"] == true).collect();
    assert_eq!((all.len(), simulated.len()), (9, 8));
    let mut machines = 0;
    for one in &simulated {
        assert_eq!(one["enabled"], true);
        machines += list(&client, &format!("/backends/{}/machines", text(&one["id"])))
            .await
            .len();
    }
    assert_eq!(machines, 40);
    let offered = client.get("/providers").await.json();
    for provider in offered["supported_providers"].as_array().unwrap() {
        let real = ["bare_metal", "local"].contains(&text(&provider["provider"]));
        assert_eq!(provider.get("simulated").is_none(), real, "{provider}");
    }
    // What somebody deleted does not come back.
    let gone = format!("/backends/{}", text(&simulated[0]["id"]));
    assert_eq!(client.delete(&gone).await.text(), "OK");
    let folder = mistd.stop();
    let mistd = Mistd::start_in(folder, &["--demo"]);
    assert_eq!(backends(&mistd.client().await).await.len(), 7);
}

/// What a form asks for, filled in.
fn filled_in(provider: &str) -> Value {
    let form = providers::form(provider).unwrap();
    let mut body = Map::new();
    body.insert("provider".to_owned(), json!(provider));
    body.insert("title".to_owned(), json!(format!("My {provider}")));
    for field in form
        .fields
        .iter()
        .filter(|field| field.required || field.secret)
    {
        let value = match field.kind {
            _ if field.secret => SECRET.to_owned(),
            FieldKind::Port => "4243".to_owned(),
            FieldKind::Url => "https://cloud.example:5000/v2.0".to_owned(),
            FieldKind::Host
            | FieldKind::User
            | FieldKind::Text
            | FieldKind::Key
            | FieldKind::File => {
                format!("{provider}-{}", field.param)
            }
        };
        body.insert(field.param.to_owned(), json!(value));
    }
    Value::Object(body)
}

#[tokio::test]
async fn every_provider_is_added_with_anything_for_a_secret_and_keeps_none() {
    let (mistd, client) = world(&[]).await;
    let offered = client.get("/providers").await.json();
    let mut count = 0;
    for provider in offered["supported_providers"].as_array().unwrap() {
        if provider.get("simulated").is_none() {
            continue;
        }
        let id = text(&provider["provider"]);
        let added = client.post("/backends", filled_in(id)).await.json();
        let path = format!("/backends/{}", text(&added["id"]));
        let listed = backends(&client).await;
        let own = listed.iter().find(|one| one["id"] == added["id"]).unwrap();
        assert_eq!(own["title"], format!("My {id}"));
        assert_eq!(own["simulated"], true);
        // What 0.9.8 does: the region stands apart from what is before the colon.
        assert_eq!(own["provider"], id.split(':').next().unwrap());
        for what in ["machines", "images", "sizes", "locations"] {
            assert!(
                !list(&client, &format!("{path}/{what}")).await.is_empty(),
                "{id} {what}"
            );
        }
        let again = client.post("/backends", filled_in(id)).await;
        assert_eq!(again.status, 409, "{id}: {}", again.text());
        count += 1;
    }
    assert!(count >= 27, "{count} providers");
    let log = mistd.log();
    let folder = mistd.stop();
    assert!(!log.contains(SECRET));
    for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let found = bytes
            .windows(SECRET.len())
            .any(|part| part == SECRET.as_bytes());
        assert!(!found, "the secret is in the data folder");
    }
}

#[tokio::test]
async fn a_region_may_stand_in_the_provider_or_beside_it() {
    let (_mistd, client) = world(&[]).await;
    let beside = json!({"provider": "rackspace", "region": "dfw", "apikey": "a", "apisecret": "b"});
    let inside = json!({"provider": "rackspace:dfw", "apikey": "a", "apisecret": "b"});
    let added = client.post("/backends", beside).await.json();
    assert_eq!(
        (&added["provider"], &added["region"]),
        (&json!("rackspace"), &json!("dfw"))
    );
    assert_eq!(client.post("/backends", inside).await.status, 409);
    // Deleted and added again it has the same id and the same machines (API notes §2.1).
    let path = format!("/backends/{}", text(&added["id"]));
    let machines = client.get(&format!("{path}/machines")).await.json();
    assert_eq!(client.delete(&path).await.text(), "OK");
    let again = json!({"provider": "rackspace:dfw", "apikey": "a", "apisecret": "other"});
    let again = client.post("/backends", again).await.json();
    assert_eq!(again["id"], added["id"]);
    assert_eq!(
        client.get(&format!("{path}/machines")).await.json(),
        machines
    );
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said() {
    let (_mistd, client) = world(&["--sim-machines", "0"]).await;
    let cases = [
        (
            json!({"provider": "ec2_eu_west", "apisecret": "s"}),
            400,
            "Required parameter not provided: apikey",
        ),
        (
            json!({"provider": "gce", "apikey": "a@b.c", "apisecret": "s"}),
            400,
            "Required parameter not provided: tenant_name",
        ),
        (
            json!({"provider": "linode", "apikey": "a", "apisecret": "wrong"}),
            401,
            "Invalid backend credentials",
        ),
        (
            json!({"provider": "ec2_atlantis", "apikey": "a", "apisecret": "s"}),
            400,
            "Bad Request: Provider unknown: ec2_atlantis",
        ),
    ];
    for (body, status, words) in cases {
        let answer = client.post("/backends", body).await;
        assert_eq!((answer.status, answer.text().as_str()), (status, words));
    }
    assert!(backends(&client).await.is_empty());
}
