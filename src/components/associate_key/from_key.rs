//! The dialog on a key's side: which machine, and where to connect to it.

use std::sync::Arc;

use leptos::prelude::*;
use mist_core::{
    machines::{Column, Direction, Query, select},
    validate::Host,
};

use super::draft::{Draft, ending, submit};
use crate::{
    components::{mend::LOCAL, reach},
    locales::explain,
    routes::MachineRef,
    say,
    state::State,
    ui::{
        dialog::Dialog,
        field::{Kind, TextField},
        listbox::{Listbox, OptionHeight},
        search::SearchField,
    },
};

/// The machine that is chosen, and what it is chosen from.
#[derive(Clone, Copy)]
struct Choosing {
    state: State,
    search: RwSignal<String>,
    /// The machine's ids in one text, as drafts keep it; empty before one is chosen.
    chosen: RwSignal<String>,
    host: RwSignal<String>,
    machines: Memo<Arc<Vec<MachineRef>>>,
    tried: RwSignal<bool>,
}

fn written(machine: &MachineRef) -> String {
    [&machine.backend, "\n", &machine.machine].concat()
}

fn read(text: &str) -> Option<MachineRef> {
    let (backend, machine) = text.split_once('\n')?;
    Some(MachineRef {
        backend: backend.to_owned(),
        machine: machine.to_owned(),
    })
}

impl Choosing {
    fn new(state: State) -> Self {
        let field = |part: &str| state.drafts.field(&format!("associate/from-key/{part}"));
        let rows = state.machines.rows();
        // In one order for as long as the same machines are there: the list box counts in it.
        let machines = Memo::new(move |_| {
            let rows = rows.read();
            let order = select(&rows, &Query::default(), Column::Name, Direction::Ascending);
            let machines = order.into_iter().filter_map(|index| {
                let machine = rows.get(index)?.key();
                let known = state.machines.one(machine)?;
                (known.backend.provider != LOCAL).then(|| machine.clone())
            });
            Arc::new(machines.collect::<Vec<_>>())
        });
        Self {
            state,
            search: field("search"),
            chosen: field("machine"),
            host: field("host"),
            machines,
            tried: RwSignal::new(false),
        }
    }

    fn choose(self, number: usize) {
        let machines = self.machines.get_untracked();
        let Some(machine) = machines.get(number) else {
            return;
        };
        let known = untrack(|| self.state.machines.one(machine));
        self.host
            .set(reach::host_of(known.as_ref()).unwrap_or_default());
        self.chosen.set(written(machine));
    }

    fn name(self) -> String {
        let Some(machine) = read(&self.chosen.read()) else {
            return String::new();
        };
        let known = self.state.machines.one(&machine);
        known.map_or(machine.machine, |known| known.machine.name.clone())
    }

    fn draw(self, number: usize) -> AnyView {
        let machines = self.machines.get_untracked();
        let Some(known) = machines
            .get(number)
            .and_then(|machine| untrack(|| self.state.machines.one(machine)))
        else {
            return ().into_any();
        };
        let address = known.machine.shell_host().unwrap_or_default().to_owned();
        view! {
            <div>
                <span class="option-name">{known.machine.name.clone()}</span>
                <span class="option-more">
                    {known.backend.title.clone()} " " <span class="mono">{address}</span>
                </span>
            </div>
        }
        .into_any()
    }

    fn list(self) -> AnyView {
        let order = Memo::new(move |_| {
            let (machines, search) = (self.machines.read(), self.search.read());
            let query = Query::parse(&search);
            let rows = self.state.machines.rows();
            let rows = rows.read();
            let fits: std::collections::HashSet<&MachineRef> = rows
                .iter()
                .filter(|row| query.matches(row))
                .map(mist_core::machines::Row::key)
                .collect();
            let places = machines.iter().enumerate();
            let found = places.filter(|(_, machine)| fits.contains(machine));
            Arc::new(found.map(|(place, _)| place).collect::<Vec<_>>())
        });
        let chosen = Memo::new(move |_| {
            let chosen = read(&self.chosen.read())?;
            self.machines
                .read()
                .iter()
                .position(|machine| *machine == chosen)
        });
        let none = move || {
            let words = match (self.machines.read().is_empty(), order.read().is_empty()) {
                (true, _) => say!(keys.no_machines),
                (false, true) => say!(keys.no_match),
                (false, false) => return None,
            };
            Some(words)
        };
        let missing = move || {
            let is_missing = self.tried.get() && self.chosen.read().is_empty();
            is_missing.then_some(say!(keys.choose_machine))
        };
        let (label, hint) = (say!(machines.search), say!(machines.search_hint));
        let field = SearchField::of(label, hint, self.search);
        let is_missing = Signal::derive(move || missing().is_some());
        view! {
            {field.with(is_missing, Callback::new(|_| ()))}
            <p class="hint" role="status">
                {none}
            </p>
            <p class="field-error" role="status">
                {missing}
            </p>
            <Listbox
                label=say!(keys.machine)
                order=order
                chosen=chosen
                on_choose=Callback::new(move |number| self.choose(number))
                height=OptionHeight::Two
                draw=Callback::new(move |number| self.draw(number))
            />
        }
        .into_any()
    }
}

#[component]
fn MachineForm(draft: Draft, choosing: Choosing) -> impl IntoView {
    let wrong = move || {
        let host = choosing.host.read();
        match Host::parse(&host) {
            Err(error) => Some(explain::host(error).to_owned()),
            Ok(_) => None,
        }
    };
    let host_error = Signal::derive(move || {
        let is_looked_at = choosing.tried.get() && !choosing.chosen.read().is_empty();
        wrong().filter(|_| is_looked_at)
    });
    let send = move |event| {
        choosing.tried.set(true);
        let is_complete = untrack(wrong).is_none();
        submit(draft, &event, is_complete);
    };
    view! {
        <form class="form" on:submit=send novalidate>
            <div class="machine-choice">{choosing.list()}</div>
            <TextField
                label=say!(keys.host)
                value=choosing.host
                kind=Kind::Code
                error=host_error
                help=say!(keys.host_help)
            />
            {ending(draft)}
        </form>
    }
}

/// The dialog. What was typed stays when it is closed, until it is sent.
#[component]
pub fn AssociateMachineDialog(
    /// Whether it shows.
    open: RwSignal<bool>,
    /// The key.
    key: RwSignal<String>,
) -> impl IntoView {
    let state = State::get();
    let choosing = Choosing::new(state);
    let machine = Signal::derive(move || read(&choosing.chosen.read()));
    let name = Signal::derive(move || choosing.name());
    let host = Signal::derive(move || {
        let host = choosing.host.read().trim().to_owned();
        Some(host).filter(|host| !host.is_empty())
    });
    let draft = Draft::new(state, "from-key", open, key, machine, name, host);
    draft
        .rest
        .set_value(vec![choosing.search, choosing.chosen, choosing.host]);
    let title = Signal::derive(move || say!(keys.associate_title, key = key.get()));
    // A new question: nothing is wrong with it yet.
    Effect::new(move |_| {
        if open.get() {
            choosing.tried.set(false);
        }
    });
    view! {
        <Dialog title=title open=open>
            <MachineForm draft=draft choosing=choosing />
        </Dialog>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_machine_is_kept_and_read_again() {
        let machine = MachineRef {
            backend: "b/1".into(),
            machine: "m\n2".into(),
        };
        assert_eq!(read(&written(&machine)), Some(machine));
        assert_eq!(read(""), None);
    }
}
