//! Commands and what the page says of them. The tests' own server runs none: it refuses them all.

use leptos::prelude::{GetUntracked, Set, WithUntracked};
use mist_core::terminal::Terminal;
use mist_web::state::shell::RunState;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Pane, numbered};
use crate::support::until;

impl Pane {
    /// Runs a command until it is refused.
    async fn run_in_vain(&self, command: &str) {
        let refused = || {
            let state = self.shell.state();
            state.with_untracked(|state| matches!(state, RunState::Refused(_)))
        };
        self.shell.run("host".to_owned(), command.to_owned(), 80);
        until("the command is refused", refused).await;
    }

    fn draft(&self) -> String {
        self.shell.draft().get_untracked()
    }
}

#[wasm_bindgen_test]
async fn no_output_reaches_the_line_of_the_command() {
    let pane = Pane::showing("before\n");
    pane.shell.with_terminal(Terminal::finish);
    pane.run_in_vain("uptime").await;
    pane.feed("\x1b[9A\rfrom the machine");
    pane.until_line("from the machine").await;
    let command = pane.row(1);
    assert_eq!(
        command.get_attribute("data-remark").as_deref(),
        Some("uptime")
    );
    assert_eq!(pane.lines()[0], "before");
    assert_eq!(command.text_content().unwrap().trim(), "");
    assert_eq!(pane.lines()[2], "from the machine");
}

#[wasm_bindgen_test]
async fn a_command_run_again_leaves_alone_what_was_typed_since() {
    let pane = Pane::showing("");
    pane.shell.draft().set("uptime".to_owned());
    pane.run_in_vain("uptime").await;
    assert_eq!(pane.draft(), "");
    pane.shell.draft().set("half a comm".to_owned());
    pane.run_in_vain(&pane.shell.last().unwrap()).await;
    assert_eq!(pane.draft(), "half a comm");
}

#[wasm_bindgen_test]
async fn the_last_command_comes_back_and_what_was_typed_is_not_lost() {
    let pane = Pane::showing("");
    pane.run_in_vain("uptime").await;
    pane.shell.draft().set("half a comm".to_owned());
    pane.shell.recall();
    assert_eq!(pane.draft(), "uptime");
    pane.shell.draft().set(String::new());
    pane.shell.older();
    assert_eq!(pane.draft(), "half a comm");
}

#[wasm_bindgen_test]
async fn nothing_of_an_account_stays_when_it_signs_out() {
    let pane = Pane::showing(&numbered(0, 500));
    pane.run_in_vain("uptime").await;
    pane.shell.draft().set("half a comm".to_owned());
    let any_run = pane.state.shells.any_run();
    assert!(any_run.get_untracked());

    pane.state.session.sign_out();
    until("nothing is left", || pane.rows().is_empty()).await;
    assert_eq!(
        pane.shell.with_terminal(|terminal| terminal.line_count()),
        0
    );
    assert_eq!(pane.shell.state().get_untracked(), RunState::Idle);
    assert_eq!(pane.shell.last(), None);
    pane.shell.older();
    assert_eq!(pane.draft(), "");
    assert!(!any_run.get_untracked());
}
