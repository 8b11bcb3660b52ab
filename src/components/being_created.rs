//! Machines that were asked for and are not listed yet: how far each is, and what became of those that
//! failed. It stands above the machine list, but nothing is being made before a screen of another file asked
//! for it: that screen leaves here how they are drawn, and brings the drawing along.

use std::cell::Cell;

use leptos::prelude::*;

use super::navigate::Navigation;
use crate::{
    locales::explain,
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::{
        State,
        creating::{Creating, Making, Stage},
    },
    ui::{
        button::{Button, Weight},
        changing::{dynamic, rows, text},
        notice::TroubleNotice,
    },
};

thread_local! {
    static BLOCK: Cell<Option<fn() -> AnyView>> = const { Cell::new(None) };
}

/// To be called before machines are asked for: from now on they show.
pub fn show_being_created() {
    BLOCK.set(Some(block));
}

/// The block; nothing while there is nothing to show.
pub fn being_created() -> AnyView {
    let creating = State::get().creating;
    creating.watch();
    let list = creating.list();
    let is_any = Memo::new(move |_| !list.read().is_empty());
    dynamic(move || match (is_any.get(), BLOCK.get()) {
        (true, Some(block)) => block(),
        _ => ().into_any(),
    })
}

/// Most of those that did not fail and are shown one by one.
const MOST: usize = 6;

/// The buttons go with their row: whoever pressed one must not be left nowhere.
fn put_away(creating: Creating, number: u64) {
    creating.dismiss(number);
    task::spawn_page(async {
        clock::next_frame().await;
        dom::focus_if_lost(&["#being-created .btn", "h1"]);
    });
}

fn again(creating: Creating, number: u64, navigation: Navigation) {
    if let Some(plan) = creating.fill_again(number) {
        navigation.go(&Route::CreateMachine(plan));
    }
}

/// How far one is.
fn stage(making: Making, creating: Creating, navigation: Navigation) -> AnyView {
    let Making {
        number,
        call,
        stage,
        ..
    } = making;
    let dismiss = move || {
        view! {
            <Button
                label=say!(form.dismiss)
                weight=Weight::Quiet
                on_press=move |_| put_away(creating, number)
            />
        }
    };
    match stage {
        Stage::Waiting => view! { <span class="hint">{say!(create.waiting)}</span> }.into_any(),
        Stage::Asking => {
            let words = say!(create.creating, name = &call.name);
            view! { <progress aria-label=words></progress> }.into_any()
        }
        Stage::Made(_) => view! {
            <span class="hint">{say!(create.made)}</span>
            {dismiss()}
        }
        .into_any(),
        Stage::Failed(error) => view! {
            <TroubleNotice trouble=Some(explain::create_machine(&call.name, &error)) />
            <span class="row">
                <Button
                    label=say!(create.again)
                    on_press=move |_| again(creating, number, navigation)
                />
                {dismiss()}
            </span>
        }
        .into_any(),
    }
}

fn block() -> AnyView {
    let creating = State::get().creating;
    let navigation = Navigation::get();
    let list = creating.list();
    let shown = Memo::new(move |_| {
        let mut room = MOST;
        let list = list.read();
        let shown = list.iter().filter(|making| {
            let is_failed = matches!(making.stage, Stage::Failed(_));
            let is_shown = is_failed || room > 0;
            room -= usize::from(!is_failed && room > 0);
            is_shown
        });
        let shown = shown.map(|making| making.number.to_string());
        shown.collect::<Vec<_>>()
    });
    let hidden = Memo::new(move |_| list.read().len() - shown.read().len());
    let waits = Memo::new(move |_| {
        let list = list.read();
        list.iter().any(|making| making.stage == Stage::Waiting)
    });
    let row = move |key: String| {
        let number: u64 = key.parse().unwrap_or_default();
        let one = Memo::new(move |_| {
            let list = list.read();
            list.iter().find(|making| making.number == number).cloned()
        });
        let told = one.get_untracked();
        let (name, backend) = told.map_or_else(Default::default, |making| {
            (making.call.name.clone(), making.backend.to_string())
        });
        view! {
            <li class="being-row">
                <span class="being-name">
                    <strong>{name}</strong>
                    <span class="hint">{backend}</span>
                </span>
                {dynamic(move || match one.get() {
                    Some(making) => stage(making, creating, navigation),
                    None => ().into_any(),
                })}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="card being" id="being-created" aria-labelledby="being-title">
            <div class="card-head">
                <h2 id="being-title">{say!(create.being_created)}</h2>
                <Show when=move || waits.get()>
                    <Button
                        label=say!(create.cancel_waiting)
                        on_press=move |_| {
                            creating.cancel_waiting();
                            dom::focus_first("h1");
                        }
                    />
                </Show>
            </div>
            <ul>{rows(move || shown.get(), row)}</ul>
            <p class="hint">
                {text(move || match hidden.get() {
                    0 => String::new(),
                    count => say!(create.hidden, count = count),
                })}
            </p>
        </section>
    }
    .into_any()
}
