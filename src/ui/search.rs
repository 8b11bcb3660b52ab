//! The field above a list that says what of it is looked for.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::icon::Icon;

/// A search field.
#[derive(Clone, Copy)]
pub struct SearchField {
    /// Its name.
    pub label: &'static str,
    /// What stands in it while nothing is typed.
    pub hint: &'static str,
    /// What is looked for.
    pub text: Signal<String>,
    /// Called with every change of it.
    pub on_search: Callback<String>,
}

impl SearchField {
    /// One whose text is kept in a signal.
    pub fn of(label: &'static str, hint: &'static str, text: RwSignal<String>) -> Self {
        Self {
            label,
            hint,
            text: text.into(),
            on_search: Callback::new(move |typed| text.set(typed)),
        }
    }

    /// The field.
    pub fn view(self) -> AnyView {
        self.with(Signal::stored(false), Callback::new(|_| ()))
    }

    /// The field where something has to be found before its form is sent, and where keys lead elsewhere.
    pub fn with(self, is_invalid: Signal<bool>, on_key: Callback<KeyboardEvent>) -> AnyView {
        view! {
            <div class="search">
                {Icon::Search.draw()}
                <input
                    type="search"
                    aria-label=self.label
                    placeholder=self.hint
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || is_invalid.get().then_some("true")
                    prop:value=move || self.text.get()
                    on:input=move |event| self.on_search.run(event_target_value(&event))
                    on:keydown=move |event| on_key.run(event)
                />
            </div>
        }
        .into_any()
    }
}
