//! How long lists of a large simulated world take, over HTTP from the real program, and how much memory
//! it needs. Figures to look at, not limits that a test holds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench that meets the unexpected is to fail, and what it finds is printed"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const EMAIL: &str = "bench@mist.example";
const MACHINES: &str = "10000";
const ROUNDS: usize = 20;

fn mistd() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mistd"))
}

fn start(data: &Path) -> (Child, String) {
    let added = mistd()
        .args(["user", "add", EMAIL, "--no-password", "--data-dir"])
        .arg(data)
        .output()
        .unwrap();
    assert!(added.status.success(), "{added:?}");
    let mut server = mistd()
        .args(["serve", "--demo", "--sim-machines", MACHINES])
        .args(["--listen", "127.0.0.1:0", "--stop-at-eof", "--data-dir"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening ").unwrap().to_owned();
    (server, url)
}

/// A token, by a one-time link.
async fn token(http: &reqwest::Client, url: &str, data: &Path) -> String {
    let printed = mistd()
        .args(["link", EMAIL, "--base-url", url, "--data-dir"])
        .arg(data)
        .output()
        .unwrap();
    let link = String::from_utf8(printed.stdout).unwrap();
    let code = link.trim().rsplit_once("code=").unwrap().1;
    let body = json!({"email": EMAIL, "password": code}).to_string();
    let answer = http.post(format!("{url}/auth")).body(body).send().await;
    let answer = answer.unwrap().bytes().await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    answer["mist_api_token"].as_str().unwrap().to_owned()
}

/// Resident memory in MiB, where the system tells.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (mut server, url) = start(&data);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let authorization = format!("mist_1 {EMAIL}:{}", token(&http, &url, &data).await);
    let get = async |path: &str| {
        let request = http.get(format!("{url}{path}"));
        let request = request.header("authorization", &authorization);
        request.send().await.unwrap().bytes().await.unwrap()
    };
    let backends: Value = serde_json::from_slice(&get("/backends").await).unwrap();
    let backends = backends.as_array().unwrap();
    println!("{MACHINES} machines on {} backends", backends.len());
    for backend in backends {
        let path = format!("/backends/{}/machines", backend["id"].as_str().unwrap());
        // The first makes the world.
        let begun = Instant::now();
        let body = get(&path).await;
        let first = begun.elapsed();
        let machines: Vec<Value> = serde_json::from_slice(&body).unwrap();
        let mut times = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            get(&path).await;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "{:24} {:5} machines, {:6} KiB: {:6.1} ms (slowest {:6.1}, first {:6.1})",
            backend["title"].as_str().unwrap(),
            machines.len(),
            body.len() / 1024,
            milliseconds(times[ROUNDS / 2]),
            milliseconds(times[ROUNDS - 1]),
            milliseconds(first),
        );
    }
    if let Some(memory) = memory(server.id()) {
        println!("memory of the server: {memory} MiB");
    }
    drop(server.stdin.take());
    server.wait().unwrap();
}
