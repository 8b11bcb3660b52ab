//! Printing words, and shells.

use super::{Context, Process};
use crate::shell::{eval, process::failed};

pub(super) fn echo(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let (mut newline, mut escapes) = (true, false);
    let mut rest = arguments;
    while let Some((first, after)) = rest.split_first() {
        let letters = first.strip_prefix('-').unwrap_or_default();
        if letters.is_empty() || !letters.chars().all(|c| "neE".contains(c)) {
            break;
        }
        for letter in letters.chars() {
            match letter {
                'n' => newline = false,
                letter => escapes = letter == 'e',
            }
        }
        rest = after;
    }
    let mut text = rest.join(" ");
    if escapes {
        let (plain, stopped) = unescape(&text);
        newline = newline && !stopped;
        text = plain;
    }
    context.out(text);
    if newline {
        context.out("\n");
    }
    0
}

/// The formats that people type: `%s`, `%d`, `%%`, without widths. It is used again as long as there are
/// words.
pub(super) fn printf(arguments: &[String], context: &mut Context<'_>) -> i32 {
    let Some((format, mut words)) = arguments.split_first() else {
        context.err("printf: usage: printf FORMAT WORD…\n");
        return 2;
    };
    let (format, _) = unescape(format);
    loop {
        let before = words.len();
        let mut chars = format.chars();
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match (c, if c == '%' { chars.next() } else { None }) {
                ('%', Some('%') | None) => text.push('%'),
                ('%', Some(kind @ ('s' | 'd' | 'i' | 'b'))) => {
                    let number = matches!(kind, 'd' | 'i');
                    let word = words.first().map(String::as_str).unwrap_or_default();
                    let good = !number || word.is_empty() || word.parse::<i64>().is_ok();
                    match (good, number && word.is_empty()) {
                        (true, false) if kind == 'b' => text.push_str(&unescape(word).0),
                        (true, false) => text.push_str(word),
                        _ => text.push('0'),
                    }
                    words = words.get(1..).unwrap_or_default();
                }
                ('%', Some(other)) => text.extend(['%', other]),
                (c, _) => text.push(c),
            }
        }
        context.out(text);
        if words.is_empty() || words.len() == before {
            return 0;
        }
    }
}

/// What escapes stand for, and whether one said that nothing more shall come.
fn unescape(text: &str) -> (String, bool) {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let Some(kind) = chars.next() else {
            plain.push('\\');
            break;
        };
        let (base, most) = match kind {
            'n' => {
                plain.push('\n');
                continue;
            }
            't' => {
                plain.push('\t');
                continue;
            }
            'r' => {
                plain.push('\r');
                continue;
            }
            'a' | 'b' | 'f' | 'v' => {
                let byte = match kind {
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    _ => '\u{b}',
                };
                plain.push(byte);
                continue;
            }
            'e' | 'E' => {
                plain.push('\x1b');
                continue;
            }
            'c' => return (plain, true),
            '\\' => {
                plain.push('\\');
                continue;
            }
            'x' => (16, 2),
            '0' => (8, 3),
            other => {
                plain.extend(['\\', other]);
                continue;
            }
        };
        let mut number = 0;
        for _ in 0..most {
            let Some(digit) = chars.peek().and_then(|c| c.to_digit(base)) else {
                break;
            };
            number = number * base + digit;
            chars.next();
        }
        plain.push(char::from_u32(number & 0x7f).unwrap_or('?'));
    }
    (plain, false)
}

pub(super) fn sh(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    match arguments {
        [option, text, ..] if ["-c", "-lc", "-ec"].contains(&option.as_str()) => {
            eval::own_shell(text)
        }
        _ => failed(
            "sh: this simulated machine has no shell to type into: use sh -c COMMAND\n",
            2,
        ),
    }
}
