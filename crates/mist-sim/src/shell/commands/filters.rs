//! What stands behind a pipe: `head`, `wc`, `sort`, `uniq`.

use super::{
    Context, Process,
    lines::{Lines, Source, by_line},
    options,
};
use crate::shell::process::failed;

/// The most bytes that `sort` takes.
const MOST_SORTED: usize = 1024 * 1024;

pub(super) fn unknown(program: &str, letters: &str, known: &str) -> Option<Box<dyn Process>> {
    let unknown = letters.chars().find(|letter| !known.contains(*letter))?;
    let why = "this machine is simulated";
    Some(failed(
        format!("{program}: invalid option -- '{unknown}' ({why})\n"),
        2,
    ))
}

/// The number of `-n 5`, `-n5` or `-5`, and the other arguments; `None` if it is none.
pub(super) fn count(arguments: &[String]) -> Option<(usize, Vec<String>)> {
    let (mut number, mut rest) = (10, Vec::new());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix('-').filter(|option| !option.is_empty()) else {
            rest.push(word.clone());
            continue;
        };
        let digits = match option.strip_prefix('n') {
            Some("") => words.next()?.as_str(),
            Some(digits) => digits,
            None => option,
        };
        number = digits.parse().ok()?;
    }
    Some((number, rest))
}

pub(super) fn head(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let Some((number, files)) = count(arguments) else {
        return failed("usage: head [-n LINES] [FILE]…\n", 1);
    };
    if number == 0 {
        return failed("", 0);
    }
    by_line(Source::new("head", &files), Head(number))
}

struct Head(usize);

impl Lines for Head {
    fn line(&mut self, line: &[u8], context: &mut Context<'_>) -> bool {
        context.out(line);
        context.out("\n");
        self.0 -= 1;
        self.0 > 0
    }

    fn end(&mut self, failed: bool, _: &mut Context<'_>) -> i32 {
        i32::from(failed)
    }
}

pub(super) fn wc(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let (letters, files) = options(arguments);
    if let Some(complaint) = unknown("wc", &letters, "lwc") {
        return complaint;
    }
    let name = match files {
        [file] => format!(" {file}"),
        [] => String::new(),
        _ => " total".to_owned(),
    };
    let counts = [0; 3];
    by_line(
        Source::new("wc", files),
        Wc {
            letters,
            name,
            counts,
        },
    )
}

struct Wc {
    letters: String,
    name: String,
    /// Lines, words, bytes.
    counts: [usize; 3],
}

impl Lines for Wc {
    fn line(&mut self, line: &[u8], _: &mut Context<'_>) -> bool {
        let words = line
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty());
        let [lines, all_words, bytes] = self.counts;
        self.counts = [lines + 1, all_words + words.count(), bytes + line.len() + 1];
        true
    }

    fn end(&mut self, failed: bool, context: &mut Context<'_>) -> i32 {
        let counts = ['l', 'w', 'c'].into_iter().zip(self.counts);
        let all = self.letters.is_empty();
        let shown = counts.filter(|(letter, _)| all || self.letters.contains(*letter));
        let shown: Vec<String> = shown
            .map(|(_, count)| {
                if all {
                    format!("{count:>7}")
                } else {
                    count.to_string()
                }
            })
            .collect();
        context.out(format!("{}{}\n", shown.join(" "), self.name));
        i32::from(failed)
    }
}

pub(super) fn sort(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let (letters, files) = options(arguments);
    if let Some(complaint) = unknown("sort", &letters, "nru") {
        return complaint;
    }
    let source = Source::new("sort", files);
    let (lines, bytes) = (Vec::new(), 0);
    by_line(
        source,
        Sort {
            letters,
            lines,
            bytes,
        },
    )
}

struct Sort {
    letters: String,
    lines: Vec<Vec<u8>>,
    bytes: usize,
}

impl Lines for Sort {
    fn line(&mut self, line: &[u8], _: &mut Context<'_>) -> bool {
        // What a line costs besides its bytes.
        self.bytes += line.len() + 32;
        self.lines.push(line.to_vec());
        self.bytes <= MOST_SORTED
    }

    fn end(&mut self, failed: bool, context: &mut Context<'_>) -> i32 {
        if self.bytes > MOST_SORTED {
            context.err("sort: memory exhausted (this machine is simulated)\n");
            return 2;
        }
        let number = |line: &Vec<u8>| {
            let text = String::from_utf8_lossy(line);
            let text = text.trim_start();
            let end = text
                .find(|c: char| !c.is_ascii_digit() && c != '-')
                .unwrap_or(text.len());
            text.get(..end)
                .and_then(|digits| digits.parse::<i64>().ok())
                .unwrap_or(0)
        };
        if self.letters.contains('n') {
            self.lines
                .sort_by_cached_key(|line| (number(line), line.clone()));
        } else {
            self.lines.sort();
        }
        if self.letters.contains('r') {
            self.lines.reverse();
        }
        if self.letters.contains('u') {
            self.lines.dedup();
        }
        for line in self.lines.drain(..) {
            context.out(line);
            context.out("\n");
        }
        i32::from(failed)
    }
}

pub(super) fn uniq(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let (letters, files) = options(arguments);
    if let Some(complaint) = unknown("uniq", &letters, "c") {
        return complaint;
    }
    let counted = letters.contains('c');
    let last = None;
    by_line(Source::new("uniq", files), Uniq { counted, last })
}

struct Uniq {
    counted: bool,
    last: Option<(u64, Vec<u8>)>,
}

impl Uniq {
    fn print(&mut self, context: &mut Context<'_>) {
        if let Some((count, line)) = self.last.take() {
            if self.counted {
                context.out(format!("{count:>7} "));
            }
            context.out(line);
            context.out("\n");
        }
    }
}

impl Lines for Uniq {
    fn line(&mut self, line: &[u8], context: &mut Context<'_>) -> bool {
        match &mut self.last {
            Some((count, last)) if last == line => *count += 1,
            _ => {
                self.print(context);
                self.last = Some((1, line.to_vec()));
            }
        }
        true
    }

    fn end(&mut self, failed: bool, context: &mut Context<'_>) -> i32 {
        self.print(context);
        i32::from(failed)
    }
}
