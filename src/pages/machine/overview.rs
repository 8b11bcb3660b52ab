//! What is known of a machine.

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    components::machine_actions::MachineButtons,
    routes::{MachineRef, MachineTab, Route},
    say,
    state::machines::Known,
    ui::icon::Icon,
};

/// One fact and its values, maybe none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

    fn draw(self) -> impl IntoView {
        let shown = if self.values.is_empty() {
            view! { <span class="muted">{say!(machine.none)}</span> }.into_any()
        } else {
            self.values
                .into_iter()
                .map(|value| view! { <span class="fact-value">{value}</span> })
                .collect_view()
                .into_any()
        };
        view! {
            <dt>{self.name}</dt>
            <dd class=if self.is_mono { "mono" } else { "" }>{shown}</dd>
        }
    }
}

/// A value of the server's own, as text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

fn facts(known: &Known) -> Vec<Fact> {
    let Known { machine, backend } = known;
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

/// Everything the server says of the machine, under the server's own names.
fn everything(known: &Known) -> Vec<(String, String)> {
    let extra = known.machine.extra.iter();
    extra
        .map(|(name, value)| (name.clone(), plain(value)))
        .collect()
}

/// The tab.
#[component]
pub fn Overview(
    /// Which machine.
    machine: MachineRef,
    /// What is known of it.
    known: Memo<Option<Known>>,
) -> impl IntoView {
    // Each part on its own, and the open details outside of it: what changes redraws itself alone.
    let facts = Memo::new(move |_| known.read().as_ref().map(facts).unwrap_or_default());
    let extra = Memo::new(move |_| known.read().as_ref().map(everything).unwrap_or_default());
    let has_extra = Memo::new(move |_| !extra.read().is_empty());
    let to_shell = Route::Machine(machine.clone(), MachineTab::Shell).href();
    view! {
        <div class="toolbar">
            <a class="btn primary" href=to_shell>
                {Icon::Terminal.draw()}
                <span>{say!(actions.open_shell)}</span>
            </a>
            <MachineButtons machine=machine known=known />
        </div>
        <section class="card" aria-labelledby="facts-title">
            <h2 id="facts-title">{say!(machine.facts)}</h2>
            <dl class="facts">
                <For each=move || facts.get() key=Fact::clone children=Fact::draw />
            </dl>
        </section>
        <Show when=move || has_extra.get()>
            <details class="card">
                <summary>{say!(machine.more)}</summary>
                <dl class="facts">
                    <For
                        each=move || extra.get()
                        key=Clone::clone
                        children=|(name, value)| {
                            view! {
                                <dt class="mono">{name}</dt>
                                <dd class="mono">{value}</dd>
                            }
                        }
                    />
                </dl>
            </details>
        </Show>
    }
}
