//! What stands above the output: the command's state in words, and what can be done with the
//! output.

use leptos::prelude::*;

use crate::{
    components::terminal::Following,
    locales::format,
    platform::{clipboard, file, task},
    say,
    state::{
        State,
        shell::{RunState, Shell},
    },
    ui::{
        button::{Button, Weight},
        icon::Icon,
        state_dot::{Tone, state_dot},
    },
};

fn state_words(state: &RunState, elapsed: Option<f64>) -> (Tone, String) {
    match state {
        RunState::Idle => (Tone::Off, say!(shell.idle).to_owned()),
        RunState::Running => (Tone::Moving, say!(shell.running).to_owned()),
        RunState::Stopped => (Tone::Off, say!(shell.stopped).to_owned()),
        RunState::Lost => (Tone::Bad, say!(shell.lost).to_owned()),
        RunState::Refused(_) => (Tone::Bad, say!(shell.refused).to_owned()),
        RunState::Finished(exit) => {
            let finished = elapsed.map_or_else(
                || say!(shell.finished).to_owned(),
                |ms| say!(shell.finished_in, time = format::elapsed(ms)),
            );
            match exit {
                Some(exit) => {
                    let tone = if *exit == 0 { Tone::Good } else { Tone::Bad };
                    (
                        tone,
                        format!("{finished} · {}", say!(shell.exit, exit = *exit)),
                    )
                }
                None => (Tone::Good, finished),
            }
        }
    }
}

/// What the whole output is as text.
fn whole_text(shell: Shell) -> String {
    shell.with_terminal(|terminal| terminal.text(0..terminal.line_count()))
}

/// The bar.
#[component]
pub fn OutputBar(
    /// Whose output it is.
    shell: Shell,
    /// Whether the pane follows its end.
    following: Following,
    /// The machine's name, for the file the output is downloaded as.
    name: Signal<String>,
) -> impl IntoView {
    let notices = State::get().notices;
    let copy = move |_| {
        task::spawn_page(async move {
            let copied = clipboard::copy(&whole_text(shell)).await;
            let words = if copied {
                say!(shell.copied)
            } else {
                say!(shell.copy_failed)
            };
            notices.say(words.to_owned());
        });
    };
    let download = move |_| {
        let name = format!("{}.txt", name.get_untracked());
        if file::download(&name, &whole_text(shell)).is_err() {
            notices.say(say!(shell.copy_failed).to_owned());
        }
    };
    let state = shell.state();
    let elapsed = shell.elapsed_ms();
    let status = move || {
        let (tone, words) = state.with(|state| state_words(state, elapsed.get()));
        state_dot(tone, words)
    };
    view! {
        <div class="term-bar" data-machine=name>
            <p class="term-status" role="status">
                {status}
            </p>
            <Show when=move || !following.is_on()>
                <Button
                    label=say!(shell.follow)
                    icon=Icon::ArrowDown
                    weight=Weight::Quiet
                    on_press=move |_| {
                        following.resume();
                        shell.repaint();
                    }
                />
            </Show>
            <Button label=say!(shell.copy) icon=Icon::Copy weight=Weight::Quiet on_press=copy />
            <Button
                label=say!(shell.download)
                icon=Icon::Download
                weight=Weight::Quiet
                on_press=download
            />
            <Button
                label=say!(shell.clear)
                icon=Icon::Clear
                weight=Weight::Quiet
                on_press=move |_| shell.clear()
            />
        </div>
    }
}
