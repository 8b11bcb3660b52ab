//! `tail`: the end of something, or a log that never ends.

use std::collections::VecDeque;

use super::{
    Context, Process, Progress,
    filters::count,
    lines::{Lines, Source, by_line},
};
use crate::shell::{
    files,
    logs::{AUTH, Log, SYSLOG},
    process::failed,
};

/// The most bytes that are kept.
const MOST_KEPT: usize = 1024 * 1024;

pub(super) fn tail(arguments: &[String], context: &mut Context<'_>) -> Box<dyn Process> {
    // `-f`, and `-fn 5` as well as `-n 5 -f`.
    let mut follow = false;
    let mut rest = Vec::new();
    for argument in arguments {
        match argument
            .strip_prefix("-f")
            .or_else(|| argument.strip_prefix("-F"))
        {
            Some(more) => {
                follow = true;
                if !more.is_empty() {
                    rest.push(format!("-{more}"));
                }
            }
            None => rest.push(argument.clone()),
        }
    }
    let Some((number, files)) = count(&rest) else {
        return failed("usage: tail [-f] [-n LINES] [FILE]…\n", 1);
    };
    let (kept, bytes) = (VecDeque::new(), 0);
    let end = by_line(
        Source::new("tail", &files),
        Tail {
            number,
            kept,
            bytes,
        },
    );
    if !follow || files.is_empty() {
        return end;
    }
    let mut logs = files.iter().filter_map(|file| {
        files::read(file, context.env, context.world, context.now_ms).ok()?;
        match files::absolute(file, context.env).as_str() {
            "/var/log/syslog" => Some(SYSLOG),
            "/var/log/auth.log" => Some(AUTH),
            _ => None,
        }
    });
    let log = logs.next();
    let next = log.map_or(0, |log| log.next(context.host(), context.now_ms));
    let readable = files
        .iter()
        .any(|file| files::read(file, context.env, context.world, context.now_ms).is_ok());
    Box::new(Follow {
        end: Some(end),
        log,
        next,
        readable,
    })
}

struct Tail {
    number: usize,
    kept: VecDeque<Vec<u8>>,
    bytes: usize,
}

impl Lines for Tail {
    fn line(&mut self, line: &[u8], _: &mut Context<'_>) -> bool {
        // What a line costs besides its bytes.
        self.bytes += line.len() + 32;
        self.kept.push_back(line.to_vec());
        while self.kept.len() > self.number || self.bytes > MOST_KEPT {
            let Some(first) = self.kept.pop_front() else {
                break;
            };
            self.bytes -= first.len() + 32;
        }
        true
    }

    fn end(&mut self, failed: bool, context: &mut Context<'_>) -> i32 {
        for line in self.kept.drain(..) {
            context.out(line);
            context.out("\n");
        }
        i32::from(failed)
    }
}

/// How often a file is looked at that does not grow, in milliseconds.
const IDLE_MS: u64 = 3_600_000;

struct Follow {
    /// What prints the lines there are.
    end: Option<Box<dyn Process>>,
    log: Option<Log>,
    /// The number of the next line.
    next: u64,
    readable: bool,
}

impl Process for Follow {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if let Some(end) = &mut self.end {
            return match end.step(context) {
                Progress::Done(status) if !self.readable => Progress::Done(status),
                Progress::Done(_) => {
                    self.end = None;
                    Progress::Again
                }
                progress => progress,
            };
        }
        let Some(log) = self.log else {
            return Progress::Wait(context.now_ms.saturating_add(IDLE_MS));
        };
        let due = log.written_ms(context.host(), self.next);
        if due > context.now_ms {
            return Progress::Wait(due);
        }
        let line = log.line(context.host(), self.next);
        context.out(line);
        self.next += 1;
        Progress::Again
    }
}
