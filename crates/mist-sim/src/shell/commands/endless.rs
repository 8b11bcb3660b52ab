//! What goes on for ever, or for long: made as it is asked for, a piece at a time.

use super::{Context, Process, Progress};
use crate::shell::process::failed;

/// How much is printed in a step, in bytes.
const PIECE: usize = 4 * 1024;

pub(super) fn yes(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let mut line = if arguments.is_empty() {
        "y".to_owned()
    } else {
        arguments.join(" ")
    };
    line.push('\n');
    let times = (PIECE / line.len()).max(1);
    Box::new(Yes(line.repeat(times)))
}

struct Yes(String);

impl Process for Yes {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        context.out(&self.0);
        Progress::Again
    }
}

pub(super) fn seq(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let numbers = arguments.iter().map(|text| text.parse::<i64>());
    let numbers: Option<Vec<i64>> = numbers.map(Result::ok).collect();
    let (next, by, last) = match numbers.as_deref() {
        Some([last]) => (1, 1, *last),
        Some([first, last]) => (*first, 1, *last),
        Some([_, 0, _]) => return failed("seq: the step must not be 0\n", 1),
        Some([first, by, last]) => (*first, *by, *last),
        _ => return failed("usage: seq [FIRST [STEP]] LAST, whole numbers\n", 1),
    };
    Box::new(Seq {
        next: Some(next),
        by,
        last,
    })
}

struct Seq {
    next: Option<i64>,
    by: i64,
    last: i64,
}

impl Process for Seq {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let mut text = String::with_capacity(PIECE + 32);
        while text.len() < PIECE {
            let within = |next: &i64| {
                if self.by > 0 {
                    *next <= self.last
                } else {
                    *next >= self.last
                }
            };
            let Some(next) = self.next.filter(within) else {
                context.out(text);
                return Progress::Done(0);
            };
            text.push_str(&next.to_string());
            text.push('\n');
            self.next = next.checked_add(self.by);
        }
        context.out(text);
        Progress::Again
    }
}

/// The longest sleep, in milliseconds: a year.
const LONGEST_MS: u64 = 365 * 86_400_000;

pub(super) fn sleep(arguments: &[String], context: &mut Context<'_>) -> Box<dyn Process> {
    if arguments.is_empty() {
        return failed("sleep: missing operand\n", 1);
    }
    let mut ms: u64 = 0;
    for argument in arguments {
        let Some(more) = milliseconds(argument) else {
            let shown: String = argument.chars().take(100).collect();
            return failed(format!("sleep: invalid time interval '{shown}'\n"), 1);
        };
        ms = ms.saturating_add(more).min(LONGEST_MS);
    }
    Box::new(Sleep(context.now_ms.saturating_add(ms)))
}

/// `1`, `0.5`, `2m`, `infinity`.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    if ["inf", "infinity"].contains(&text) {
        return Some(LONGEST_MS);
    }
    let (number, factor) = match text.char_indices().last()? {
        (at, 's') => (text.get(..at)?, 1_000),
        (at, 'm') => (text.get(..at)?, 60_000),
        (at, 'h') => (text.get(..at)?, 3_600_000),
        (at, 'd') => (text.get(..at)?, 86_400_000),
        _ => (text, 1_000),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        // More digits than fit are longer than the longest.
        whole.parse().unwrap_or(LONGEST_MS)
    };
    let thousandths = fraction
        .chars()
        .chain("000".chars())
        .take(3)
        .collect::<String>();
    let thousandths: u64 = thousandths.parse().ok()?;
    let ms = whole
        .saturating_mul(factor)
        .saturating_add(thousandths * factor / 1000);
    Some(ms.min(LONGEST_MS))
}

struct Sleep(u64);

impl Process for Sleep {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if context.now_ms < self.0 {
            Progress::Wait(self.0)
        } else {
            Progress::Done(0)
        }
    }
}
