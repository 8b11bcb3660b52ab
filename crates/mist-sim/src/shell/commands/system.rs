//! How the machine does: time, load, memory, disk, processes.

use super::{Context, Process, Progress};
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

fn uptime_line(context: &Context<'_>) -> String {
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

/// Processes that every machine has: user, name.
const PROCESSES: [(&str, &str); 16] = [
    ("root", "/sbin/init"),
    ("root", "[kthreadd]"),
    ("root", "[ksoftirqd/0]"),
    ("root", "[kworker/u2:1]"),
    ("root", "[jbd2/vda1-8]"),
    ("root", "/lib/systemd/systemd-udevd --daemon"),
    ("syslog", "rsyslogd"),
    ("root", "cron"),
    ("ntp", "/usr/sbin/ntpd -p /var/run/ntpd.pid -g -u 105:112"),
    ("root", "/usr/sbin/sshd -D"),
    ("root", "nginx: master process /usr/sbin/nginx"),
    ("www-data", "nginx: worker process"),
    (
        "postgres",
        "/usr/lib/postgresql/9.3/bin/postgres -D /var/lib/postgresql/9.3/main",
    ),
    (
        "app",
        "/srv/app/server --port 8080 --workers 4 --log /var/log/syslog",
    ),
    ("root", "/usr/sbin/collectd -C /etc/collectd.conf"),
    ("root", "sshd: session [priv]"),
];

/// One process as `ps aux` and `top` show it.
struct Row {
    user: String,
    pid: u64,
    /// In tenths of a percent.
    cpu: u64,
    memory: u64,
    kb: u64,
    command: String,
}

fn rows(context: &Context<'_>) -> Vec<Row> {
    let host = context.host();
    let second = (context.now_ms / 2_000).to_string();
    let total_kb = host.memory_mb.saturating_mul(1024).max(1);
    let mut pid = 0;
    let known = PROCESSES
        .iter()
        .enumerate()
        .map(|(index, (user, command))| {
            let mut rng = Rng::new(host.seed, &["process", command]);
            pid += 1 + if index < 5 {
                index as u64
            } else {
                rng.below(180)
            };
            let kernel = command.starts_with('[');
            let kb = if kernel {
                0
            } else {
                1_200 + rng.below(total_kb / 12 + 1)
            };
            let mut now = Rng::new(host.seed, &["busy", command, &second]);
            let cpu = if index < 10 {
                now.below(4)
            } else {
                now.below(180)
            };
            Row {
                user: (*user).to_owned(),
                pid,
                cpu,
                memory: kb * 1000 / total_kb,
                kb,
                command: (*command).to_owned(),
            }
        });
    let mut rows: Vec<Row> = known.collect();
    let own = [("sh", 0), ("ps aux", 1)].map(|(command, more)| Row {
        user: context.env.user.clone(),
        pid: 4242 + more,
        cpu: 0,
        memory: 1_000_000 / total_kb,
        kb: 1_000,
        command: command.to_owned(),
    });
    rows.extend(own);
    rows
}

/// A line no wider than the terminal, if it goes there.
fn fitted(line: &str, context: &Context<'_>) -> String {
    if context.tty {
        let width = usize::from(context.world.columns);
        line.chars().take(width).chain(['\n']).collect()
    } else {
        format!("{line}\n")
    }
}

pub(super) fn ps(_: &[String], context: &mut Context<'_>) -> i32 {
    let head = "USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND";
    let mut text = fitted(head, context);
    let started = Moment::of(context.host().booted_ms).format("%b%d");
    for row in rows(context) {
        let (terminal, state) = if row.pid < 4242 {
            ("?", "Ss")
        } else {
            ("pts/0", "R+")
        };
        let line = format!(
            "{:<8} {:>5} {:>2}.{} {:>2}.{} {:>6} {:>5} {terminal:<8} {state:<4} {started}   0:{:02} {}",
            row.user,
            row.pid,
            row.cpu / 10,
            row.cpu % 10,
            row.memory / 10,
            row.memory % 10,
            row.kb * 3,
            row.kb,
            row.cpu % 60,
            row.command
        );
        text.push_str(&fitted(&line, context));
    }
    context.out(text);
    0
}

/// How often `top` looks, in milliseconds.
const TOP_MS: u64 = 3_000;

/// `top -b`, for ever or as often as `-n` says.
pub(super) fn top(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let joined = arguments.concat();
    let count = joined
        .rsplit_once('n')
        .and_then(|(_, count)| count.parse().ok());
    Box::new(Top {
        left: count,
        due: 0,
    })
}

struct Top {
    left: Option<u64>,
    due: u64,
}

impl Process for Top {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if self.left == Some(0) {
            return Progress::Done(0);
        }
        if context.now_ms < self.due {
            return Progress::Wait(self.due);
        }
        self.left = self.left.map(|left| left - 1);
        self.due = context.now_ms.saturating_add(TOP_MS);
        let memory = memory_kb(context.world, context.now_ms);
        let used = memory.total - memory.free;
        let mut rows = rows(context);
        rows.sort_by_key(|row| std::cmp::Reverse(row.cpu));
        let mut text = format!(
            "top -{}Tasks: {:>3} total,   1 running\nKiB Mem: {:>9} total, {used:>9} used, {:>9} free\n\n",
            uptime_line(context),
            rows.len(),
            memory.total,
            memory.free
        );
        let head = "  PID USER        RES %CPU %MEM COMMAND";
        text.push_str(&fitted(&format!("\x1b[7m{head}\x1b[0m"), context));
        for row in rows {
            let line = format!(
                "{:>5} {:<8} {:>6} {:>2}.{} {:>2}.{} {}",
                row.pid,
                row.user,
                row.kb,
                row.cpu / 10,
                row.cpu % 10,
                row.memory / 10,
                row.memory % 10,
                row.command
            );
            text.push_str(&fitted(&line, context));
        }
        context.out(text);
        Progress::Again
    }
}
