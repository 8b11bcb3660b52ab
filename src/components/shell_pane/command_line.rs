//! The command line: what is typed, what was run before, Run and Stop.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};

use super::key_row::key_row;
use crate::{
    platform::dom,
    say,
    state::shell::{RunState, Shell},
    ui::{
        button::{Button, Weight},
        changing::dynamic,
        field::autocorrect,
        icon::Icon,
    },
};

fn nothing_selected(input: NodeRef<html::Input>) -> bool {
    input.get_untracked().is_none_or(|input| {
        let range = (input.selection_start(), input.selection_end());
        matches!(range, (Ok(start), Ok(end)) if start == end)
    })
}

/// Gives focus to the line.
pub(super) fn focus(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        dom::focus(&input);
    }
}

/// Run, or Stop while a command runs. Both give focus back to the line.
#[component]
fn RunOrStop(
    shell: Shell,
    running: Memo<bool>,
    why_not: Signal<Option<String>>,
    input: NodeRef<html::Input>,
) -> impl IntoView {
    let run = move || {
        view! {
            <button
                type="submit"
                class="btn primary"
                aria-disabled=move || why_not.with(Option::is_some).then_some("true")
                title=move || why_not.get()
            >
                {Icon::Play.draw()}
                <span>{say!(shell.run)}</span>
            </button>
        }
    };
    let stop = move |_| {
        shell.stop();
        focus(input);
    };
    view! {
        <Show when=move || running.get() fallback=run>
            <Button label=say!(shell.stop) icon=Icon::Stop weight=Weight::Danger on_press=stop />
        </Show>
    }
}

/// The line.
#[component]
pub fn CommandLine(
    /// Whose commands.
    shell: Shell,
    /// Why no command can be run now.
    why_not: Signal<Option<String>>,
    /// Called with the command to run.
    on_run: Callback<String>,
    /// The line's field.
    input: NodeRef<html::Input>,
) -> impl IntoView {
    let state = shell.state();
    let running = Memo::new(move |_| state.with(|state| *state == RunState::Running));
    let problem = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let command = shell.draft().get_untracked();
        if running.get_untracked() {
            return;
        }
        problem.set(if command.trim().is_empty() {
            Some(say!(shell.blank).to_owned())
        } else {
            why_not.get_untracked()
        });
        if problem.with_untracked(Option::is_none) {
            on_run.run(command);
        }
        focus(input);
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowUp" => {
            event.prevent_default();
            shell.older();
        }
        "ArrowDown" => {
            event.prevent_default();
            shell.newer();
        }
        "c" if event.ctrl_key() && running.get_untracked() && nothing_selected(input) => {
            event.prevent_default();
            shell.stop();
        }
        _ => {}
    };
    let problem_words = move || problem.get().or_else(|| why_not.get());
    let hint = move || match problem_words() {
        Some(words) => words.into_any(),
        // The row of keys says as much to fingers.
        None => view! { <span class="for-keyboards">{say!(shell.history_hint)}</span> }.into_any(),
    };
    view! {
        <form class="command" on:submit=submit>
            <label for="command">{say!(shell.command)}</label>
            <div class="command-line" dir="ltr">
                <span class="prompt" aria-hidden="true">
                    "$"
                </span>
                <input
                    id="command"
                    class="input code"
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    autocapitalize="off"
                    {..autocorrect(false)}
                    spellcheck="false"
                    enterkeyhint="send"
                    aria-describedby="command-hint"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    node_ref=input
                    on:keydown=on_key
                    bind:value=shell.draft()
                />
                <RunOrStop shell=shell running=running why_not=why_not input=input />
            </div>
            {key_row(shell, input)}
            <p class="hint" id="command-hint">
                {dynamic(hint)}
            </p>
        </form>
    }
}
