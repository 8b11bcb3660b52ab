//! What can be done to one machine: offered as the machine allows it, asked for before harm.

use leptos::prelude::*;
use mist_api::{
    call::{Action, ResizeMachine},
    model::{Abilities, Machine, MachineState},
    providers::BARE_METAL,
};

use super::{mend::LOCAL, navigate::Navigation};
use crate::{
    routes::{MachineRef, MachineTab, Route},
    say,
    state::{State, actions::Actions, machines::Known},
    ui::{
        button::{Button, Weight},
        changing::dynamic,
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

/// All actions, in the order shown.
const ACTIONS: [Action; 4] = [Action::Start, Action::Stop, Action::Reboot, Action::Destroy];

/// Those that take nothing away.
const CALM: [Action; 3] = [Action::Start, Action::Stop, Action::Reboot];

fn allows(can: Abilities, action: Action) -> bool {
    match action {
        Action::Start => can.start,
        Action::Stop => can.stop,
        Action::Reboot => can.reboot,
        Action::Destroy => can.destroy,
    }
}

/// Why nothing can be asked of a machine now, whatever it allows.
fn why_nothing(known: &Known) -> Option<&'static str> {
    known.is_remembered.then_some(say!(offline.why_not))
}

/// Why a machine can't do this now.
fn why_not(machine: &Machine, action: Action) -> Option<&'static str> {
    if allows(machine.can, action) {
        return None;
    }
    let words = match (&machine.state, action) {
        (MachineState::Terminated, _) => say!(actions.is_gone),
        (MachineState::Running, Action::Start) => say!(actions.is_running),
        (MachineState::Stopped, Action::Stop) => say!(actions.is_stopped),
        (MachineState::Stopped, Action::Reboot) => say!(actions.is_off),
        (MachineState::Pending | MachineState::Rebooting, _) => say!(actions.is_moving),
        (_, Action::Start) => say!(actions.no_start),
        (_, Action::Stop) => say!(actions.no_stop),
        (_, Action::Reboot) => say!(actions.no_reboot),
        (_, Action::Destroy) => say!(actions.no_destroy),
    };
    Some(words)
}

/// Whether machines of this provider come in sizes: a single server is as it is.
fn has_sizes(known: &Known) -> bool {
    let provider = known.backend.provider.as_str();
    provider != BARE_METAL.id && provider != LOCAL
}

/// Whether a machine can be given another size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resizing {
    /// It comes in no sizes.
    Pointless,
    /// It can.
    Possible,
    /// It can't, for this reason.
    Not(&'static str),
}

impl Resizing {
    fn why_not(self) -> Option<String> {
        match self {
            Self::Not(words) => Some(words.to_owned()),
            Self::Pointless | Self::Possible => None,
        }
    }
}

fn resizing(known: Option<&Known>, is_lacking: bool) -> Resizing {
    match known.filter(|known| has_sizes(known)) {
        None => Resizing::Pointless,
        Some(known) if known.is_remembered => Resizing::Not(say!(offline.why_not)),
        Some(known) if known.machine.state == MachineState::Terminated => {
            Resizing::Not(say!(actions.is_gone))
        }
        Some(_) if is_lacking => Resizing::Not(say!(actions.no_resize)),
        Some(_) => Resizing::Possible,
    }
}

/// Doing things to one machine, with the question before the one that can't be taken back.
#[derive(Clone)]
struct Doer {
    machine: MachineRef,
    known: Signal<Option<Known>>,
    /// The question has been asked once, and is there.
    asked: RwSignal<bool>,
    destroying: RwSignal<bool>,
    actions: Actions,
}

impl Doer {
    fn new(machine: MachineRef, known: Signal<Option<Known>>, actions: Actions) -> Self {
        Self {
            machine,
            known,
            asked: RwSignal::new(false),
            destroying: RwSignal::new(false),
            actions,
        }
    }

    fn name(&self) -> String {
        let known = self.known.read_untracked();
        let known = known.as_ref();
        known.map_or_else(
            || self.machine.machine.clone(),
            |known| known.machine.name.clone(),
        )
    }

    /// What the machine allows now.
    fn actions(&self) -> Vec<Action> {
        let can = self
            .known
            .with(|known| known.as_ref().map(|known| known.machine.can));
        let mut actions = ACTIONS.to_vec();
        actions.retain(|action| allows(can.unwrap_or_default(), *action));
        actions
    }

    fn start(&self, action: Action) {
        if action == Action::Destroy {
            self.asked.set(true);
            self.destroying.set(true);
        } else {
            self.actions.ask(self.machine.clone(), self.name(), action);
        }
    }

    /// The question, made when it is first asked.
    fn confirm(&self) -> AnyView {
        let doer = self.clone();
        dynamic(move || {
            if doer.asked.get() {
                doer.question().into_any()
            } else {
                ().into_any()
            }
        })
    }

    fn question(&self) -> impl IntoView + use<> {
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

/// The menu of a row. Until it is opened it is a button.
pub fn machine_menu(
    state: State,
    navigation: Navigation,
    machine: MachineRef,
    known: Signal<Option<Known>>,
) -> AnyView {
    let doer = Doer::new(machine.clone(), known, state.actions);
    let confirm = doer.confirm();
    let label = {
        let doer = doer.clone();
        Signal::derive(move || {
            doer.known.track();
            say!(machines.actions_for, name = doer.name())
        })
    };
    let lacks = state.session.lacks::<ResizeMachine>();
    let items = Signal::derive(move || {
        let resizing = known.with(|known| resizing(known.as_ref(), lacks.get()));
        let resize = (resizing != Resizing::Pointless).then(|| {
            let form = Route::Resize(machine.clone());
            MenuItem {
                label: say!(actions.resize).to_owned(),
                danger: false,
                why_not: resizing.why_not(),
                on_choose: Callback::new(move |()| navigation.go(&form)),
            }
        });
        let shell = navigation.to_machine(machine.clone(), MachineTab::Shell);
        let open_shell = MenuItem {
            label: say!(actions.open_shell).to_owned(),
            danger: false,
            why_not: None,
            on_choose: Callback::new(move |()| navigation.go(&shell)),
        };
        let nothing = known.with(|known| why_nothing(known.as_ref()?).map(str::to_owned));
        let verbs = doer.actions().into_iter().map(|action| {
            let doer = doer.clone();
            MenuItem {
                label: verb(action).to_owned(),
                danger: action == Action::Destroy,
                why_not: nothing.clone(),
                on_choose: Callback::new(move |()| doer.start(action)),
            }
        });
        let mut items: Vec<_> = std::iter::once(open_shell).chain(verbs).collect();
        // What takes the machine away stays last.
        let before_harm = items.iter().take_while(|item| !item.danger).count();
        items.splice(before_harm..before_harm, resize);
        items
    });
    view! {
        <MenuButton label=label items=items />
        {confirm}
    }
    .into_any()
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
    let navigation = Navigation::get();
    let form = Route::Resize(machine.clone());
    let state = State::get();
    let lacks = state.session.lacks::<ResizeMachine>();
    let resizing = Memo::new(move |_| known.with(|known| resizing(known.as_ref(), lacks.get())));
    let comes_in_sizes = Memo::new(move |_| resizing.get() != Resizing::Pointless);
    let resize = move || {
        let form = form.clone();
        let why_not = Signal::derive(move || resizing.get().why_not());
        comes_in_sizes.get().then(|| {
            let press = move |_| navigation.go(&form);
            view! { <Button label=say!(actions.resize) why_not=why_not on_press=press /> }
        })
    };
    let doer = Doer::new(machine, known, state.actions);
    let confirm = doer.confirm();
    // All of them always: a button does not go away under the finger that has pressed it.
    let button = |action: Action| {
        let doer = doer.clone();
        let weight = if action == Action::Destroy {
            Weight::Danger
        } else {
            Weight::Plain
        };
        let why_not = Memo::new(move |_| {
            let known = known.read();
            let known = known.as_ref()?;
            let words = why_nothing(known).or_else(|| why_not(&known.machine, action));
            words.map(str::to_owned)
        });
        let press = move |_| doer.start(action);
        view! { <Button label=verb(action) weight=weight why_not=why_not on_press=press /> }
    };
    view! {
        {CALM.map(&button).into_iter().collect_view()}
        {dynamic(move || resize().into_any())}
        {button(Action::Destroy)}
        {confirm}
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListMachines};

    fn machine(state: &str, can: &str) -> Machine {
        let answer = format!(r#"[{{"id": "m", "state": "{state}", "can_{can}": true}}]"#);
        let call = ListMachines {
            backend: "b".into(),
        };
        call.decode(answer.as_bytes()).unwrap().items.remove(0)
    }

    #[test]
    fn what_a_machine_allows_needs_no_reason_and_the_rest_has_one() {
        for (state, can, action, words) in [
            ("running", "stop", Action::Stop, None),
            ("running", "stop", Action::Start, Some("is running already")),
            (
                "running",
                "reboot",
                Action::Stop,
                Some("provider can't stop"),
            ),
            (
                "running",
                "reboot",
                Action::Destroy,
                Some("provider can't destroy"),
            ),
            (
                "stopped",
                "reboot",
                Action::Stop,
                Some("is stopped already"),
            ),
            ("stopped", "start", Action::Reboot, Some("is not running")),
            (
                "stopped",
                "reboot",
                Action::Start,
                Some("provider can't start"),
            ),
            ("terminated", "tag", Action::Destroy, Some("gone for good")),
            ("pending", "destroy", Action::Stop, Some("finished")),
        ] {
            let found = why_not(&machine(state, can), action);
            let fits = match words {
                Some(words) => found.is_some_and(|found| found.contains(words)),
                None => found.is_none(),
            };
            assert!(fits, "{state} {action:?}: {found:?}");
        }
    }
}
