//! What runs on the machine: `ps` and `top`.

use super::{
    Context, Process, Progress,
    system::{memory_kb, uptime_line},
};
use crate::{rng::Rng, shell::calendar::Moment};

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
