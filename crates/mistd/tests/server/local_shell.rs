//! Commands on the computer the server runs on.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{
    Client, End, Mistd, decode, process_of, processes_with, wait_until, wait_until_gone,
};

async fn this_computer(client: &Client) -> String {
    let backends = client.get("/backends").await.json();
    assert_eq!(backends[0]["provider"], "local", "{backends}");
    client.machine(backends[0]["id"].as_str().unwrap()).await
}

#[tokio::test]
async fn this_computer_is_there_and_cannot_be_rebooted() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    for action in ["reboot", "stop", "start", "destroy"] {
        let answer = client.post(&machine, json!({"action": action})).await;
        let words = format!("Bad Request: Action {action} not supported for this machine");
        assert_eq!((answer.status, answer.text()), (400, words));
    }
    let probe = client
        .post(&format!("{machine}/probe"), json!({"host": "127.0.0.1"}))
        .await;
    assert!(probe.json()["uptime"].is_string());

    // Deleted, it stays away, and it can be added again.
    let backend = machine.split("/machines").next().unwrap();
    assert_eq!(client.delete(backend).await.text(), "OK");
    let client = mistd.client().await;
    assert_eq!(client.get("/backends").await.json(), json!([]));
    client
        .post("/backends", json!({"provider": "local"}))
        .await
        .json();
    assert_eq!(this_computer(&client).await, machine);
    assert_eq!(
        client
            .post("/backends", json!({"provider": "local"}))
            .await
            .status,
        409
    );
}

#[tokio::test]
async fn without_the_option_this_computer_is_nowhere() {
    let mistd = Mistd::start(&["--this-computer"]);
    let machine = this_computer(&mistd.client().await).await;
    let mistd = Mistd::start_in(mistd.stop(), &[]);
    let client = mistd.client().await;
    assert_eq!(client.get("/backends").await.json(), json!([]));
    let run = client
        .run(&machine, "echo never", "c1")
        .await
        .finished()
        .await;
    assert_eq!(run.status, 500);
    assert!(run.text().contains("Backend not found"), "{}", run.text());
    assert_eq!(
        client
            .post("/backends", json!({"provider": "local"}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn bytes_and_exit_status_arrive_as_they_were() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let command = r#"stty -onlcr; printf 'it'\''s "q" \\ back\rover\n</script><br/>\n\000\377\033[31m<br/>'; exit 7"#;
    let run = client.run(&machine, command, "c1").await.finished().await;
    let expected = b"it's \"q\" \\ back\rover\n</script><br/>\n\0\xff\x1b[31m<br/>";
    assert_eq!(run.output, expected, "{:?}", run.text());
    assert_eq!(run.end, End::Completed(Some(7)));
    assert_eq!(run.headers["cache-control"], "no-store");
    assert_eq!(run.headers["content-type"], "text/html; charset=UTF-8");
    let policy = run.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox"), "{policy}");
    let run = client
        .run(&machine, "tty; echo $TERM; kill -KILL $$", "c2")
        .await
        .finished()
        .await;
    assert!(run.text().starts_with("/dev/"), "{}", run.text());
    assert_eq!(run.end, End::Completed(Some(128 + 9)));
}

#[tokio::test]
async fn a_command_ends_when_its_shell_does_whatever_it_left_running() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let mark = format!("sleep 96{}", mistd.pid());
    let command = format!("trap '' HUP; {mark} & echo started");
    let run = client.run(&machine, &command, "c1").await.finished().await;
    assert_eq!(
        (run.text().as_str(), run.end),
        ("started\r\n", End::Completed(Some(0)))
    );
    for pid in processes_with(&mark) {
        let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    }
}

#[tokio::test]
async fn leaving_ends_everything_the_command_started_within_a_second() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    for (number, command) in [
        "sleep 95MARK",
        "trap '' HUP; sleep 95MARK",
        "(trap '' HUP; sleep 95MARK) | cat",
        "set -m; (trap '' HUP; sleep 95MARK) & sleep 95MARK",
        "(trap '' HUP; sleep 95MARK) & yes",
    ]
    .into_iter()
    .enumerate()
    {
        let seconds = format!("95{}{number}", mistd.pid());
        let mark = format!("sleep {seconds}");
        let command = command.replace("95MARK", &seconds);
        let run = client.run(&machine, &command, &format!("c{number}")).await;
        wait_until("the command", || {
            (!processes_with(&mark).is_empty()).then_some(())
        })
        .await;
        drop(run);
        let took = wait_until_gone(&mark).await;
        assert!(took < Duration::from_secs(1), "{command}: {took:?}");
    }
}

#[tokio::test]
async fn a_reader_that_stops_reading_costs_no_memory_and_loses_nothing() {
    const BYTES: usize = 60_000_000;
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    // A raw connection: no client library reads ahead.
    let address = mistd.url.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let mark = format!("-c{BYTES}");
    let request = format!(
        "GET {machine}/shell?host=127.0.0.1&command_id=c1&command=stty%20-onlcr;yes%20{pad}|head%20{mark} HTTP/1.0\r\nHost: {address}\r\nAuthorized: {}\r\n\r\n",
        client.token,
        pad = "x".repeat(70),
    );
    stream
        .write_all(request.replace(';', "%3B").as_bytes())
        .await
        .unwrap();
    let head = wait_until("the command", || process_of(&format!("head {mark}"))).await;

    // Waits until the program is stuck: what it has written does not grow any more.
    let written = || -> usize {
        let io = std::fs::read_to_string(format!("/proc/{head}/io")).unwrap_or_default();
        let line = io
            .lines()
            .find(|line| line.starts_with("wchar:"))
            .unwrap_or("wchar: 0");
        line.trim_start_matches("wchar:").trim().parse().unwrap()
    };
    let mut still = (0, 0);
    let stuck_at = wait_until("the program to be stuck", || {
        let now = written();
        still = if now == still.0 && now > 0 {
            (now, still.1 + 1)
        } else {
            (now, 0)
        };
        (still.1 == 40).then_some(now)
    })
    .await;
    assert!(
        stuck_at < BYTES / 2,
        "{stuck_at} bytes were taken from the program"
    );
    let memory = resident_bytes(mistd.pid());
    assert!(memory < 100_000_000, "{memory} bytes in memory");

    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let start = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap()
        + 4;
    let (output, end) = decode(&answer[start..], "c1");
    assert_eq!((output.len(), end), (BYTES, End::Completed(Some(0))));
}

fn resident_bytes(pid: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<usize>()
        .unwrap()
        * 1024
}

#[tokio::test]
async fn commands_do_not_see_the_servers_environment() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let environment = std::fs::read_to_string(format!("/proc/{}/environ", mistd.pid())).unwrap();
    assert!(environment.contains("CARGO_PKG_NAME="), "{environment}");
    let run = client.run(&machine, "env", "c1").await.finished().await;
    assert!(run.text().contains("PATH=") && run.text().contains("TERM=xterm-256color"));
    assert!(!run.text().contains("CARGO_PKG_NAME"), "{}", run.text());
}

#[tokio::test]
async fn a_command_id_runs_once() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let first = client
        .run(&machine, "echo once", "c1")
        .await
        .finished()
        .await;
    assert_eq!(first.text(), "once\r\n");
    let second = client.run(&machine, "echo once", "c1").await;
    assert_eq!(second.status, 409);
    // Nor does a HEAD run what its GET would.
    let path = format!("{machine}/shell?host=127.0.0.1&command=true&command_id=c9");
    let head = client
        .request(reqwest::Method::HEAD, &path)
        .send()
        .await
        .unwrap();
    assert_eq!(head.status(), 404);
    assert_eq!(client.run(&machine, "echo free", "c9").await.status, 200);
    // The manual's clients send none at all, and read records that name none.
    let path = format!("{machine}/shell?host=127.0.0.1&command=echo%20old");
    for _ in 0..2 {
        let answer = client.get(&path).await;
        assert_eq!(answer.status, 200);
        assert!(
            answer
                .text()
                .contains("parent.appendShell('old<br/>');</script>\n"),
            "{}",
            answer.text()
        );
    }
    assert_eq!(client.run(&machine, "true", "a'b").await.status, 400);
}

#[tokio::test]
async fn what_cannot_run_is_told_in_a_stream() {
    let mistd = Mistd::start(&["--this-computer"]);
    let client = mistd.client().await;
    let machine = this_computer(&client).await;
    let nosuch = machine.replace("/machines/", "/machines/nosuch");
    for (machine, query, words) in [
        (
            &machine,
            &[("host", "127.0.0.1")][..],
            "Required parameter not provided: command",
        ),
        (
            &machine,
            &[("command", "true")],
            "Required parameter not provided: host",
        ),
        (
            &machine,
            &[("host", "192.0.2.1"), ("command", "true")],
            "192.0.2.1 is not an address of",
        ),
        (
            &nosuch,
            &[("host", "127.0.0.1"), ("command", "true")],
            "Machine not found",
        ),
    ] {
        let query: Vec<_> = query
            .iter()
            .copied()
            .chain([("command_id", "c1")])
            .collect();
        let run = client
            .run_with(machine, &query, "c1")
            .await
            .finished()
            .await;
        assert_eq!((run.status, run.end), (500, End::Completed(None)));
        let expected = format!("Failed to execute command\nError: {words}");
        assert!(run.text().starts_with(&expected), "{}", run.text());
    }
}
