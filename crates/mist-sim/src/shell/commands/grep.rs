//! `grep`.

use super::{
    Context, Process,
    filters::unknown,
    lines::{Lines, Source, by_line},
    options,
    pattern::Pattern,
};
use crate::shell::process::failed;

pub(super) fn grep(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let plain = |argument: &&String| !argument.starts_with("--color");
    let arguments: Vec<String> = arguments.iter().filter(plain).cloned().collect();
    let (letters, rest) = options(&arguments);
    if let Some(complaint) = unknown("grep", &letters, "ivcnEFqhs") {
        return complaint;
    }
    let Some((pattern, files)) = rest.split_first() else {
        return failed("usage: grep [-ivcnEFq] PATTERN [FILE]…\n", 2);
    };
    let Some(pattern) = Pattern::new(pattern, &letters) else {
        return failed(
            "grep: the pattern is too long or too hard for a simulated machine\n",
            2,
        );
    };
    by_line(
        Source::new("grep", files),
        Grep {
            pattern,
            inverted: letters.contains('v'),
            numbered: letters.contains('n'),
            shows: match (letters.contains('q'), letters.contains('c')) {
                (true, _) => Shows::Nothing,
                (false, true) => Shows::Count,
                (false, false) => Shows::Lines,
            },
            line: 0,
            found: 0,
        },
    )
}

/// What `grep` shows.
#[derive(PartialEq, Eq)]
enum Shows {
    Lines,
    Count,
    Nothing,
}

struct Grep {
    pattern: Pattern,
    inverted: bool,
    numbered: bool,
    shows: Shows,
    line: u64,
    found: u64,
}

impl Lines for Grep {
    fn line(&mut self, line: &[u8], context: &mut Context<'_>) -> bool {
        self.line += 1;
        if self.pattern.is_in(line) == self.inverted {
            return true;
        }
        self.found += 1;
        if self.shows == Shows::Nothing {
            return false;
        }
        if self.shows == Shows::Lines {
            if self.numbered {
                context.out(format!("{}:", self.line));
            }
            context.out(line);
            context.out("\n");
        }
        true
    }

    fn end(&mut self, failed: bool, context: &mut Context<'_>) -> i32 {
        if self.shows == Shows::Count {
            context.out(format!("{}\n", self.found));
        }
        match (failed, self.found) {
            (true, _) => 2,
            (false, 0) => 1,
            (false, _) => 0,
        }
    }
}
