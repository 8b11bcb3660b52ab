//! How fast the terminal model takes output: 20 MB of each kind.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mist_core::terminal::{Limits, Terminal};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

const BYTES: usize = 20_000_000;
/// What a fetch hands over at a time.
const CHUNK: usize = 64 * 1024;

fn plain() -> String {
    let mut text = String::with_capacity(BYTES + 100);
    for line in 0u64.. {
        if text.len() >= BYTES {
            break;
        }
        let _ = writeln!(
            text,
            "{line:08} the quick brown fox jumps over the lazy dog, line by line\r"
        );
    }
    text
}

fn coloured() -> String {
    let mut text = String::with_capacity(BYTES + 100);
    for line in 0u64.. {
        if text.len() >= BYTES {
            break;
        }
        let colour = line % 256;
        let _ = writeln!(
            text,
            "\x1b[1;32mok\x1b[0m \x1b[38;5;{colour}mitem {line}\x1b[0m \x1b[48;2;1;2;3mx\x1b[m\r"
        );
    }
    text
}

fn progress() -> String {
    let mut text = String::with_capacity(BYTES + 100);
    for step in 0u64.. {
        if text.len() >= BYTES {
            break;
        }
        let end = if step % 1000 == 999 { "\n" } else { "" };
        let _ = write!(
            text,
            "\rdownloading [=======>       ] {:3}%{end}",
            step % 100
        );
    }
    text
}

fn wide() -> String {
    "漢字とかなの行 e\u{301}t cetera\r\n".repeat(BYTES / 40)
}

fn feed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("feed 20 MB");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    let kinds = [
        ("plain", plain()),
        ("coloured", coloured()),
        ("progress", progress()),
        ("wide", wide()),
    ];
    for (name, text) in kinds {
        group.throughput(Throughput::Bytes(u64::try_from(text.len()).unwrap_or(0)));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut terminal = Terminal::new(Limits::default());
                text.as_bytes()
                    .chunks(CHUNK)
                    .for_each(|chunk| terminal.feed(chunk));
                black_box(terminal.line_count())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, feed);
criterion_main!(benches);
