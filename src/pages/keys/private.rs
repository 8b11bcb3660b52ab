//! Showing a private key: fetched when asked for on purpose, gone when the dialog closes.

use leptos::prelude::*;
use mist_api::Secret;
use mist_core::validate::tidy_private_key;

use crate::{
    locales::explain::{self, Trouble},
    platform::{clipboard, file, task},
    say,
    state::State,
    ui::{
        button::{Button, Weight},
        dialog::Dialog,
        empty::Loading,
        icon::Icon,
        notice::TroubleNotice,
    },
};

/// What is shown, as a handle.
#[derive(Clone, Copy)]
pub struct Showing {
    open: RwSignal<bool>,
    /// Whose.
    id: RwSignal<String>,
    text: RwSignal<Option<Secret>>,
    trouble: RwSignal<Option<Trouble>>,
    remark: RwSignal<Option<&'static str>>,
    /// Counts openings and closings: an answer belongs between two of them.
    turns: StoredValue<u64>,
}

impl Showing {
    /// Nothing is shown.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            id: RwSignal::default(),
            text: RwSignal::default(),
            trouble: RwSignal::default(),
            remark: RwSignal::default(),
            turns: StoredValue::new(0),
        }
    }

    /// Opens the dialog and fetches the private half of this key.
    pub fn begin(self, state: State, id: String) {
        self.id.set(id);
        self.open.set(true);
        self.fetch(state);
    }

    fn fetch(self, state: State) {
        self.wipe();
        let turn = self.turns.get_value();
        let id = self.id.get_untracked();
        task::spawn_page(async move {
            let answer = state.keys.private_half(id.clone()).await;
            if self.turns.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(text) => self.text.set(Some(text)),
                Err(error) => {
                    let what = say!(keys.private_failed, name = id);
                    self.trouble.set(Some(explain::trouble(what, &error)));
                }
            }
        });
    }

    /// Forgets the text, and whatever is still on its way.
    fn wipe(self) {
        self.turns.update_value(|turns| *turns += 1);
        self.text.set(None);
        self.trouble.set(None);
        self.remark.set(None);
    }

    /// As programs want it: some refuse a key whose last line has no end.
    fn tidy(self) -> Option<String> {
        let tidy = |text: &Secret| tidy_private_key(text.expose());
        self.text.with_untracked(|text| text.as_ref().map(tidy))
    }

    fn copy(self) {
        let Some(text) = self.tidy() else { return };
        let turn = self.turns.get_value();
        task::spawn_page(async move {
            let words = if clipboard::copy(&text).await {
                say!(keys.private_copied)
            } else {
                say!(keys.private_copy_refused)
            };
            if self.turns.try_get_value() == Some(turn) {
                self.remark.set(Some(words));
            }
        });
    }

    fn download(self) {
        let Some(text) = self.tidy() else { return };
        let name = self.id.get_untracked();
        let words = match file::download(&format!("{name}.pem"), &text) {
            Ok(()) => say!(keys.private_saved),
            Err(_) => say!(keys.private_save_refused),
        };
        self.remark.set(Some(words));
    }
}

impl Default for Showing {
    fn default() -> Self {
        Self::new()
    }
}

#[component]
fn Text(showing: Showing) -> impl IntoView {
    let value = move || {
        let text = showing.text.read();
        text.as_ref().map(|text| text.expose().to_owned())
    };
    view! {
        <textarea
            class="input code"
            rows="14"
            readonly
            spellcheck="false"
            autocomplete="off"
            aria-label=say!(add_key.private)
            prop:value=value
        ></textarea>
    }
}

/// The dialog.
#[component]
pub fn PrivateKeyDialog(
    /// What is shown.
    showing: Showing,
) -> impl IntoView {
    // However it closes: by its button, by Escape, by the browser.
    Effect::new(move |_| {
        if !showing.open.get() {
            showing.wipe();
        }
    });
    let is_there = Memo::new(move |_| showing.text.read().is_some());
    let has_failed = Memo::new(move |_| showing.trouble.read().is_some());
    let content = move || match (is_there.get(), has_failed.get()) {
        (true, _) => view! { <Text showing=showing /> }.into_any(),
        (false, true) => ().into_any(),
        (false, false) => view! { <Loading what=say!(keys.private_loading) /> }.into_any(),
    };
    let state = State::get();
    let retry = Callback::new(move |()| showing.fetch(state));
    let remark = move || {
        let hint = is_there.get().then(|| say!(keys.private_hint));
        showing.remark.get().or(hint)
    };
    view! {
        <Dialog
            title=Signal::derive(move || say!(keys.private_title, name = showing.id.get()))
            open=showing.open
        >
            <div class="form">
                <TroubleNotice trouble=showing.trouble on_retry=retry />
                {content}
                <p class="hint" role="status">
                    {remark}
                </p>
                <div class="dialog-actions">
                    <Show when=move || is_there.get()>
                        <Button
                            label=say!(keys.copy)
                            icon=Icon::Copy
                            on_press=move |_| showing.copy()
                        />
                        <Button
                            label=say!(keys.download)
                            icon=Icon::Download
                            on_press=move |_| showing.download()
                        />
                    </Show>
                    <Button
                        label=say!(keys.close)
                        weight=Weight::Primary
                        on_press=move |_| showing.open.set(false)
                    />
                </div>
            </div>
        </Dialog>
    }
}
