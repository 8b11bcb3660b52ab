//! One machine's shell: the command that runs, its output, what was run before. It lives as long
//! as the page, so that looking at another screen neither ends a command nor loses its output.

mod running;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use leptos::prelude::*;
use mist_api::ApiError;
use mist_core::{
    history::History,
    terminal::{Limits, Terminal},
};

use super::session::Session;
use crate::{
    platform::{
        clock,
        task::{self, Task},
    },
    routes::MachineRef,
};

/// How many commands the arrow keys go back.
const HISTORY: usize = 500;

/// A line without text that a terminal keeps: one that was never written to would go when the
/// output is finished.
const EMPTY_LINE: &[u8] = b" \r\x1b[K\n";

/// Where the last command stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RunState {
    /// None was run yet.
    #[default]
    Idle,
    /// It runs.
    Running,
    /// It ended by itself; the exit status where the server tells it.
    Finished(Option<i32>),
    /// The person stopped it.
    Stopped,
    /// The connection ended before it did.
    Lost,
    /// The server refused to run it.
    Refused(ApiError),
}

/// What the page says between the lines of the output.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Remark {
    /// The command that was run.
    Command(String),
    /// How it ended.
    Ending(String),
}

/// One machine's shell, as a handle.
#[derive(Clone, Copy)]
pub struct Shell {
    session: Session,
    machine: StoredValue<MachineRef>,
    terminal: StoredValue<Arc<Mutex<Terminal>>>,
    /// By the number of the line that is left to it.
    remarks: StoredValue<BTreeMap<u64, Remark>>,
    version: RwSignal<u64>,
    state: RwSignal<RunState>,
    started_ms: StoredValue<f64>,
    elapsed_ms: RwSignal<Option<f64>>,
    history: StoredValue<History>,
    last: StoredValue<Option<String>>,
    draft: RwSignal<String>,
    task: StoredValue<Option<Task>, LocalStorage>,
    paint_due: StoredValue<bool>,
    any_run: RwSignal<bool>,
}

impl Shell {
    pub(super) fn new(session: Session, machine: MachineRef, any_run: RwSignal<bool>) -> Self {
        Self {
            session,
            machine: StoredValue::new(machine),
            terminal: StoredValue::new(Arc::new(Mutex::new(Terminal::new(Limits::default())))),
            remarks: StoredValue::new(BTreeMap::new()),
            version: RwSignal::new(0),
            state: RwSignal::default(),
            started_ms: StoredValue::new(0.0),
            elapsed_ms: RwSignal::new(None),
            history: StoredValue::new(History::new(HISTORY, [])),
            last: StoredValue::new(None),
            draft: RwSignal::default(),
            task: StoredValue::new_local(None),
            paint_due: StoredValue::new(false),
            any_run,
        }
    }

    /// Whose shell it is.
    pub fn machine(self) -> MachineRef {
        self.machine.get_value()
    }

    /// Where the last command stands.
    pub fn state(self) -> ReadSignal<RunState> {
        self.state.read_only()
    }

    /// Changes once per frame while output arrives.
    pub fn version(self) -> ReadSignal<u64> {
        self.version.read_only()
    }

    /// How long the last command took, in milliseconds; `None` while it runs.
    pub fn elapsed_ms(self) -> ReadSignal<Option<f64>> {
        self.elapsed_ms.read_only()
    }

    /// What stands in the command line.
    pub fn draft(self) -> RwSignal<String> {
        self.draft
    }

    /// The command that was run last.
    pub fn last(self) -> Option<String> {
        self.last.get_value()
    }

    /// Looks at the output.
    pub fn with_terminal<T>(self, look: impl FnOnce(&mut Terminal) -> T) -> T {
        let terminal = self.terminal.get_value();
        // A panic while output was fed would have ended the page; the output itself is whole.
        let mut terminal = terminal.lock().unwrap_or_else(PoisonError::into_inner);
        look(&mut terminal)
    }

    /// The command before the one in the line.
    pub fn older(self) {
        let current = self.draft.get_untracked();
        let found = self
            .history
            .try_update_value(|history| history.older(&current).map(str::to_owned));
        if let Some(Some(found)) = found {
            self.draft.set(found);
        }
    }

    /// The command after the one in the line.
    pub fn newer(self) {
        let current = self.draft.get_untracked();
        let found = self
            .history
            .try_update_value(|history| history.newer(&current));
        if let Some(Some(found)) = found {
            self.draft.set(found);
        }
    }

    /// Empties the line. What stood there goes into the history: a slip of the finger loses nothing.
    pub fn put_aside(self) {
        let typed = self.draft.get_untracked();
        if !typed.trim().is_empty() {
            self.history.update_value(|history| history.push(&typed));
        }
        self.draft.set(String::new());
    }

    /// Draws the output again, at the end if the pane follows it.
    pub fn repaint(self) {
        self.version.notify();
    }

    /// Takes the output off the screen.
    pub fn clear(self) {
        self.with_terminal(Terminal::clear);
        self.remarks.update_value(BTreeMap::clear);
        self.paint_soon();
    }

    /// Puts the last command back into the line; what was typed there goes into the history.
    pub fn recall(self) {
        let Some(last) = self.last.get_value() else {
            return;
        };
        let typed = self.draft.get_untracked();
        if !typed.trim().is_empty() && typed != last {
            self.history.update_value(|history| history.push(&typed));
        }
        self.draft.set(last);
    }

    /// Ends what runs and lets go of everything an account left here. The shell itself stays: a
    /// screen that shows it may still be on the page.
    pub(super) fn reset(self) {
        self.task.set_value(None);
        self.with_terminal(|terminal| *terminal = Terminal::new(Limits::default()));
        self.remarks.update_value(BTreeMap::clear);
        self.history.set_value(History::new(HISTORY, []));
        self.last.set_value(None);
        self.draft.set(String::new());
        self.elapsed_ms.set(None);
        self.state.set(RunState::Idle);
        self.paint_soon();
    }

    /// Leaves a line of the output to the page's own words. Only between commands, when the
    /// terminal stands on a fresh line: what a machine printed and what the page says never mix.
    fn remark(self, remark: Remark) {
        let number = self.with_terminal(|terminal| {
            let number =
                terminal.first_number() + u64::try_from(terminal.line_count()).unwrap_or(0);
            terminal.feed(EMPTY_LINE);
            // Settled: no output can move the cursor back onto it.
            terminal.finish();
            number
        });
        self.remarks.update_value(|remarks| {
            remarks.insert(number, remark);
        });
        self.paint_soon();
    }

    /// The page's own words on the line with this number.
    pub fn remark_at(self, number: u64) -> Option<Remark> {
        self.remarks
            .with_value(|remarks| remarks.get(&number).cloned())
    }

    /// At most one paint per frame, however much arrives.
    fn paint_soon(self) {
        if self.paint_due.get_value() {
            return;
        }
        self.paint_due.set_value(true);
        task::spawn_page(async move {
            clock::next_frame().await;
            self.paint_due.set_value(false);
            self.version
                .set(self.with_terminal(|terminal| terminal.version()));
        });
    }
}
