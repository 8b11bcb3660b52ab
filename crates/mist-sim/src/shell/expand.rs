//! From words to arguments: what variables hold and commands print is put in their places.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{
    eval,
    process::{Context, Env, Pipe, Process, Progress, Sink, Stream},
    syntax::{Node, Part, Word},
};

/// The most bytes of arguments, as on Linux.
const LONGEST: usize = 128 * 1024;

/// What became of a step of expansion.
pub(super) enum Expanded {
    /// Not yet.
    Not(Progress),
    /// The fields of each word.
    Fields(Vec<Vec<String>>),
    /// There is too much of it.
    TooLong,
}

/// Words that are being expanded: first the commands in them run, one after another.
pub(super) struct Expansion {
    words: Vec<Word>,
    waiting: VecDeque<Arc<Node>>,
    running: Option<Running>,
    printed: VecDeque<String>,
    /// How the last of the commands in it ended; 0 where there are none.
    pub(super) status: i32,
}

struct Running {
    process: Box<dyn Process>,
    env: Env,
    printed: Vec<u8>,
}

impl Expansion {
    pub(super) fn new(words: Vec<Word>) -> Self {
        let parts = words.iter().flatten();
        let waiting = parts.filter_map(|part| match part {
            Part::Output { node, .. } => Some(Arc::clone(node)),
            _ => None,
        });
        Self {
            waiting: waiting.collect(),
            words,
            running: None,
            printed: VecDeque::new(),
            status: 0,
        }
    }

    pub(super) fn step(&mut self, context: &mut Context<'_>) -> Expanded {
        if let Some(running) = &mut self.running {
            return match running.step(context) {
                Progress::Done(status) => {
                    context.env.status = status;
                    self.status = status;
                    let printed = String::from_utf8_lossy(&running.printed);
                    let printed = printed.trim_end_matches('\n').to_owned();
                    self.printed.push_back(printed);
                    self.running = None;
                    Expanded::Not(Progress::Again)
                }
                _ if running.printed.len() > LONGEST => Expanded::TooLong,
                progress => Expanded::Not(progress),
            };
        }
        if let Some(node) = self.waiting.pop_front() {
            let Some(env) = context.env.deeper() else {
                return Expanded::TooLong;
            };
            self.running = Some(Running {
                process: eval::start(&node),
                env,
                printed: Vec::new(),
            });
            return Expanded::Not(Progress::Again);
        }
        self.fields(context)
    }

    fn fields(&mut self, context: &Context<'_>) -> Expanded {
        let mut bytes = 0;
        let mut all = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let mut fields = Fields::default();
            for (index, part) in word.iter().enumerate() {
                match part {
                    Part::Text { text, quoted } => {
                        let home = (index == 0 && !quoted)
                            .then(|| text.strip_prefix('~'))
                            .flatten()
                            .filter(|rest| rest.is_empty() || rest.starts_with('/'));
                        if let Some(rest) = home {
                            fields.add(&context.env.home(), true);
                            fields.add(rest, true);
                        } else {
                            // What stands in the command itself is a word already.
                            fields.add(text, true);
                        }
                    }
                    Part::Variable {
                        name,
                        otherwise,
                        quoted,
                    } => {
                        let value = variable(name, context).filter(|value| !value.is_empty());
                        fields.add(value.as_deref().unwrap_or(otherwise), *quoted);
                    }
                    Part::Output { quoted, .. } => {
                        fields.add(&self.printed.pop_front().unwrap_or_default(), *quoted);
                    }
                }
                if bytes + fields.bytes > LONGEST {
                    return Expanded::TooLong;
                }
            }
            bytes += fields.bytes;
            all.push(fields.finish());
        }
        Expanded::Fields(all)
    }
}

impl Running {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let mut sink = Sink::default();
        let progress = self.process.step(&mut Context {
            world: context.world,
            now_ms: context.now_ms,
            env: &mut self.env,
            input: &mut Pipe::holding(Vec::new()),
            sink: &mut sink,
            tty: false,
        });
        for (stream, bytes) in sink.take() {
            match stream {
                Stream::Out => self.printed.extend_from_slice(&bytes),
                Stream::Err => context.sink.push(stream, &bytes),
            }
        }
        progress
    }
}

fn variable(name: &str, context: &Context<'_>) -> Option<String> {
    match name {
        "?" => Some(context.env.status.to_string()),
        "$" => Some("4242".to_owned()),
        "#" => Some("0".to_owned()),
        "0" => Some("sh".to_owned()),
        "-" => Some("c".to_owned()),
        _ => context.env.vars.get(name).cloned(),
    }
}

/// The fields that become of one word.
#[derive(Default)]
struct Fields {
    done: Vec<String>,
    open: Option<String>,
    bytes: usize,
}

impl Fields {
    fn add(&mut self, text: &str, quoted: bool) {
        self.bytes += text.len();
        if quoted {
            self.open.get_or_insert_default().push_str(text);
            return;
        }
        let space = |c: char| matches!(c, ' ' | '\t' | '\n');
        if text.starts_with(space) {
            self.done.extend(self.open.take());
        }
        let mut words = text.split(space).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            self.open.get_or_insert_default().push_str(word);
            if words.peek().is_some() || text.ends_with(space) {
                self.done.extend(self.open.take());
            }
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.done.extend(self.open.take());
        self.done
    }
}
