//! The first visit to an empty server: three steps, each a button.

use leptos::prelude::*;

use super::{
    add_key::AddKeyDialog,
    failures::{Freshness, list_trouble},
    navigate::Navigation,
};
use crate::{
    routes::{MachineTab, Route},
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        icon::Icon,
    },
};

/// Key, backend, command: what is done is ticked, what comes next stands out.
#[component]
pub fn FirstSteps() -> impl IntoView {
    let state = State::get();
    let navigation = Navigation::get();
    state.keys.refresh();
    let keys = state.keys.list();
    let adding_key = RwSignal::new(false);
    let has_key = Memo::new(move |_| {
        let keys = keys.read();
        keys.data().is_some_and(|list| !list.items.is_empty())
    });
    let has_backend = Memo::new(move |_| {
        state
            .backends
            .list()
            .read()
            .data()
            .is_some_and(|list| !list.items.is_empty())
    });
    let first_machine = Memo::new(move |_| {
        state
            .machines
            .rows()
            .read()
            .first()
            .map(|row| row.key().clone())
    });
    let why_not = Signal::derive(move || {
        first_machine
            .get()
            .is_none()
            .then(|| say!(steps.run_why_not).to_owned())
    });
    let run = move |_| {
        if let Some(machine) = first_machine.get_untracked() {
            navigation.go(&Route::machine(machine, MachineTab::Shell));
        }
    };
    let done = |is: Memo<bool>| {
        move || {
            is.get().then(|| {
                view! { <span class="state good">{Icon::Check.draw()} {say!(steps.done)}</span> }
            })
        }
    };
    view! {
        <section class="steps card" aria-labelledby="steps-title">
            <h2 id="steps-title">{say!(steps.title)}</h2>
            <ol>
                <li>
                    <p>{say!(steps.key_why)} {done(has_key)}</p>
                    <Button
                        label=say!(steps.key)
                        weight=Weight::Primary
                        on_press=move |_| adding_key.set(true)
                    />
                </li>
                <li>
                    <p>{say!(steps.backend_why)} {done(has_backend)}</p>
                    <Button
                        label=say!(steps.backend)
                        on_press=move |_| navigation.go(&Route::add_backend())
                    />
                </li>
                <li>
                    <p>{say!(steps.run_why)}</p>
                    <Button label=say!(steps.run) why_not=why_not on_press=run />
                </li>
            </ol>
            {list_trouble(
                say!(keys.failed),
                move || keys.with(Freshness::of),
                move || state.keys.refresh(),
            )}
        </section>
        <AddKeyDialog open=adding_key on_added=Callback::new(|_| ()) />
    }
}
