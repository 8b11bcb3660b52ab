//! `a | b`: nobody is asked for more before what there is was read.

use std::sync::Arc;

use super::{
    eval::start,
    process::{Context, Env, Pipe, Process, Progress, Sink, Stream},
    syntax::Node,
};

/// Commands of which each reads what the one before prints.
pub(super) struct Pipeline(Vec<Stage>);

impl Pipeline {
    pub(super) fn new(stages: &[Arc<Node>]) -> Self {
        Self(stages.iter().map(Stage::new).collect())
    }
}

struct Stage {
    process: Box<dyn Process>,
    env: Option<Env>,
    input: Pipe,
    done: Option<i32>,
}

impl Stage {
    fn new(node: &Arc<Node>) -> Self {
        Self {
            process: start(node),
            env: None,
            input: Pipe::default(),
            done: None,
        }
    }

    /// What it prints goes to the next, complaints go on.
    fn step(
        &mut self,
        context: &mut Context<'_>,
        first: bool,
        next: Option<&mut Self>,
    ) -> Progress {
        let env = self.env.get_or_insert_with(|| context.env.clone());
        let mut sink = Sink::default();
        let progress = self.process.step(&mut Context {
            world: context.world,
            now_ms: context.now_ms,
            env,
            input: if first {
                context.input
            } else {
                &mut self.input
            },
            sink: &mut sink,
            tty: context.tty && next.is_none(),
        });
        if let Progress::Done(status) = progress {
            self.done = Some(status);
        }
        let reader_gone = next.as_ref().is_some_and(|next| next.done.is_some());
        let mut next = next;
        for (stream, bytes) in sink.take() {
            match (&mut next, stream) {
                (Some(next), Stream::Out) => {
                    if reader_gone {
                        // As a signal ends those who print into a closed pipe.
                        self.done.get_or_insert(141);
                    } else {
                        next.input.push(&bytes);
                    }
                }
                _ => context.sink.push(stream, &bytes),
            }
        }
        if let (Some(next), true) = (next, self.done.is_some()) {
            next.input.close();
        }
        progress
    }
}

impl Process for Pipeline {
    fn step(&mut self, context: &mut Context<'_>) -> Progress {
        let mut rest = Progress::Starved;
        // From the end: nobody prints more before what there is was read.
        for index in (0..self.0.len()).rev() {
            let Some((stage, after)) = self.0.get_mut(index..).and_then(<[Stage]>::split_first_mut)
            else {
                break;
            };
            if stage.done.is_some() {
                continue;
            }
            let next = after.first_mut();
            if next
                .as_ref()
                .is_some_and(|next| next.done.is_none() && !next.input.is_empty())
            {
                continue;
            }
            match (stage.step(context, index == 0, next), rest) {
                (Progress::Again | Progress::Done(_), _) => {
                    rest = Progress::Again;
                    break;
                }
                (Progress::Wait(one), Progress::Wait(other)) => {
                    rest = Progress::Wait(one.min(other));
                }
                (Progress::Wait(one), _) => rest = Progress::Wait(one),
                (Progress::Starved, _) => {}
            }
        }
        match self.0.last().and_then(|last| last.done) {
            Some(status) if self.0.iter().all(|stage| stage.done.is_some()) => {
                Progress::Done(status)
            }
            _ => rest,
        }
    }
}
