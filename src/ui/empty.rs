//! What stands where there is nothing yet.

use leptos::prelude::*;

/// A sentence that says so and, as children, the way to mend it.
#[component]
pub fn Empty(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// Why it would be good to have.
    #[prop(optional, into)]
    why: Option<String>,
    /// The button or link that mends it, unless that stands elsewhere on the screen.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {why.map(|why| view! { <p class="hint">{why}</p> })}
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
}

/// Something is being fetched for the first time.
#[component]
pub fn Loading(
    /// What is being fetched, in words.
    #[prop(into)]
    what: String,
) -> impl IntoView {
    view! {
        <div class="loading" aria-busy="true">
            <progress aria-label=what.clone()></progress>
            <span class="hint">{what}</span>
        </div>
    }
}
