//! Commands on a server over SSH.

use std::time::{Duration, Instant};

use crate::support::{End, Mistd, Sshd, processes_with, wait_until, wait_until_gone};

#[tokio::test]
async fn bytes_and_exit_status_arrive_as_they_were() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let command = r#"stty -onlcr; printf 'it'\''s "q" \\ back\rover\n</script><br/>\n\000\377\033[31m<br/>'; exit 7"#;
    let run = client.run(&machine, command, "c1").await.finished().await;
    assert_eq!(run.status, 200);
    let expected = b"it's \"q\" \\ back\rover\n</script><br/>\n\0\xff\x1b[31m<br/>";
    assert_eq!(run.output, expected, "{:?}", run.text());
    assert_eq!(run.end, End::Completed(Some(7)));
    let signalled = client
        .run(&machine, "kill -TERM $$", "c2")
        .await
        .finished()
        .await;
    assert_eq!(signalled.end, End::Completed(Some(128 + 15)));
    let wide = [
        ("host", "127.0.0.1"),
        ("command", "stty size; echo $TERM"),
        ("command_id", "c3"),
        ("cols", "77"),
    ];
    let wide = client
        .run_with(&machine, &wide, "c3")
        .await
        .finished()
        .await;
    assert_eq!(wide.text(), "24 77\r\nxterm-256color\r\n");
}

#[tokio::test]
async fn leaving_ends_everything_the_command_started_within_a_second() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    for (number, command) in [
        "sleep 98MARK",
        "trap '' HUP; sleep 98MARK",
        "(trap '' HUP; sleep 98MARK) | cat",
        "trap '' HUP TERM; echo; while :; do sleep 98MARK; done",
        "set -m; (trap '' HUP; sleep 98MARK) & sleep 98MARK",
        // Output that nobody reads must not keep the hang-up from getting through.
        "(trap '' HUP; sleep 98MARK) & yes",
    ]
    .into_iter()
    .enumerate()
    {
        let seconds = format!("98{}{number}", mistd.pid());
        let mark = format!("sleep {seconds}");
        let command = command.replace("98MARK", &seconds);
        let run = client.run(&machine, &command, &format!("c{number}")).await;
        assert_eq!(run.status, 200);
        wait_until("the command", || {
            (!processes_with(&mark).is_empty()).then_some(())
        })
        .await;
        drop(run);
        let took = wait_until_gone(&mark).await;
        assert!(took < Duration::from_millis(1200), "{command}: {took:?}");
    }
}

#[tokio::test]
async fn a_server_with_one_session_per_connection_is_hung_up_on_as_well() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by_with(&client, "MaxSessions 1").await;
    for (number, command) in [
        "sleep 94MARK | cat",
        // OpenSSH takes no signals for root: this one is only reached over a second connection.
        "trap '' HUP TERM; echo; while :; do sleep 94MARK; done",
        "set -m; (trap '' HUP; sleep 94MARK) & yes",
    ]
    .into_iter()
    .enumerate()
    {
        let seconds = format!("94{}{number}", mistd.pid());
        let mark = format!("sleep {seconds}");
        let command = command.replace("94MARK", &seconds);
        let run = client.run(&machine, &command, &format!("c{number}")).await;
        wait_until("the command", || {
            (!processes_with(&mark).is_empty()).then_some(())
        })
        .await;
        drop(run);
        let took = wait_until_gone(&mark).await;
        println!("{command}: gone after {took:?}");
    }
    assert!(!mistd.log().contains("hanging up by signal requests"));
    // Nothing of that is seen in the output, nor by another command of the same account.
    let run = client.run(&machine, "echo one; exit 3", "c9").await;
    let run = run.finished().await;
    assert_eq!(
        (run.text().as_str(), run.end),
        ("one\r\n", End::Completed(Some(3)))
    );
}

#[tokio::test]
async fn a_server_that_answers_every_question_with_the_same_command_still_runs_it() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let options = "MaxSessions 1\nForceCommand echo forced";
    let (_server, machine) = Sshd::added_by_with(&client, options).await;
    let run = client.run(&machine, "anything", "c1").await;
    let run = run.finished().await;
    assert_eq!(
        (run.text().as_str(), run.end),
        ("forced\r\n", End::Completed(Some(0)))
    );
    // Nor is that taken for an answer to whether it may do everything.
    let keys = client.get("/keys").await.json();
    assert!(keys[0]["machines"][0][4].is_null(), "{keys}");
}

#[tokio::test]
async fn hanging_up_on_one_command_leaves_the_others_of_the_account_alone() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by_with(&client, "MaxSessions 1").await;
    let mark = |name: &str| format!("sleep 93{}{name}", mistd.pid());
    let start = |name: &'static str| {
        let (client, machine) = (&client, &machine);
        let command = format!("trap '' HUP; {}", mark(name));
        async move { client.run(machine, &command, name).await }
    };
    let (stays, goes) = (start("1").await, start("2").await);
    for name in ["1", "2"] {
        wait_until("the command", || {
            (!processes_with(&mark(name)).is_empty()).then_some(())
        })
        .await;
    }
    drop(goes);
    wait_until_gone(&mark("2")).await;
    assert!(!processes_with(&mark("1")).is_empty());
    drop(stays);
    wait_until_gone(&mark("1")).await;
}

#[tokio::test]
async fn output_comes_as_it_is_written_lines_or_not() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let command = "printf 'prompt> '; while ! test -e ~/go; do sleep 0.05; done; echo done";
    let mut run = client.run(&machine, command, "c1").await;
    run.until(|text| text == "prompt> ").await;
    let go = client
        .run(&machine, "touch ~/go", "c2")
        .await
        .finished()
        .await;
    assert_eq!(go.end, End::Completed(Some(0)));
    assert_eq!(run.finished().await.text(), "prompt> done\r\n");
}

#[tokio::test]
async fn many_commands_run_at_once() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    // Each waits for all the others: one after the other they would never end.
    let runs = (0..30).map(|number| {
        let (client, machine) = (&client, &machine);
        async move {
            let command = format!(
                "touch ~/r{number}; while test $(ls ~ | grep -c ^r) -lt 30; do sleep 0.05; done"
            );
            client
                .run(machine, &command, &format!("c{number}"))
                .await
                .finished()
                .await
                .end
        }
    });
    for end in futures_util::future::join_all(runs).await {
        assert_eq!(end, End::Completed(Some(0)));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_ends_the_stream_without_completing_it() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    // The parent of the command's shell is the server process of this connection.
    let mut run = client.run(&machine, "echo $PPID; sleep 60", "c1").await;
    run.until(|text| text.ends_with('\n')).await;
    let pid = rustix::process::Pid::from_raw(run.text().trim().parse().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    assert_eq!(run.finished().await.end, End::Interrupted);
}

#[tokio::test]
async fn twenty_megabytes_arrive_whole() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let start = Instant::now();
    let run = client
        .run(&machine, "yes 0123456789abcdef | head -c 20000000", "c1")
        .await;
    let run = run.finished().await;
    let lines = 20_000_000 / 17;
    assert_eq!(run.output.len(), 20_000_000 + lines);
    assert_eq!(run.end, End::Completed(Some(0)));
    println!("20 MB in {:?}", start.elapsed());
}

#[tokio::test]
async fn stopping_the_server_ends_commands_and_streams() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (_server, machine) = Sshd::added_by(&client).await;
    let mark = format!("sleep 97{}", mistd.pid());
    let run = client
        .run(&machine, &format!("trap '' HUP; {mark}"), "c1")
        .await;
    wait_until("the command", || {
        (!processes_with(&mark).is_empty()).then_some(())
    })
    .await;
    let start = Instant::now();
    mistd.stop();
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    assert!(processes_with(&mark).is_empty());
    assert_eq!(run.finished().await.end, End::Interrupted);
}
