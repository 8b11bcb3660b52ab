//! The head of a screen.

use leptos::{html, prelude::*};

use crate::{locales, platform::dom};

/// A screen's title, a line beside it, and its actions. The title takes focus when the screen
/// opens, so that keyboard and screen reader start at the right place.
#[component]
pub fn PageHead(
    /// The one level-1 heading.
    #[prop(into)]
    title: Signal<String>,
    /// What stands before it: a way back.
    #[prop(optional, into)]
    before: Option<AnyView>,
    /// Where the focus stays, if it is there when the screen opens.
    #[prop(optional)]
    unless_in: Option<&'static str>,
    /// What stands beside the title.
    #[prop(optional, into)]
    beside: Option<AnyView>,
    /// Buttons and links of the whole screen.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |focused: Option<bool>| {
        let Some(element) = heading.get() else {
            return false;
        };
        if focused != Some(true) {
            if unless_in.is_some_and(dom::focus_is_in) {
                dom::reveal(&element);
            } else {
                dom::focus(&element);
            }
        }
        true
    });
    Effect::new(move |_| dom::set_title(&locales::tab_title(&title.get())));
    view! {
        <header class="page-head">
            {before}
            <h1 tabindex="-1" node_ref=heading>
                {title}
            </h1>
            {beside}
            <div class="page-actions">{children.map(|children| children())}</div>
        </header>
    }
}
