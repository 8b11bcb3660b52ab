//! How the machine does: time, load, memory, disk, processes.

use super::Context;
use crate::{
    monitoring::{load_now, memory_permille},
    rng::Rng,
    shell::{calendar::Moment, process::World},
};

/// The memory in kilobytes.
#[derive(Debug, Clone, Copy)]
pub(in crate::shell) struct MemoryKb {
    pub(in crate::shell) total: u64,
    pub(in crate::shell) free: u64,
    pub(in crate::shell) buffers: u64,
    pub(in crate::shell) cached: u64,
}

pub(in crate::shell) fn memory_kb(world: &World, now_ms: u64) -> MemoryKb {
    let host = &world.host;
    let total = host.memory_mb.saturating_mul(1024);
    let permille = memory_permille(host.seed, host.cores, now_ms);
    let rest = total - (total / 1000).saturating_mul(permille).min(total);
    MemoryKb {
        total,
        buffers: rest / 10,
        cached: rest / 2,
        free: rest - rest / 10 - rest / 2,
    }
}

/// How long it runs, and how long its cores were idle together, in milliseconds.
pub(in crate::shell) fn uptime_and_idle(world: &World, now_ms: u64) -> [u64; 2] {
    let up = now_ms.saturating_sub(world.host.booted_ms);
    let mut rng = Rng::new(world.host.seed, &["idle"]);
    let percent = 70 + rng.below(25);
    let idle = (up / 100).saturating_mul(percent * u64::from(world.host.cores.max(1)));
    [up, idle]
}

pub(super) fn uptime_line(context: &Context<'_>) -> String {
    let world = context.world;
    let [up, _] = uptime_and_idle(world, context.now_ms);
    let (days, hours, minutes) = (up / 86_400_000, up / 3_600_000 % 24, up / 60_000 % 60);
    let days = match days {
        0 => String::new(),
        1 => "1 day, ".to_owned(),
        days => format!("{days} days, "),
    };
    let hours = if hours == 0 {
        format!("{minutes} min")
    } else {
        format!("{hours:>2}:{minutes:02}")
    };
    let [one, five, fifteen] = load_now(world.host.seed, world.host.cores, context.now_ms);
    format!(
        " {} up {days}{hours},  1 user,  load average: {one:.2}, {five:.2}, {fifteen:.2}\n",
        Moment::of(context.now_ms).time()
    )
}

pub(super) fn uptime(_: &[String], context: &mut Context<'_>) -> i32 {
    let line = uptime_line(context);
    context.out(line);
    0
}

pub(super) fn free(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let (letters, _) = super::options(arguments);
    let shift = match letters.as_str() {
        "" | "k" => 0,
        "m" | "h" => 10,
        "g" => 20,
        other => {
            let unknown = other.chars().next().unwrap_or('-');
            return super::bad_option("free", unknown, context);
        }
    };
    let memory = memory_kb(context.world, context.now_ms);
    let MemoryKb {
        total,
        free,
        buffers,
        cached,
    } = memory;
    let row = |name: &str, numbers: &[u64]| {
        let cells = numbers.iter().map(|kb| format!("{:>11}", kb >> shift));
        let cells: Vec<String> = cells.collect();
        format!(
            "{name:<7}{}
",
            cells.concat()
        )
    };
    let used = total - free;
    let text = format!(
        "             total       used       free     shared    buffers     cached\n{}{}{}",
        row("Mem:", &[total, used, free, 0, buffers, cached]),
        row(
            "-/+ buffers/cache:",
            &[used - buffers - cached, free + buffers + cached]
        ),
        row("Swap:", &[0, 0, 0])
    );
    context.out(text);
    0
}

pub(super) fn df(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let (letters, _) = super::options(arguments);
    let human = letters.contains('h');
    let host = context.host();
    let mut rng = Rng::new(host.seed, &["disk"]);
    let size = host.disk_gb.max(1).saturating_mul(1024 * 1024);
    let used = (size / 100).saturating_mul(12 + rng.below(70));
    let small = host.memory_mb.saturating_mul(1024) / 2;
    let cell = |kb: u64| match (human, kb) {
        (false, kb) => kb.to_string(),
        (true, 0) => "0".to_owned(),
        (true, kb) if kb < 1024 * 1024 => format!("{}M", kb.div_ceil(1024)),
        (true, kb) => format!("{}.{}G", kb >> 20, ((kb % (1 << 20)) * 10) >> 20),
    };
    let row = |name: &str, size: u64, used: u64, at: &str| {
        let share = (used * 100).div_ceil(size.max(1));
        let [size, used, left] = [size, used, size - used].map(cell);
        format!("{name:<15}{size:>11}{used:>11}{left:>11} {share:>3}% {at}\n")
    };
    let head = if human { "Size" } else { "1K-blocks" };
    let text = format!(
        "{:<15}{head:>11}{:>11}{:>11} Use% Mounted on\n{}{}{}",
        "Filesystem",
        "Used",
        "Available",
        row("/dev/vda1", size, used.min(size), "/"),
        row("udev", small, 12.min(small), "/dev"),
        row("tmpfs", small, (small / 300).min(small), "/run")
    );
    context.out(text);
    0
}
