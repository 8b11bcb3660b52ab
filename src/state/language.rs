//! Which language the page speaks, and fetching its sentences. English is always there; any other comes as a file
//! when it is chosen, or when the page starts in it.

use leptos::prelude::*;

use super::notices::Notices;
use crate::{
    locales::{
        self, ENGLISH, early,
        explain::Trouble,
        words::{LANGUAGES, PSEUDO},
    },
    platform::{
        storage::{self, Place},
        words,
    },
    say,
};

const KEY: &str = "mist:language";

/// What `boot.js` begins the next visit with.
const EARLY: &str = "mist:early";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The first of the browser's languages that the page speaks.
    System,
    /// This one, by its tag.
    Tag(&'static str),
}

impl Choice {
    /// Every choice, in the order shown.
    pub fn all() -> impl Iterator<Item = Self> {
        let tags = LANGUAGES.iter().map(|(tag, _)| Self::Tag(tag));
        [Self::System].into_iter().chain(tags)
    }

    /// The value of the choice in storage.
    pub const fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Tag(tag) => tag,
        }
    }

    /// The choice kept in this browser. The language that nobody speaks is no choice to be offered, but one that
    /// can be kept.
    fn kept() -> Self {
        let kept = storage::read(Place::Device, KEY);
        let mut known = Self::all().chain([Self::Tag(PSEUDO)]);
        let found = known.find(|choice| kept.as_deref() == Some(choice.id()));
        found.unwrap_or(Self::System)
    }

    /// The tag of the language it comes to.
    fn tag(self) -> &'static str {
        match self {
            Self::System => first_known(&words::wanted()),
            Self::Tag(tag) => tag,
        }
    }
}

/// The first of `wanted` that the page speaks, in whichever country; English where there is none.
fn first_known(wanted: &[String]) -> &'static str {
    let mut known = wanted.iter().filter_map(|wanted| {
        let wanted = wanted.split('-').next().unwrap_or_default();
        let mut tags = LANGUAGES.iter().map(|(tag, _)| *tag);
        tags.find(|tag| tag.eq_ignore_ascii_case(wanted))
    });
    known.next().unwrap_or(ENGLISH)
}

/// What the language of this tag calls itself.
pub fn own_name(tag: &str) -> &'static str {
    let known = LANGUAGES.iter().find(|(known, _)| *known == tag);
    known.map_or(PSEUDO, |(_, name)| name)
}

/// Leaves the first sentences of the next visit for `boot.js`, which has those in English.
fn keep_early(tag: &str) {
    if tag == ENGLISH {
        storage::remove(Place::Device, EARLY);
    } else {
        storage::write(Place::Device, EARLY, &early::kept());
    }
}

/// The language.
#[derive(Clone, Copy)]
pub struct Language {
    chosen: RwSignal<Choice>,
    // What is waited for, if anything.
    wanted: RwSignal<Option<&'static str>>,
    trouble: RwSignal<Option<Trouble>>,
    turn: RwSignal<u32>,
    is_settled: RwSignal<bool>,
    notices: Notices,
}

impl Language {
    /// As it was chosen before. Any other than English is asked for by [`Language::start`].
    pub fn new(notices: Notices) -> Self {
        let chosen = Choice::kept();
        Self {
            chosen: RwSignal::new(chosen),
            wanted: RwSignal::new(None),
            trouble: RwSignal::new(None),
            turn: RwSignal::new(0),
            is_settled: RwSignal::new(chosen.tag() == ENGLISH),
            notices,
        }
    }

    /// What was chosen.
    pub fn chosen(self) -> ReadSignal<Choice> {
        self.chosen.read_only()
    }

    /// Counts the changes: what shows words has to be drawn anew.
    pub fn turn(self) -> ReadSignal<u32> {
        self.turn.read_only()
    }

    /// Whether it is known in which language the page begins.
    pub fn is_settled(self) -> ReadSignal<bool> {
        self.is_settled.read_only()
    }

    /// A language that did not come.
    pub fn trouble(self) -> ReadSignal<Option<Trouble>> {
        self.trouble.read_only()
    }

    /// Whether a language is on its way.
    pub fn is_waited_for(self) -> Signal<bool> {
        Signal::derive(move || self.wanted.read().is_some())
    }

    /// The page begins: fetches the language that was chosen before.
    pub async fn start(self) {
        self.speak().await;
        self.is_settled.set(true);
    }

    /// Speaks another language, once its words are there; says so. True if it does then.
    pub async fn choose(self, choice: Choice) -> bool {
        storage::write(Place::Device, KEY, choice.id());
        self.chosen.set(choice);
        let before = locales::tag();
        self.speak().await;
        let has_changed = locales::tag() != before;
        if has_changed {
            self.notices.forget_plain();
            let name = own_name(locales::tag());
            self.notices.say(say!(language.changed, name = name));
        }
        has_changed
    }

    /// Asks again for a language that did not come.
    pub async fn retry(self) {
        self.choose(self.chosen.get_untracked()).await;
    }

    async fn speak(self) {
        let tag = self.chosen.get_untracked().tag();
        if tag == locales::tag() {
            keep_early(tag);
            words::declare(tag, locales::direction(tag));
            self.wanted.set(None);
            self.trouble.set(None);
            return;
        }
        self.wanted.set(Some(tag));
        let spoken = if tag == ENGLISH {
            locales::speak(tag, None).is_ok()
        } else {
            let file = words::fetch(tag).await;
            // Another one may have been chosen meanwhile.
            if self.wanted.get_untracked() != Some(tag) {
                return;
            }
            file.is_some_and(|file| locales::speak(tag, Some(&file)).is_ok())
        };
        self.wanted.set(None);
        if spoken {
            words::declare(tag, locales::direction(tag));
            keep_early(tag);
            self.trouble.set(None);
            self.turn.update(|turn| *turn += 1);
        } else {
            self.trouble.set(Some(Trouble {
                what: say!(
                    language.failed,
                    name = own_name(tag),
                    present = own_name(locales::tag())
                ),
                server_words: None,
                advice: Some(say!(language.failed_advice).to_owned()),
            }));
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_the_page_speaks_is_taken() {
        let of = |wanted: &[&str]| {
            let wanted: Vec<String> = wanted.iter().map(|&tag| tag.to_owned()).collect();
            first_known(&wanted)
        };
        assert_eq!(of(&["el-GR", "en"]), "el");
        assert_eq!(of(&["fr", "EL", "en"]), "el");
        assert_eq!(of(&["en-GB", "el"]), "en");
        assert_eq!(of(&["ar-XB", "ell"]), "en");
        assert_eq!(of(&[]), "en");
    }

    #[test]
    fn the_language_that_nobody_speaks_is_not_offered() {
        let ids: Vec<&str> = Choice::all().map(Choice::id).collect();
        assert_eq!(ids, ["system", "en", "el"]);
        assert_eq!(own_name("el"), "Ελληνικά");
    }
}
