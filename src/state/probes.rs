//! What probes of machines found, each with its age. A machine is probed when its screen opens and
//! then now and then for as long as the screen is open (API notes §7); what was found stays when it
//! closes.

use leptos::prelude::*;
use mist_api::{ApiError, call::Probe as AskMachine, model::Probe};
use mist_core::{poll::PollPlan, remote::Remote};

use super::{
    poller::{Outcome, Poller},
    session::Session,
};
use crate::{
    platform::{
        clock,
        task::Task,
        visibility::{self, Idle},
    },
    routes::MachineRef,
};

/// From a probe that worked to the next.
const INTERVAL_MS: u64 = 100_000;
/// From one that failed to the next; twice as long each time it fails again.
const RETRY_MS: u64 = 30_000;
/// The longest wait after failures.
const LONGEST_RETRY_MS: u64 = 16 * 60_000;

/// What a probe says of a machine in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It lets the server in.
    Up,
    /// It answers, but does not let the server in.
    NoSsh,
    /// It does not answer.
    Silent,
}

impl Verdict {
    /// The parts of a probe fail independently (API notes §2.7).
    pub fn of(probe: &Probe) -> Self {
        if probe.answered_ssh() {
            Self::Up
        } else if probe.rtt_avg.is_some() || probe.packets_rx.is_some_and(|count| count > 0) {
            Self::NoSsh
        } else {
            Self::Silent
        }
    }
}

type Found = Remote<Probe, ApiError>;

/// One machine's probes.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The last that was answered, and how the one after it went.
    pub found: ArcRwSignal<Found>,
    /// Somebody asked for the one that is under way.
    pub by_hand: ArcRwSignal<bool>,
}

/// A probe under way. Given up, it leaves no trace.
struct UnderWay(Record);

impl UnderWay {
    fn begin(record: Record) -> Self {
        record.found.update(Remote::on_start);
        Self(record)
    }

    fn end(self, answer: Result<Probe, ApiError>) -> Outcome {
        let worked = matches!(&answer, Ok(probe) if probe.answered_ssh());
        self.0.found.update(|found| match answer {
            Ok(probe) => {
                found.on_ok(probe, clock::now_ms());
            }
            Err(error) => found.on_err(error),
        });
        if worked {
            Outcome::Answered
        } else {
            Outcome::Failed
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.found.update(Remote::on_abort);
        self.0.by_hand.set(false);
    }
}

/// The probes, as a handle.
#[derive(Clone, Copy)]
pub struct Probes {
    session: Session,
    /// Few: one for each machine that was looked at.
    records: StoredValue<Vec<(MachineRef, Record)>>,
    idle: Idle,
}

impl Probes {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            records: StoredValue::new(Vec::new()),
            idle: visibility::idle(),
        }
    }

    /// What is known of a machine.
    pub fn of(self, machine: &MachineRef) -> Record {
        let known = |records: &Vec<(MachineRef, Record)>| {
            let known = records.iter().find(|(known, _)| known == machine);
            known.map(|(_, record)| record.clone())
        };
        self.records.with_value(known).unwrap_or_else(|| {
            let record = Record::default();
            self.records
                .update_value(|records| records.push((machine.clone(), record.clone())));
            record
        })
    }

    /// Looks at a machine for as long as the current component is on the page.
    pub fn watch(self, machine: MachineRef) -> Watch {
        Watch {
            probes: self,
            machine: StoredValue::new(machine),
            poller: StoredValue::new_local(None),
            once: StoredValue::new_local(None),
        }
    }

    async fn ask(self, machine: MachineRef, host: String) -> Outcome {
        let under_way = UnderWay::begin(self.of(&machine));
        let MachineRef { backend, machine } = machine;
        let call = AskMachine {
            backend,
            machine,
            host,
            key: None,
        };
        under_way.end(self.session.call(&call).await)
    }

    /// A probe that worked a short while ago, on another visit to the screen, is good enough.
    fn plan(self, machine: &MachineRef) -> PollPlan {
        let plan = PollPlan::new(INTERVAL_MS, 0).retrying(RETRY_MS, LONGEST_RETRY_MS);
        let last = self.of(machine).found;
        let fresh = last.with_untracked(|found| {
            let worked = found.data()?.answered_ssh() && found.error().is_none();
            found.fetched_at_ms().filter(|_| worked)
        });
        match fresh {
            Some(at) => plan.due_at(at + INTERVAL_MS),
            None => plan,
        }
    }

    pub(super) fn forget(self) {
        self.records.set_value(Vec::new());
    }
}

/// Looking at one machine. Ends, and with it what is under way, when its component leaves the page.
#[derive(Clone, Copy)]
pub struct Watch {
    probes: Probes,
    machine: StoredValue<MachineRef>,
    poller: StoredValue<Option<Poller>, LocalStorage>,
    once: StoredValue<Option<Task>, LocalStorage>,
}

impl Watch {
    /// Probes the machine at `host` now and then; without one, no longer.
    pub fn follow(self, host: Option<String>) {
        // The old one first: two at once would be told apart by nobody.
        self.poller.set_value(None);
        let Some(host) = host else {
            return;
        };
        self.once.set_value(None);
        let Self {
            probes, machine, ..
        } = self;
        let machine = machine.get_value();
        let plan = probes.plan(&machine);
        let ask = move || probes.ask(machine.clone(), host.clone());
        let poller = Poller::follow(plan, probes.idle, ask);
        self.poller.set_value(Some(poller));
    }

    /// Probes the machine at `host` now, because somebody asks for it.
    pub fn ask_now(self, host: String) {
        let Self {
            probes, machine, ..
        } = self;
        let machine = machine.get_value();
        probes.of(&machine).by_hand.set(true);
        let follows = self.poller.with_value(|poller| {
            let poller = poller.as_ref().map(Poller::ask_now);
            poller.is_some()
        });
        if !follows {
            let once = async move {
                probes.ask(machine, host).await;
            };
            self.once.set_value(Some(Task::start(once)));
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::Call;

    fn verdict(answer: &str) -> Verdict {
        let call = AskMachine {
            backend: "b".into(),
            machine: "m".into(),
            host: "h".into(),
            key: None,
        };
        Verdict::of(&call.decode(answer.as_bytes()).unwrap())
    }

    #[test]
    fn each_part_of_a_probe_may_be_missing() {
        assert_eq!(verdict(r#"{"uptime": "1 2\n"}"#), Verdict::Up);
        assert_eq!(verdict(r#"{"cores": "2", "rtt_avg": 3.0}"#), Verdict::Up);
        assert_eq!(
            verdict(r#"{"packets_tx": 10, "packets_rx": 4, "packets_loss": 0.6}"#),
            Verdict::NoSsh
        );
        assert_eq!(verdict(r#"{"rtt_avg": 0.04}"#), Verdict::NoSsh);
        assert_eq!(verdict("{}"), Verdict::Silent);
        assert_eq!(
            verdict(r#"{"packets_tx": 10, "packets_rx": 0, "packets_loss": 1.0}"#),
            Verdict::Silent
        );
    }
}
