//! A client of the API that shows everything: status, headers, raw bodies.

use std::fmt::Write;
use std::time::Duration;

use mist_api::shell::{Decoder, Event};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    pub(crate) url: String,
    pub(crate) token: String,
    email: String,
}

/// An answer that was read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Client {
    pub(crate) fn anonymous(url: &str) -> Self {
        Self::at(url, None)
    }

    /// A client whose connections come from this address.
    pub(crate) fn at(url: &str, address: Option<std::net::IpAddr>) -> Self {
        let http = reqwest::Client::builder().no_proxy().local_address(address);
        Self {
            http: http.build().unwrap(),
            url: url.to_owned(),
            token: String::new(),
            email: String::new(),
        }
    }

    /// The same person at the server's new address, with fresh connections.
    pub(crate) fn moved_to(&self, url: &str) -> Self {
        Self {
            token: self.token.clone(),
            email: self.email.clone(),
            ..Self::anonymous(url)
        }
    }

    /// Whoever this token belongs to.
    pub(crate) fn as_owner_of(&self, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            ..self.clone()
        }
    }

    /// Nobody in particular, over the same connections.
    pub(crate) fn nobody(&self) -> Self {
        self.as_owner_of("")
    }

    /// What signing in is answered with.
    pub(crate) async fn sign_in(&self, email: &str, secret: &str) -> Answer {
        self.post("/auth", json!({"email": email, "password": secret}))
            .await
    }

    pub(crate) async fn signed_in(url: &str, email: &str, secret: &str) -> Self {
        let mut client = Self::anonymous(url);
        let body = json!({"email": email, "password": secret});
        let answer = client.call(Method::POST, "/auth", body).await.json();
        answer["mist_api_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut client.token);
        email.clone_into(&mut client.email);
        client
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        if self.token.is_empty() {
            return request;
        }
        request.header(
            "authorization",
            format!("mist_1 {}:{}", self.email, self.token),
        )
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Value) -> Answer {
        Answer::to(self.request(method, path).body(body.to_string())).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, body).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn delete_with(&self, path: &str, body: Value) -> Answer {
        self.call(Method::DELETE, path, body).await
    }

    /// The path of a backend's only machine.
    pub(crate) async fn machine(&self, backend: &str) -> String {
        let machines = self
            .get(&format!("/backends/{backend}/machines"))
            .await
            .json();
        format!(
            "/backends/{backend}/machines/{}",
            machines[0]["id"].as_str().unwrap()
        )
    }

    /// Starts a command on a machine at 127.0.0.1.
    pub(crate) async fn run(&self, machine: &str, command: &str, id: &str) -> Run {
        let query = [
            ("host", "127.0.0.1"),
            ("command", command),
            ("command_id", id),
            ("cols", "120"),
        ];
        self.run_with(machine, &query, id).await
    }

    pub(crate) async fn run_with(&self, machine: &str, query: &[(&str, &str)], id: &str) -> Run {
        let query: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        let path = format!("{machine}/shell?{}", query.join("&"));
        let response = self.request(Method::GET, &path).send().await.unwrap();
        Run {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            response,
            decoder: Decoder::new(id),
            output: Vec::new(),
            end: End::Interrupted,
            broken: false,
        }
    }
}

/// How a command's stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Not at all, or without a word.
    Interrupted,
    /// Completed, with an exit status if one was told.
    Completed(Option<i32>),
}

/// A command whose output is being read. Dropping it leaves, as a closed tab does.
pub(crate) struct Run {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    response: reqwest::Response,
    decoder: Decoder,
    pub(crate) output: Vec<u8>,
    pub(crate) end: End,
    /// Whether the connection broke, instead of the stream coming to its end.
    pub(crate) broken: bool,
}

impl Run {
    /// Reads on until the output so far satisfies `enough`.
    pub(crate) async fn until(&mut self, enough: impl Fn(&str) -> bool) {
        let reading = async {
            while !enough(&self.text()) {
                assert!(
                    self.more().await,
                    "the stream ended after {:?}",
                    self.text()
                );
            }
        };
        tokio::time::timeout(Duration::from_secs(20), reading)
            .await
            .expect("output in time");
    }

    /// Reads to the end.
    pub(crate) async fn finished(mut self) -> Self {
        let reading = async { while self.more().await {} };
        tokio::time::timeout(Duration::from_mins(1), reading)
            .await
            .expect("an end in time");
        let rest = self.decoder.finish();
        self.take(rest);
        self
    }

    async fn more(&mut self) -> bool {
        let chunk = match self.response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return false,
            Err(_) => {
                self.broken = true;
                return false;
            }
        };
        let events = self.decoder.feed(&chunk);
        self.take(events);
        true
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Output(bytes) => self.output.extend(bytes),
                Event::Completed { exit } => self.end = End::Completed(exit),
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.output).into_owned()
    }
}

/// Sends bytes as they are and answers all that comes back until the connection is closed.
pub(crate) async fn raw(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may close its side before it has read all of a request it refuses.
    let _refused = stream.write_all(request.as_bytes()).await;
    to_the_end(&mut stream).await
}

/// All that still comes on a connection.
pub(crate) async fn to_the_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _reset_counts_as_end = tokio::time::timeout(Duration::from_secs(20), reading)
        .await
        .expect("an end in time");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Output and end in the bytes of a whole stream.
pub(crate) fn decode(wire: &[u8], id: &str) -> (Vec<u8>, End) {
    let mut decoder = Decoder::new(id);
    let mut events = decoder.feed(wire);
    events.extend(decoder.finish());
    let (mut output, mut end) = (Vec::new(), End::Interrupted);
    for event in events {
        match event {
            Event::Output(bytes) => output.extend(bytes),
            Event::Completed { exit } => end = End::Completed(exit),
        }
    }
    (output, end)
}

pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        write!(encoded, "%{byte:02X}").unwrap();
    }
    encoded
}
