//! What the recorded exchanges were recorded with: a server, a machine with SSH, and what happened between
//! two recordings that were kept.

use std::net::TcpListener;

use reqwest::Method;
use serde_json::{Value, json};

use super::exchange::Exchange;
use super::fates;
use crate::support::{Answer, Client, Mistd, Sshd, key_pair};

/// The machine that can be reached; its id is made of its address.
const BARE_METAL: &str = "/backends/um33br5FaSqAM6qP56zGEbaHwEd";
const EC2: &str = "/backends/38ZffsCxRCtsv5BtcU2UckiSjaUW";
/// Two of its images, by a part and in whole.
const IMAGES: [&str; 2] = ["ami-0d13700c", "ami-0b13700a"];
/// The first machine that was made there.
const MACHINE: &str = "i-7aa1fda71b21c28f7";
/// Its address, as it was recorded.
const ADDRESS: &str = "127.0.0.10";
/// What no simulated cloud takes for a secret.
const BAD_SECRET: &str = "wrong";
/// What clouds do while they do something.
const UNDER_WAY: [&str; 2] = ["pending", "rebooting"];

pub(super) struct World {
    _mistd: Mistd,
    client: Client,
    sshd: Sshd,
    closed_port: u16,
    keys: Keys,
    /// What things are called that this server names itself: the recorded id, and ours.
    ids: Vec<(String, String)>,
}

/// Private keys in the place of those that were taken out of the recordings.
struct Keys {
    /// Opens the machine.
    ops: String,
    /// Opens it too.
    second: String,
    other: String,
    protected: String,
}

impl World {
    pub(super) async fn start() -> Self {
        let options: &[&str] = if fates::CLOUDS { &["--demo"] } else { &[] };
        let mistd = Mistd::start(options);
        mistd.add_account("User376@mail.com", "mysuperpassword");
        let rsa = |more: &[&str]| key_pair("rsa", &[&["-b", "2048", "-m", "PEM"], more].concat());
        let ((ops, ops_public), (second, second_public)) = (rsa(&[]), rsa(&[]));
        let keys = Keys {
            ops,
            second,
            other: rsa(&[]).0,
            protected: rsa(&["-N", "secret words"]).0,
        };
        let sshd = Sshd::start(&format!("{ops_public}\n{second_public}")).await;
        // Bound to be free, and closed again.
        let closed = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = mistd.client().await;
        // What a server offers by itself was not there.
        for backend in client.get("/backends").await.json().as_array().unwrap() {
            let path = format!("/backends/{}", backend["id"].as_str().unwrap());
            client.delete(&path).await;
        }
        Self {
            _mistd: mistd,
            client,
            sshd,
            closed_port: closed.local_addr().unwrap().port(),
            keys,
            ids: Vec::new(),
        }
    }

    /// Sends what was sent, after what happened before.
    pub(super) async fn replay(&mut self, exchange: &Exchange) -> Answer {
        self.before(exchange.number()).await;
        let method = Method::from_bytes(exchange.method.as_bytes()).unwrap();
        let named_itself = exchange
            .headers
            .iter()
            .any(|(name, _)| name == "Authorization");
        let client = if named_itself {
            self.client.nobody()
        } else {
            self.client.clone()
        };
        let mut request = client.request(method, &self.path(exchange));
        for (name, value) in &exchange.headers {
            request = request.header(name, value);
        }
        if let Some(sent) = &exchange.sent {
            request = request.body(self.body(exchange, sent));
        }
        let answer = Answer::to(request).await;
        self.learn(exchange, &answer);
        answer
    }

    /// A run's name counts once here, and the recordings always use the same: each gets one of its own.
    fn path(&self, exchange: &Exchange) -> String {
        let path = self.ours(&exchange.path);
        match path.split_once("&command_id=") {
            Some((before, _)) => format!("{before}&command_id={}", exchange.name),
            None => path,
        }
    }

    fn ours(&self, text: &str) -> String {
        let ids = self.ids.iter();
        ids.fold(text.to_owned(), |text, (recorded, ours)| {
            text.replace(recorded, ours)
        })
    }

    /// What was sent, with keys that work and the machine's own port and user.
    fn body(&self, exchange: &Exchange, sent: &str) -> String {
        // Where keys were taken out of the recordings, bare line ends were left.
        let whole = self.ours(sent).replace('\n', "\\n");
        let Ok(Value::Object(mut fields)) = serde_json::from_str(&whole) else {
            return sent.to_owned();
        };
        for (name, value) in &mut fields {
            match (name.as_str(), &*value) {
                ("priv", _) => {
                    if let Some(key) = self.key(exchange) {
                        *value = json!(key);
                    }
                }
                ("port" | "machine_port", Value::Number(port)) => {
                    let closed = port.as_u64() == Some(2223);
                    *value = json!(if closed {
                        self.closed_port
                    } else {
                        self.sshd.port
                    });
                }
                ("port" | "machine_port", Value::String(_)) => {
                    *value = json!(self.sshd.port.to_string());
                }
                ("user" | "machine_user" | "apisecret", Value::String(user)) if user == "ops" => {
                    *value = json!(self.sshd.user);
                }
                _ => {}
            }
        }
        if ["304", "312"].contains(&exchange.number()) {
            fields.insert("apisecret".to_owned(), json!(BAD_SECRET));
        }
        Value::Object(fields).to_string()
    }

    /// The private key that stood here; `None` where it never was one.
    fn key(&self, exchange: &Exchange) -> Option<String> {
        let keys = &self.keys;
        Some(match exchange.number() {
            "005" => keys.ops.clone(),
            "055" => keys.second.clone(),
            "013" | "014" => return None,
            "502" => keys.protected.clone(),
            "504" => keys.other.replace('\n', "\r\n"),
            "505" => format!("\n{}", keys.other),
            _ => keys.other.clone(),
        })
    }

    /// Notes what this server calls a thing that it made.
    fn learn(&mut self, exchange: &Exchange, answer: &Answer) {
        let recorded = exchange.json.as_ref();
        let ours = serde_json::from_slice::<Value>(&answer.body).ok();
        let id = |value: Option<&Value>| Some(value?.get("id")?.as_str()?.to_owned());
        if exchange.method == "POST"
            && let (Some(recorded), Some(ours)) = (id(recorded), id(ours.as_ref()))
            && recorded != ours
        {
            self.ids.push((recorded, ours));
        }
    }

    /// Brings about what the next exchange found, where what led to it was not kept.
    async fn before(&mut self, number: &str) {
        if fates::CLOUDS {
            self.before_of_clouds(number).await;
        }
        let client = &self.client;
        match number {
            "027" => {
                let renamed = json!({"new_id": "renamed1"});
                client.put("/keys/generated1", renamed).await.json();
            }
            "033" => {
                let victim = json!({"id": "victim", "priv": self.keys.other});
                client.put("/keys", victim).await.json();
            }
            "039" => {
                for key in ["renamed1", "victim", "My%20Key"] {
                    client.delete(&format!("/keys/{key}")).await.json();
                }
            }
            "097" => {
                let on = client.post(BARE_METAL, json!({"new_state": "1"})).await;
                assert_eq!(on.text(), "OK");
            }
            "509" => {
                for id in ["5", "k5"] {
                    client.delete(&format!("/keys/{id}")).await.json();
                }
                for id in ["k6", "k7"] {
                    let key = json!({"id": id, "priv": self.keys.other});
                    client.put("/keys", key).await.json();
                }
            }
            _ => {}
        }
    }

    /// The same for exchanges with a cloud.
    async fn before_of_clouds(&mut self, number: &str) {
        match number {
            "315" => {
                let path = self.ours(&format!("{EC2}/images"));
                let images = self.client.get(&path).await.json();
                for (recorded, image) in IMAGES.iter().zip(images.as_array().unwrap()) {
                    let ours = image["id"].as_str().unwrap();
                    self.ids.push(((*recorded).to_owned(), ours.to_owned()));
                    self.ids
                        .push((recorded[..8].to_owned(), ours[..8].to_owned()));
                }
            }
            "328" => {
                let path = self.ours(&format!("{EC2}/images/ami-doesnotexist"));
                self.client.post(&path, json!({})).await.json();
            }
            // The recorded cloud did everything at once.
            "338" | "340" | "342" | "343" | "344" | "513" => self.settled().await,
            "358" => {
                self.settled().await;
                let (path, machine) = (self.ours(&format!("{EC2}/machines")), self.ours(MACHINE));
                let machines = self.client.get(&path).await.json();
                let mut machines = machines.as_array().unwrap().iter();
                let machine = machines.find(|one| one["id"] == machine).unwrap();
                let address = machine["public_ips"][0].as_str().unwrap().to_owned();
                self.ids.push((ADDRESS.to_owned(), address));
            }
            "373" => {
                let added = json!({
                    "title": "EC2 AP NORTHEAST", "provider": "ec2_ap_northeast",
                    "apikey": "AKIAGOOD", "apisecret": "sekrit",
                });
                self.client.post("/backends", added).await.json();
            }
            _ => {}
        }
    }

    /// Waits until no machine of the cloud is between two states.
    async fn settled(&self) {
        let patience = std::time::Duration::from_mins(2);
        let path = self.ours(&format!("{EC2}/machines"));
        let waiting = async {
            loop {
                let machines = self.client.get(&path).await.json();
                let mut machines = machines.as_array().unwrap().iter();
                if !machines.any(|machine| UNDER_WAY.contains(&machine["state"].as_str().unwrap()))
                {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(patience, waiting)
            .await
            .expect("machines that come to rest");
    }
}
