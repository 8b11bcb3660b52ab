//! Running what was read: lists, pipes, loops and shells within shells, as processes made of processes.

use std::sync::Arc;

use super::{
    expand::{Expanded, Expansion},
    pipeline::Pipeline,
    process::{Context, Env, Process, Progress, failed},
    simple::{Redirected, Simple},
    syntax::{Join, Node, Word, parse},
};

/// A command line as a process.
pub(super) fn shell(text: &str) -> Box<dyn Process> {
    match parse(text) {
        Ok(node) => start(&node),
        Err(wrong) => failed(format!("sh: 1: {wrong}\n"), 2),
    }
}

/// A command line in a shell of its own.
pub(super) fn own_shell(text: &str) -> Box<dyn Process> {
    Box::new(OwnShell {
        body: shell(text),
        env: None,
    })
}

/// What was read as a process.
pub(super) fn start(node: &Arc<Node>) -> Box<dyn Process> {
    match &**node {
        Node::Simple {
            assigned,
            words,
            redirects,
        } => Box::new(Simple::new(assigned, words, redirects)),
        Node::Pipe(stages) => Box::new(Pipeline::new(stages)),
        Node::Not(body) => Box::new(Not(start(body))),
        Node::List(_) => Box::new(List {
            node: Arc::clone(node),
            at: 0,
            running: None,
        }),
        Node::Group { body, own_shell } => {
            let body = start(body);
            if *own_shell {
                Box::new(OwnShell { body, env: None })
            } else {
                body
            }
        }
        Node::For { words, .. } => Box::new(For {
            node: Arc::clone(node),
            expansion: Some(Expansion::new(words.clone())),
            values: Vec::new().into_iter(),
            running: None,
            status: 0,
        }),
        Node::While { .. } => Box::new(While {
            node: Arc::clone(node),
            running: None,
            in_body: false,
            status: 0,
        }),
        Node::If { .. } => Box::new(If {
            node: Arc::clone(node),
            arm: 0,
            condition: None,
            chosen: None,
        }),
        Node::Redirected { body, redirects } => {
            let words: Vec<Word> = Redirected::words(redirects);
            Box::new(Redirected::new(start(body), redirects, words))
        }
    }
}

struct Not(Box<dyn Process>);

impl Process for Not {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        match self.0.step(context) {
            Progress::Done(status) => Progress::Done(i32::from(status == 0)),
            progress => progress,
        }
    }
}

struct List {
    node: Arc<Node>,
    at: usize,
    running: Option<Box<dyn Process>>,
}

impl Process for List {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if let Some(running) = &mut self.running {
            match running.step(context) {
                Progress::Done(status) => context.env.status = status,
                progress => return progress,
            }
            self.running = None;
        }
        let Node::List(items) = &*self.node else {
            return Progress::Done(0);
        };
        // An empty list succeeds; any other ends as its last command did.
        if items.is_empty() {
            return Progress::Done(0);
        }
        while let Some((join, node)) = items.get(self.at).filter(|_| !context.env.leaving) {
            self.at += 1;
            let due = match join {
                Join::Always => true,
                Join::And => context.env.status == 0,
                Join::Or => context.env.status != 0,
            };
            if due {
                self.running = Some(start(node));
                return Progress::Again;
            }
        }
        Progress::Done(context.env.status)
    }
}

/// A shell whose variables and place are its own.
struct OwnShell {
    body: Box<dyn Process>,
    env: Option<Env>,
}

impl Process for OwnShell {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if self.env.is_none() {
            self.env = context.env.deeper();
        }
        let Some(env) = &mut self.env else {
            context.err("sh: 1: shells start shells too deep\n");
            return Progress::Done(2);
        };
        self.body.step(&mut Context {
            world: context.world,
            now_ms: context.now_ms,
            env,
            input: context.input,
            sink: context.sink,
            tty: context.tty,
        })
    }
}

struct For {
    node: Arc<Node>,
    expansion: Option<Expansion>,
    values: std::vec::IntoIter<String>,
    running: Option<Box<dyn Process>>,
    status: i32,
}

impl Process for For {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if let Some(expansion) = &mut self.expansion {
            match expansion.step(context) {
                Expanded::Not(progress) => return progress,
                Expanded::TooLong => return too_long(context),
                Expanded::Fields(fields) => {
                    self.values = fields.into_iter().flatten().collect::<Vec<_>>().into_iter();
                }
            }
            self.expansion = None;
        }
        if let Some(running) = &mut self.running {
            match running.step(context) {
                Progress::Done(status) => self.status = status,
                progress => return progress,
            }
            context.env.status = self.status;
            self.running = None;
        }
        let Node::For { name, body, .. } = &*self.node else {
            return Progress::Done(0);
        };
        match self.values.next().filter(|_| !context.env.leaving) {
            Some(value) => {
                context.env.vars.insert(name.clone(), value);
                self.running = Some(start(body));
                Progress::Again
            }
            None => Progress::Done(self.status),
        }
    }
}

/// Says that there are too many arguments.
pub(super) fn too_long(context: &mut Context<'_>) -> Progress {
    context.err("sh: 1: Argument list too long\n");
    // Or a loop would say it for ever.
    context.env.leaving = true;
    Progress::Done(126)
}

struct While {
    node: Arc<Node>,
    running: Option<Box<dyn Process>>,
    in_body: bool,
    status: i32,
}

impl Process for While {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let Node::While {
            until,
            condition,
            body,
        } = &*self.node
        else {
            return Progress::Done(0);
        };
        let Some(running) = &mut self.running else {
            self.running = Some(start(condition));
            return Progress::Again;
        };
        let status = match running.step(context) {
            Progress::Done(status) => status,
            progress => return progress,
        };
        context.env.status = status;
        if self.in_body {
            self.status = status;
        }
        if context.env.leaving {
            return Progress::Done(status);
        }
        if !self.in_body && (status == 0) == *until {
            return Progress::Done(self.status);
        }
        self.in_body = !self.in_body;
        self.running = Some(start(if self.in_body { body } else { condition }));
        Progress::Again
    }
}

struct If {
    node: Arc<Node>,
    arm: usize,
    condition: Option<Box<dyn Process>>,
    chosen: Option<Box<dyn Process>>,
}

impl Process for If {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        if let Some(chosen) = &mut self.chosen {
            return chosen.step(context);
        }
        let Node::If { arms, otherwise } = &*self.node else {
            return Progress::Done(0);
        };
        if let Some(condition) = &mut self.condition {
            let status = match condition.step(context) {
                Progress::Done(status) => status,
                progress => return progress,
            };
            context.env.status = status;
            self.condition = None;
            if context.env.leaving {
                return Progress::Done(status);
            }
            if status == 0 {
                self.chosen = arms.get(self.arm).map(|(_, body)| start(body));
                return Progress::Again;
            }
            self.arm += 1;
        }
        match (arms.get(self.arm), otherwise) {
            (Some((condition, _)), _) => self.condition = Some(start(condition)),
            (None, Some(body)) => self.chosen = Some(start(body)),
            (None, None) => return Progress::Done(0),
        }
        Progress::Again
    }
}
