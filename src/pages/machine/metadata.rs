//! Everything the server says of the machine beyond what the page understands, and the machine as raw
//! JSON.

use leptos::prelude::*;

use crate::{
    components::{
        copying,
        entries::{Entries, flatten},
    },
    locales::explain::{self, Trouble},
    platform::{file, task},
    routes::MachineRef,
    say,
    state::{State, machines::Known, raw},
    ui::{
        button::{Button, Weight},
        changing::dynamic,
        empty::Loading,
        icon::Icon,
        notice::TroubleNotice,
    },
};

/// The part of the screen.
#[component]
pub fn Metadata(
    /// What is known of the machine.
    known: Memo<Option<Known>>,
) -> impl IntoView {
    let entries = Memo::new(move |_| {
        let known = known.read();
        let extra = known.as_ref().map(|known| flatten(&known.machine.extra));
        extra.unwrap_or_default()
    });
    view! {
        <section class="card" aria-labelledby="metadata-title">
            <Entries
                title_id="metadata-title"
                entries=entries
                none=say!(machine.metadata_none)
            />
        </section>
    }
}

fn raw_text(text: String, name: Memo<String>, again: Callback<()>, state: State) -> AnyView {
    let (to_copy, to_download) = (text.clone(), text.clone());
    let copy = move |_| {
        let what = say!(machine.raw).to_owned();
        copying::copy(state, what, to_copy.clone());
    };
    let download = move |_| {
        let name = format!("{}.json", name.get_untracked());
        if file::download(&name, &to_download).is_err() {
            state.notices.say(say!(machine.copy_failed).to_owned());
        }
    };
    view! {
        <div class="toolbar">
            <Button label=say!(machine.raw_copy) icon=Icon::Copy on_press=copy />
            <Button label=say!(machine.raw_download) icon=Icon::Download on_press=download />
            <Button
                label=say!(machine.raw_again)
                weight=Weight::Quiet
                on_press=move |_| again.run(())
            />
        </div>
        <pre class="raw" dir="ltr" role="region" aria-label=say!(machine.raw) tabindex="0">
            {text}
        </pre>
    }
    .into_any()
}

/// The machine as its server sends it, fetched when somebody opens it.
#[component]
pub fn RawJson(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
) -> impl IntoView {
    let state = State::get();
    let raw_json = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let fetch = Callback::new(move |()| {
        busy.set(true);
        trouble.set(None);
        let machine = machine.clone();
        task::spawn_page(async move {
            let answer = raw::machine(state.session, &machine).await;
            // The screen may have been left meanwhile.
            busy.try_set(false);
            match answer {
                Ok(found) => drop(raw_json.try_set(Some(found))),
                Err(error) => {
                    let name = name.try_get_untracked().unwrap_or_default();
                    let what = say!(machine.raw_failed, name = name);
                    trouble.try_set(Some(explain::trouble(what, &error)));
                }
            }
        });
    });
    let toggled = move |_| {
        let is_there =
            raw_json.with_untracked(Option::is_some) || trouble.with_untracked(Option::is_some);
        if !is_there && !busy.get_untracked() {
            fetch.run(());
        }
    };
    let content = move || match raw_json.get() {
        _ if busy.get() => view! { <Loading what=say!(machine.raw_loading) /> }.into_any(),
        Some(text) => raw_text(text, name, fetch, state),
        None => ().into_any(),
    };
    view! {
        <details class="card" on:toggle=toggled>
            <summary>{say!(machine.raw)}</summary>
            <TroubleNotice trouble=trouble on_retry=fetch />
            {dynamic(content)}
        </details>
    }
}
