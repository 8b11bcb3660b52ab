//! Something went wrong, said where the person is.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use leptos::prelude::*;

use super::{
    button::{Button, Weight},
    icon::Icon,
};
use crate::{
    locales::explain::Trouble,
    platform::{clock, dom, task},
};

/// Tries again. The button goes with its notice: whoever pressed it must not be left nowhere.
fn retry_button(retry: Callback<()>, busy: Signal<bool>) -> impl IntoView {
    let pressed = Arc::new(AtomicBool::new(false));
    let was_pressed = pressed.clone();
    on_cleanup(move || {
        if was_pressed.load(Ordering::Relaxed) {
            task::spawn_page(focus_title_if_lost());
        }
    });
    let press = move |_| {
        pressed.store(true, Ordering::Relaxed);
        retry.run(());
    };
    view! {
        <Button label=crate::say!(form.retry) weight=Weight::Plain busy=busy on_press=press />
    }
}

/// Once the notice is gone: focus goes to the screen's title, unless it has found a place by then.
async fn focus_title_if_lost() {
    clock::next_frame().await;
    dom::focus_if_lost(&["h1"]);
}

/// An alert with what failed, the server's own words, what to do, and "Retry" where that makes
/// sense.
#[component]
pub fn TroubleNotice(
    /// What failed; nothing shows while there is nothing.
    #[prop(into)]
    trouble: Signal<Option<Trouble>>,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// It is being tried again.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    // The same trouble again redraws nothing: no second announcement, and focus stays.
    let trouble = Memo::new(move |_| trouble.get());
    move || {
        trouble.get().map(|Trouble { what, server_words, advice }| {
            view! {
                <div class="trouble" role="alert">
                    {Icon::Warning.draw()}
                    <div class="trouble-words">
                        <p class="trouble-what">{what}</p>
                        {server_words.map(|words| view! { <p class="server-words">{words}</p> })}
                        {advice.map(|advice| view! { <p>{advice}</p> })}
                    </div>
                    {on_retry.map(|retry| retry_button(retry, busy))}
                </div>
            }
        })
    }
}
