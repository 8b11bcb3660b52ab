//! Simulated clouds over HTTP: every provider added, browsed and operated, nothing lost, no secret kept.

mod adding;
mod living;
mod model;
mod monitoring;
mod spoiled;

use serde_json::{Value, json};

use crate::support::{Client, Mistd};

/// A server with clouds, and a person signed in.
async fn world(arguments: &[&str]) -> (Mistd, Client) {
    let mistd = Mistd::start(&[&["--demo", "--sim-images", "300"], arguments].concat());
    let client = mistd.client().await;
    (mistd, client)
}

/// All backends.
async fn backends(client: &Client) -> Vec<Value> {
    client
        .get("/backends")
        .await
        .json()
        .as_array()
        .unwrap()
        .clone()
}

/// The path of the backend of a provider.
async fn backend(client: &Client, provider: &str) -> String {
    let all = backends(client).await;
    let known = all
        .iter()
        .find(|backend| backend["provider"].as_str().unwrap().starts_with(provider));
    let known = known.unwrap_or_else(|| panic!("no {provider} in {all:?}"));
    format!("/backends/{}", known["id"].as_str().unwrap())
}

/// What is listed under a backend's path.
async fn list(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).await.json().as_array().unwrap().clone()
}

/// One of a backend's machines, by id.
async fn machine(client: &Client, backend: &str, id: &str) -> Option<Value> {
    let machines = list(client, &format!("{backend}/machines")).await;
    machines.into_iter().find(|machine| machine["id"] == id)
}

/// Waits until a machine is in a state.
async fn becomes(client: &Client, backend: &str, id: &str, state: &str) -> Value {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        let now = machine(client, backend, id).await;
        if let Some(machine) = now.clone().filter(|machine| machine["state"] == state) {
            return machine;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "{id} is to become {state}, and is {now:?}"
        );
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// The first machine of a backend in a state.
async fn first(client: &Client, backend: &str, state: &str) -> Value {
    let machines = list(client, &format!("{backend}/machines")).await;
    let known = machines.iter().find(|machine| machine["state"] == state);
    known
        .unwrap_or_else(|| panic!("none is {state} in {machines:?}"))
        .clone()
}

/// An id or another text of an answer.
fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

/// Asks for a machine of the first image, size and place of a backend.
async fn wish(client: &Client, backend: &str, name: &str) -> Value {
    let first = async |what: &str| list(client, &format!("{backend}/{what}")).await.remove(0);
    let (image, size, location) = (
        first("images").await,
        first("sizes").await,
        first("locations").await,
    );
    json!({
        "name": name,
        "image": image["id"], "image_name": image["name"], "image_extra": image["extra"],
        "size": size["id"], "size_name": size["name"], "disk": size["disk"],
        "location": location["id"], "location_name": location["name"],
    })
}
