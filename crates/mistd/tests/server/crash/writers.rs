//! Clients that write without pause, and remember what was acknowledged. One write of each may be under
//! way when the server is killed: it was done or it was not, and both are right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::support::{Client, EMAIL, Random};

/// Counts what was acknowledged, by all writers together.
#[derive(Clone)]
pub(super) struct Acknowledged(Arc<watch::Sender<usize>>);

impl Acknowledged {
    pub(super) fn counter() -> (Self, watch::Receiver<usize>) {
        let (sender, receiver) = watch::channel(0);
        (Self(Arc::new(sender)), receiver)
    }

    fn one_more(&self) {
        self.0.send_modify(|count| *count += 1);
    }
}

/// Makes a call. `None` if the server went away before it answered.
async fn call(client: &Client, method: Method, path: &str, body: Value) -> Option<Vec<u8>> {
    let request = client.request(method, path).body(body.to_string());
    let response = request.send().await.ok()?;
    let status = response.status();
    let body = response.bytes().await.ok()?.to_vec();
    assert!(
        status.is_success(),
        "{path}: {status} {}",
        String::from_utf8_lossy(&body)
    );
    Some(body)
}

/// Names of keys, and which private key each is.
type Keys = BTreeMap<String, usize>;

/// Adds, renames and deletes keys of its own.
pub(super) struct KeyWriter {
    prefix: String,
    pool: Arc<Vec<String>>,
    random: Random,
    next: usize,
    acknowledged: Keys,
    /// What it will be if the write under way is done.
    in_doubt: Option<Keys>,
}

impl KeyWriter {
    pub(super) fn new(number: usize, pool: Arc<Vec<String>>, random: Random) -> Self {
        Self {
            prefix: format!("w{number}-"),
            pool,
            random,
            next: 0,
            acknowledged: Keys::new(),
            in_doubt: None,
        }
    }

    /// Writes until the server is gone.
    pub(super) async fn write(&mut self, client: &Client, acknowledged: &Acknowledged) {
        loop {
            let (then, method, path, body) = self.deed();
            self.in_doubt = Some(then.clone());
            if call(client, method, &path, body).await.is_none() {
                return;
            }
            acknowledged.one_more();
            self.acknowledged = then;
            self.in_doubt = None;
        }
    }

    /// What to do next, and what will then be.
    fn deed(&mut self) -> (Keys, Method, String, Value) {
        let mut then = self.acknowledged.clone();
        let names: Vec<String> = then.keys().cloned().collect();
        let deed = self.random.below(3);
        if names.is_empty() || (deed == 0 && names.len() < 6) {
            let (name, which) = (self.fresh(), self.random.below(self.pool.len()));
            let body = json!({"id": name, "priv": self.pool[which]});
            then.insert(name, which);
            return (then, Method::PUT, "/keys".to_owned(), body);
        }
        let name = self.random.of(&names).clone();
        let which = then.remove(&name).unwrap();
        if deed == 1 {
            let new = self.fresh();
            then.insert(new.clone(), which);
            return (
                then,
                Method::PUT,
                format!("/keys/{name}"),
                json!({"new_id": new}),
            );
        }
        (then, Method::DELETE, format!("/keys/{name}"), Value::Null)
    }

    fn fresh(&mut self) -> String {
        self.next += 1;
        format!("{}{}", self.prefix, self.next)
    }

    /// Compares with what the server has, and takes it over.
    pub(super) async fn check(&mut self, client: &Client) {
        let listed = client.get("/keys").await.json();
        let names: BTreeSet<String> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key["id"].as_str().unwrap().to_owned())
            .filter(|name| name.starts_with(&self.prefix))
            .collect();
        let fits = |keys: &Keys| keys.keys().cloned().collect::<BTreeSet<_>>() == names;
        if let Some(then) = self.in_doubt.take().filter(fits) {
            self.acknowledged = then;
        }
        assert!(
            fits(&self.acknowledged),
            "{:?} is not {names:?}",
            self.acknowledged
        );
        for (name, which) in &self.acknowledged {
            let private = client.get(&format!("/keys/{name}/private")).await.json();
            assert_eq!(private, json!(self.pool[*which]), "{name}");
        }
    }
}

/// What is written about this computer's backend.
#[derive(Debug, Clone, PartialEq)]
struct Backend {
    title: String,
    enabled: bool,
    /// Of its machine.
    tags: Vec<String>,
}

/// Renames and switches this computer's backend, and tags its machine.
pub(super) struct BackendWriter {
    path: String,
    machine: String,
    random: Random,
    acknowledged: Backend,
    in_doubt: Option<Backend>,
}

impl BackendWriter {
    pub(super) async fn new(client: &Client, random: Random) -> Self {
        let backends = client.get("/backends").await.json();
        let id = backends[0]["id"].as_str().unwrap();
        let machine = client.machine(id).await;
        Self {
            path: format!("/backends/{id}"),
            acknowledged: state(client, &machine).await,
            machine,
            random,
            in_doubt: None,
        }
    }

    pub(super) async fn write(&mut self, client: &Client, acknowledged: &Acknowledged) {
        loop {
            let (then, method, path, body) = self.deed();
            self.in_doubt = Some(then.clone());
            if call(client, method, &path, body).await.is_none() {
                return;
            }
            acknowledged.one_more();
            self.acknowledged = then;
            self.in_doubt = None;
        }
    }

    /// What to do next, and what will then be.
    fn deed(&mut self) -> (Backend, Method, String, Value) {
        let mut then = self.acknowledged.clone();
        let metadata = format!("{}/metadata", self.machine);
        match self.random.below(4) {
            0 => {
                then.title = format!("name {}", self.random.next());
                let body = json!({"new_name": then.title});
                (then, Method::PUT, self.path.clone(), body)
            }
            1 => {
                then.enabled = !then.enabled;
                let state = if then.enabled { "1" } else { "0" };
                let body = json!({"new_state": state});
                (then, Method::POST, self.path.clone(), body)
            }
            2 if !then.tags.is_empty() => {
                let tag = then.tags.remove(self.random.below(then.tags.len()));
                (then, Method::DELETE, metadata, json!({"tag": tag}))
            }
            _ => {
                let tag = format!("tag {}", self.random.next());
                then.tags.push(tag.clone());
                (then, Method::POST, metadata, json!({"tag": tag}))
            }
        }
    }

    pub(super) async fn check(&mut self, client: &Client) {
        let found = state(client, &self.machine).await;
        if self.in_doubt.take().as_ref() == Some(&found) {
            self.acknowledged = found.clone();
        }
        assert_eq!(found, self.acknowledged);
    }
}

async fn state(client: &Client, machine: &str) -> Backend {
    let backends = client.get("/backends").await.json();
    let (list, _) = machine.rsplit_once('/').unwrap();
    let machines = client.get(list).await.json();
    let tags = machines[0]["tags"].as_array().unwrap();
    Backend {
        title: backends[0]["title"].as_str().unwrap().to_owned(),
        enabled: backends[0]["enabled"].as_bool().unwrap(),
        tags: tags
            .iter()
            .map(|tag| tag.as_str().unwrap().to_owned())
            .collect(),
    }
}

/// Signs in with one-time codes, and out again.
pub(super) struct SignInWriter {
    /// Not used yet.
    pub(super) codes: Vec<String>,
    random: Random,
    used: Vec<String>,
    tokens: Vec<String>,
    signed_out: Vec<String>,
}

impl SignInWriter {
    pub(super) fn new(random: Random) -> Self {
        Self {
            codes: Vec::new(),
            random,
            used: Vec::new(),
            tokens: Vec::new(),
            signed_out: Vec::new(),
        }
    }

    pub(super) async fn write(&mut self, client: &Client, acknowledged: &Acknowledged) {
        while let Some(code) = self.codes.pop() {
            let body = json!({"email": EMAIL, "password": code});
            let Some(answer) = call(&client.nobody(), Method::POST, "/auth", body).await else {
                return;
            };
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            let token = answer["mist_api_token"].as_str().unwrap().to_owned();
            self.tokens.push(token);
            self.used.push(code);
            acknowledged.one_more();
            if self.tokens.len() > 3 {
                let at = self.random.below(self.tokens.len());
                // Whether it counts is in doubt from here until it is acknowledged.
                let token = self.tokens.swap_remove(at);
                let owner = client.as_owner_of(&token);
                if call(&owner, Method::DELETE, "/auth", Value::Null)
                    .await
                    .is_none()
                {
                    return;
                }
                self.signed_out.push(token);
                acknowledged.one_more();
            }
        }
        // The others go on until the server is gone.
    }

    pub(super) async fn check(&mut self, client: &Client) {
        let status =
            async |token: &String| client.as_owner_of(token).get("/providers").await.status;
        for token in &self.tokens {
            assert_eq!(status(token).await, 200, "a token was lost");
        }
        for token in self.signed_out.drain(..) {
            assert_eq!(status(&token).await, 401, "a token has come back");
        }
        for code in self.used.drain(..) {
            // 429 once there were many: these are failed sign-ins, which are not forgotten either.
            let status = client.nobody().sign_in(EMAIL, &code).await.status;
            assert!(matches!(status, 401 | 429), "a code has come back");
        }
    }
}
