//! The SSH keys.

mod deleting;
pub mod doing;
pub mod private;
mod row;
mod uses;

use leptos::prelude::*;

use self::{
    doing::{Doing, KeyDialogs, place_of},
    row::row,
    uses::Uses,
};
use crate::{
    components::{
        add_key::AddKeyDialog,
        associate_key::from_key::AssociateMachineDialog,
        failures::{Freshness, list_trouble},
        row_focus,
    },
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        empty::{Empty, Loading},
        icon::Icon,
        page::PageHead,
    },
};

/// The screen.
#[component]
pub fn KeysPage() -> impl IntoView {
    let state = State::get();
    state.keys.refresh();
    state.keys.describe();
    let list = state.keys.list();
    let ids = Memo::new(move |_| {
        let list = list.read();
        let items = list.data().into_iter().flat_map(|list| &list.items);
        items.map(|key| key.id.clone()).collect::<Vec<_>>()
    });
    let is_empty = Memo::new(move |_| list.read().data().map(|list| list.items.is_empty()));
    // An empty list offers it itself.
    let can_add = Memo::new(move |_| match is_empty.get() {
        Some(is_empty) => !is_empty,
        None => list.read().error().is_some(),
    });
    let adding = RwSignal::new(false);
    let doing = Doing::new();
    let uses = Uses::new(state, &doing);
    // With the first key the button goes that stood in the empty list.
    let added = move |id: String| row_focus::mend(place_of(state, &id));
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
                            <th scope="col" class="fingerprint">
                                {say!(keys.column_fingerprint)}
                            </th>
                            <th scope="col" class="num">{say!(keys.column_machines)}</th>
                            <th scope="col">
                                <span class="unseen">{say!(machines.actions)}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || ids.get()
                            key=String::clone
                            children=move |id| row(id, state, &doing, uses)
                        />
                    </tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageHead title=say!(keys.title)>
            <Show when=move || can_add.get()>{add}</Show>
        </PageHead>
        {list_trouble(
            say!(keys.failed),
            move || list.with(Freshness::of),
            move || state.keys.refresh(),
        )}
        {doing.refusal.view()}
        {content}
        <KeyDialogs doing=doing />
        {uses.questions()}
        <AssociateMachineDialog open=uses.associating key=uses.key />
        <AddKeyDialog open=adding on_added=Callback::new(added) />
    }
}
