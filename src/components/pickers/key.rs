//! The choice of a stored key, with a way to add one without leaving the form.

use leptos::prelude::*;

use crate::{
    components::{
        add_key::AddKeyDialog,
        failures::{Freshness, list_trouble},
    },
    say,
    state::State,
    ui::{
        button::Button,
        empty::Loading,
        field::{Choice, SelectField},
    },
};

/// The choice. Where a key is needed the default one is chosen for whoever does not say.
pub fn key_picker(
    label: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    is_needed: bool,
) -> AnyView {
    let state = State::get();
    state.keys.refresh();
    let adding = RwSignal::new(false);
    let keys = state.keys.list();
    let choices = Signal::derive(move || {
        let none = Choice {
            value: String::new(),
            label: say!(add_backend.key_none).to_owned(),
        };
        let keys = keys.read();
        let items = keys
            .data()
            .map(|list| list.items.as_slice())
            .unwrap_or_default();
        let known = items.iter().map(|key| Choice {
            value: key.id.clone(),
            label: key.id.clone(),
        });
        std::iter::once(none).chain(known).collect::<Vec<_>>()
    });
    // The default key is the likely one, also where the chosen one was deleted meanwhile. Where none is
    // needed, none is chosen for anybody.
    Effect::new(move |_| {
        let keys = keys.read();
        let (Some(list), None) = (keys.data(), keys.error()) else {
            return;
        };
        let chosen = value.get_untracked();
        if !list.items.iter().any(|known| known.id == chosen) {
            let default = list.items.iter().find(|known| known.is_default);
            let default = default.filter(|_| is_needed);
            let default = default.map(|known| known.id.clone()).unwrap_or_default();
            value.set(default);
        }
    });
    let is_unknown =
        Memo::new(move |_| keys.with(|list| list.data().is_none() && list.error().is_none()));
    view! {
        {list_trouble(
            say!(keys.failed),
            move || keys.with(Freshness::of),
            move || state.keys.refresh(),
        )}
        <Show when=move || is_unknown.get()>
            <Loading what=say!(keys.loading) />
        </Show>
        <div class="with-button">
            <SelectField label=label value=value choices=choices error=error />
            <Button label=say!(add_backend.add_key) on_press=move |_| adding.set(true) />
        </div>
        <AddKeyDialog open=adding on_added=Callback::new(move |id| value.set(id)) />
    }
    .into_any()
}
