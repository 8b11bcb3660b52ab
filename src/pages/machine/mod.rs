//! One machine: what is known of it, its shell, its keys and its tags.

mod beside;
pub mod keys;
pub mod metadata;
pub mod overview;
pub mod probe;
pub mod shell;
pub mod tags;

use leptos::prelude::*;
use mist_api::model::MachineState;

use self::{keys::KeysTab, overview::Overview, shell::ShellTab, tags::TagsTab};
use crate::{
    components::{failures::BackendFailures, machine_row::tone, navigate::Navigation, reach},
    locales::format,
    platform::media,
    routes::{MachineList, MachineRef, MachineTab, Route},
    say,
    state::{State, machines::Known, probes::Watch},
    ui::{
        changing::dynamic,
        empty::{Empty, Loading},
        icon::Icon,
        page::PageHead,
        simulated,
        state_dot::state_dot,
        tabs::{Tab, Tabs},
    },
};

const PANEL: &str = "machine-panel";
/// Where the list of machines has room beside one of them; the style sheet has the same.
const WIDE: &str = "(width >= 73.75rem)";

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
    Keys,
    Tags,
    Loading,
    Unknown,
    Gone,
}

impl Body {
    fn of(presence: Presence, tab: MachineTab) -> Self {
        match (presence, tab) {
            // The shell stays when its machine is no longer listed: its output is not lost.
            (_, MachineTab::Shell) => Self::Shell,
            (Presence::Awaited, _) => Self::Loading,
            (Presence::Unknown, _) => Self::Unknown,
            (Presence::Gone, _) => Self::Gone,
            (Presence::Listed, MachineTab::Overview) => Self::Overview,
            (Presence::Listed, MachineTab::Keys) => Self::Keys,
            (Presence::Listed, MachineTab::Tags) => Self::Tags,
        }
    }
}

/// The tabs, in order.
const TABS: [MachineTab; 4] = [
    MachineTab::Overview,
    MachineTab::Shell,
    MachineTab::Keys,
    MachineTab::Tags,
];

fn label(tab: MachineTab) -> &'static str {
    match tab {
        MachineTab::Overview => say!(machine.overview),
        MachineTab::Shell => say!(machine.shell),
        MachineTab::Keys => say!(machine.keys),
        MachineTab::Tags => say!(machine.tags_tab),
    }
}

/// What the tabs share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    machine: StoredValue<MachineRef>,
    name: Memo<String>,
    known: Memo<Option<Known>>,
    presence: Memo<Presence>,
    watch: Watch,
    /// What is typed as a new tag.
    tag: RwSignal<String>,
}

impl Shared {
    fn panel(self, body: Body) -> AnyView {
        let Self {
            name,
            known,
            presence,
            watch,
            tag,
            ..
        } = self;
        let machine = self.machine.get_value();
        match body {
            Body::Overview => view! {
                <Overview machine=machine name=name known=known watch=watch />
            }
            .into_any(),
            Body::Shell => {
                let shell = self.state.shells.of(&machine);
                view! { <ShellTab shell=shell name=name known=known presence=presence /> }
                    .into_any()
            }
            Body::Keys => view! { <KeysTab machine=machine name=name known=known /> }.into_any(),
            Body::Tags => {
                view! { <TagsTab machine=machine name=name known=known draft=tag /> }.into_any()
            }
            Body::Loading => view! { <Loading what=say!(machine.loading) /> }.into_any(),
            Body::Unknown => view! { <p class="hint">{say!(machine.unknown)}</p> }.into_any(),
            Body::Gone => view! {
                <Empty title=say!(machine.gone) why=say!(machine.gone_why)>
                    <a class="btn primary" href=Route::default().href()>
                        {say!(frame.to_machines)}
                    </a>
                </Empty>
            }
            .into_any(),
        }
    }
}

/// Probes a machine while its screen is open and it runs.
fn watch(machine: MachineRef, known: Memo<Option<Known>>, state: State) -> Watch {
    let watch = state.probes.watch(machine);
    let host = Memo::new(move |_| {
        let known = known.read();
        let running = known
            .as_ref()
            .filter(|known| known.machine.state == MachineState::Running);
        reach::host_of(running)
    });
    Effect::new(move |_| watch.follow(host.get()));
    watch
}

/// The way back to the list, where that does not stand beside.
fn way_back(list: Memo<MachineList>) -> AnyView {
    let words = say!(machine.back);
    view! {
        <a
            class="btn quiet icon-only way-back"
            href=move || Route::Machines(list.get()).href()
            aria-label=words
            title=words
        >
            {Icon::Back.draw()}
        </a>
    }
    .into_any()
}

/// The screen: the machine, and beside it, where there is room, the list it was chosen from. One machine after
/// another is looked at without the list being made anew.
#[component]
pub fn MachinePage(
    /// Which machine first.
    machine: MachineRef,
) -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let route = navigation.route();
    let shown = Memo::new(move |before: Option<&MachineRef>| match &*route.read() {
        Route::Machine(shown, _) => shown.clone(),
        // The screen is being left.
        _ => before.unwrap_or(&machine).clone(),
    });
    let is_wide = media::watch(WIDE);
    let beside = move || {
        if is_wide.get() {
            beside::machines_beside(state, navigation, shown)
        } else {
            ().into_any()
        }
    };
    let detail = move || {
        let machine = shown.get();
        view! { <Detail machine=machine is_wide=is_wide /> }.into_any()
    };
    view! {
        <div class="split">
            {dynamic(beside)}
            <div class="detail">{dynamic(detail)}</div>
        </div>
    }
}

/// One machine.
#[component]
fn Detail(machine: MachineRef, is_wide: ReadSignal<bool>) -> impl IntoView {
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
    let choose = move |tab| navigation.replace(&navigation.to_machine(machine.get_value(), tab));
    let tabs = TABS.map(|value| Tab {
        value,
        label: label(value).to_owned(),
    });
    let beside = move || {
        known.get().map(|known| {
            let shown = &known.machine.state;
            // A single server is a backend of its own, mostly of the same name.
            let backend = Some(&known.backend.title).filter(|title| **title != known.machine.name);
            view! {
                <p class="beside">
                    {state_dot(tone(shown), format::machine_state(shown))}
                    <span class="muted">{backend.cloned()}</span>
                    {known.backend.simulated.then(simulated::mark)}
                </p>
            }
        })
    };
    let list = navigation.machine_list();
    let before = move || {
        if is_wide.get() {
            ().into_any()
        } else {
            way_back(list)
        }
    };
    let body = Memo::new(move |_| Body::of(presence.get(), tab.get()));
    let shared = Shared {
        state,
        machine,
        name,
        known,
        presence,
        watch: watch(machine.get_value(), known, state),
        tag: machine.with_value(|machine| {
            let MachineRef { backend, machine } = machine;
            state.drafts.field(&format!("tag/{backend}/{machine}"))
        }),
    };
    let panel = move || shared.panel(body.get());
    view! {
        <PageHead
            title=name
            before=dynamic(before)
            unless_in=beside::PLACE
            beside=beside.into_any()
        />
        <BackendFailures only=backend() />
        <Tabs label=say!(machine.tabs) tabs=tabs.to_vec() chosen=tab on_choose=choose panel_id=PANEL />
        <div id=PANEL role="tabpanel" class="panel" aria-label=move || label(tab.get())>
            {dynamic(panel)}
        </div>
    }
}
