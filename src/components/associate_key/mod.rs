//! Making a key open a machine, from either side. The key alone is often enough; where it is not, the server
//! says so and the dialog asks for user and port, with everything typed still there.

mod draft;
pub mod from_key;

use leptos::prelude::*;

use self::draft::{Draft, ending, submit};

use super::add_key::AddKeyDialog;
use crate::{
    routes::MachineRef,
    say,
    state::State,
    ui::{
        button::Button,
        dialog::Dialog,
        field::{Choice, SelectField},
    },
};

/// The stored keys to choose from.
fn choices(state: State) -> Signal<Vec<Choice>> {
    let keys = state.keys.list();
    Signal::derive(move || {
        let none = Choice {
            value: String::new(),
            label: say!(machine_keys.choose).to_owned(),
        };
        let keys = keys.read();
        let known = keys.data().map(|list| list.items.as_slice());
        let known = known.unwrap_or_default().iter().map(|key| Choice {
            value: key.id.clone(),
            label: key.id.clone(),
        });
        std::iter::once(none).chain(known).collect()
    })
}

#[component]
fn AssociateForm(draft: Draft, adding: RwSignal<bool>) -> impl IntoView {
    view! {
        <form class="form" on:submit=move |event| submit(draft, &event, true) novalidate>
            <div class="with-button">
                <SelectField
                    label=say!(machine_keys.key)
                    value=draft.key
                    choices=choices(draft.state)
                    error=draft.key_error
                />
                <Button label=say!(add_backend.add_key) on_press=move |_| adding.set(true) />
            </div>
            {ending(draft)}
        </form>
    }
}

/// The dialog on a machine's side. What was typed stays when it is closed, until it is sent.
#[component]
pub fn AssociateKeyDialog(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
    /// Where to connect to it.
    host: Memo<Option<String>>,
    /// Whether it shows.
    open: RwSignal<bool>,
    /// The chosen key.
    key: RwSignal<String>,
) -> impl IntoView {
    let state = State::get();
    let kept = format!("{}/{}", machine.backend, machine.machine);
    let machine = Signal::stored(Some(machine));
    let draft = Draft::new(state, &kept, open, key, machine, name.into(), host.into());
    let adding = RwSignal::new(false);
    view! {
        <Dialog title=say!(machine_keys.associate) open=open>
            <AssociateForm draft=draft adding=adding />
        </Dialog>
        <AddKeyDialog open=adding on_added=Callback::new(move |id| key.set(id)) />
    }
}
