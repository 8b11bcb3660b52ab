//! What a backend's row and its own screen share: how it stands, its switch, and the dialogs that
//! rename and delete it.

use leptos::prelude::*;
use mist_api::model::Backend;

use super::{
    offline,
    refusal::Refusal,
    rename::{Rename, RenameDialog, Renamed, Sending, Verdict},
};
use crate::{
    locales::explain,
    platform::task,
    say,
    state::State,
    ui::{
        button::SayWhyNot,
        dialog::Confirm,
        field::Kind,
        state_dot::{Tone, state_dot},
    },
};

/// Longest title taken, in characters. Servers name no limit; this one keeps lists readable.
const LONGEST_TITLE: usize = 200;

/// One backend of the list, for as long as it is listed.
pub type Listing = Memo<Option<Backend>>;

/// The backend with this id.
pub fn listing(state: State, id: String) -> Listing {
    let list = state.backends.list();
    Memo::new(move |_| {
        let list = list.read();
        let mut items = list.data().into_iter().flat_map(|list| &list.items);
        items.find(|known| known.id == id).cloned()
    })
}

/// How a backend stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is switched off.
    Off,
    /// Its first answer is awaited.
    Asking,
    /// It lists its machines.
    Answering,
    /// The last list did not come.
    Failing,
}

impl Standing {
    /// How the backend with this id stands, which `listing` is of.
    pub fn of(state: State, id: String, listing: Listing) -> Memo<Self> {
        Memo::new(move |_| {
            if !listing.read().as_ref().is_some_and(|known| known.enabled) {
                Self::Off
            } else if state.machines.failure(&id).is_some() {
                Self::Failing
            } else if state.machines.is_answered(&id) {
                Self::Answering
            } else {
                Self::Asking
            }
        })
    }

    /// In a word, with its dot.
    pub fn draw(self) -> impl IntoView + use<> {
        let (tone, word) = match self {
            Self::Off => (Tone::Off, say!(backends.state_off)),
            Self::Failing => (Tone::Bad, say!(backends.state_failed)),
            Self::Answering => (Tone::Good, say!(backends.state_on)),
            Self::Asking => (Tone::Moving, say!(backends.state_asking)),
        };
        state_dot(tone, word.to_owned())
    }
}

/// Switches a backend on or off; `asked` holds what is asked for until the answer comes.
fn set_enabled(
    state: State,
    backend: Backend,
    wanted: bool,
    asked: RwSignal<Option<bool>>,
    refusal: Refusal,
) {
    asked.try_set(Some(wanted));
    refusal.clear();
    task::spawn_page(async move {
        let title = &backend.title;
        let answer = state.backends.set_enabled(backend.id.clone(), wanted).await;
        // The screen may have been left meanwhile.
        asked.try_set(None);
        match answer {
            Ok(()) if wanted => state.notices.say(say!(backends.switched_on, title = title)),
            Ok(()) => state
                .notices
                .say(say!(backends.switched_off, title = title)),
            Err(error) => {
                let verb = if wanted {
                    say!(backends.enable)
                } else {
                    say!(backends.disable)
                };
                let failed = say!(backends.toggle_failed, title = title);
                let trouble = explain::change(verb, title, failed, &error);
                let again = move || set_enabled(state, backend.clone(), wanted, asked, refusal);
                refusal.say(state, trouble, again);
            }
        }
    });
}

/// Switches a backend on and off. Stands as pressed at once, and goes back if the server refuses.
#[component]
pub fn EnabledSwitch(
    /// The backend.
    listing: Listing,
    /// Where a refusal goes.
    refusal: Refusal,
) -> impl IntoView {
    let state = State::get();
    // What the server was asked for and has not answered yet.
    let asked = RwSignal::new(None::<bool>);
    let is_on = move || {
        let listed = || listing.read().as_ref().is_some_and(|known| known.enabled);
        asked.get().unwrap_or_else(listed)
    };
    let why_not = offline::why_not(state);
    let say_why_not = use_context::<SayWhyNot>();
    let toggle = move |_| {
        if let Some(words) = why_not.get_untracked() {
            if let Some(SayWhyNot(say)) = say_why_not {
                say.run(words);
            }
            return;
        }
        if let Some(backend) = listing.get_untracked()
            && asked.get_untracked().is_none()
        {
            let wanted = !backend.enabled;
            set_enabled(state, backend, wanted, asked, refusal);
        }
    };
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=say!(backends.enabled)
            aria-checked=move || if is_on() { "true" } else { "false" }
            aria-busy=move || asked.with(Option::is_some).then_some("true")
            aria-disabled=move || why_not.with(Option::is_some).then_some("true")
            title=move || why_not.get()
            on:click=toggle
        >
            <span class="knob" aria-hidden="true"></span>
        </button>
    }
}

/// What is being done to the backends of a screen, one at a time, as a handle.
#[derive(Clone, Copy)]
pub struct Doing {
    /// What was refused.
    pub refusal: Refusal,
    rename: Rename,
    is_asking: RwSignal<bool>,
    /// The one that may be deleted: its id and title.
    doomed: RwSignal<(String, String)>,
}

impl Doing {
    /// Nothing is being done.
    pub fn new() -> Self {
        let refusal = Refusal::new();
        Self {
            refusal,
            rename: Rename::new(State::get(), refusal),
            is_asking: RwSignal::new(false),
            doomed: RwSignal::default(),
        }
    }

    /// Opens the dialog that renames it.
    pub fn rename(self, listing: Listing) {
        if let Some(backend) = listing.get_untracked() {
            self.rename.begin(backend.id, backend.title);
        }
    }

    fn carry_out(self, state: State, (id, title): (String, String), on_deleted: Callback<usize>) {
        let place = state.backends.list().with_untracked(|list| {
            let mut items = list.data().into_iter().flat_map(|list| &list.items);
            items.position(|known| known.id == id)
        });
        self.refusal.clear();
        task::spawn_page(async move {
            let _waits = state.notices.wait();
            match state.backends.delete(id.clone()).await {
                Ok(()) => {
                    state.notices.say(say!(backends.deleted, title = title));
                    // The screen may have been left meanwhile; then it has nothing to do.
                    on_deleted.try_run(place.unwrap_or_default());
                }
                Err(error) => {
                    let failed = say!(backends.delete_failed, title = &title);
                    let trouble = explain::change(say!(backends.delete), &title, failed, &error);
                    let again =
                        move || self.carry_out(state, (id.clone(), title.clone()), on_deleted);
                    self.refusal.say(state, trouble, again);
                }
            }
        });
    }

    /// Asks whether to delete it.
    pub fn delete(self, listing: Listing) {
        if let Some(backend) = listing.get_untracked() {
            self.doomed.set((backend.id, backend.title));
            self.is_asking.set(true);
        }
    }
}

impl Default for Doing {
    fn default() -> Self {
        Self::new()
    }
}

fn judge(state: State, id: &str, typed: &str) -> Verdict {
    let title = typed.trim();
    let list = state.backends.list();
    let has_twin = || {
        let list = list.read();
        let mut items = list.data().into_iter().flat_map(|list| &list.items);
        items.any(|known| known.id != id && known.title == title)
    };
    if title.is_empty() {
        Verdict::Wrong(say!(backends.title_empty).to_owned())
    } else if title.chars().count() > LONGEST_TITLE {
        Verdict::Wrong(say!(backends.title_long, most = LONGEST_TITLE))
    } else if has_twin() {
        Verdict::Remark(say!(backends.title_twin, title = title))
    } else {
        Verdict::Fine
    }
}

fn send(state: State, id: String, title: String) -> Sending {
    Box::pin(async move {
        match state.backends.rename(id, title.clone()).await {
            Ok(()) => {
                state.notices.say(say!(backends.renamed, title = title));
                Ok(())
            }
            Err(error) => {
                let failed = say!(backends.rename_failed).to_owned();
                Err(explain::change(say!(backends.rename), "", failed, &error))
            }
        }
    })
}

/// What deleting the backend with this id does.
fn consequence(state: State, id: &str) -> String {
    let mut lines = match state.machines.count(id) {
        None => say!(backends.delete_unknown).to_owned(),
        Some(0) => say!(backends.delete_none).to_owned(),
        Some(count) => say!(backends.delete_machines, count = count),
    };
    lines.push('\n');
    lines.push_str(say!(backends.delete_keys));
    lines
}

/// The dialogs.
#[component]
pub fn BackendDialogs(
    /// What is being done.
    doing: Doing,
    /// Called when one is deleted, with the place in the list that it had.
    on_deleted: Callback<usize>,
) -> impl IntoView {
    let state = State::get();
    let things = Renamed {
        label: say!(backends.column_title),
        kind: Kind::Text,
        judge,
        send,
    };
    let question = move || {
        let doomed = doing.doomed.read();
        say!(backends.delete_question, title = &doomed.1)
    };
    let delete = move |()| doing.carry_out(state, doing.doomed.get_untracked(), on_deleted);
    view! {
        <RenameDialog rename=doing.rename things=things on_done=Callback::new(|_| ()) />
        <Confirm
            title=Signal::derive(question)
            consequence=Signal::derive(move || consequence(state, &doing.doomed.read().0))
            verb=say!(backends.delete)
            open=doing.is_asking
            on_confirm=delete
        />
    }
}
