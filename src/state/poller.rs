//! Asking a server again and again: after the answer, slower after failures, never while nobody
//! looks. The plan itself is `mist_core::poll`; this gives it a clock and a life. And the order of
//! answers: one to an older question never takes the place of a newer one.

use std::{future::Future, pin::pin, time::Duration};

use futures::{
    StreamExt,
    channel::mpsc::{self, UnboundedSender},
    future::{Either, LocalBoxFuture, select},
};
use leptos::prelude::*;
use mist_core::poll::{Event, PollPlan};

use crate::platform::{clock, task::Task, visibility::Idle};

/// How one request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer.
    Answered,
    /// Without.
    Failed,
}

/// Numbers the questions about one thing, so that an answer that comes too late is dropped.
#[derive(Debug, Clone, Copy, Default)]
pub struct Order {
    asked: u64,
    taken: u64,
}

impl Order {
    /// A question is sent. Returns its number.
    pub const fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// Whether the answer to question `number` is news: none to a later one was taken.
    pub const fn take(&mut self, number: u64) -> bool {
        let is_news = number >= self.taken;
        if is_news {
            self.taken = number;
        }
        is_news
    }

    /// Something newer than every question sent so far is known.
    pub const fn overtake(&mut self) {
        self.taken = self.asked + 1;
        self.asked = self.taken;
    }
}

/// A question that is asked again and again.
type Ask = Box<dyn Fn() -> LocalBoxFuture<'static, Outcome>>;

/// A running poll. Ends when dropped.
pub struct Poller {
    events: UnboundedSender<Event>,
    _idle: [RenderEffect<()>; 2],
    _task: Task,
}

impl Poller {
    /// Asks at once and then every `interval_ms` after each answer. `seed` spreads retries of
    /// several pollers; while `idle` nothing is asked.
    pub fn start<F, A>(interval_ms: u64, seed: u64, idle: Idle, ask: F) -> Self
    where
        F: Fn() -> A + 'static,
        A: Future<Output = Outcome> + 'static,
    {
        Self::follow(PollPlan::new(interval_ms, seed), idle, ask)
    }

    /// Asks as a plan of the caller's own has it; otherwise like [`Poller::start`].
    pub fn follow<F, A>(plan: PollPlan, idle: Idle, ask: F) -> Self
    where
        F: Fn() -> A + 'static,
        A: Future<Output = Outcome> + 'static,
    {
        Self::follow_boxed(plan, idle, Box::new(move || Box::pin(ask())))
    }

    /// The same for every kind of question, compiled once.
    fn follow_boxed(mut plan: PollPlan, idle: Idle, ask: Ask) -> Self {
        let (events, mut incoming) = mpsc::unbounded();
        let watch = |signal: ReadSignal<bool>, begins: Event, ends: Event| {
            let events = events.clone();
            RenderEffect::new(move |_| {
                // Refused only when the poll has ended; then nobody needs to know.
                let _ = events.unbounded_send(if signal.get() { begins } else { ends });
            })
        };
        let idle = [
            watch(idle.hidden, Event::Hidden, Event::Shown),
            watch(idle.offline, Event::Offline, Event::Online),
        ];
        let task = Task::start(async move {
            let mut wait = plan.begin(clock::now_ms());
            // Dropping the question gives its request up.
            let mut question = None::<LocalBoxFuture<'static, Outcome>>;
            loop {
                let next = async {
                    match (&mut question, wait) {
                        (Some(question), _) => match question.await {
                            Outcome::Answered => Event::Succeeded,
                            Outcome::Failed => Event::Failed,
                        },
                        (None, Some(ms)) => {
                            clock::sleep(Duration::from_millis(ms)).await;
                            Event::Sent
                        }
                        (None, None) => std::future::pending().await,
                    }
                };
                let event = match select(incoming.next(), pin!(next)).await {
                    Either::Left((Some(event), _)) | Either::Right((event, _)) => event,
                    Either::Left((None, _)) => return,
                };
                wait = plan.on(event, clock::now_ms());
                if event == Event::Sent {
                    question = Some(ask());
                } else if !plan.is_asking() {
                    question = None;
                }
            }
        });
        Self {
            events,
            _idle: idle,
            _task: task,
        }
    }

    /// Asks every `interval_ms` from the next answer on: the server may change its mind.
    pub fn set_interval(&self, interval_ms: u64) {
        // As below.
        let _ = self.events.unbounded_send(Event::Interval(interval_ms));
    }

    /// Asks now, whatever the plan says; what is under way is waited for, unless it hangs.
    pub fn ask_now(&self) {
        // A poll that has ended has nothing to ask.
        let _ = self.events.unbounded_send(Event::Wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    #[test]
    fn answers_in_order_are_all_taken() {
        let mut order = Order::default();
        let (first, second) = (order.ask(), order.ask());
        assert!(order.take(first));
        assert!(order.take(second));
    }

    #[test]
    fn an_answer_to_an_older_question_is_dropped() {
        let mut order = Order::default();
        let (first, second) = (order.ask(), order.ask());
        assert!(order.take(second));
        assert!(!order.take(first));
    }

    #[test]
    fn what_is_known_otherwise_overtakes_questions_under_way_and_no_later_one() {
        let mut order = Order::default();
        let before = order.ask();
        order.overtake();
        assert!(!order.take(before));
        let after = order.ask();
        assert!(order.take(after));
    }
}
