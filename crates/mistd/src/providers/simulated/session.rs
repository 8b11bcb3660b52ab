//! A command on a simulated machine: the simulation says when what is printed.

use std::time::Duration;

use async_trait::async_trait;
use mist_sim::shell::{Program, Step};

use super::cloud::now_ms;
use crate::shell::{Event, Session};

/// A running command.
pub(super) struct SimulatedSession {
    program: Program,
}

impl SimulatedSession {
    pub(super) fn new(program: Program) -> Self {
        Self { program }
    }
}

#[async_trait]
impl Session for SimulatedSession {
    async fn next(&mut self) -> Event {
        loop {
            let now = now_ms();
            match self.program.next(now) {
                Step::Output(bytes) => return Event::Output(bytes.into()),
                // Dropped while waiting, it comes here again with the same answer.
                Step::Wait { until_ms } => {
                    tokio::time::sleep(Duration::from_millis(until_ms.saturating_sub(now))).await;
                }
                Step::Exited(status) => return Event::Exited(Some(status)),
            }
        }
    }

    async fn hang_up(self: Box<Self>) {}

    async fn close(self: Box<Self>) {}
}
