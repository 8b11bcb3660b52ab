//! Reading files or what another command prints: whole, or line by line.

use std::collections::VecDeque;

use super::{Context, Process, Progress};
use crate::shell::{
    files,
    process::{Read, failed},
};

/// The longest line in bytes; a longer one is taken for several.
const LONGEST_LINE: usize = 16 * 1024;

/// How much is looked at in a step, in bytes.
const PIECE: usize = 4 * 1024;

/// The files of a command, one after another, or what it is given where none is named.
#[derive(Debug)]
pub(super) struct Source {
    program: &'static str,
    files: VecDeque<String>,
    standard_input: bool,
    /// Whether a file could not be read.
    pub(super) failed: bool,
}

impl Source {
    pub(super) fn new(program: &'static str, files: &[String]) -> Self {
        Self {
            program,
            files: files.iter().cloned().collect(),
            standard_input: files.is_empty(),
            failed: false,
        }
    }

    /// The next piece.
    pub(super) fn read(&mut self, context: &mut Context<'_>) -> Read {
        if self.standard_input {
            let read = context.input.read();
            self.standard_input = !matches!(read, Read::End);
            if self.standard_input {
                return read;
            }
        }
        let Some(file) = self.files.pop_front() else {
            return Read::End;
        };
        if file == "-" {
            self.standard_input = true;
            return Read::Bytes(Vec::new());
        }
        match files::read(&file, context.env, context.world, context.now_ms) {
            Ok(bytes) => Read::Bytes(bytes),
            Err(why) => {
                context.err(format!("{}: {file}: {}\n", self.program, why.words()));
                self.failed = true;
                Read::Bytes(Vec::new())
            }
        }
    }
}

pub(super) fn cat(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    copy("cat", arguments)
}

/// Passes on what it reads; there is nowhere to keep a copy.
pub(super) fn tee(arguments: &[String], _: &mut Context<'_>) -> Box<dyn Process> {
    let files = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'));
    if files.into_iter().any(|file| file != "/dev/null") {
        return failed(
            "tee: Read-only file system (this machine is simulated)\n",
            1,
        );
    }
    copy("tee", &[])
}

fn copy(program: &'static str, arguments: &[String]) -> Box<dyn Process> {
    let option = arguments
        .iter()
        .find(|argument| argument.len() > 1 && argument.starts_with('-'));
    if let Some(option) = option {
        let why = "this machine is simulated";
        return failed(format!("{program}: invalid option {option} ({why})\n"), 1);
    }
    Box::new(Copy(Source::new(program, arguments)))
}

struct Copy(Source);

impl Process for Copy {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        match self.0.read(context) {
            Read::Bytes(bytes) => {
                context.out(bytes);
                Progress::Again
            }
            Read::Nothing => Progress::Starved,
            Read::End => Progress::Done(i32::from(self.0.failed)),
        }
    }
}

/// What is done with lines.
pub(super) trait Lines: Send {
    /// Takes a line without its end; whether it wants more.
    fn line(&mut self, line: &[u8], context: &mut Context<'_>) -> bool;
    /// There are no more; the status, `failed` saying that a file could not be read.
    fn end(&mut self, failed: bool, context: &mut Context<'_>) -> i32;
}

/// A process that does something with lines.
pub(super) fn by_line(source: Source, lines: impl Lines + 'static) -> Box<dyn Process> {
    Box::new(ByLine {
        source,
        read: (Vec::new(), 0),
        partial: Vec::new(),
        lines,
    })
}

struct ByLine<L> {
    source: Source,
    /// What was read, and how much of it was looked at.
    read: (Vec<u8>, usize),
    partial: Vec<u8>,
    lines: L,
}

impl<L: Lines> ByLine<L> {
    fn end(&mut self, context: &mut Context<'_>) -> Progress {
        Progress::Done(self.lines.end(self.source.failed, context))
    }
}

impl<L: Lines> Process for ByLine<L> {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let (bytes, from) = &mut self.read;
        if *from >= bytes.len() {
            match self.source.read(context) {
                Read::Bytes(bytes) => self.read = (bytes, 0),
                Read::Nothing => return Progress::Starved,
                Read::End => {
                    let last = std::mem::take(&mut self.partial);
                    if !last.is_empty() {
                        self.lines.line(&last, context);
                    }
                    return self.end(context);
                }
            }
            return Progress::Again;
        }
        let rest = bytes.get(*from..).unwrap_or_default();
        let piece = rest.get(..PIECE).unwrap_or(rest);
        *from += piece.len();
        for piece in piece.split_inclusive(|byte| *byte == b'\n') {
            let (line, ended) = match piece.strip_suffix(b"\n") {
                Some(line) => (line, true),
                None => (piece, false),
            };
            self.partial.extend_from_slice(line);
            if !ended && self.partial.len() < LONGEST_LINE {
                break;
            }
            let line = std::mem::take(&mut self.partial);
            if !self.lines.line(&line, context) {
                return self.end(context);
            }
        }
        Progress::Again
    }
}
