//! The fields of a provider's form, as the API's table asks for them.

use leptos::prelude::*;
use mist_api::{
    model::Backend,
    providers::{Field, FieldKind, ProviderForm, form},
};

use super::{
    draft::{Draft, Input},
    labels::label,
};
use crate::{
    components::pickers::key::key_picker,
    say,
    state::State,
    ui::{
        changing::dynamic,
        field::{Choice, Kind, SelectField, TextField},
        file::TextFileField,
    },
};

/// A line of text, as its kind wants it.
fn line(field: &'static Field, input: Input) -> AnyView {
    let kind = match field.kind {
        _ if field.secret => Kind::Passphrase,
        FieldKind::Port => Kind::Number,
        FieldKind::Url => Kind::Url,
        _ => Kind::Code,
    };
    let help = match field.kind {
        FieldKind::Host => say!(add_backend.host_help),
        FieldKind::Url if field.default.is_empty() && field.required => say!(add_backend.url_help),
        _ => "",
    };
    view! {
        <TextField
            label=label(field.label)
            value=input.value
            kind=kind
            error=input.error
            help=help
            // What is filled in already is not asked for.
            optional=!field.required && field.default.is_empty()
        />
    }
    .into_any()
}

fn draw(field: &'static Field, input: Input, draft: Draft) -> AnyView {
    match field.kind {
        FieldKind::Key => key_picker(
            label(field.label),
            input.value,
            input.error.into(),
            field.required,
        ),
        FieldKind::File => view! {
            <TextFileField
                label=label(field.label)
                value=input.value
                error=input.error
                help=say!(add_backend.file_help)
                hidden=draft.hidden
            />
        }
        .into_any(),
        _ => line(field, input),
    }
}

/// Those fields that are, or are not, for few. A port stands beside what it belongs to.
fn some(draft: Draft, advanced: bool) -> AnyView {
    let mut drawn = Vec::<AnyView>::new();
    let fields = draft.fields().into_iter();
    for (field, input) in fields.filter(|(field, _)| field.advanced == advanced) {
        let view = draw(field, input, draft);
        let is_beside = field.kind == FieldKind::Port;
        let before = if is_beside { drawn.pop() } else { None };
        drawn.push(match before {
            Some(before) => view! { <div class="pair">{before} {view}</div> }.into_any(),
            None => view,
        });
    }
    drawn.into_any()
}

/// All fields.
fn all(draft: Draft) -> AnyView {
    let has_advanced = draft.fields().iter().any(|(field, _)| field.advanced);
    let toggled = move |event| {
        let details = event_target::<web_sys::Element>(&event);
        draft.more.set(details.has_attribute("open"));
    };
    let advanced = has_advanced.then(|| {
        view! {
            <details class="more" prop:open=move || draft.more.get() on:toggle=toggled>
                <summary>{say!(add_backend.advanced)}</summary>
                <div class="more-fields">{some(draft, true)}</div>
            </details>
        }
    });
    view! {
        {some(draft, false)}
        {advanced}
    }
    .into_any()
}

/// The backends whose saved secret opens another region too: one of each account.
pub fn accounts(state: State, asked: &'static ProviderForm) -> Vec<Backend> {
    let list = state.backends.list();
    let list = list.read();
    let items = list.data().into_iter().flat_map(|list| &list.items);
    let same = items.filter(|backend| {
        let known = form(&backend.provider).is_some_and(|form| form.id == asked.id);
        known && !backend.simulated && !backend.apikey.is_empty()
    });
    let mut accounts = Vec::<Backend>::new();
    for backend in same {
        if accounts.iter().all(|known| known.apikey != backend.apikey) {
            accounts.push(backend.clone());
        }
    }
    accounts
}

/// Where a secret that the server has already would do, the choice between it and another.
fn account(draft: Draft, accounts: Memo<Vec<Backend>>) -> AnyView {
    let choices = Signal::derive(move || {
        let typed = Choice {
            value: String::new(),
            label: say!(add_backend.account_typed).to_owned(),
        };
        let accounts = accounts.read();
        let saved = accounts.iter().map(|backend| Choice {
            value: backend.id.clone(),
            label: say!(add_backend.account_saved, title = &backend.title),
        });
        std::iter::once(typed).chain(saved).collect::<Vec<_>>()
    });
    view! {
        <SelectField label=say!(add_backend.account) value=draft.account choices=choices />
    }
    .into_any()
}

/// The form's own fields, and the choice of a saved secret in their place.
pub fn fields(draft: Draft, accounts: Memo<Vec<Backend>>) -> AnyView {
    let is_offered = Memo::new(move |_| !accounts.read().is_empty());
    let is_saved = Memo::new(move |_| {
        let chosen = draft.account.read();
        let accounts = accounts.read();
        accounts.iter().any(|backend| backend.id == *chosen)
    });
    // Gone meanwhile: then there is nothing to choose.
    Effect::new(move |_| {
        let accounts = accounts.read();
        let chosen = draft.account.get_untracked();
        let is_there = accounts.iter().any(|backend| backend.id == chosen);
        if !is_there && !chosen.is_empty() {
            draft.account.set(String::new());
        }
    });
    view! {
        {dynamic(move || {
            if is_offered.get() { account(draft, accounts) } else { ().into_any() }
        })}
        {dynamic(move || if is_saved.get() { ().into_any() } else { all(draft) })}
    }
    .into_any()
}
