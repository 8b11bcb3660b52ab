//! Dialogs over the page. The browser keeps focus inside, closes on Escape and gives focus back.

use leptos::{html, prelude::*};

use super::button::{Button, Weight};
use crate::platform::dom;

/// A dialog that shows while `open` is true. Escape and the browser's own closing set it to false.
#[component]
pub fn Dialog(
    /// Its title and name.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it shows.
    open: RwSignal<bool>,
    /// It asks before harm: announced at once by screen readers.
    #[prop(optional)]
    alert: bool,
    /// The id of the words that say what it is about, read out with its name.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Whether Escape may close it. The sign-in in place can't be waved away.
    #[prop(default = true)]
    dismissable: bool,
    /// What is in it; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = StoredValue::new(dom::fresh_id("dialog-title"));
    let show = move || {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            // Refused only for a dialog that is off the page.
            let _ = dialog.show_modal();
        }
    };
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !open.get()
        {
            dialog.close();
        }
    });
    let cancel = move |event: leptos::ev::Event| {
        if !dismissable {
            event.prevent_default();
        }
    };
    // A browser closes any dialog at the second Escape, whatever the page says to the first.
    let closed = move |_: leptos::ev::Event| {
        if dismissable {
            open.set(false);
        } else if open.get_untracked() {
            untrack(show);
        }
    };
    // Shown once its content is in it: the browser looks there for what takes the focus.
    let content = move || {
        Effect::new(move |_| show());
        view! {
            <h2 id=title_id.get_value()>{title}</h2>
            {children()}
        }
    };
    view! {
        <dialog
            class="dialog"
            role=alert.then_some("alertdialog")
            aria-labelledby=title_id.get_value()
            aria-describedby=described_by
            node_ref=node
            on:cancel=cancel
            on:close=closed
        >
            <Show when=move || open.get()>{content.clone()}</Show>
        </dialog>
    }
}

/// Asks before harm. The confirming button carries the verb; Escape and "Cancel" leave all as it
/// was, and "Cancel" has the focus.
#[component]
pub fn Confirm(
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen, by name; may have several lines.
    #[prop(into)]
    consequence: Signal<String>,
    /// The verb on the confirming button.
    #[prop(into)]
    verb: Signal<String>,
    /// Whether it shows.
    open: RwSignal<bool>,
    /// Called when confirmed.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let id = dom::fresh_id("consequence");
    view! {
        <Dialog title=title open=open alert=true described_by=id.clone()>
            <div class="consequence" id=id.clone()>
                {move || {
                    let lines = consequence.get();
                    lines.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()
                }}
            </div>
            <div class="dialog-actions">
                <Button label=crate::say!(form.cancel) on_press=move |_| open.set(false) />
                <Button
                    label=verb
                    weight=Weight::Danger
                    on_press=move |_| {
                        open.set(false);
                        on_confirm.run(());
                    }
                />
            </div>
        </Dialog>
    }
}
