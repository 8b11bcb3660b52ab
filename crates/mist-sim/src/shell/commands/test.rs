//! `test` and `[`: the comparisons that conditions are made of.

use super::Context;
use crate::shell::files;

pub(super) fn bracket(arguments: &[String], context: &mut Context<'_>) -> i32 {
    match arguments.split_last() {
        Some((last, rest)) if last == "]" => test(rest, context),
        _ => {
            context.err("sh: 1: [: missing ]\n");
            2
        }
    }
}

pub(super) fn test(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (negated, rest) = match arguments.as_slice() {
        ["!", rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let holds = match rest {
        [] => Some(false),
        [text] | ["-n", text] => Some(!text.is_empty()),
        ["-z", text] => Some(text.is_empty()),
        [what @ ("-e" | "-f" | "-d" | "-r"), path] => {
            let entry = files::find(path, context.env, context.host());
            Some(entry.is_some_and(|entry| match *what {
                "-d" => entry.is_folder(),
                "-f" => !entry.is_folder(),
                "-r" => entry.may_read(context.env),
                _ => true,
            }))
        }
        [a, "=" | "==", b] => Some(a == b),
        [a, "!=", b] => Some(a != b),
        [a, operator, b] => match (a.parse::<i64>(), b.parse::<i64>()) {
            (Ok(a), Ok(b)) => compare(a, operator, b),
            _ => None,
        },
        _ => None,
    };
    if let Some(holds) = holds {
        i32::from(holds == negated)
    } else {
        context.err("sh: 1: test: not understood (this machine is simulated)\n");
        2
    }
}

fn compare(a: i64, operator: &str, b: i64) -> Option<bool> {
    match operator {
        "-eq" => Some(a == b),
        "-ne" => Some(a != b),
        "-lt" => Some(a < b),
        "-le" => Some(a <= b),
        "-gt" => Some(a > b),
        "-ge" => Some(a >= b),
        _ => None,
    }
}
