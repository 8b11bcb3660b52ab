//! Something went wrong, said where the person is.

use leptos::prelude::*;

use super::{
    button::{Button, Weight},
    icon::Icon,
};
use crate::locales::explain::Trouble;

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
                    {on_retry
                        .map(|retry| {
                            view! {
                                <Button
                                    label=crate::say!(form.retry)
                                    weight=Weight::Plain
                                    on_press=move |_| retry.run(())
                                />
                            }
                        })}
                </div>
            }
        })
    }
}
