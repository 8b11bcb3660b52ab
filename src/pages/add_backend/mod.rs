//! Adding a backend. The form is what the provider's entry in the API's table asks for.

pub mod choice;
pub mod draft;
pub mod fields;
pub mod help;
mod labels;
pub mod refusal;

use leptos::{ev::SubmitEvent, prelude::*};
use mist_api::providers::{BARE_METAL, ProviderForm};

use self::{
    choice::{Choosing, Chosen},
    draft::Draft,
    refusal::Refusal,
};
use crate::{
    components::{
        failures::{Freshness, list_trouble},
        navigate::Navigation,
    },
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::{State, adding::Adding},
    ui::{
        button::{Button, SubmitButton},
        changing::dynamic,
        empty::Loading,
        field::{SelectField, TextField},
        page::PageHead,
        simulated,
    },
};

/// What the server is busy with, and the way to give it up.
#[component]
fn Progress(adding: Adding) -> impl IntoView {
    let cancel = move |_| {
        adding.cancel();
        // The button goes; what it stood beside is the next thing to do.
        dom::focus_first("form [type=submit]");
    };
    move || {
        adding.to().get().map(|name| {
            let words = say!(add_backend.busy, name = name);
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

/// What is chosen, and what is typed for it.
#[derive(Clone, Copy)]
struct Filling {
    state: State,
    choosing: Choosing,
    draft: StoredValue<Option<Draft>>,
}

impl Filling {
    /// The form of the chosen provider, from its title to its button.
    fn form(self, chosen: &Chosen) -> AnyView {
        let Self {
            state, choosing, ..
        } = self;
        let adding = state.adding;
        let draft = Draft::new(&adding.typed(&chosen.offer));
        self.draft.set_value(Some(draft));
        let asked = chosen.offer.form;
        let accounts = Memo::new(move |_| {
            let chosen = choosing.chosen.read();
            let is_real = chosen.as_ref().is_some_and(|now| !now.place.simulated);
            if asked.reuses_secret && is_real {
                fields::accounts(state, asked)
            } else {
                Vec::new()
            }
        });
        let busy = Signal::derive(move || adding.to().with(Option::is_some));
        view! {
            <TextField
                label=say!(add_backend.name)
                value=draft.title.value
                help=Signal::derive(move || self.name_help())
                optional=true
            />
            {fields::fields(draft, accounts)}
            <Refusal adding=adding offer=chosen.offer.id().to_owned() key=draft.key() />
            <div class="dialog-actions">
                <Progress adding=adding />
                <SubmitButton label=say!(add_backend.submit) busy=busy />
            </div>
        }
        .into_any()
    }

    /// What it is called without a title.
    fn name_help(self) -> String {
        match &*self.choosing.chosen.read() {
            Some(chosen) if chosen.offer.form.id != BARE_METAL.id => {
                say!(add_backend.name_default, title = &chosen.place.title)
            }
            _ => say!(add_backend.name_help).to_owned(),
        }
    }

    fn send(self) {
        let chosen = self.choosing.chosen.get_untracked();
        let (Some(draft), Some(chosen)) = (self.draft.get_value(), chosen) else {
            return;
        };
        let adding = self.state.adding;
        if adding.to().with_untracked(Option::is_some) {
            return;
        }
        let account = draft.account.get_untracked();
        let saved = untrack(|| fields::accounts(self.state, chosen.offer.form));
        let saved = saved.into_iter().find(|backend| backend.id == account);
        let apikey = saved.map(|backend| backend.apikey);
        match draft.check(&chosen.place, chosen.offer.id().to_owned(), apikey) {
            Some(add) => adding.send(add),
            None => task::spawn_scoped(focus_first_wrong()),
        }
    }
}

/// The screen.
#[component]
pub fn AddBackendPage() -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    let adding = state.adding;
    adding.watch();
    state.providers.refresh();
    let list = state.providers.list();
    let choosing = Choosing::new(state, navigation);
    let chosen = choosing.chosen;
    let filling = Filling {
        state,
        choosing,
        draft: StoredValue::new(None),
    };
    let added = adding.added();
    Effect::new(move |before: Option<u32>| {
        let now = added.get();
        if before.is_some_and(|before| before != now) {
            navigation.go(&Route::default());
        }
        now
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        filling.send();
    };
    let is_asking =
        Memo::new(move |_| list.with(|list| list.data().is_none() && list.error().is_none()));
    let of_chosen = move |tell: fn(&Chosen) -> bool| {
        Memo::new(move |_| chosen.read().as_ref().is_some_and(tell))
    };
    let has_regions = of_chosen(|chosen| chosen.offer.places.len() > 1);
    let is_simulated = of_chosen(|chosen| chosen.place.simulated);
    let asked = Memo::new(move |_| {
        let chosen = chosen.read();
        chosen.as_ref().map(|chosen| chosen.offer.id().to_owned())
    });
    let about = Signal::derive(move || {
        let form = |chosen: &Chosen| -> &'static ProviderForm { chosen.offer.form };
        let form = chosen.read().as_ref().map(form);
        form.map_or("", help::of).to_owned()
    });
    let regions = move || {
        let regions = Signal::derive(move || choosing.regions());
        view! { <SelectField label=say!(add_backend.region) value=choosing.region choices=regions /> }
            .into_any()
    };
    let form = move || {
        // Another region is no other form.
        asked.with(|_| ());
        let chosen = chosen.read_untracked();
        match &*chosen {
            Some(chosen) => filling.form(chosen),
            None => ().into_any(),
        }
    };
    view! {
        <PageHead title=say!(add_backend.title) />
        <form class="form card" on:submit=submit novalidate>
            <SelectField
                label=say!(add_backend.provider)
                value=choosing.provider
                choices=Signal::derive(move || choosing.providers())
                help=about
            />
            {list_trouble(
                say!(add_backend.providers_failed),
                move || list.with(Freshness::of),
                move || state.providers.refresh(),
            )}
            <Show when=move || is_asking.get()>
                <Loading what=say!(add_backend.providers_loading) />
            </Show>
            <p class="hint" role="status">
                {move || {
                    choosing.missing().map(|provider| say!(add_backend.missing, provider = provider))
                }}
            </p>
            {dynamic(move || if has_regions.get() { regions() } else { ().into_any() })}
            <div role="status">
                {dynamic(move || {
                    if is_simulated.get() {
                        simulated::note(say!(simulated.form))
                    } else {
                        ().into_any()
                    }
                })}
            </div>
            {dynamic(form)}
        </form>
    }
}

/// Once the errors are drawn, the first wrong field gets the focus.
async fn focus_first_wrong() {
    clock::next_frame().await;
    dom::focus_first("form [aria-invalid=true]");
}
