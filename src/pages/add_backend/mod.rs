//! Adding a backend. The form is what the provider's entry in the API's table asks for.

pub mod draft;
pub mod refusal;

use leptos::{ev::SubmitEvent, prelude::*};
use mist_api::providers::BARE_METAL;

use self::{
    draft::{Draft, Input},
    refusal::Refusal,
};
use crate::{
    components::{
        add_key::AddKeyDialog,
        failures::{Freshness, list_trouble},
        navigate::Navigation,
    },
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::{
        State,
        adding::{Adding, PROVIDER},
    },
    ui::{
        button::{Button, SubmitButton},
        empty::Loading,
        field::{Choice, Kind, SelectField, TextField},
        page::PageHead,
    },
};

/// The choice of a stored key, with a way to add one without leaving the form.
#[component]
fn KeyPicker(key: Input) -> impl IntoView {
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
    // The default key is the likely one, also where the chosen one was deleted meanwhile.
    Effect::new(move |_| {
        let keys = keys.read();
        let (Some(list), None) = (keys.data(), keys.error()) else {
            return;
        };
        let chosen = key.value.get_untracked();
        if !list.items.iter().any(|known| known.id == chosen) {
            let default = list.items.iter().find(|known| known.is_default);
            let default = default.map(|known| known.id.clone()).unwrap_or_default();
            key.value.set(default);
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
            <SelectField
                label=say!(add_backend.key)
                value=key.value
                choices=choices
                error=key.error
            />
            <Button label=say!(add_backend.add_key) on_press=move |_| adding.set(true) />
        </div>
        <AddKeyDialog open=adding on_added=Callback::new(move |id| key.value.set(id)) />
    }
}

/// What the server is busy with, and the way to give it up.
#[component]
fn Progress(adding: Adding) -> impl IntoView {
    let cancel = move |_| {
        adding.cancel();
        // The button goes; what it stood beside is the next thing to do.
        dom::focus_first("form [type=submit]");
    };
    move || {
        adding.to().get().map(|host| {
            let words = say!(add_backend.busy, host = host);
            view! {
                <div class="loading" role="status">
                    <progress aria-label=words.clone()></progress>
                    <span class="hint">{words}</span>
                </div>
                <Button label=say!(add_backend.cancel) on_press=cancel />
            }
        })
    }
}

/// The screen.
#[component]
pub fn AddBackendPage() -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let adding = state.adding;
    adding.watch();
    let draft = Draft::new(adding.typed());
    let provider = RwSignal::new(PROVIDER.to_owned());
    let added = adding.added();
    Effect::new(move |before: Option<u32>| {
        let now = added.get();
        if before.is_some_and(|before| before != now) {
            navigation.go(&Route::default());
        }
        now
    });
    let providers = vec![Choice {
        value: BARE_METAL.id.to_owned(),
        label: BARE_METAL.title.to_owned(),
    }];
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if adding.to().with_untracked(Option::is_some) {
            return;
        }
        match draft.check() {
            Some(new) => {
                adding.send(new, draft.host.value.get_untracked());
            }
            None => task::spawn_scoped(focus_first_wrong()),
        }
    };
    let busy = Signal::derive(move || adding.to().with(Option::is_some));
    view! {
        <PageHead title=say!(add_backend.title) />
        <form class="form card" on:submit=submit novalidate>
            <SelectField
                label=say!(add_backend.provider)
                value=provider
                choices=Signal::stored(providers)
            />
            <TextField
                label=say!(add_backend.name)
                value=draft.title.value
                help=say!(add_backend.name_help)
                optional=true
            />
            <TextField
                label=say!(add_backend.host)
                value=draft.host.value
                kind=Kind::Code
                error=draft.host.error
                help=say!(add_backend.host_help)
            />
            <div class="pair">
                <TextField
                    label=say!(add_backend.user)
                    value=draft.user.value
                    kind=Kind::Code
                    error=draft.user.error
                />
                <TextField
                    label=say!(add_backend.port)
                    value=draft.port.value
                    kind=Kind::Number
                    error=draft.port.error
                />
            </div>
            <KeyPicker key=draft.key />
            <Refusal adding=adding key=draft.key />
            <div class="dialog-actions">
                <Progress adding=adding />
                <SubmitButton label=say!(add_backend.submit) busy=busy />
            </div>
        </form>
    }
}

/// Once the errors are drawn, the first wrong field gets the focus.
async fn focus_first_wrong() {
    clock::next_frame().await;
    dom::focus_first("form [aria-invalid=true]");
}
