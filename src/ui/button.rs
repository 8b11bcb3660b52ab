//! Buttons.

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::Icon;

/// How much a button matters on its screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The one thing the screen is for.
    Primary,
    /// Any other.
    #[default]
    Plain,
    /// In a row or a toolbar: no border until pointed at.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn primary",
            Self::Plain => "btn",
            Self::Quiet => "btn quiet",
            Self::Danger => "btn danger",
        }
    }
}

/// Says why a button that was pressed can't be used: under a finger nothing else would show it.
/// A context; without one only the button's description tells.
#[derive(Debug, Clone, Copy)]
pub struct SayWhyNot(pub Callback<String>);

/// A button. One that can't be used says why: `why_not` keeps it in the tab order, marks it
/// disabled, gives the reason as its description, and has it said when it is pressed all the same.
#[component]
pub fn Button(
    /// The words on it, which are also its name.
    #[prop(into)]
    label: Signal<String>,
    /// Called on press, unless there is a reason why not.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// How much it matters.
    #[prop(optional)]
    weight: Weight,
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Why it can't be used now.
    #[prop(optional, into)]
    why_not: Signal<Option<String>>,
    /// Work it started is going on: it can't be pressed again until that ends.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let say = use_context::<SayWhyNot>();
    let press = move |event: MouseEvent| match (why_not.get_untracked(), say) {
        (None, _) if !busy.get_untracked() => on_press.run(event),
        (Some(words), Some(SayWhyNot(say))) => say.run(words),
        _ => {}
    };
    let disabled = move || (why_not.with(Option::is_some) || busy.get()).then_some("true");
    view! {
        <button
            type="button"
            class=weight.class()
            aria-disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            title=move || why_not.get()
            on:click=press
        >
            {icon.map(Icon::draw)}
            <span>{label}</span>
        </button>
    }
}

/// A button that is only an icon; its name is heard, and shown when pointed at.
pub fn icon_button(name: String, icon: Icon, on_press: impl Fn(()) + 'static) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn quiet icon-only"
            aria-label=name.clone()
            title=name
            on:click=move |_| on_press(())
        >
            {icon.draw()}
        </button>
    }
}

/// The button that sends a form.
#[component]
pub fn SubmitButton(
    /// The words on it, which are also its name.
    #[prop(into)]
    label: Signal<String>,
    /// The form is being sent.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=Weight::Primary.class()
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
        >
            <span>{label}</span>
        </button>
    }
}
