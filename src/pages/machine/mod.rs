//! One machine: what is known of it, and its shell.

pub mod overview;
pub mod shell;

use leptos::prelude::*;

use self::{overview::Overview, shell::ShellTab};
use crate::{
    components::{failures::BackendFailures, machine_table::tone, navigate::Navigation},
    locales::format,
    routes::{MachineRef, MachineTab, Route},
    say,
    state::State,
    ui::{
        empty::{Empty, Loading},
        page::PageHead,
        state_dot::state_dot,
        tabs::{Tab, Tabs},
    },
};

const PANEL: &str = "machine-panel";

/// What can be shown of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Its backend lists it.
    Listed,
    /// Its backend has not answered yet.
    Awaited,
    /// Its backend fails, which is said above.
    Unknown,
    /// Its backend answers without it, or is disabled.
    Gone,
}

/// What the panel shows. Told apart from [`Presence`], so that the shell is not made anew when its
/// machine comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Overview,
    Shell,
    Loading,
    Unknown,
    Gone,
}

/// The screen.
#[component]
pub fn MachinePage(
    /// Which machine.
    machine: MachineRef,
) -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let machine = StoredValue::new(machine);
    let known = Memo::new(move |_| state.machines.one(&machine.get_value()));
    let backend = move || machine.with_value(|machine| machine.backend.clone());
    let presence = Memo::new(move |_| {
        let listed = known.read().is_some();
        let backends = state.backends.list();
        let backend = backend();
        let enabled = backends.read().data().map(|list| {
            list.items
                .iter()
                .any(|known| known.id == backend && known.enabled)
        });
        match enabled {
            _ if listed => Presence::Listed,
            Some(false) => Presence::Gone,
            _ if state.machines.is_answered(&backend) => Presence::Gone,
            _ if state.machines.failure(&backend).is_some() => Presence::Unknown,
            _ => Presence::Awaited,
        }
    });
    let name = Memo::new(move |_| match &*known.read() {
        Some(known) => known.machine.name.clone(),
        None => machine.with_value(|machine| machine.machine.clone()),
    });
    let tab = navigation.machine_tab();
    let choose = move |tab| navigation.replace(&Route::Machine(machine.get_value(), tab));
    let tabs = vec![
        Tab {
            value: MachineTab::Overview,
            label: say!(machine.overview).to_owned(),
        },
        Tab {
            value: MachineTab::Shell,
            label: say!(machine.shell).to_owned(),
        },
    ];
    let beside = move || {
        known.get().map(|known| {
            let shown = &known.machine.state;
            view! {
                <p class="beside">
                    {state_dot(tone(shown), format::machine_state(shown))}
                    <span class="muted">{known.backend.title.clone()}</span>
                </p>
            }
        })
    };
    let body = Memo::new(move |_| match (presence.get(), tab.get()) {
        // The shell stays when its machine is no longer listed: its output is not lost.
        (_, MachineTab::Shell) => Body::Shell,
        (Presence::Listed, MachineTab::Overview) => Body::Overview,
        (Presence::Awaited, MachineTab::Overview) => Body::Loading,
        (Presence::Unknown, MachineTab::Overview) => Body::Unknown,
        (Presence::Gone, MachineTab::Overview) => Body::Gone,
    });
    let panel = move || match body.get() {
        Body::Overview => view! { <Overview machine=machine.get_value() known=known /> }.into_any(),
        Body::Shell => {
            view! { <ShellTab machine=machine.get_value() known=known presence=presence /> }
                .into_any()
        }
        Body::Loading => view! { <Loading what=say!(machine.loading) /> }.into_any(),
        Body::Unknown => ().into_any(),
        Body::Gone => view! {
            <Empty title=say!(machine.gone) why=say!(machine.gone_why)>
                <a class="btn primary" href=Route::default().href()>
                    {say!(frame.to_machines)}
                </a>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <PageHead title=name beside=beside.into_any() />
        <BackendFailures only=backend() />
        <Tabs label=say!(machine.tabs) tabs=tabs chosen=tab on_choose=choose panel_id=PANEL />
        <div id=PANEL role="tabpanel" class="panel" aria-label=move || match tab.get() {
            MachineTab::Overview => say!(machine.overview),
            MachineTab::Shell => say!(machine.shell),
        }>{panel}</div>
    }
}
