//! A machine's shell: its pane, with what the machine's state means for it.

use leptos::prelude::*;
use mist_api::model::MachineState;

use crate::{
    components::shell_pane::ShellPane,
    pages::machine::Presence,
    routes::MachineRef,
    say,
    state::{State, machines::Known},
};

/// Why no command can be run on a machine.
fn why_not(known: Option<&Known>, presence: Presence) -> Option<String> {
    let Some(Known { machine, .. }) = known else {
        let words = match presence {
            Presence::Gone => say!(machine.gone),
            Presence::Listed | Presence::Awaited => say!(machine.loading),
            Presence::Unknown => say!(machine.unknown),
        };
        return Some(words.to_owned());
    };
    match machine.state {
        MachineState::Stopped | MachineState::Terminated => {
            Some(say!(shell.not_running).to_owned())
        }
        _ if machine.shell_host().is_none() => Some(say!(shell.no_host).to_owned()),
        _ => None,
    }
}

/// The tab.
#[component]
pub fn ShellTab(
    /// Which machine.
    machine: MachineRef,
    /// What is known of it.
    known: Memo<Option<Known>>,
    /// Whether its backend lists it.
    presence: Memo<Presence>,
) -> impl IntoView {
    let shell = State::get().shells.of(&machine);
    let name = Memo::new(move |_| match &*known.read() {
        Some(known) => known.machine.name.clone(),
        None => machine.machine.clone(),
    });
    let host = Memo::new(move |_| {
        known
            .read()
            .as_ref()
            .and_then(|known| known.machine.shell_host().map(str::to_owned))
    });
    let why_not = Memo::new(move |_| why_not(known.read().as_ref(), presence.get()));
    view! { <ShellPane shell=shell name=name host=host why_not=why_not /> }
}
