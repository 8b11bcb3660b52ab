//! A machine's shell: its pane, with what the machine's state means for it.

use leptos::prelude::*;

use crate::{
    components::{mend, reach, shell_pane::ShellPane},
    pages::machine::Presence,
    say,
    state::{
        State,
        machines::Known,
        shell::{RunState, Shell},
    },
    ui::{changing::dynamic, simulated},
};

/// Why no command can be run on a machine.
fn why_not(known: Option<&Known>, presence: Presence) -> Option<String> {
    match (known, presence) {
        (None, Presence::Gone) => Some(say!(machine.gone).to_owned()),
        (None, Presence::Unknown) => Some(say!(machine.unknown).to_owned()),
        (None, _) => Some(say!(machine.loading).to_owned()),
        (known, _) => reach::why_not(known),
    }
}

/// The tab.
#[component]
pub fn ShellTab(
    /// The machine's shell.
    shell: Shell,
    /// The machine's name.
    name: Memo<String>,
    /// What is known of it.
    known: Memo<Option<Known>>,
    /// Whether its backend lists it.
    presence: Memo<Presence>,
) -> impl IntoView {
    let state = State::get();
    // A command that ended may have made the server associate the key it used.
    let ends = Memo::new(move |before: Option<&usize>| {
        let ended = shell
            .state()
            .with(|state| matches!(state, RunState::Finished(_)));
        before.copied().unwrap_or_default() + usize::from(ended)
    });
    let host = Memo::new(move |_| known.with(|known| reach::host_of(known.as_ref())));
    let why_not = Memo::new(move |_| why_not(known.read().as_ref(), presence.get()));
    let is_simulated = Memo::new(move |_| {
        let known = known.read();
        known.as_ref().is_some_and(|known| known.backend.simulated)
    });
    let note = move || {
        if is_simulated.get() {
            simulated::note(say!(simulated.machine))
        } else {
            ().into_any()
        }
    };
    view! {
        {dynamic(note)}
        {mend::associate(state, shell.machine(), known, ends.into())}
        <ShellPane shell=shell name=name host=host why_not=why_not>
            {mend::start(state, shell.machine(), known)}
        </ShellPane>
    }
}
