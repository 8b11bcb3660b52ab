//! The output pane on a real page, fed as a command's output would feed it.

mod commands;
mod following;
mod markup;
mod windowing;

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use mist_web::{
    components::terminal::{Following, TerminalPane},
    routes::MachineRef,
    state::{State, shell::Shell},
};
use web_sys::HtmlElement;

use crate::support::{Stage, until, words};

/// A shell with its pane.
struct Pane {
    stage: Stage,
    state: State,
    shell: Shell,
    following: Following,
    columns: RwSignal<u16>,
}

impl Pane {
    /// With `output` there before the pane is.
    fn showing(output: &str) -> Self {
        let made = Rc::new(Cell::new(None));
        let shown = Stage::show({
            let (made, output) = (made.clone(), output.to_owned());
            move || {
                let machine = MachineRef {
                    backend: "cloud".to_owned(),
                    machine: "web-4".to_owned(),
                };
                let state = State::provide();
                let shell = state.shells.of(&machine);
                shell.with_terminal(|terminal| terminal.feed(output.as_bytes()));
                let (following, columns) = (Following::new(), RwSignal::new(0));
                made.set(Some((state, shell, following, columns)));
                // As on a machine's screen, where the pane takes what the window has left.
                view! {
                    <main id="content">
                        <div class="panel">
                            <section class="term">
                                <TerminalPane shell=shell following=following columns=columns />
                            </section>
                        </div>
                    </main>
                }
            }
        });
        let (state, shell, following, columns) = made.get().unwrap();
        Self {
            stage: shown,
            state,
            shell,
            following,
            columns,
        }
    }

    /// More output comes.
    fn feed(&self, output: &str) {
        self.shell
            .with_terminal(|terminal| terminal.feed(output.as_bytes()));
        self.shell.repaint();
    }

    fn log(&self) -> HtmlElement {
        self.stage.find("[role=log]")
    }

    fn rows(&self) -> Vec<HtmlElement> {
        self.stage.all("[data-row]")
    }

    /// The words of every drawn line, in the order of the document.
    fn lines(&self) -> Vec<String> {
        self.rows().iter().map(words).collect()
    }

    fn row(&self, number: usize) -> HtmlElement {
        self.stage.find(&format!("[data-row='{number}']"))
    }

    fn has_row(&self, number: usize) -> bool {
        self.stage.count(&format!("[data-row='{number}']")) == 1
    }

    async fn until_line(&self, line: &str) {
        until(&format!("line {line:?}"), || {
            self.lines().iter().any(|shown| shown == line)
        })
        .await;
    }

    fn is_at_end(&self) -> bool {
        let log = self.log();
        log.scroll_height() - log.scroll_top() - log.client_height() <= 1
    }

    /// Whether the line is inside what the pane shows, not only in the document.
    fn is_in_view(&self, number: usize) -> bool {
        self.has_row(number) && {
            let row = self.row(number).get_bounding_client_rect();
            let log = self.log().get_bounding_client_rect();
            row.top() >= log.top() - 1.0 && row.bottom() <= log.bottom() + 1.0
        }
    }

    fn follows(&self) -> bool {
        untrack(|| self.following.is_on())
    }
}

/// `count` numbered lines, from `first` on.
fn numbered(first: usize, count: usize) -> String {
    let lines: Vec<String> = (first..first + count)
        .map(|number| format!("line {number}\n"))
        .collect();
    lines.concat()
}
