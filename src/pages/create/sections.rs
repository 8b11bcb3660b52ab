//! The parts of the form besides the lists: backend and name, key, networks, and what runs first.

use leptos::prelude::*;

use super::{
    names::{rule_in_words, taken},
    order::{Ordering, Part},
};
use crate::{
    components::{
        failures::{Freshness, list_trouble},
        pickers::key::key_picker,
    },
    say,
    state::creating::Form,
    ui::{
        changing::{dynamic, rows, text},
        empty::Loading,
        field::{CheckField, Choice, Kind, SelectField, TextArea, TextField},
        simulated,
    },
};

/// A numbered part. The style sheet counts, so that one that is left out leaves no gap.
pub fn section(id: &'static str, title: &'static str, body: AnyView) -> AnyView {
    let title_id = format!("{id}-title");
    let named_by = title_id.clone();
    view! {
        <section class="card part" id=id aria-labelledby=named_by>
            <h2 class="part-title">
                <span class="part-number" aria-hidden="true"></span>
                <span id=title_id>{title}</span>
            </h2>
            {body}
        </section>
    }
    .into_any()
}

/// That the first answer of a list is awaited.
pub fn awaited(freshness: Signal<Freshness>, words: &'static str) -> AnyView {
    let is_awaited = Memo::new(move |_| freshness.read().is_awaited());
    dynamic(move || {
        if is_awaited.get() {
            view! { <Loading what=words /> }.into_any()
        } else {
            ().into_any()
        }
    })
}

/// Which backend. The field shows what the address says, and changes it.
fn backend(ordering: &Ordering) -> AnyView {
    let ordering = *ordering;
    let choosing = ordering.choosing;
    let value = RwSignal::new(String::new());
    Effect::new(move |_| {
        let backend = choosing.backend.read();
        value.set(
            backend
                .as_ref()
                .map_or_else(String::new, |known| known.id.clone()),
        );
    });
    Effect::new(move |_| {
        let wish = value.read();
        let backend = choosing.backend.read_untracked();
        let now = backend.as_ref().map_or("", |known| known.id.as_str());
        if !wish.is_empty() && *wish != now {
            choosing.choose_backend(&wish);
        }
    });
    let choices = Signal::derive(move || {
        let none = Choice {
            value: String::new(),
            label: say!(create.backend_none).to_owned(),
        };
        let none = choosing.backend.with(Option::is_none).then_some(none);
        let makers = choosing.makers();
        let on = makers.iter().filter(|known| known.enabled);
        let known = on.map(|known| Choice {
            value: known.id.clone(),
            label: known.title.clone(),
        });
        none.into_iter().chain(known).collect::<Vec<_>>()
    });
    let list = ordering.state.backends.list();
    // Why the backend that the address names can't be had.
    let unusable = move || {
        let wanted = choosing.plan.read().backend.clone();
        if wanted.is_empty() || choosing.backend.with(Option::is_some) {
            return String::new();
        }
        let list = list.read();
        let mut items = list.data().into_iter().flat_map(|list| &list.items);
        match items.find(|known| known.id == wanted) {
            None => say!(create.backend_gone).to_owned(),
            Some(known) if choosing.makers().contains(known) => {
                say!(create.backend_off, title = &known.title)
            }
            Some(known) => say!(create.backend_makes_none, title = &known.title),
        }
    };
    view! {
        <SelectField
            label=say!(create.backend)
            value=value
            choices=choices
            error=ordering.error(Part::Backend, say!(create.first_backend))
        />
        <p class="hint gone" role="status">{text(unusable)}</p>
    }
    .into_any()
}

/// The name, checked while it is typed.
fn name(ordering: &Ordering) -> AnyView {
    let ordering = *ordering;
    let choosing = ordering.choosing;
    let missing = ordering.error(Part::Name, say!(create.name_empty));
    let error = Signal::derive(move || {
        let wrong = ordering.named.read().error.clone();
        wrong.or_else(|| missing.get())
    });
    let help = Signal::derive(move || rule_in_words(choosing.rules().name));
    let taken = move || {
        let backend = choosing.backend.read();
        let named = ordering.named.read();
        let found = backend
            .as_ref()
            .and_then(|known| taken(ordering.state, &known.id, &named.names));
        found.map_or_else(String::new, |name| say!(create.name_taken, name = name))
    };
    view! {
        <TextField
            label=say!(create.name)
            value=ordering.form.name
            kind=Kind::Code
            error=error
            help=help
        />
        <p class="hint gone" role="status">{text(taken)}</p>
    }
    .into_any()
}

/// Backend and name.
pub fn basics(ordering: &Ordering) -> AnyView {
    let chosen = ordering.choosing.backend;
    let note = move || {
        if chosen.with(|known| known.as_ref().is_some_and(|known| known.simulated)) {
            simulated::note(say!(simulated.making))
        } else {
            ().into_any()
        }
    };
    let body = view! {
        {backend(ordering)}
        {dynamic(note)}
        {name(ordering)}
    };
    section("create-basics", say!(create.basics), body.into_any())
}

/// The key.
pub fn key(ordering: &Ordering) -> AnyView {
    let error = ordering.error(Part::Key, say!(create.key_missing));
    let picker = key_picker(say!(create.key), ordering.form.key, error, true);
    section("create-key", say!(create.key_title), picker)
}

fn network(form: Form, id: String, name: String, range: String) -> AnyView {
    let key = StoredValue::new(id);
    let is_in = move || key.with_value(|id| form.networks.read().contains(id));
    let toggle = move |_| {
        form.networks.update(|networks| {
            let id = key.get_value();
            if !networks.remove(&id) {
                networks.insert(id);
            }
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=is_in on:change=toggle />
            <span>{name} " " <span class="hint mono">{range}</span></span>
        </label>
    }
    .into_any()
}

/// The networks, where servers list them. Where there are none there is nothing to choose.
pub fn networks(ordering: &Ordering) -> AnyView {
    let ordering = *ordering;
    let choosing = ordering.choosing;
    let ids = move || {
        let offers = choosing.offers.read();
        let items = offers.networks.iter().flatten();
        items.map(|network| network.id.clone()).collect()
    };
    let row = move |id: String| {
        let offers = choosing.offers.get_untracked();
        let mut items = offers.networks.iter().flatten();
        let Some(known) = items.find(|network| network.id == id) else {
            return ().into_any();
        };
        let ranges: Vec<&str> = known
            .subnets
            .iter()
            .map(|subnet| subnet.cidr.as_str())
            .collect();
        network(ordering.form, id, known.name.clone(), ranges.join(", "))
    };
    let retry = move || {
        if let Some(backend) = choosing.backend.get_untracked() {
            ordering.state.catalogue.networks.refresh(&backend.id);
        }
    };
    let freshness = choosing.standing.networks;
    let body = view! {
        {list_trouble(say!(create.networks_failed), move || freshness.get(), retry)}
        {awaited(freshness, say!(create.networks_loading))}
        <div class="checks" role="group" aria-labelledby="create-networks-title">
            {rows(ids, row)}
        </div>
        <p class="hint">{say!(create.networks_help)}</p>
    };
    section("create-networks", say!(create.networks), body.into_any())
}

/// What runs first, and whether it is watched.
pub fn first_run(ordering: &Ordering) -> AnyView {
    let ordering = *ordering;
    let script = ordering.form.script;
    let foreign = move || {
        let found = script.read().chars().find(|c| !c.is_ascii());
        found.map_or_else(String::new, |c| say!(create.script_foreign, character = c))
    };
    let monitors = Memo::new(move |_| ordering.monitors());
    let tick = move || {
        if monitors.get() {
            view! { <CheckField label=say!(create.monitoring) checked=ordering.form.monitoring /> }
                .into_any()
        } else {
            ().into_any()
        }
    };
    let body = view! {
        <TextArea label=say!(create.script) value=script help=say!(create.script_help) />
        <p class="hint gone" role="status">{text(foreign)}</p>
        {dynamic(tick)}
    };
    section("create-first", say!(create.options), body.into_any())
}
