//! What mends the reason why something can't be done with a machine, to be pressed where the reason stands.

use leptos::prelude::*;
use mist_api::{call::Action, model::MachineState};

use super::navigate::Navigation;
use crate::{
    routes::{MachineRef, MachineTab},
    say,
    state::{State, machines::Known},
    ui::{button::Button, changing::dynamic},
};

/// The provider of the computer that the server itself runs on: it is reached without SSH.
pub const LOCAL: &str = "local";

/// Starts a machine that is off, where its provider can; nothing for any other.
pub fn start(state: State, machine: MachineRef, known: Memo<Option<Known>>) -> AnyView {
    let can_start = Memo::new(move |_| {
        let known = known.read();
        known.as_ref().is_some_and(|known| {
            known.machine.state == MachineState::Stopped && known.machine.can.start
        })
    });
    let press = move || {
        let name = known.with_untracked(|known| {
            let known = known.as_ref()?;
            Some(known.machine.name.clone())
        });
        let name = name.unwrap_or_else(|| machine.machine.clone());
        state.actions.ask(machine.clone(), name, Action::Start);
    };
    dynamic(move || {
        let press = press.clone();
        let button = || view! { <Button label=say!(actions.start) on_press=move |_| press() /> };
        can_start.get().then(button).into_any()
    })
}

/// Says that no key is associated with a machine that is reached by one, and leads to where that is done.
/// `uses` changes whenever the server may have found out by itself that a key opens it.
pub fn associate(
    state: State,
    machine: MachineRef,
    known: Memo<Option<Known>>,
    uses: Signal<usize>,
) -> AnyView {
    let openers = state.associations.of(machine.clone());
    Effect::new(move |_| {
        uses.track();
        // Where one is known to be associated there is nothing to find out.
        if !openers.with_untracked(|openers| openers.as_ref().is_some_and(|all| !all.is_empty())) {
            state.keys.refresh();
        }
    });
    let name = Memo::new(move |_| {
        let none = openers.read().as_ref().is_some_and(Vec::is_empty);
        let known = known.read();
        let known = known
            .as_ref()
            .filter(|known| none && known.backend.provider != LOCAL)?;
        let is_gone = known.machine.state == MachineState::Terminated;
        (!is_gone).then(|| known.machine.name.clone())
    });
    let to_keys = Navigation::get()
        .to_machine(machine, MachineTab::Keys)
        .href();
    let words = move |name: String| {
        view! {
            <p class="mend">
                <span class="hint">{say!(machine_keys.none, name = name)}</span>
                <a class="btn" href=to_keys.clone()>
                    {say!(machine_keys.associate)}
                </a>
            </p>
        }
    };
    dynamic(move || name.get().map(words.clone()).into_any())
}
