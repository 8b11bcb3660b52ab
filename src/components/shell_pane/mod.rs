//! The shell of one machine: a command line, what went wrong, and the output.

pub mod command_line;
pub mod key_row;
pub mod output_bar;

use leptos::{html, prelude::*};
use mist_api::{call::AssociateKey, extensions::ChangedHostKey};

use self::{command_line::CommandLine, output_bar::OutputBar};
use super::{
    host_key::{self, host_key_notice},
    terminal::{Following, TerminalPane},
};
use crate::{
    locales::explain,
    routes::MachineRef,
    say,
    state::shell::{RunState, Shell},
    ui::{changing::dynamic, notice::TroubleNotice},
};

fn changed_host_key(state: &RunState) -> Option<ChangedHostKey> {
    match state {
        RunState::Refused(error) => host_key::of_refusal(error),
        _ => None,
    }
}

fn trouble(state: &RunState) -> Option<explain::Trouble> {
    match state {
        RunState::Lost => Some(explain::Trouble {
            what: say!(shell.lost_what).to_owned(),
            server_words: None,
            advice: Some(say!(shell.lost_advice).to_owned()),
        }),
        // Said with both keys and what to do.
        RunState::Refused(error) if host_key::of_refusal(error).is_some() => None,
        RunState::Refused(error) => {
            Some(explain::trouble(say!(shell.refused_what).to_owned(), error))
        }
        RunState::Idle | RunState::Running | RunState::Finished(_) | RunState::Stopped => None,
    }
}

/// The pane of a machine's shell.
#[component]
pub fn ShellPane(
    /// The machine's shell.
    shell: Shell,
    /// The machine's name.
    #[prop(into)]
    name: Signal<String>,
    /// Where to connect to.
    #[prop(into)]
    host: Signal<Option<String>>,
    /// Why no command can be run now.
    #[prop(into)]
    why_not: Signal<Option<String>>,
    /// What mends that.
    children: Children,
) -> impl IntoView {
    let following = Following::new();
    let columns = RwSignal::new(80);
    let state = shell.state();
    let input = NodeRef::<html::Input>::new();
    let start = move |command: String| {
        if let Some(host) = host.get_untracked() {
            following.resume();
            shell.run(host, command, columns.get_untracked());
        }
    };
    let retry = Callback::new(move |()| {
        if state.with_untracked(|state| *state == RunState::Lost) {
            // It may have been carried out, in part or whole: the person decides.
            shell.recall();
            command_line::focus(input);
        } else if let Some(command) = shell.last() {
            start(command);
        }
    });
    let host_key_notice = move || {
        let changed = state.with(changed_host_key)?;
        let MachineRef { backend, machine } = shell.machine();
        let call = AssociateKey {
            backend,
            machine,
            host: host.get_untracked()?,
            ..AssociateKey::default()
        };
        let again = Callback::new(move |()| {
            command_line::focus(input);
            if let Some(command) = shell.last() {
                start(command);
            }
        });
        let and_then = say!(host_key.consequence_run);
        Some(host_key_notice(call, changed, and_then, again))
    };
    let version = shell.version();
    let dropped = Memo::new(move |_| {
        version.track();
        shell.with_terminal(|terminal| terminal.dropped() > 0)
    });
    let note = move || {
        let words = if dropped.get() {
            say!(shell.lines_dropped)
        } else if state.with(|state| *state == RunState::Idle) {
            say!(shell.empty)
        } else {
            return None;
        };
        Some(view! { <p class="term-note">{words}</p> })
    };
    view! {
        <CommandLine shell=shell why_not=why_not on_run=Callback::new(start) input=input />
        {children()}
        <TroubleNotice trouble=Signal::derive(move || state.with(trouble)) on_retry=retry />
        {dynamic(move || host_key_notice().into_any())}
        <section class="term">
            <OutputBar shell=shell following=following name=name />
            {note}
            <TerminalPane shell=shell following=following columns=columns />
        </section>
    }
}
