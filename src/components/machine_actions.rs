//! What can be done to one machine: offered as the machine allows it, asked for before harm.

use leptos::prelude::*;
use mist_api::{call::Action, model::Abilities};

use super::navigate::Navigation;
use crate::{
    routes::{MachineRef, MachineTab, Route},
    say,
    state::{State, actions::Actions, machines::Known},
    ui::{
        button::{Button, Weight},
        dialog::Confirm,
        menu::{MenuButton, MenuItem},
    },
};

/// The words of an action.
fn verb(action: Action) -> &'static str {
    match action {
        Action::Start => say!(actions.start),
        Action::Stop => say!(actions.stop),
        Action::Reboot => say!(actions.reboot),
        Action::Destroy => say!(actions.destroy),
    }
}

/// What the machine allows, in the order shown.
fn allowed(can: Abilities) -> Vec<Action> {
    [
        (can.start, Action::Start),
        (can.stop, Action::Stop),
        (can.reboot, Action::Reboot),
        (can.destroy, Action::Destroy),
    ]
    .into_iter()
    .filter_map(|(can, action)| can.then_some(action))
    .collect()
}

/// Doing things to one machine, with the question before the one that can't be taken back.
#[derive(Clone)]
struct Doer {
    machine: MachineRef,
    known: Signal<Option<Known>>,
    destroying: RwSignal<bool>,
    actions: Actions,
}

impl Doer {
    fn new(machine: MachineRef, known: Signal<Option<Known>>) -> Self {
        let destroying = RwSignal::new(false);
        Self {
            machine,
            known,
            destroying,
            actions: State::get().actions,
        }
    }

    fn name(&self) -> String {
        let known = self.known.get_untracked();
        known.map_or_else(|| self.machine.machine.clone(), |known| known.machine.name)
    }

    fn actions(&self) -> Vec<Action> {
        self.known.with(|known| {
            known
                .as_ref()
                .map(|known| allowed(known.machine.can))
                .unwrap_or_default()
        })
    }

    fn start(&self, action: Action) {
        if action == Action::Destroy {
            self.destroying.set(true);
        } else {
            self.actions.ask(self.machine.clone(), self.name(), action);
        }
    }

    fn confirm(&self) -> impl IntoView + use<> {
        let (machine, known) = (self.machine.clone(), self.known);
        let actions = self.actions;
        let name = {
            let doer = self.clone();
            Signal::derive(move || doer.name())
        };
        let question = move || say!(actions.destroy_question, name = name.get());
        let consequence = move || {
            let backend = known
                .get()
                .map(|known| known.backend.title.clone())
                .unwrap_or_default();
            say!(
                actions.destroy_consequence,
                name = name.get(),
                backend = backend
            )
        };
        view! {
            <Confirm
                title=Signal::derive(question)
                consequence=Signal::derive(consequence)
                verb=verb(Action::Destroy)
                open=self.destroying
                on_confirm=move |()| {
                    actions.ask(machine.clone(), name.get_untracked(), Action::Destroy);
                }
            />
        }
    }
}

/// The menu of a row.
#[component]
pub fn MachineMenu(
    /// The machine.
    machine: MachineRef,
    /// What is known of it.
    #[prop(into)]
    known: Signal<Option<Known>>,
) -> impl IntoView {
    let navigation = Navigation::get();
    let doer = Doer::new(machine.clone(), known);
    let confirm = doer.confirm();
    let label = {
        let doer = doer.clone();
        Signal::derive(move || {
            doer.known.track();
            say!(machines.actions_for, name = doer.name())
        })
    };
    let items = Signal::derive(move || {
        let shell = Route::Machine(machine.clone(), MachineTab::Shell);
        let open_shell = MenuItem {
            label: say!(actions.open_shell).to_owned(),
            danger: false,
            on_choose: Callback::new(move |()| navigation.go(&shell)),
        };
        let verbs = doer.actions().into_iter().map(|action| {
            let doer = doer.clone();
            MenuItem {
                label: verb(action).to_owned(),
                danger: action == Action::Destroy,
                on_choose: Callback::new(move |()| doer.start(action)),
            }
        });
        std::iter::once(open_shell).chain(verbs).collect::<Vec<_>>()
    });
    view! {
        <MenuButton label=label items=items />
        {confirm}
    }
}

/// The buttons on a machine's own screen.
#[component]
pub fn MachineButtons(
    /// The machine.
    machine: MachineRef,
    /// What is known of it.
    #[prop(into)]
    known: Signal<Option<Known>>,
) -> impl IntoView {
    let doer = Doer::new(machine, known);
    let confirm = doer.confirm();
    let offered = {
        let doer = doer.clone();
        Memo::new(move |_| doer.actions())
    };
    let buttons = move || {
        let button = |action: Action| {
            let doer = doer.clone();
            let weight = if action == Action::Destroy {
                Weight::Danger
            } else {
                Weight::Plain
            };
            let press = move |_| doer.start(action);
            view! { <Button label=verb(action) weight=weight on_press=press /> }
        };
        offered.get().into_iter().map(button).collect_view()
    };
    view! {
        {buttons}
        {confirm}
    }
}
