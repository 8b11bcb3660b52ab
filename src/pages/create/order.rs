//! Everything chosen and typed, together: what is still missing, what it costs, and what is sent.

use leptos::prelude::*;
use mist_api::{call::CreateMachine, model::Cost};

use super::{choosing::Choosing, names::Named};
use crate::{
    components::{being_created::show_being_created, navigate::Navigation},
    platform::{clock, dom, task},
    routes::Route,
    say,
    state::{State, creating::Form},
};

/// A part of the form that has to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The backend.
    Backend,
    /// The name.
    Name,
    /// The image.
    Image,
    /// The size.
    Size,
    /// The location.
    Location,
    /// The key.
    Key,
}

impl Part {
    /// Its name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Backend => say!(create.backend),
            Self::Name => say!(create.name),
            Self::Image => say!(create.image),
            Self::Size => say!(create.size),
            Self::Location => say!(create.location),
            Self::Key => say!(create.key),
        }
    }

    /// What finds the element that fills it in.
    const fn element(self) -> &'static str {
        match self {
            Self::Backend => "#create-basics select",
            Self::Name => "#create-basics input",
            Self::Image => "#create-image input, #create-image button",
            Self::Size => "#create-size [role=listbox], #create-size button",
            Self::Location => "#create-location [role=listbox], #create-location button",
            Self::Key => "#create-key select",
        }
    }
}

/// The order, as a handle.
#[derive(Clone, Copy)]
pub struct Ordering {
    /// The page's state.
    pub state: State,
    /// What is chosen.
    pub choosing: Choosing,
    /// What is typed.
    pub form: Form,
    /// What the name stands for.
    pub named: Memo<Named>,
    /// Whether it was tried to be sent: then what is missing is said at its place.
    pub is_tried: RwSignal<bool>,
}

impl Ordering {
    /// Of what is chosen and typed.
    pub fn new(state: State, choosing: &Choosing) -> Self {
        let choosing = *choosing;
        let form = state.creating.form();
        Self {
            state,
            choosing,
            form,
            named: Memo::new(move |_| Named::of(&form.name.read(), choosing.rules().name)),
            is_tried: RwSignal::new(false),
        }
    }

    /// What is not filled in yet.
    pub fn missing(self) -> Vec<Part> {
        let choosing = self.choosing;
        let chosen = choosing.chosen.get();
        let is_missing = [
            (Part::Backend, choosing.backend.with(Option::is_none)),
            (Part::Name, self.named.read().names.is_empty()),
            (Part::Image, chosen.image.is_none()),
            (Part::Size, chosen.size.is_none()),
            (
                Part::Location,
                chosen.location.is_none() && choosing.wants_location(),
            ),
            (
                Part::Key,
                choosing.rules().key && self.form.key.read().is_empty(),
            ),
        ];
        let missing = is_missing.into_iter().filter(|(_, is_missing)| *is_missing);
        missing.map(|(part, _)| part).collect()
    }

    /// Whether the server monitors machines from the start: those of November 2014 do, which know networks
    /// too.
    pub fn monitors(self) -> bool {
        self.choosing.offers.read().networks.is_some()
    }

    /// What is said at the place of a part that was left out.
    pub fn error(self, part: Part, words: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let is_missing = self.is_tried.get() && self.missing().contains(&part);
            is_missing.then(|| words.to_owned())
        })
    }

    /// How many machines the name stands for; one before there is any.
    pub fn count(self) -> usize {
        self.named.read().names.len().max(1)
    }

    /// What one machine costs.
    pub fn cost(self) -> Option<Cost> {
        self.choosing.cost(&self.choosing.size()?)
    }

    fn calls(self) -> Option<Vec<CreateMachine>> {
        let choosing = self.choosing;
        let rules = choosing.rules();
        let mut call = CreateMachine {
            backend: choosing.backend.get()?.id,
            ..CreateMachine::default()
        };
        let (image, size) = (choosing.image()?, choosing.size()?);
        rules.fill(&mut call, &image, &size, choosing.location().as_ref());
        let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        call.key = filled(self.form.key.get()).filter(|_| rules.key);
        call.script = filled(self.form.script.get());
        call.monitoring = self.monitors() && self.form.monitoring.get();
        if rules.networks {
            let offers = choosing.offers.read();
            let listed = offers.networks.iter().flatten();
            let wanted = self.form.networks.read();
            let wanted = listed.filter(|network| wanted.contains(&network.id));
            call.networks = wanted.map(|network| network.id.clone()).collect();
        }
        let names = self.named.get().names.into_iter();
        let calls = names.map(|name| CreateMachine {
            name,
            ..call.clone()
        });
        Some(calls.collect())
    }

    /// Sends it and goes to the list, where it shows how far it is; or says what is missing.
    pub fn send(self, navigation: Navigation) {
        self.is_tried.set(true);
        let first = untrack(|| self.missing()).first().copied();
        if let Some(part) = first {
            // Once the errors are drawn.
            task::spawn_scoped(async move {
                clock::next_frame().await;
                dom::focus_first(part.element());
            });
            return;
        }
        let Some(calls) = untrack(|| self.calls()) else {
            return;
        };
        let backend = self.choosing.backend.get_untracked();
        let title = backend.map(|backend| backend.title).unwrap_or_default();
        let name = calls
            .first()
            .map(|call| call.name.clone())
            .unwrap_or_default();
        let words = match calls.len() {
            1 => say!(create.sent_one, name = &name),
            count => say!(create.sent_many, count = count),
        };
        show_being_created();
        self.state.creating.send(&title, calls);
        self.state.notices.say(words);
        navigation.go(&Route::default());
    }
}
