//! Where a key is used: the machines it opens, those that are gone ("ghosts"), and making both otherwise.

mod facts;

use leptos::prelude::*;
use mist_api::{call::DisassociateKey, model::Key};
use mist_core::lower::lower;

pub(super) use self::facts::{is_gone, machines};
use self::facts::{row_key, used};
use super::doing::Doing;
use crate::{
    components::{reach, refusal::Refusal},
    locales::explain,
    platform::{clock, dom, task},
    routes::{MachineRef, MachineTab, Route},
    say,
    state::{State, machines::Known},
    ui::{
        button::{Button, Weight},
        changing::{dynamic, rows},
        dialog::Confirm,
        icon::Icon,
    },
};

/// A key and a machine, or all its ghosts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct About {
    key: String,
    machine: Option<MachineRef>,
}

/// What is being done to the uses of keys, as a handle.
#[derive(Clone, Copy)]
pub(super) struct Uses {
    state: State,
    refusal: Refusal,
    about: RwSignal<About>,
    asking: RwSignal<bool>,
    asking_all: RwSignal<bool>,
    /// The key to associate with a machine.
    pub(super) key: RwSignal<String>,
    pub(super) associating: RwSignal<bool>,
}

impl Uses {
    pub(super) fn new(state: State, doing: &Doing) -> Self {
        Self {
            state,
            refusal: doing.refusal,
            about: RwSignal::default(),
            asking: RwSignal::new(false),
            asking_all: RwSignal::new(false),
            key: RwSignal::default(),
            associating: RwSignal::new(false),
        }
    }

    fn ghosts(self, key: &Key) -> Vec<MachineRef> {
        let machines = machines(&key.machines).into_iter();
        let gone = machines.filter(|(machine, _)| is_gone(self.state, machine));
        gone.map(|(machine, _)| machine).collect()
    }

    fn name(self, machine: &MachineRef) -> String {
        let known = self.state.machines.one(machine);
        known.map_or_else(
            || machine.machine.clone(),
            |known| known.machine.name.clone(),
        )
    }

    /// Takes machines off a key, one after the other; a ghost without asking it.
    fn remove(self, key: String, machines: Vec<MachineRef>) {
        let state = self.state;
        self.refusal.clear();
        task::spawn_page(async move {
            let _waits = state.notices.wait();
            let mut rest = machines.clone().into_iter();
            while let Some(machine) = rest.next() {
                let name = untrack(|| self.name(&machine));
                let known = untrack(|| state.machines.one(&machine));
                let call = DisassociateKey {
                    backend: machine.backend.clone(),
                    machine: machine.machine.clone(),
                    key: key.clone(),
                    host: reach::host_of(known.as_ref()),
                };
                if let Err(error) = state.associations.remove(call).await {
                    let failed = say!(machine_keys.disassociate_failed, key = &key, name = name);
                    let verb = say!(machine_keys.disassociate);
                    let trouble = explain::change(verb, &key, failed, &error);
                    let left: Vec<_> = std::iter::once(machine).chain(rest).collect();
                    let again = move || self.remove(key.clone(), left.clone());
                    self.refusal.say(state, trouble, again);
                    return;
                }
                if machines.len() == 1 {
                    state
                        .notices
                        .say(say!(machine_keys.disassociated, key = &key, name = name));
                }
            }
            if machines.len() > 1 {
                let count = machines.len();
                let words = say!(keys.ghosts_removed, count = count, key = &key);
                state.notices.say(words);
            }
            clock::next_frame().await;
            dom::focus_if_lost(&[".uses button", "h1"]);
        });
    }

    fn item(self, key: Memo<Option<Key>>, id: &str) -> AnyView {
        let Some((backend, machine)) = id.split_once('\n') else {
            return ().into_any();
        };
        let machine = MachineRef {
            backend: backend.to_owned(),
            machine: machine.to_owned(),
        };
        let state = self.state;
        let target = machine.clone();
        let known = Memo::new(move |_| state.machines.one(&target));
        let target = machine.clone();
        let gone = Memo::new(move |_| is_gone(state, &target));
        let target = machine.clone();
        let how = move || {
            let key = key.read();
            let all = machines(key.as_ref().map(|key| key.machines.as_slice())?);
            let (_, association) = all.into_iter().find(|(known, _)| *known == target)?;
            Some(used(association))
        };
        let target = machine.clone();
        let title = move || match (&*known.read(), gone.get()) {
            (
                Some(Known {
                    machine, backend, ..
                }),
                _,
            ) => {
                let href = Route::machine(target.clone(), MachineTab::Keys).href();
                view! {
                    <a href=href>{machine.name.clone()}</a>
                    " "
                    <span class="hint">{backend.title.clone()}</span>
                }
                .into_any()
            }
            (None, gone) => view! {
                <span class="mono">{target.machine.clone()}</span>
                " "
                {gone.then(|| view! { <span class="tag">{say!(keys.gone)}</span> })}
            }
            .into_any(),
        };
        let button = move || {
            let id = key.read().as_ref().map(|key| key.id.clone());
            let key = id.unwrap_or_default();
            let name = self.name(&machine);
            let (is_gone, machine) = (gone.get(), machine.clone());
            let (words, label) = if is_gone {
                (
                    say!(keys.remove),
                    say!(keys.remove_from, name = name, key = &key),
                )
            } else {
                (
                    say!(machine_keys.disassociate),
                    say!(keys.disassociate_from, key = &key, name = name),
                )
            };
            let press = move |_| {
                if is_gone {
                    self.remove(key.clone(), vec![machine.clone()]);
                } else {
                    self.about.set(About {
                        key: key.clone(),
                        machine: Some(machine.clone()),
                    });
                    self.asking.set(true);
                }
            };
            view! {
                <button type="button" class="btn quiet danger" aria-label=label on:click=press>
                    {words}
                </button>
            }
            .into_any()
        };
        view! {
            <li class="use">
                <p>{dynamic(title)}</p>
                <p class="hint">{how}</p>
                {dynamic(button)}
            </li>
        }
        .into_any()
    }

    /// What opens under a key's row.
    pub(super) fn panel(self, key: Memo<Option<Key>>) -> AnyView {
        let id = move || key.read().as_ref().map(|key| key.id.clone());
        let ids = move || {
            let key = key.read();
            let all = key.as_ref().map(|key| machines(&key.machines));
            let mut all: Vec<_> = all.unwrap_or_default();
            // Ghosts last, machines by name.
            all.sort_by_cached_key(|(machine, _)| {
                let name = lower(&self.name(machine));
                (is_gone(self.state, machine), name, row_key(machine))
            });
            all.iter().map(|(machine, _)| row_key(machine)).collect()
        };
        let none = move || {
            let key = key.read();
            let unused = key.as_ref().is_some_and(|key| key.machines.is_empty());
            unused.then_some(say!(keys.unused))
        };
        let ghosts = Memo::new(move |_| {
            let key = key.read();
            key.as_ref().map_or(0, |key| self.ghosts(key).len())
        });
        let associate = move |_| {
            self.key.set(untrack(id).unwrap_or_default());
            self.associating.set(true);
        };
        let remove_all = move |_| {
            self.about.set(About {
                key: untrack(id).unwrap_or_default(),
                machine: None,
            });
            self.asking_all.set(true);
        };
        let all = move || {
            let label = move || say!(keys.remove_ghosts, count = ghosts.get());
            (ghosts.get() > 1).then(|| {
                view! {
                    <Button
                        label=Signal::derive(label)
                        weight=Weight::Danger
                        on_press=remove_all
                    />
                }
            })
        };
        let label = say!(keys.machines_of, key = untrack(id).unwrap_or_default());
        view! {
            <div class="uses">
                <p class="hint">{none}</p>
                <ul class="use-list" role="list" aria-label=label>
                    {rows(ids, move |machine| self.item(key, &machine))}
                </ul>
                <div class="row">
                    <Button label=say!(keys.associate) icon=Icon::Plus on_press=associate />
                    {dynamic(move || all().into_any())}
                </div>
            </div>
        }
        .into_any()
    }

    /// What taking a machine off a key means.
    fn consequence(self) -> String {
        let About { key, machine } = self.about.get();
        let Some(machine) = machine else {
            return String::new();
        };
        let name = self.name(&machine);
        let known = self.state.machines.one(&machine);
        let words = if reach::host_of(known.as_ref()).is_some() {
            say!(machine_keys.disassociate_removes, key = key, name = &name)
        } else {
            say!(machine_keys.disassociate_forgets, key = key, name = &name)
        };
        let known = self.state.keys.list();
        let known = known.read();
        let keys = known.data().into_iter().flat_map(|list| &list.items);
        let openers = keys.filter(|key| {
            let mut all = machines(&key.machines).into_iter();
            all.any(|(known, _)| known == machine)
        });
        if openers.count() > 1 {
            return words;
        }
        let last = say!(machine_keys.disassociate_last, name = name);
        format!("{words} {last}")
    }

    /// The questions, for all keys.
    pub(super) fn questions(self) -> impl IntoView {
        let question = move || {
            let About { key, machine } = self.about.get();
            let name = machine.map(|machine| self.name(&machine));
            say!(
                machine_keys.disassociate_question,
                key = key,
                name = name.unwrap_or_default()
            )
        };
        let one = move |()| {
            let About { key, machine } = self.about.get_untracked();
            if let Some(machine) = machine {
                self.remove(key, vec![machine]);
            }
        };
        let all = move |()| {
            let About { key, .. } = self.about.get_untracked();
            let ghosts = self.state.keys.list().with_untracked(|list| {
                let mut keys = list.data().into_iter().flat_map(|list| &list.items);
                let key = keys.find(|known| known.id == key)?;
                Some(untrack(|| self.ghosts(key)))
            });
            self.remove(key, ghosts.unwrap_or_default());
        };
        view! {
            <Confirm
                title=Signal::derive(question)
                consequence=Signal::derive(move || self.consequence())
                verb=say!(machine_keys.disassociate)
                open=self.asking
                on_confirm=one
            />
            <Confirm
                title=Signal::derive(move || {
                    say!(keys.ghosts_question, key = self.about.get().key)
                })
                consequence=say!(keys.ghosts_consequence)
                verb=say!(keys.remove)
                open=self.asking_all
                on_confirm=all
            />
        }
    }
}
