//! Speed of the long lists: a twelfth of ten thousand machines, and Amazon's images, with the writing.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mist_sim::{
    cloud::{Cloud, Options},
    profile::Profile,
};

const MACHINES: usize = 834;
const NOW_MS: u64 = 1_800_000_000_000;

fn lists(c: &mut Criterion) {
    let mut group = c.benchmark_group("lists");
    group.sample_size(20);
    for provider in ["ec2_us_east", "rackspace:dfw", "linode"] {
        let Some(profile) = Profile::of(provider, "") else {
            continue;
        };
        let cloud = Cloud::new(profile, 7, &Options::default()).furnished(MACHINES);
        group.bench_function(format!("machines of {provider}"), |b| {
            b.iter(|| serde_json::to_vec(&black_box(&cloud).machines(NOW_MS)));
        });
        group.bench_function(format!("images of {provider}"), |b| {
            b.iter(|| serde_json::to_vec(&black_box(&cloud).images(None)));
        });
        group.bench_function(format!("search in images of {provider}"), |b| {
            b.iter(|| black_box(&cloud).images(Some("no image has this")));
        });
    }
    group.finish();
}

criterion_group!(benches, lists);
criterion_main!(benches);
