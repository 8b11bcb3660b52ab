//! One command: its words are expanded, its program is found, and what it prints goes where it should.

use super::{
    commands,
    eval::too_long,
    expand::{Expanded, Expansion},
    files,
    process::{Context, Pipe, Process, Progress, Sink, Stream},
    syntax::{Redirect, Target, Word},
};

/// The longest word of a complaint, in characters.
const LONGEST_NAME: usize = 200;

/// A command before and while it runs.
pub(super) struct Simple {
    /// What is assigned, by name.
    names: Vec<String>,
    /// How many words are arguments; before them stand the values of `names`, behind them files.
    arguments: usize,
    redirects: Vec<Redirect>,
    expansion: Option<Expansion>,
    running: Option<Redirected>,
}

impl Simple {
    pub(super) fn new(assigned: &[(String, Word)], words: &[Word], redirects: &[Redirect]) -> Self {
        let values = assigned.iter().map(|(_, value)| value.clone());
        let all = values.chain(words.iter().cloned());
        let all = all.chain(Redirected::words(redirects)).collect();
        Self {
            names: assigned.iter().map(|(name, _)| name.clone()).collect(),
            arguments: words.len(),
            redirects: redirects.to_vec(),
            expansion: Some(Expansion::new(all)),
            running: None,
        }
    }

    fn begin(
        &mut self,
        fields: Vec<Vec<String>>,
        substituted: i32,
        context: &mut Context<'_>,
    ) -> Progress {
        let mut fields = fields.into_iter();
        let values: Vec<_> = fields.by_ref().take(self.names.len()).collect();
        let arguments: Vec<_> = fields.by_ref().take(self.arguments).flatten().collect();
        let files: Vec<_> = fields.map(|words| words.join(" ")).collect();
        let values = std::mem::take(&mut self.names).into_iter().zip(values);
        let mut restored = Vec::new();
        for (name, value) in values {
            let before = context.env.vars.insert(name.clone(), value.join(" "));
            restored.push((name, before));
        }
        let process: Box<dyn Process> = if arguments.is_empty() {
            restored.clear();
            Box::new(Ended(substituted))
        } else {
            find(arguments, context)
        };
        let redirects = std::mem::take(&mut self.redirects);
        match Routes::new(&redirects, &files, context) {
            Ok(routes) => {
                self.running = Some(Redirected {
                    body: process,
                    redirects,
                    expansion: None,
                    routes: Some(routes),
                    restored,
                });
                Progress::Again
            }
            Err(complaint) => {
                context.err(complaint);
                Progress::Done(2)
            }
        }
    }
}

impl Process for Simple {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if let Some(running) = &mut self.running {
            return running.step(context);
        }
        let Some(expansion) = &mut self.expansion else {
            return Progress::Done(2);
        };
        match expansion.step(context) {
            Expanded::Not(progress) => progress,
            Expanded::TooLong => too_long(context),
            Expanded::Fields(fields) => {
                let substituted = expansion.status;
                self.expansion = None;
                self.begin(fields, substituted, context)
            }
        }
    }
}

/// Assignments alone end as the last command in them did.
struct Ended(i32);

impl Process for Ended {
    fn step(&mut self, _: &mut Context<'_>) -> Progress {
        Progress::Done(self.0)
    }
}

/// The program of a command.
pub(super) fn find(mut arguments: Vec<String>, context: &mut Context<'_>) -> Box<dyn Process> {
    let name = arguments.remove(0);
    let folder = name.rsplit_once('/').map(|(folder, _)| folder);
    let known = folder.is_none_or(|folder| {
        let folders = ["/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin"];
        folders.contains(&folder)
    });
    let program = name.rsplit('/').next().unwrap_or_default();
    if known && let Some(process) = commands::start(program, arguments, context) {
        return process;
    }
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    let there = folder.is_some() && files::find(&name, context.env, context.host()).is_some();
    if there {
        super::process::failed(format!("sh: 1: {shown}: Permission denied\n"), 126)
    } else {
        super::process::failed(format!("sh: 1: {shown}: not found\n"), 127)
    }
}

/// Where the streams of a process lead.
#[derive(Debug)]
struct Routes {
    out: Option<Stream>,
    err: Option<Stream>,
    input: Option<Pipe>,
}

impl Routes {
    fn new(
        redirects: &[Redirect],
        files: &[String],
        context: &Context<'_>,
    ) -> Result<Self, String> {
        let mut routes = Self {
            out: Some(Stream::Out),
            err: Some(Stream::Err),
            input: None,
        };
        let mut files = files.iter();
        for Redirect { stream, target } in redirects {
            let to = match target {
                Target::Read(_) => {
                    let name = files.next().map(String::as_str).unwrap_or_default();
                    let bytes = files::read(name, context.env, context.world, context.now_ms);
                    let bytes =
                        bytes.map_err(|_| format!("sh: 1: cannot open {name}: No such file\n"))?;
                    routes.input = Some(Pipe::holding(bytes));
                    continue;
                }
                Target::Write(_) => {
                    let name = files.next().map(String::as_str).unwrap_or_default();
                    match files::absolute(name, context.env).as_str() {
                        "/dev/null" => None,
                        "/dev/tty" | "/dev/stdout" => Some(Stream::Out),
                        "/dev/stderr" => Some(Stream::Err),
                        _ => {
                            let why = "Read-only file system (this machine is simulated)";
                            return Err(format!("sh: 1: cannot create {name}: {why}\n"));
                        }
                    }
                }
                Target::Stream(1) => routes.out,
                Target::Stream(2) => routes.err,
                Target::Stream(_) => continue,
            };
            if *stream != Some(2) {
                routes.out = to;
            }
            if *stream != Some(1) {
                routes.err = to;
            }
        }
        Ok(routes)
    }
}

/// A process whose streams lead elsewhere.
pub(super) struct Redirected {
    body: Box<dyn Process>,
    redirects: Vec<Redirect>,
    expansion: Option<Expansion>,
    routes: Option<Routes>,
    /// Variables that were set for this command only, with what they were before.
    restored: Vec<(String, Option<String>)>,
}

impl Redirected {
    pub(super) fn new(body: Box<dyn Process>, redirects: &[Redirect], words: Vec<Word>) -> Self {
        Self {
            body,
            redirects: redirects.to_vec(),
            expansion: Some(Expansion::new(words)),
            routes: None,
            restored: Vec::new(),
        }
    }

    /// The files of redirections.
    pub(super) fn words(redirects: &[Redirect]) -> Vec<Word> {
        let words = redirects
            .iter()
            .filter_map(|redirect| match &redirect.target {
                Target::Read(word) | Target::Write(word) => Some(word.clone()),
                Target::Stream(_) => None,
            });
        words.collect()
    }

    fn routed(&mut self, context: &mut Context<'_>) -> Progress {
        let Some(routes) = &mut self.routes else {
            return Progress::Done(2);
        };
        let mut sink = Sink::default();
        let progress = self.body.step(&mut Context {
            world: context.world,
            now_ms: context.now_ms,
            env: context.env,
            input: routes.input.as_mut().unwrap_or(context.input),
            sink: &mut sink,
            tty: context.tty && routes.out == Some(Stream::Out),
        });
        for (stream, bytes) in sink.take() {
            let to = match stream {
                Stream::Out => routes.out,
                Stream::Err => routes.err,
            };
            if let Some(to) = to {
                context.sink.push(to, &bytes);
            }
        }
        if let Progress::Done(_) = progress {
            for (name, before) in self.restored.drain(..) {
                match before {
                    Some(before) => context.env.vars.insert(name, before),
                    None => context.env.vars.remove(&name),
                };
            }
        }
        progress
    }
}

impl Process for Redirected {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let Some(expansion) = &mut self.expansion else {
            return self.routed(context);
        };
        match expansion.step(context) {
            Expanded::Not(progress) => progress,
            Expanded::TooLong => too_long(context),
            Expanded::Fields(fields) => {
                self.expansion = None;
                let files: Vec<_> = fields.into_iter().map(|words| words.join(" ")).collect();
                match Routes::new(&self.redirects, &files, context) {
                    Ok(routes) => {
                        self.routes = Some(routes);
                        Progress::Again
                    }
                    Err(complaint) => {
                        context.err(complaint);
                        Progress::Done(2)
                    }
                }
            }
        }
    }
}
