//! The SSH keys.

use leptos::prelude::*;
use mist_api::model::Key;

use crate::{
    components::{
        add_key::AddKeyDialog,
        failures::{Freshness, ListTrouble},
    },
    locales::explain::{self, Trouble},
    platform::{clipboard, file, task},
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        dialog::Confirm,
        empty::{Empty, Loading},
        icon::Icon,
        menu::{MenuButton, MenuItem},
        notice::TroubleNotice,
        page::PageHead,
    },
};

/// Puts a public key on the clipboard, or into a file where the browser refuses.
async fn give(name: &str, public: &str, state: State) {
    let words = if clipboard::copy(public).await {
        say!(keys.copied_public, name = name)
    } else if file::download(&format!("{name}.pub"), public).is_ok() {
        say!(keys.copy_refused, name = name)
    } else {
        say!(keys.copy_failed, name = name)
    };
    state.notices.say(words);
}

/// What a key's menu does.
fn key_menu(
    key: &Key,
    state: State,
    trouble: RwSignal<Option<Trouble>>,
) -> (Vec<MenuItem>, RwSignal<bool>, Callback<()>) {
    let deleting = RwSignal::new(false);
    let refuse = move |verb: &str, name: &str, error| {
        let failed = say!(keys.change_failed, name = name);
        let wanted = format!("{verb} {name}");
        // The screen may have been left meanwhile; then there is nobody to tell.
        trouble.try_set(Some(explain::change(&wanted, failed, &error)));
    };
    let id = key.id.clone();
    let make_default = Callback::new(move |()| {
        let id = id.clone();
        trouble.set(None);
        task::spawn_page(async move {
            match state.keys.make_default(id.clone()).await {
                Ok(()) => state.notices.say(say!(keys.made_default, name = id)),
                Err(error) => refuse(say!(keys.make_default), &id, error),
            }
        });
    });
    let id = key.id.clone();
    let delete = Callback::new(move |()| {
        let id = id.clone();
        trouble.set(None);
        task::spawn_page(async move {
            match state.keys.delete(id.clone()).await {
                Ok(()) => state.notices.say(say!(keys.deleted, name = id)),
                Err(error) => refuse(say!(keys.delete), &id, error),
            }
        });
    });
    let id = key.id.clone();
    let copy = Callback::new(move |()| {
        let id = id.clone();
        trouble.set(None);
        task::spawn_page(async move {
            match state.keys.public_half(id.clone()).await {
                Ok(public) => give(&id, &public, state).await,
                Err(error) => {
                    let what = say!(keys.copy_failed, name = &id);
                    trouble.try_set(Some(explain::trouble(what, &error)));
                }
            }
        });
    });
    let mut items = vec![MenuItem {
        label: say!(keys.copy_public).to_owned(),
        danger: false,
        on_choose: copy,
    }];
    if !key.is_default {
        items.push(MenuItem {
            label: say!(keys.make_default).to_owned(),
            danger: false,
            on_choose: make_default,
        });
    }
    items.push(MenuItem {
        label: say!(keys.delete).to_owned(),
        danger: true,
        on_choose: Callback::new(move |()| deleting.set(true)),
    });
    (items, deleting, delete)
}

fn row(key: &Key, state: State, trouble: RwSignal<Option<Trouble>>) -> impl IntoView + use<> {
    let (items, deleting, delete) = key_menu(key, state, trouble);
    let dash = || "–".to_owned();
    let consequence = match key.machines.len() {
        0 => say!(keys.delete_unused).to_owned(),
        count => say!(keys.delete_consequence, count = count),
    };
    view! {
        <tr>
            <th scope="row" class="name">{key.id.clone()}</th>
            <td>{key.is_default.then(|| view! { <span class="tag">{say!(keys.default)}</span> })}</td>
            <td class="mono">{key.kind.as_ref().map_or_else(dash, |kind| kind.as_str().to_owned())}</td>
            <td class="mono fingerprint">{key.fingerprint.clone().unwrap_or_else(dash)}</td>
            <td class="num">{key.machines.len()}</td>
            <td class="row-actions">
                <MenuButton
                    label=say!(keys.actions_for, name = &key.id)
                    items=Signal::stored(items)
                />
                <Confirm
                    title=say!(keys.delete_question, name = &key.id)
                    consequence=consequence
                    verb=say!(keys.delete)
                    open=deleting
                    on_confirm=delete
                />
            </td>
        </tr>
    }
}

/// The screen.
#[component]
pub fn KeysPage() -> impl IntoView {
    let state = State::get();
    state.keys.refresh();
    let list = state.keys.list();
    let items = Memo::new(move |_| list.read().data().map(|list| list.items.clone()));
    let is_empty = Memo::new(move |_| items.read().as_ref().map(Vec::is_empty));
    let adding = RwSignal::new(false);
    let change_trouble = RwSignal::new(None);
    let add = move || {
        view! {
            <Button
                label=say!(keys.add)
                icon=Icon::Plus
                weight=Weight::Primary
                on_press=move |_| adding.set(true)
            />
        }
    };
    let content = move || match is_empty.get() {
        None if list.read().error().is_some() => ().into_any(),
        None => view! { <Loading what=say!(keys.loading) /> }.into_any(),
        Some(true) => view! {
            <Empty title=say!(keys.empty) why=say!(keys.empty_why)>
                {add()}
            </Empty>
        }
        .into_any(),
        Some(false) => view! {
            <div class="table-scroll">
                <table class="table" aria-label=say!(keys.title)>
                    <thead>
                        <tr>
                            <th scope="col">{say!(keys.name)}</th>
                            <th scope="col">{say!(keys.column_default)}</th>
                            <th scope="col">{say!(keys.column_kind)}</th>
                            <th scope="col">{say!(keys.column_fingerprint)}</th>
                            <th scope="col" class="num">{say!(keys.column_machines)}</th>
                            <th scope="col">
                                <span class="unseen">{say!(machines.actions)}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || items.get().unwrap_or_default()
                            key=|key| (key.id.clone(), key.is_default, key.machines.len())
                            children=move |key| row(&key, state, change_trouble)
                        />
                    </tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageHead title=say!(keys.title)>
            <Show when=move || is_empty.get() == Some(false)>{add}</Show>
        </PageHead>
        <ListTrouble
            what=say!(keys.failed)
            freshness=Signal::derive(move || list.with(Freshness::of))
            on_retry=move |()| state.keys.refresh()
        />
        <TroubleNotice trouble=change_trouble />
        {content}
        <AddKeyDialog open=adding on_added=Callback::new(|_| ()) />
    }
}
