//! What is known of a machine.

use leptos::prelude::*;
use mist_api::model::MachineState;
use serde_json::Value;

use super::{
    metadata::{Metadata, RawJson},
    probe::ProbeCard,
};
use crate::{
    components::{machine_actions::MachineButtons, navigate::Navigation},
    routes::{MachineRef, MachineTab},
    say,
    state::{machines::Known, probes::Watch},
    ui::{changing::dynamic, icon::Icon},
};

/// One fact and its values, maybe none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fact {
    name: &'static str,
    values: Vec<String>,
    is_mono: bool,
}

impl Fact {
    fn new(name: &'static str, values: Vec<String>) -> Self {
        Self {
            name,
            values,
            is_mono: false,
        }
    }

    /// With a value that machines read.
    fn mono(name: &'static str, values: Vec<String>) -> Self {
        Self {
            is_mono: true,
            ..Self::new(name, values)
        }
    }

    fn draw(&self) -> AnyView {
        let value =
            |value: &String| view! { <span class="fact-value">{value.clone()}</span> }.into_any();
        let mut shown: Vec<_> = self.values.iter().map(value).collect();
        if shown.is_empty() {
            shown.push(view! { <span class="muted">{say!(machine.none)}</span> }.into_any());
        }
        view! {
            <dt>{self.name}</dt>
            <dd class=if self.is_mono { "mono" } else { "" }>{shown}</dd>
        }
        .into_any()
    }
}

fn facts(known: &Known) -> Vec<Fact> {
    let Known {
        machine, backend, ..
    } = known;
    let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect::<Vec<_>>();
    let dns = machine.extra.get("dns_name").and_then(Value::as_str);
    let mut facts = vec![
        Fact::mono(say!(machine.public), machine.public_ips.clone()),
        Fact::mono(say!(machine.private), machine.private_ips.clone()),
    ];
    facts.extend(dns.map(|dns| Fact::mono(say!(machine.dns), vec![dns.to_owned()])));
    facts.extend([
        Fact::mono(say!(machine.image), one(machine.image())),
        Fact::new(say!(machine.size), one(machine.size_name())),
        Fact::new(say!(machine.tags), machine.tags.clone()),
        Fact::new(say!(machine.backend), vec![backend.title.clone()]),
        Fact::mono(say!(machine.provider), vec![backend.provider.clone()]),
        Fact::mono(say!(machine.id), vec![machine.id.clone()]),
    ]);
    facts
}

/// The tab.
#[component]
pub fn Overview(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
    /// What is known of it.
    known: Memo<Option<Known>>,
    /// Probes it while the screen is open.
    watch: Watch,
) -> impl IntoView {
    // Each part on its own: what changes redraws itself alone.
    let facts = Memo::new(move |_| known.read().as_ref().map(facts).unwrap_or_default());
    // The earlier output of a machine that is gone can still be read, but it is not what to do next.
    let is_gone = move || {
        let known = known.read();
        known
            .as_ref()
            .is_some_and(|known| known.machine.state == MachineState::Terminated)
    };
    let class = move || if is_gone() { "btn" } else { "btn primary" };
    let to_shell = Navigation::get()
        .to_machine(machine.clone(), MachineTab::Shell)
        .href();
    let is_remembered = Memo::new(move |_| {
        let known = known.read();
        known.as_ref().is_some_and(|known| known.is_remembered)
    });
    // What the provider says beyond the lists is not remembered: that there is none would be untrue.
    let whole = machine.clone();
    let beyond = move || {
        if is_remembered.get() {
            return ().into_any();
        }
        let machine = whole.clone();
        view! {
            <Metadata known=known />
            <RawJson machine=machine name=name />
        }
        .into_any()
    };
    view! {
        <div class="toolbar">
            <a class=class href=to_shell>
                {Icon::Terminal.draw()}
                <span>{say!(actions.open_shell)}</span>
            </a>
            <MachineButtons machine=machine.clone() known=known />
        </div>
        <ProbeCard machine=machine name=name known=known watch=watch />
        <section class="card" aria-labelledby="facts-title">
            <h2 id="facts-title">{say!(machine.facts)}</h2>
            <dl class="facts wide">
                {dynamic(move || facts.read().iter().map(Fact::draw).collect_view().into_any())}
            </dl>
        </section>
        {dynamic(beyond)}
    }
}
