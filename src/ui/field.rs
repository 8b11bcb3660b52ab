//! Form fields: a label, a control, one line of help, and the error right where the person looks.

use leptos::{
    attr::{Attribute, custom::custom_attribute},
    html,
    prelude::*,
};

use crate::platform::dom;

/// The words around a control and the ids that tie them to it.
#[derive(Clone)]
struct Frame {
    id: String,
    help_id: String,
    error_id: String,
    error: Signal<Option<String>>,
}

impl Frame {
    fn new(error: Signal<Option<String>>) -> Self {
        let id = dom::fresh_id("field");
        Self {
            help_id: format!("{id}-help"),
            error_id: format!("{id}-error"),
            id,
            error,
        }
    }

    fn described_by(&self, has_help: bool) -> impl Fn() -> Option<String> + Send + Clone + use<> {
        let Self {
            help_id,
            error_id,
            error,
            ..
        } = self.clone();
        move || match (error.with(Option::is_some), has_help) {
            (true, true) => Some(format!("{error_id} {help_id}")),
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(help_id.clone()),
            (false, false) => None,
        }
    }

    fn around(
        self,
        label: String,
        optional: bool,
        help: Option<Signal<String>>,
        control: impl IntoView,
    ) -> impl IntoView {
        let Self {
            id,
            help_id,
            error_id,
            error,
        } = self;
        view! {
            <div class="field">
                <div class="field-label">
                    <label for=id>{label}</label>
                    {optional.then(|| view! { <span class="hint">{crate::say!(form.optional)}</span> })}
                </div>
                {control}
                {help.map(|help| view! { <p class="hint" id=help_id>{help}</p> })}
                {move || {
                    error.get().map(|words| view! { <p class="field-error" id=error_id.clone()>{words}</p> })
                }}
            </div>
        }
    }
}

/// What a text field is for, which decides keyboard, autofill and correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Any text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// The password of the account being signed in to.
    Password,
    /// A secret that is not the password of the account being signed in to.
    Passphrase,
    /// A whole number.
    Number,
    /// A web address.
    Url,
    /// Names machines read: no correction, no capitals.
    Code,
}

impl Kind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Password | Self::Passphrase => "password",
            Self::Email => "email",
            Self::Text | Self::Number | Self::Url | Self::Code => "text",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("numeric"),
            Self::Url => Some("url"),
            Self::Email => Some("email"),
            Self::Text | Self::Password | Self::Passphrase | Self::Code => None,
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::Email => "username",
            Self::Password => "current-password",
            // With "off" browsers fill in the account's password all the same.
            Self::Passphrase => "new-password",
            Self::Text | Self::Number | Self::Url | Self::Code => "off",
        }
    }

    const fn is_prose(self) -> bool {
        matches!(self, Self::Text)
    }
}

/// Whether a tablet may correct what is typed. An attribute `leptos` has no name for.
pub fn autocorrect(may: bool) -> impl Attribute {
    custom_attribute("autocorrect", if may { "on" } else { "off" })
}

/// A line of text.
#[component]
pub fn TextField(
    /// Its name.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What it is for.
    #[prop(optional)]
    kind: Kind,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// One line under it.
    #[prop(optional, into)]
    help: Option<Signal<String>>,
    /// It may stay empty, and the label says so.
    #[prop(optional)]
    optional: bool,
    /// The element, for a caller that moves focus to it.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let frame = Frame::new(error);
    let described = frame.described_by(help.is_some());
    let control = view! {
        <input
            class="input"
            id=frame.id.clone()
            type=kind.input_type()
            inputmode=kind.input_mode()
            autocomplete=kind.autocomplete()
            autocapitalize=(!kind.is_prose()).then_some("off")
            {..autocorrect(kind.is_prose())}
            spellcheck=(!kind.is_prose()).then_some("false")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            node_ref=node
            bind:value=value
        />
    };
    frame.around(label, optional, help, control)
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Its name.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// One line under it.
    #[prop(optional, into)]
    help: Option<Signal<String>>,
    /// The element, for a caller that moves focus to it.
    #[prop(optional)]
    node: NodeRef<html::Textarea>,
) -> impl IntoView {
    let frame = Frame::new(error);
    let described = frame.described_by(help.is_some());
    let control = view! {
        <textarea
            class="input code"
            id=frame.id.clone()
            rows="7"
            autocomplete="off"
            autocapitalize="off"
            {..autocorrect(false)}
            spellcheck="false"
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            node_ref=node
            bind:value=value
        ></textarea>
    };
    frame.around(label, false, help, control)
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the choice stands for.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// One of several. A value that is not, or not yet, among the choices is shown as it is: what the
/// person reads is what is sent.
#[component]
pub fn SelectField(
    /// Its name.
    #[prop(into)]
    label: String,
    /// The value of the choice made.
    value: RwSignal<String>,
    /// The choices.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// One line under it.
    #[prop(optional, into)]
    help: Option<Signal<String>>,
    /// The element, for a caller that moves focus to it.
    #[prop(optional)]
    node: NodeRef<html::Select>,
) -> impl IntoView {
    let frame = Frame::new(error);
    let described = frame.described_by(help.is_some());
    let options = move || {
        let chosen = value.get();
        let mut choices = choices.get();
        if !choices.iter().any(|choice| choice.value == chosen) {
            choices.push(Choice {
                value: chosen.clone(),
                label: chosen.clone(),
            });
        }
        choices
            .into_iter()
            .map(|choice| {
                let selected = choice.value == chosen;
                view! { <option value=choice.value prop:selected=selected>{choice.label}</option> }
            })
            .collect_view()
    };
    let control = view! {
        <select
            class="input"
            id=frame.id.clone()
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            node_ref=node
            on:change=move |event| value.set(event_target_value(&event))
        >
            {options}
        </select>
    };
    frame.around(label, false, help, control)
}

/// Yes or no.
#[component]
pub fn CheckField(
    /// Its name.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    checked: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" bind:checked=checked />
            <span>{label}</span>
        </label>
    }
}
