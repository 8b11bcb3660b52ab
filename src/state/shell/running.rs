//! Running a command: from what was typed to how it ended.

use std::time::Duration;

use leptos::prelude::*;
use mist_api::{
    ApiError,
    call::Shell as RunCommand,
    extensions::changed_host_key,
    shell::{Event, ShellStream},
};
use mist_core::terminal::Terminal;

use super::{Remark, RunState, Shell};
use crate::{
    platform::{
        clock,
        http::BodyStream,
        marks,
        task::{self, Task},
        visibility,
    },
    routes::MachineRef,
    say,
    state::activity::Recording,
};

/// How long output may keep the page busy before input gets its turn, in milliseconds.
const TURN_MS: f64 = 10.0;

/// What servers print first where a command could not be run (API notes §4).
const NOT_RUN: &[u8] = b"Failed to execute command";

/// How much of the output's beginning is looked at for the reason, in bytes.
const REASON: usize = 1024;

impl Shell {
    /// Runs a command on the machine at `host`, in a terminal `cols` columns wide.
    pub fn run(self, host: String, command: String, cols: u16) {
        if self
            .state
            .with_untracked(|state| *state == RunState::Running)
        {
            return;
        }
        self.history.update_value(|history| history.push(&command));
        self.last.set_value(Some(command.clone()));
        // A command run again leaves alone what was typed since.
        if self.draft.with_untracked(|draft| *draft == command) {
            self.draft.set(String::new());
        }
        self.remark(Remark::Command(printable(&command)));
        self.state.set(RunState::Running);
        self.any_run.set(true);
        self.started_ms.set_value(clock::monotonic_ms());
        self.elapsed_ms.set(None);
        let MachineRef { backend, machine } = self.machine.get_value();
        let call = RunCommand {
            backend,
            machine,
            host,
            command,
            command_id: command_id(),
            cols: Some(cols),
        };
        let task = Task::start(async move {
            match self.session.shell(&call).await {
                Ok((stream, recording)) => self.read(stream, recording).await,
                // It may have begun: nobody knows.
                Err(error) if broke_off(&error) => self.end(RunState::Lost),
                Err(error) => self.end(RunState::Refused(error)),
            }
        });
        self.task.set_value(Some(task));
    }

    /// Stops the running command: closing the connection is what ends it (API notes §4).
    pub fn stop(self) {
        if self
            .state
            .with_untracked(|state| *state == RunState::Running)
        {
            self.task.set_value(None);
            self.end(RunState::Stopped);
        }
    }

    async fn read(self, mut stream: ShellStream<BodyStream>, recording: Recording) {
        let mut turn_began = clock::monotonic_ms();
        let mut bytes: usize = 0;
        let mut beginning = Vec::new();
        let mut completed = None;
        let mut failed = None;
        let refused = stream.refused();
        while let Some(events) = stream.next().await {
            let events = match events {
                Ok(events) => events,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            };
            for event in events {
                match event {
                    Event::Output(output) => {
                        if bytes == 0 {
                            marks::mark(marks::SHELL_FIRST_BYTE);
                        }
                        bytes += output.len();
                        let room = REASON.saturating_sub(beginning.len());
                        beginning.extend(output.iter().take(room));
                        self.with_terminal(|terminal| terminal.feed(&output));
                    }
                    Event::Completed { exit } => completed = Some(exit),
                }
            }
            self.paint_soon();
            // A hidden page has no input to wait for, and its timers are slow.
            if clock::monotonic_ms() - turn_began > TURN_MS && !visibility::hidden() {
                clock::sleep(Duration::ZERO).await;
                turn_began = clock::monotonic_ms();
            }
        }
        let ended = match (completed, failed) {
            (Some(None), _) if let Some(error) = refusal(refused, &beginning) => {
                RunState::Refused(error)
            }
            (Some(exit), _) => RunState::Finished(exit),
            (None, Some(error)) if bytes == 0 && !broke_off(&error) => RunState::Refused(error),
            (None, _) => RunState::Lost,
        };
        recording.end(match &ended {
            RunState::Refused(error) => Some(error),
            RunState::Lost => Some(&ApiError::Aborted),
            _ => None,
        });
        self.end(ended);
        // Not part of the command: one that is run right after this one must not take it along.
        task::spawn_page(async move {
            // The next frame draws the last lines; when the one after it begins, they were painted.
            clock::next_frame().await;
            clock::next_frame().await;
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53 bytes")]
            marks::mark_with(marks::SHELL_END, "bytes", bytes as f64);
        });
    }

    fn end(self, state: RunState) {
        self.with_terminal(Terminal::finish);
        match &state {
            RunState::Stopped => self.remark(Remark::Ending(say!(shell.note_stopped).to_owned())),
            RunState::Lost => self.remark(Remark::Ending(say!(shell.note_lost).to_owned())),
            RunState::Finished(Some(exit)) if *exit != 0 => {
                self.remark(Remark::Ending(say!(shell.note_exit, exit = *exit)));
            }
            RunState::Idle | RunState::Running | RunState::Finished(_) | RunState::Refused(_) => {}
        }
        self.elapsed_ms
            .set(Some(clock::monotonic_ms() - self.started_ms.get_value()));
        self.state.set(state);
        self.paint_soon();
    }
}

/// The refusal that the output is, where it is no command's. The status tells; or the words do, where
/// the machine showed another host key than before: a command that prints these itself ends with an
/// exit status, on every server that looks at host keys.
fn refusal(status: Option<u16>, beginning: &[u8]) -> Option<ApiError> {
    if !beginning.starts_with(NOT_RUN) {
        return None;
    }
    let text = String::from_utf8_lossy(beginning);
    let (_, words) = text.split_once("Error: ")?;
    let words = words.trim().to_owned();
    if changed_host_key(&words).is_some() {
        return Some(ApiError::Conflict { words });
    }
    Some(ApiError::from_response(status?, words.as_bytes()))
}

/// Whether the connection broke, rather than something other than a command's output coming over
/// it. Then the command may have been started, even if it had not printed anything.
fn broke_off(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::Network { .. } | ApiError::Timeout | ApiError::Aborted
    )
}

/// The command without characters that would move the cursor.
fn printable(command: &str) -> String {
    command
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A name for one run: no server runs the same one twice.
fn command_id() -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a random number below 2^32"
    )]
    let random = (js_sys::Math::random() * 4_294_967_296.0) as u32;
    format!("w{:x}{random:08x}", clock::now_ms())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_by_its_status_or_by_a_changed_host_key() {
        let words = "The host key of db has changed: it was SHA256:a, now it is SHA256:b. Look.";
        let refused = |words: &str| format!("Failed to execute command\nError: {words} \n");
        let changed = refusal(None, refused(words).as_bytes()).unwrap();
        assert_eq!(changed.words(), Some(words));
        assert_eq!(refusal(Some(500), words.as_bytes()), None);
        let other = refused("Machine unauthorized");
        assert_eq!(refusal(None, other.as_bytes()), None);
        let error = refusal(Some(500), other.as_bytes()).unwrap();
        assert_eq!(error.words(), Some("Machine unauthorized"));
    }
}
