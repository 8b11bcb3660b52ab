//! Calls at random over HTTP beside a model of what must be true: what was made is listed until it is
//! destroyed, ids stay, states follow one another as they may, tags and associations are what was asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{backend, list, text, wish, world};
use crate::support::{Client, Random, key_pair};

const CALLS: usize = 120;

/// What must be true of a machine.
#[derive(Debug, Clone, Default)]
struct Known {
    name: String,
    state: String,
    /// Those that were put on it here.
    tags: BTreeSet<String>,
    /// Whether somebody destroyed it.
    destroyed: bool,
}

struct Model {
    client: Client,
    backend: String,
    machines: BTreeMap<String, Known>,
    /// Machines that the key opens.
    opened: BTreeSet<String>,
    random: Random,
}

/// Whether a machine that was seen in one state may be in another when it is seen next.
fn may_follow(before: &str, now: &str) -> bool {
    before == now
        || matches!(
            (before, now),
            ("pending", "running" | "stopped" | "terminated")
                | ("running", "pending" | "rebooting")
                | ("rebooting", "running" | "pending")
                | ("stopped", "pending")
        )
}

impl Model {
    fn path(&self, machine: &str) -> String {
        format!("{}/machines/{machine}", self.backend)
    }

    /// Compares all that is listed with the model, and notes the states.
    async fn check(&mut self) -> Vec<Value> {
        let listed = list(&self.client, &format!("{}/machines", self.backend)).await;
        let ids: BTreeSet<&str> = listed.iter().map(|machine| text(&machine["id"])).collect();
        assert_eq!(ids.len(), listed.len(), "an id is listed twice");
        for (id, known) in &self.machines {
            assert!(
                ids.contains(id.as_str()) || known.destroyed,
                "{id} is gone: {known:?}"
            );
        }
        for machine in &listed {
            let (id, state) = (text(&machine["id"]), text(&machine["state"]));
            let known = self.machines.entry(id.to_owned()).or_insert_with(|| Known {
                name: text(&machine["name"]).to_owned(),
                state: state.to_owned(),
                ..Known::default()
            });
            assert_eq!(machine["name"], known.name, "{id}");
            assert!(
                may_follow(&known.state, state),
                "{id}: {} became {state}",
                known.state
            );
            state.clone_into(&mut known.state);
            let tags = machine["tags"].as_array().unwrap();
            for tag in &known.tags {
                assert!(tags.contains(&json!(tag)), "{id} has lost {tag}: {tags:?}");
            }
            let moving = ["pending", "rebooting"].contains(&state);
            assert!(!moving || machine["can_stop"] == false && machine["can_start"] == false);
            assert!(state != "terminated" || machine["can_destroy"] == false);
        }
        self.machines.retain(|id, _| ids.contains(id.as_str()));
        let keys = self.client.get("/keys").await.json();
        let own = self.backend.rsplit('/').next().unwrap();
        let opened: BTreeSet<String> = keys[0]["machines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|association| association[0] == own)
            .map(|association| text(&association[1]).to_owned())
            .collect();
        assert_eq!(opened, self.opened);
        listed
    }

    /// One call, which succeeds exactly if the list said that it could be made.
    async fn call(&mut self, listed: &[Value]) {
        let client = self.client.clone();
        let which = self.random.below(8);
        if which == 0 || listed.is_empty() {
            let name = format!("made-{}", self.random.below(1000));
            let body = wish(&client, &self.backend, &name).await;
            let made = client
                .post(&format!("{}/machines", self.backend), body)
                .await
                .json();
            let id = text(&made["id"]).to_owned();
            assert!(!self.machines.contains_key(&id), "{id} was given twice");
            self.opened.insert(id.clone());
            let state = "pending".to_owned();
            let known = Known {
                name,
                state,
                ..Known::default()
            };
            self.machines.insert(id, known);
            return;
        }
        let machine = self.random.of(listed).clone();
        let id = text(&machine["id"]).to_owned();
        let path = self.path(&id);
        match which {
            1..=4 => {
                let (verb, can) = *self.random.of(&[
                    ("start", "can_start"),
                    ("stop", "can_stop"),
                    ("reboot", "can_reboot"),
                    ("destroy", "can_destroy"),
                ]);
                let status = client.post(&path, json!({"action": verb})).await.status;
                // Between the list and this call a machine may have come to rest.
                let moving = ["pending", "rebooting"].contains(&text(&machine["state"]));
                assert!(
                    moving || (status == 200) == (machine[can] == true),
                    "{verb} {machine}: {status}"
                );
                if verb == "destroy" && status == 200 {
                    self.machines.get_mut(&id).unwrap().destroyed = true;
                    self.opened.remove(&id);
                }
            }
            5 => {
                let tag = format!("t{}", self.random.below(5));
                let answer = client
                    .post(&format!("{path}/metadata"), json!({"tag": tag}))
                    .await;
                if answer.status == 200 {
                    self.machines.get_mut(&id).unwrap().tags.insert(tag);
                }
            }
            6 => {
                let tag = format!("t{}", self.random.below(5));
                let had = self.machines.get_mut(&id).unwrap().tags.remove(&tag);
                let answer = client
                    .delete_with(&format!("{path}/metadata"), json!({"tag": tag}))
                    .await;
                assert!(!had || answer.status == 200, "{}", answer.text());
            }
            _ => {
                let Some(host) = machine["public_ips"][0].as_str() else {
                    return;
                };
                let answer = client
                    .put(&format!("{path}/keys/ops"), json!({"host": host}))
                    .await;
                if answer.status == 200 {
                    self.opened.insert(id);
                }
            }
        }
    }
}

#[tokio::test]
async fn whatever_is_called_what_must_be_true_stays_true() {
    let (_mistd, client) = world(&[]).await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "ops", "priv": private}))
        .await
        .json();
    let backend = backend(&client, "ec2").await;
    let mut model = Model {
        client,
        backend,
        machines: BTreeMap::new(),
        opened: BTreeSet::new(),
        random: Random::seeded("calls on a simulated cloud"),
    };
    for _ in 0..CALLS {
        let listed = model.check().await;
        model.call(&listed).await;
    }
    model.check().await;
}
