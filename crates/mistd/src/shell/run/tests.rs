use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use futures_util::StreamExt;
use mist_api::shell::{Decoder, Event as ApiEvent};
use proptest::prelude::*;
use tokio::sync::Notify;

use super::*;
use crate::shell::Places;

/// Plays back a script of events; then waits for ever.
struct Played {
    events: std::vec::IntoIter<Event>,
    asked: Arc<AtomicUsize>,
    hung_up: Arc<Notify>,
}

#[async_trait]
impl Session for Played {
    async fn next(&mut self) -> Event {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.events.next() {
            Some(event) => event,
            None => std::future::pending().await,
        }
    }

    async fn hang_up(self: Box<Self>) {
        self.hung_up.notify_one();
    }

    async fn close(self: Box<Self>) {}
}

struct Run {
    output: Output,
    asked: Arc<AtomicUsize>,
    hung_up: Arc<Notify>,
    stop: CancellationToken,
}

fn runner<'a>(tasks: &'a TaskTracker, stop: &'a CancellationToken) -> Runner<'a> {
    Runner {
        tasks,
        stop,
        encoder: Encoder::new("c1").unwrap(),
        place: Places::new(1).take(1).unwrap(),
    }
}

async fn play(events: Vec<Event>) -> Run {
    let (asked, hung_up) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let session: Box<dyn Session> = Box::new(Played {
        events: events.into_iter(),
        asked: Arc::clone(&asked),
        hung_up: Arc::clone(&hung_up),
    });
    let stop = CancellationToken::new();
    let opened = runner(&TaskTracker::new(), &stop)
        .start(|_| async { Ok::<_, ()>(session) })
        .await;
    Run {
        output: opened.unwrap(),
        asked,
        hung_up,
        stop,
    }
}

async fn read(output: Output) -> (Vec<u8>, Option<ApiEvent>) {
    let wire = output
        .map(|piece| piece.unwrap())
        .collect::<Vec<Bytes>>()
        .await
        .concat();
    decode(&wire)
}

fn exited(exit: i32) -> ApiEvent {
    ApiEvent::Completed { exit: Some(exit) }
}

fn decode(wire: &[u8]) -> (Vec<u8>, Option<ApiEvent>) {
    let mut decoder = Decoder::new("c1");
    let mut events = decoder.feed(wire);
    events.extend(decoder.finish());
    let (mut bytes, mut end) = (Vec::new(), None);
    for event in events {
        match event {
            ApiEvent::Output(more) => bytes.extend(more),
            completed @ ApiEvent::Completed { .. } => end = Some(completed),
        }
    }
    (bytes, end)
}

#[tokio::test]
async fn a_run_that_exits_completes_with_its_status() {
    let events = vec![
        Event::Output(Bytes::from_static(b"it's\r\npart")),
        Event::Output(Bytes::from_static(b"ial <br/>")),
        Event::Exited(Some(3)),
    ];
    let run = play(events).await;
    assert_eq!(
        read(run.output).await,
        (b"it's\r\npartial <br/>".to_vec(), Some(exited(3)))
    );
}

#[tokio::test]
async fn a_lost_machine_ends_the_stream_without_completing_it() {
    let run = play(vec![
        Event::Output(Bytes::from_static(b"so far\n")),
        Event::Lost,
    ])
    .await;
    assert_eq!(read(run.output).await, (b"so far\n".to_vec(), None));
}

#[tokio::test]
async fn a_silent_command_shows_that_it_started() {
    let mut run = play(Vec::new()).await;
    let head = run.output.next().await.unwrap().unwrap();
    assert!(head.starts_with(b"<html>"));
}

#[tokio::test]
async fn leaving_hangs_up() {
    let run = play(Vec::new()).await;
    drop(run.output);
    run.hung_up.notified().await;
}

#[tokio::test]
async fn stopping_hangs_up_and_says_so_on_a_line_of_its_own() {
    for (said, read_so_far) in [("", ""), ("half a line", "half a line\r\n"), ("x\n", "x\n")] {
        let events = match said {
            "" => Vec::new(),
            said => vec![Event::Output(Bytes::from(said))],
        };
        let mut run = play(events).await;
        let mut wire = Vec::new();
        let enough = if said.is_empty() {
            "<html>"
        } else {
            said.trim()
        };
        while !String::from_utf8_lossy(&wire).contains(enough) {
            wire.extend(run.output.next().await.unwrap().unwrap());
        }
        run.stop.cancel();
        run.hung_up.notified().await;
        while let Some(piece) = run.output.next().await {
            wire.extend(piece.unwrap());
        }
        let expected = format!("{read_so_far}{FAREWELL}\r\n");
        assert_eq!(decode(&wire), (expected.into_bytes(), None));
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_does_not_hold_up_stopping() {
    let flood = vec![Event::Output(Bytes::from(vec![b'\n'; GATHER_BYTES])); 1000];
    let run = play(flood).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    run.stop.cancel();
    run.hung_up.notified().await;
}

#[tokio::test]
async fn leaving_while_the_session_opens_gives_up_opening() {
    let given_up = Arc::new(Notify::new());
    let noticed = Arc::clone(&given_up);
    let tasks = TaskTracker::new();
    let stop = CancellationToken::new();
    let starting = runner(&tasks, &stop).start(|abandoned| async move {
        abandoned.cancelled().await;
        noticed.notify_one();
        Err::<Box<dyn Session>, ()>(())
    });
    let waited = timeout(Duration::from_millis(20), starting).await;
    assert!(waited.is_err());
    given_up.notified().await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_keeps_the_session_waiting() {
    let flood = vec![Event::Output(Bytes::from(vec![b'\n'; GATHER_BYTES])); 1000];
    let run = play(flood).await;
    // The clock is paused: it moves only when every task waits, so nothing more will be asked.
    tokio::time::sleep(Duration::from_mins(1)).await;
    let asked = run.asked.load(Ordering::SeqCst);
    assert!(asked <= WAITING_PIECES + 2, "asked {asked} times");
}

proptest! {
    #[test]
    fn output_arrives_byte_for_byte(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20),
        exit in any::<i32>(),
    ) {
        let sent = chunks.concat();
        let mut events: Vec<Event> = chunks.into_iter().map(|c| Event::Output(c.into())).collect();
        events.push(Event::Exited(Some(exit)));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let got = runtime.block_on(async { read(play(events).await.output).await });
        prop_assert_eq!(got, (sent, Some(exited(exit))));
    }
}
