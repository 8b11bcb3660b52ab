//! A machine's tags: added, taken off, and why some can't be.

use leptos::{ev::SubmitEvent, html, prelude::*};
use mist_api::{ApiError, model::MachineState};

use crate::{
    components::refusal::Refusal,
    locales::explain,
    platform::{clock, dom, task},
    routes::MachineRef,
    say,
    state::{State, machines::Known},
    ui::{
        button::{SubmitButton, icon_button},
        changing::{dynamic, rows},
        field::TextField,
        icon::Icon,
    },
};

/// The list's id.
const LIST: &str = "tag-list";

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    machine: StoredValue<MachineRef>,
    name: Memo<String>,
    tags: Memo<Vec<String>>,
    can_tag: Memo<bool>,
    refusal: Refusal,
    field: NodeRef<html::Input>,
}

/// A key for each tag: how many equal ones stand before it, then the tag.
fn keys(tags: &[String]) -> Vec<String> {
    let key = |(index, tag): (usize, &String)| {
        let before = tags.iter().take(index).filter(|other| *other == tag);
        format!("{} {tag}", before.count())
    };
    tags.iter().enumerate().map(key).collect()
}

/// The tag of a key.
fn tag_of(key: &str) -> String {
    let (_, tag) = key.split_once(' ').unwrap_or_default();
    tag.to_owned()
}

impl Shared {
    fn remove(self, tag: String, busy: RwSignal<bool>) {
        if !busy.get_untracked() {
            let (machine, name) = (self.machine.get_value(), self.name.get_untracked());
            self.send_removal(machine, name, tag, busy);
        }
    }

    fn send_removal(self, machine: MachineRef, name: String, tag: String, busy: RwSignal<bool>) {
        busy.try_set(true);
        self.refusal.clear();
        let place = self
            .tags
            .try_with_untracked(|tags| tags.iter().position(|known| *known == tag))
            .flatten();
        task::spawn_page(async move {
            let answer = self.state.tags.remove(&machine, &tag).await;
            // The screen may have been left meanwhile.
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    let words = say!(tags.removed, tag = tag, name = name);
                    self.state.notices.say(words);
                    clock::next_frame().await;
                    let next = place.map_or(1, |place| place + 1);
                    let next = format!("#{LIST} li:nth-of-type({next}) button");
                    dom::focus_if_lost(&[&next, "#new-tag input"]);
                }
                Err(error) => {
                    let trouble = explain::remove_tag(&tag, &name, &error);
                    if matches!(error, ApiError::NotFound { .. }) {
                        // No tag, or no longer: once more would be the same.
                        self.state.notices.refuse(self.refusal.trouble, trouble);
                        return;
                    }
                    let again = move || {
                        self.send_removal(machine.clone(), name.clone(), tag.clone(), busy);
                    };
                    self.refusal.say(self.state, trouble, again);
                }
            }
        });
    }

    fn row(self, tag: String) -> AnyView {
        let busy = RwSignal::new(false);
        let shown = tag.clone();
        let remove = move || {
            let (name, tag) = (say!(tags.remove, tag = &tag), tag.clone());
            let press = move |()| self.remove(tag.clone(), busy);
            icon_button(name, Icon::Clear, press)
        };
        view! {
            <li class="tag-row" aria-busy=move || busy.get().then_some("true")>
                <span>{shown}</span>
                {dynamic(move || self.can_tag.get().then(&remove).into_any())}
            </li>
        }
        .into_any()
    }

    fn add(self, draft: RwSignal<String>, busy: RwSignal<bool>, error: RwSignal<Option<String>>) {
        if busy.get_untracked() {
            return;
        }
        let tag = draft.get_untracked().trim().to_owned();
        let (machine, name) = (self.machine.get_value(), self.name.get_untracked());
        let is_there = self.tags.with_untracked(|tags| tags.contains(&tag));
        let wrong = if tag.is_empty() {
            Some(say!(tags.blank).to_owned())
        } else {
            is_there.then(|| say!(tags.duplicate, name = &name))
        };
        error.set(wrong);
        if let Some(field) = self.field.get_untracked() {
            dom::focus(&field);
        }
        if error.with_untracked(Option::is_some) {
            return;
        }
        self.send_tag(draft, busy, machine, name, tag);
    }

    fn send_tag(
        self,
        draft: RwSignal<String>,
        busy: RwSignal<bool>,
        machine: MachineRef,
        name: String,
        tag: String,
    ) {
        busy.try_set(true);
        self.refusal.clear();
        task::spawn_page(async move {
            let answer = self.state.tags.add(&machine, &tag).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    // What was typed meanwhile is the next tag.
                    if draft.try_with_untracked(|draft| draft.trim() == tag) == Some(true) {
                        draft.set(String::new());
                    }
                    let words = say!(tags.added, tag = tag, name = name);
                    self.state.notices.say(words);
                }
                Err(error) => {
                    let failed = say!(tags.add_failed, tag = &tag, name = &name);
                    let trouble = explain::change(say!(tags.add), &tag, failed, &error);
                    let again = move || {
                        let (machine, name, tag) = (machine.clone(), name.clone(), tag.clone());
                        self.send_tag(draft, busy, machine, name, tag);
                    };
                    self.refusal.say(self.state, trouble, again);
                }
            }
        });
    }
}

/// Why tags can't be changed.
fn why_not(known: &Known) -> &'static str {
    match known.machine.state {
        _ if known.is_remembered => say!(offline.why_not),
        MachineState::Terminated => say!(actions.is_gone),
        _ => say!(tags.unsupported),
    }
}

#[component]
fn NewTag(shared: Shared, draft: RwSignal<String>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        shared.add(draft, busy, error);
    };
    view! {
        <form class="form with-button" id="new-tag" on:submit=submit novalidate>
            <TextField
                label=say!(tags.new)
                value=draft
                error=error
                help=say!(tags.new_help)
                node=shared.field
            />
            <SubmitButton label=say!(tags.add) busy=busy />
        </form>
    }
}

/// The tab.
#[component]
pub fn TagsTab(
    /// Which machine.
    machine: MachineRef,
    /// Its name.
    name: Memo<String>,
    /// What is known of it.
    known: Memo<Option<Known>>,
    /// What is typed into the field; it outlives the tab.
    draft: RwSignal<String>,
) -> impl IntoView {
    let shared = Shared {
        state: State::get(),
        machine: StoredValue::new(machine),
        name,
        tags: Memo::new(move |_| {
            let known = known.read();
            let tags = known.as_ref().map(|known| known.machine.tags.clone());
            tags.unwrap_or_default()
        }),
        can_tag: Memo::new(move |_| {
            known
                .read()
                .as_ref()
                .is_some_and(|known| known.machine.can.tag)
        }),
        refusal: Refusal::new(),
        field: NodeRef::new(),
    };
    let form = move || {
        if shared.can_tag.get() {
            return view! { <NewTag shared=shared draft=draft /> }.into_any();
        }
        let words = known.with_untracked(|known| known.as_ref().map(why_not));
        view! { <p class="hint">{words}</p> }.into_any()
    };
    let nothing = move || shared.tags.read().is_empty().then_some(say!(tags.none));
    view! {
        <section class="card">
            {shared.refusal.view()}
            <p class="hint">{nothing}</p>
            <ul class="tag-rows" id=LIST aria-label=say!(tags.list)>
                {rows(move || keys(&shared.tags.read()), move |key| shared.row(tag_of(&key)))}
            </ul>
            {dynamic(form)}
        </section>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn equal_tags_are_rows_of_their_own() {
        let tags = ["web", "the db", "web", ""].map(str::to_owned);
        let keys = keys(&tags);
        assert_eq!(keys, ["0 web", "0 the db", "1 web", "0 "]);
        let back: Vec<String> = keys.iter().map(|key| tag_of(key)).collect();
        assert_eq!(back, tags);
    }
}
