//! Speed of the shell framing, in wire bytes per second.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mist_api::shell::{Decoder, Encoder};

const MEGABYTE: usize = 1 << 20;
const PIECE: usize = 64 << 10;

/// Kinds of output that stress different parts: (name, output).
fn outputs() -> Vec<(&'static str, Vec<u8>)> {
    let line = b"drwxr-xr-x 2 root root 4096 Nov 21 04:22 a-file-name-of-ordinary-length.txt\n";
    let quoted = b"echo 'it'\\''s a line' | sed 's/a/b/' # with 'many' quotes in its 76 columns\n";
    let numbers: Vec<u8> = (0..1_200_000_u32)
        .flat_map(|n| format!("{n}\n").into_bytes())
        .collect();
    vec![
        (
            "lines of 76 columns",
            line.repeat(8 * MEGABYTE / line.len()),
        ),
        (
            "lines full of quotes",
            quoted.repeat(8 * MEGABYTE / quoted.len()),
        ),
        ("short lines", numbers),
        ("one line", b"x".repeat(8 * MEGABYTE)),
        (
            "imitations",
            b"', 'c1');</script>".repeat(8 * MEGABYTE / 18),
        ),
    ]
}

fn encode(encoder: &Encoder, output: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    encoder.begin(&mut wire);
    encoder.output(output, &mut wire);
    encoder.complete(Some(0), &mut wire);
    wire
}

fn shell(c: &mut Criterion) {
    let Ok(encoder) = Encoder::new("c1") else {
        return;
    };
    let mut decoding = c.benchmark_group("decode");
    for (name, output) in outputs() {
        let wire = encode(&encoder, &output);
        decoding.throughput(Throughput::Bytes(wire.len() as u64));
        decoding.bench_with_input(BenchmarkId::from_parameter(name), &wire, |b, wire| {
            b.iter(|| {
                let mut decoder = Decoder::new("c1");
                for piece in wire.chunks(PIECE) {
                    black_box(decoder.feed(piece));
                }
            });
        });
    }
    decoding.finish();

    let mut encoding = c.benchmark_group("encode");
    for (name, output) in outputs() {
        let length = encode(&encoder, &output).len();
        encoding.throughput(Throughput::Bytes(length as u64));
        encoding.bench_with_input(BenchmarkId::from_parameter(name), &output, |b, output| {
            let mut wire = Vec::with_capacity(4 * PIECE);
            b.iter(|| {
                for piece in output.chunks(PIECE) {
                    wire.clear();
                    encoder.output(piece, &mut wire);
                    black_box(&wire);
                }
            });
        });
    }
    encoding.finish();
}

criterion_group!(benches, shell);
criterion_main!(benches);
