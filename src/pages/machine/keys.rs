//! The keys that open the machine: which, as whom, when last, and making it otherwise.

use leptos::prelude::*;
use mist_api::call::DisassociateKey;

use crate::{
    components::{
        add_key::AddKeyDialog,
        associate_key::AssociateKeyDialog,
        failures::{Freshness, list_trouble},
        mend::{self, LOCAL},
        reach,
        refusal::Refusal,
    },
    locales::{explain, format},
    platform::{clock, dom, task},
    routes::MachineRef,
    say,
    state::{State, associations::Opener, machines::Known},
    ui::{
        button::{Button, Weight},
        changing::{dynamic, rows},
        dialog::Confirm,
        empty::{Empty, Loading},
        icon::Icon,
    },
};

/// What the tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    /// The machine is reached without SSH.
    NeedsNone,
    Loading,
    Failed,
    /// The server has no key at all.
    NoKeys,
    /// None is associated with this machine.
    NoneHere,
    Table,
}

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    machine: StoredValue<MachineRef>,
    name: Memo<String>,
    host: Memo<Option<String>>,
    openers: Memo<Option<Vec<Opener>>>,
    refusal: Refusal,
    /// Whether it is asked, and about which key.
    asking: RwSignal<bool>,
    about: RwSignal<String>,
    /// The key that is being disassociated.
    busy: RwSignal<Option<String>>,
}

impl Shared {
    fn disassociate(self, key: String) {
        let MachineRef { backend, machine } = self.machine.get_value();
        let name = self.name.get_untracked();
        let host = self.host.get_untracked();
        let call = DisassociateKey {
            backend,
            machine,
            key,
            host,
        };
        self.send(call, name);
    }

    fn send(self, call: DisassociateKey, name: String) {
        self.busy.try_set(Some(call.key.clone()));
        self.refusal.clear();
        task::spawn_page(async move {
            let key = &call.key;
            let answer = self.state.associations.remove(call.clone()).await;
            // The screen may have been left meanwhile.
            self.busy.try_set(None);
            match answer {
                Ok(()) => {
                    let words = say!(machine_keys.disassociated, key = key, name = name);
                    self.state.notices.say(words);
                    clock::next_frame().await;
                    dom::focus_if_lost(&["#machine-keys button"]);
                }
                Err(error) => {
                    let failed = say!(machine_keys.disassociate_failed, key = key, name = &name);
                    let verb = say!(machine_keys.disassociate);
                    let trouble = explain::change(verb, key, failed, &error);
                    let again = move || self.send(call.clone(), name.clone());
                    self.refusal.say(self.state, trouble, again);
                }
            }
        });
    }

    /// What disassociating a key means.
    fn consequence(self, key: &str) -> String {
        let name = self.name.get();
        let words = if self.host.read().is_some() {
            say!(machine_keys.disassociate_removes, key = key, name = &name)
        } else {
            say!(machine_keys.disassociate_forgets, key = key, name = &name)
        };
        let is_last = self
            .openers
            .read()
            .as_ref()
            .is_some_and(|all| all.len() == 1);
        if is_last {
            let last = say!(machine_keys.disassociate_last, name = name);
            format!("{words} {last}")
        } else {
            words
        }
    }

    /// What is known of a key, as cells.
    fn cells(self, key: &str) -> AnyView {
        let openers = self.openers.read();
        let opener = openers.iter().flatten().find(|opener| opener.key == key);
        let Some(Opener {
            key,
            is_default,
            association,
        }) = opener
        else {
            return ().into_any();
        };
        let dash = || "–".to_owned();
        let default = is_default.then(|| view! { <span class="tag">{say!(keys.default)}</span> });
        let user = association.user.clone().unwrap_or_else(dash);
        let port = association.port.map_or_else(dash, |port| port.to_string());
        let last = association.last_used.map_or_else(dash, last_used);
        view! {
            <th scope="row" class="name">
                {key.clone()}
                " "
                {default}
            </th>
            <td class="mono">{user}</td>
            <td class="mono">{port}</td>
            <td class="muted">{last}</td>
        }
        .into_any()
    }

    fn row(self, key: String) -> AnyView {
        let asking = self.asking;
        let is_busy = {
            let key = key.clone();
            move || self.busy.read().as_ref() == Some(&key)
        };
        let label = say!(machine_keys.disassociate_key, key = &key);
        let press = {
            let key = key.clone();
            move |_| {
                if self.busy.read_untracked().is_none() {
                    self.about.set(key.clone());
                    asking.set(true);
                }
            }
        };
        view! {
            <tr aria-busy=move || is_busy().then_some("true")>
                {dynamic(move || self.cells(&key))}
                <td class="row-actions">
                    <button type="button" class="btn quiet danger" aria-label=label on:click=press>
                        {say!(machine_keys.disassociate)}
                    </button>
                </td>
            </tr>
        }
        .into_any()
    }

    fn table(self) -> AnyView {
        let keys = move || {
            let openers = self.openers.read();
            let keys = openers.iter().flatten().map(|opener| opener.key.clone());
            keys.collect()
        };
        view! {
            <div class="table-scroll">
                <table
                    class="table"
                    aria-label=say!(machine_keys.title, name = self.name.get_untracked())
                >
                    <thead>
                        <tr>
                            <th scope="col">{say!(machine_keys.column_key)}</th>
                            <th scope="col">{say!(machine_keys.column_user)}</th>
                            <th scope="col">{say!(machine_keys.column_port)}</th>
                            <th scope="col">{say!(machine_keys.column_used)}</th>
                            <th scope="col">
                                <span class="unseen">{say!(machines.actions)}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows(keys, move |key| self.row(key))}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    /// Asks before a key is disassociated. One question for all rows.
    fn confirm(self) -> impl IntoView {
        let question = move || {
            say!(
                machine_keys.disassociate_question,
                key = self.about.get(),
                name = self.name.get()
            )
        };
        view! {
            <Confirm
                title=Signal::derive(question)
                consequence=Signal::derive(move || self.consequence(&self.about.read()))
                verb=say!(machine_keys.disassociate)
                open=self.asking
                on_confirm=move |()| self.disassociate(self.about.get_untracked())
            />
        }
    }
}

/// How long ago a key was last used.
fn last_used(seconds: f64) -> String {
    let age = format::age_at(seconds, clock::now_ms());
    say!(machine_keys.used, age = age)
}

/// The key to offer first: the default one, unless it opens the machine already.
fn likely_key(shared: Shared) -> String {
    let list = shared.state.keys.list();
    let list = list.read_untracked();
    let keys = list.data().map(|list| list.items.as_slice());
    let openers = shared.openers.get_untracked().unwrap_or_default();
    let keys = keys.unwrap_or_default().iter();
    let free = keys.filter(|key| openers.iter().all(|opener| opener.key != key.id));
    let likely = free.min_by_key(|key| !key.is_default);
    likely.map(|key| key.id.clone()).unwrap_or_default()
}

/// The button that opens the dialog, and why it can't be pressed.
#[component]
fn AssociateButton(
    shared: Shared,
    known: Memo<Option<Known>>,
    why_not: Memo<Option<String>>,
    key: RwSignal<String>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let press = move |_| {
        if key.with_untracked(String::is_empty) {
            key.set(likely_key(shared));
        }
        open.set(true);
    };
    view! {
        <div class="toolbar">
            <Button
                label=say!(machine_keys.associate)
                icon=Icon::Plus
                weight=Weight::Primary
                why_not=why_not
                on_press=press
            />
            <span class="hint">{why_not}</span>
            {mend::start(shared.state, shared.machine.get_value(), known)}
        </div>
    }
}

/// What the tab is about, for [`Body`]s that are more than the table.
fn body_view(body: Body, shared: Shared, adding: RwSignal<bool>) -> AnyView {
    let name = shared.name;
    match body {
        Body::NeedsNone => view! {
            <Empty title=say!(machine_keys.needs_none) why=say!(machine_keys.needs_none_why) />
        }
        .into_any(),
        Body::Loading => view! { <Loading what=say!(keys.loading) /> }.into_any(),
        Body::Failed => ().into_any(),
        Body::NoKeys => {
            let why = say!(machine_keys.no_keys_why, name = name.get_untracked());
            view! {
                <Empty title=say!(keys.empty) why=why>
                    <Button
                        label=say!(keys.add)
                        icon=Icon::Plus
                        weight=Weight::Primary
                        on_press=move |_| adding.set(true)
                    />
                </Empty>
            }
            .into_any()
        }
        Body::NoneHere => {
            let title = say!(machine_keys.none, name = name.get_untracked());
            view! { <Empty title=title why=say!(machine_keys.none_why) /> }.into_any()
        }
        Body::Table => shared.table(),
    }
}

/// What the tab is to show.
fn body(shared: Shared, known: Memo<Option<Known>>) -> Memo<Body> {
    let list = shared.state.keys.list();
    Memo::new(move |_| {
        let is_local = known
            .read()
            .as_ref()
            .is_some_and(|known| known.backend.provider == LOCAL);
        if is_local {
            return Body::NeedsNone;
        }
        let (any, failed) = list.with(|list| {
            let any = list.data().map(|list| !list.items.is_empty());
            (any, list.error().is_some())
        });
        let openers = shared.openers.read();
        match (any, failed) {
            (None, true) => Body::Failed,
            (None, false) => Body::Loading,
            (Some(false), _) => Body::NoKeys,
            (Some(true), _) if openers.as_ref().is_some_and(|all| !all.is_empty()) => Body::Table,
            (Some(true), _) => Body::NoneHere,
        }
    })
}

/// The tab.
#[component]
pub fn KeysTab(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
    /// What is known of it.
    known: Memo<Option<Known>>,
) -> impl IntoView {
    let state = State::get();
    // A probe or a command may have made a key open it meanwhile.
    state.keys.refresh();
    let list = state.keys.list();
    let shared = Shared {
        state,
        machine: StoredValue::new(machine.clone()),
        name,
        host: Memo::new(move |_| known.with(|known| reach::host_of(known.as_ref()))),
        openers: state.associations.of(machine.clone()),
        refusal: Refusal::new(),
        asking: RwSignal::new(false),
        about: RwSignal::default(),
        busy: RwSignal::new(None),
    };
    let body = body(shared, known);
    let (associating, adding) = (RwSignal::new(false), RwSignal::new(false));
    let key = RwSignal::new(String::new());
    let why_not = Memo::new(move |_| known.with(|known| reach::why_not(known.as_ref())));
    let added = Callback::new(move |id| {
        key.set(id);
        if why_not.read_untracked().is_none() {
            associating.set(true);
        }
    });
    // Outside of what changes: the dialog gives the focus back to the button.
    let can_associate = move || matches!(body.get(), Body::NoneHere | Body::Table);
    view! {
        {list_trouble(
            say!(keys.failed),
            move || list.with(Freshness::of),
            move || state.keys.refresh(),
        )}
        {shared.refusal.view()}
        <div id="machine-keys">
            <Show when=can_associate>
                <AssociateButton shared=shared known=known why_not=why_not key=key open=associating />
            </Show>
            {dynamic(move || body_view(body.get(), shared, adding))}
        </div>
        {shared.confirm()}
        <AssociateKeyDialog
            machine=machine
            name=name
            host=shared.host
            open=associating
            key=key
        />
        <AddKeyDialog open=adding on_added=added />
    }
}
