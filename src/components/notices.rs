//! What happened and what was refused, above every screen.

use std::time::Duration;

use leptos::prelude::*;

use super::language_trouble::language_trouble;
use crate::{
    locales::explain,
    platform::{address, clock, task},
    say,
    state::{State, actions::Refused, notices::Notice},
    ui::{
        button::{Button, Weight},
        empty::Loading,
        notice::TroubleNotice,
    },
};

fn notice_line(notice: &Notice, state: State) -> impl IntoView + use<> {
    let Notice {
        number,
        words,
        undo,
    } = notice.clone();
    view! {
        <div class="notice">
            <p>{words}</p>
            {match undo {
                Some(undo) => {
                    view! { <Button label=say!(form.undo) on_press=move |_| undo.run() /> }.into_any()
                }
                None => {
                    view! {
                        <Button
                            label=say!(form.dismiss)
                            weight=Weight::Quiet
                            on_press=move |_| state.notices.remove(number)
                        />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

fn refusal(refused: Refused, state: State) -> impl IntoView {
    let Refused {
        number,
        machine,
        name,
        action,
        error,
    } = refused;
    let trouble = explain::action(action, &name, &error);
    let retry = Callback::new(move |()| {
        state.actions.put_away(number);
        state.actions.ask(machine.clone(), name.clone(), action);
    });
    view! {
        <div class="notice-trouble">
            <TroubleNotice trouble=Some(trouble) on_retry=retry />
            <Button
                label=say!(form.dismiss)
                weight=Weight::Quiet
                on_press=move |_| state.actions.put_away(number)
            />
        </div>
    }
}

/// How long a thing may take without a word.
const AT_ONCE: Duration = Duration::from_secs(1);

/// That the page waits for the server, once it does so for longer than a moment.
#[component]
fn Waiting() -> impl IntoView {
    let is_long = RwSignal::new(false);
    task::spawn_scoped(async move {
        clock::sleep(AT_ONCE).await;
        is_long.set(true);
    });
    view! {
        <Show when=move || is_long.get()>
            <Loading what=say!(frame.waiting) />
        </Show>
    }
}

/// That the host has a newer release. Reloading is left to the person: it ends what runs here.
fn new_release(state: State) -> impl IntoView {
    let words = move || match state.shells.running() {
        0 => say!(frame.new_release).to_owned(),
        count => say!(frame.new_release_running, count = count),
    };
    view! {
        <div class="notice">
            <p>{words}</p>
            <Button label=say!(frame.reload) on_press=move |_| address::reload() />
        </div>
    }
}

/// The regions that say what happened. They are always there, so that screen readers hear what
/// comes into them.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let state = State::get();
    let notices = state.notices.list();
    let refused = state.actions.refused();
    let waits = state.notices.is_waiting();
    let is_newer = state.release.is_newer();
    view! {
        <div class="notices" role="status">
            <Show when=move || waits.get()>
                <Waiting />
            </Show>
            <Show when=move || is_newer.get()>{new_release(state)}</Show>
            <For
                each=move || notices.get()
                key=|notice| notice.number
                children=move |notice| notice_line(&notice, state)
            />
        </div>
        {language_trouble()}
        <For
            each=move || refused.get()
            key=|refused| refused.number
            children=move |refused| refusal(refused, state)
        />
    }
}
