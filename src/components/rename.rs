//! Giving something another name: a dialog that says what is wrong with the new one before it is
//! sent, and keeps what was typed when the server refuses it.

use std::pin::Pin;

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::refusal::Refusal;
use crate::{
    locales::explain::Trouble,
    platform::{clock, dom, task},
    say,
    state::State,
    ui::{
        button::{Button, SubmitButton},
        dialog::Dialog,
        field::{Kind, TextField},
        notice::TroubleNotice,
    },
};

/// What can be said of a name before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Fine,
    /// It can be sent, and this is good to know.
    Remark(String),
    /// It can't be sent, for this reason.
    Wrong(String),
}

/// A name on its way to the server; answers with what is said of it in the end.
pub type Sending = Pin<Box<dyn Future<Output = Result<(), Trouble>>>>;

/// The things of one list whose names can be changed.
#[derive(Clone, Copy)]
pub struct Renamed {
    /// What the name is called.
    pub label: &'static str,
    /// What goes into the field.
    pub kind: Kind,
    /// Judges a name for the thing with this id.
    pub judge: fn(State, &str, &str) -> Verdict,
    /// Sends the new name for the thing with this id. Says the good news itself.
    pub send: fn(State, String, String) -> Sending,
}

/// The renaming of one thing at a time, as a handle.
#[derive(Clone, Copy)]
pub struct Rename {
    state: State,
    open: RwSignal<bool>,
    /// Which thing, and its present name.
    thing: RwSignal<(String, String)>,
    typed: RwSignal<String>,
    /// Whether it was to be sent as it is: before that an empty field is no mistake.
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    /// Where a refusal goes that finds the dialog closed.
    outside: Refusal,
    /// Counts the times it was begun: an answer belongs to one of them.
    begun: StoredValue<u64>,
}

impl Rename {
    /// Nothing is being renamed. A refusal that finds the dialog closed goes to `outside`.
    pub fn new(state: State, outside: Refusal) -> Self {
        Self {
            state,
            open: RwSignal::new(false),
            thing: RwSignal::default(),
            typed: RwSignal::default(),
            tried: RwSignal::new(false),
            busy: RwSignal::new(false),
            trouble: RwSignal::default(),
            outside,
            begun: StoredValue::new(0),
        }
    }

    /// Opens the dialog for the thing with this id and present name.
    pub fn begin(self, id: String, name: String) {
        self.begun.update_value(|begun| *begun += 1);
        // A dialog closed by mistake opens again with what was typed.
        let kept = self.state.drafts.peek(&draft_of(&id, &name));
        self.typed.set(kept.unwrap_or_else(|| name.clone()));
        self.thing.set((id, name));
        self.tried.set(false);
        self.busy.set(false);
        self.trouble.set(None);
        self.outside.clear();
        self.open.set(true);
    }

    /// What was typed is not wanted any more.
    fn drop_draft(self) {
        let (id, present) = self.thing.get_untracked();
        self.state
            .drafts
            .keep(&draft_of(&id, &present), String::new());
    }

    fn submit(self, things: Renamed, on_done: Callback<String>) {
        let (id, present) = self.thing.get_untracked();
        let name = self.typed.get_untracked().trim().to_owned();
        if name == present {
            self.drop_draft();
            self.open.set(false);
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        self.send(things, (id, present), name, on_done);
    }

    fn send(
        self,
        things: Renamed,
        thing: (String, String),
        name: String,
        on_done: Callback<String>,
    ) {
        let state = self.state;
        let begun = self.begun.try_get_value();
        task::spawn_page(async move {
            let answer = (things.send)(state, thing.0.clone(), name.clone()).await;
            if answer.is_ok() {
                state
                    .drafts
                    .keep(&draft_of(&thing.0, &thing.1), String::new());
            }
            // The screen may have been left meanwhile, or the dialog closed and opened again.
            let is_current = begun.is_some()
                && self.begun.try_get_value() == begun
                && self.open.try_get_untracked() == Some(true);
            match answer {
                Ok(()) if is_current => {
                    self.open.set(false);
                    on_done.run(name);
                }
                Ok(()) => {}
                Err(trouble) if is_current => {
                    self.busy.set(false);
                    self.trouble.set(Some(trouble));
                }
                Err(trouble) => self.outside.say(state, trouble, move || {
                    self.send(things, thing.clone(), name.clone(), on_done);
                }),
            }
        });
    }
}

/// Under which name a new name is kept until it is sent.
fn draft_of(id: &str, present: &str) -> String {
    format!("rename/{id}/{present}")
}

#[component]
fn RenameForm(rename: Rename, things: Renamed, on_done: Callback<String>) -> impl IntoView {
    let state = State::get();
    Effect::new(move |_| {
        let typed = rename.typed.get();
        let (id, present) = rename.thing.get_untracked();
        let kept = if typed == present {
            String::new()
        } else {
            typed
        };
        state.drafts.keep(&draft_of(&id, &present), kept);
    });
    let node = NodeRef::<html::Input>::new();
    // The whole name is to be typed over, once the dialog shows and the field has its text; who
    // wants to mend a letter moves the cursor first.
    task::spawn_scoped(async move {
        clock::next_frame().await;
        if let Some(input) = node.get_untracked() {
            input.select();
        }
    });
    let verdict = move || {
        let (id, present) = rename.thing.get();
        let typed = rename.typed.read();
        if typed.trim() == present {
            Verdict::Fine
        } else {
            (things.judge)(state, &id, &typed)
        }
    };
    let wrong = Signal::derive(move || match verdict() {
        Verdict::Wrong(words) if rename.tried.get() || !rename.typed.read().trim().is_empty() => {
            Some(words)
        }
        _ => None,
    });
    let remark = move || match verdict() {
        Verdict::Remark(words) => Some(words),
        Verdict::Fine | Verdict::Wrong(_) => None,
    };
    // The focus stays in the field all the while, so nothing else would read the error out.
    let unseen = move || view! { <span class="unseen">{wrong.get()}</span> };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if rename.busy.get_untracked() {
            return;
        }
        rename.tried.set(true);
        if matches!(untrack(verdict), Verdict::Wrong(_)) {
            node.get_untracked().as_deref().map(dom::focus);
        } else {
            rename.submit(things, on_done);
        }
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <TroubleNotice trouble=rename.trouble />
            <TextField
                label=things.label
                value=rename.typed
                kind=things.kind
                error=wrong
                node=node
            />
            <p class="hint" role="status">
                {remark} {unseen}
            </p>
            <div class="dialog-actions">
                <Button
                    label=say!(form.cancel)
                    on_press=move |_| {
                        rename.drop_draft();
                        rename.open.set(false);
                    }
                />
                <SubmitButton label=say!(rename.submit) busy=rename.busy />
            </div>
        </form>
    }
}

/// The dialog.
#[component]
pub fn RenameDialog(
    /// What is being renamed.
    rename: Rename,
    /// What kind of thing it is.
    things: Renamed,
    /// Called with the new name once it is accepted and the dialog closed.
    on_done: Callback<String>,
) -> impl IntoView {
    let title = move || {
        rename
            .thing
            .with(|(_, name)| say!(rename.title, name = name))
    };
    view! {
        <Dialog title=Signal::derive(title) open=rename.open>
            <RenameForm rename=rename things=things on_done=on_done />
        </Dialog>
    }
}
