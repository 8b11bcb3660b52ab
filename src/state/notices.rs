//! What happened, said once in a status region, with a way back where there is one.

use std::{fmt, sync::Arc, time::Duration};

use leptos::prelude::*;

use crate::{
    locales::explain::Trouble,
    platform::{clock, task},
};

/// How long a notice stays that needs no answer.
const STAY: Duration = Duration::from_secs(8);

/// Most notices on screen at once, those with a way back not counted.
const MOST: usize = 2;

/// A way back. Not a callback of the view that began it: that view may be gone by then.
#[derive(Clone)]
pub struct Undo(Arc<dyn Fn() + Send + Sync>);

impl Undo {
    /// A way back that does this.
    pub fn new(undo: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(undo))
    }

    /// Goes it.
    pub fn run(&self) {
        (self.0)();
    }
}

impl fmt::Debug for Undo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Undo")
    }
}

/// One sentence.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Tells notices apart.
    pub number: u64,
    /// The sentence; it names its object.
    pub words: String,
    /// Takes back what is about to happen.
    pub undo: Option<Undo>,
}

/// Something the page waits for, until this is dropped.
pub struct Wait(RwSignal<u32>);

impl Drop for Wait {
    fn drop(&mut self) {
        self.0.update(|waits| *waits = waits.saturating_sub(1));
    }
}

/// The notices on screen.
#[derive(Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    last: StoredValue<u64>,
    waits: RwSignal<u32>,
}

impl Notices {
    /// None.
    pub fn new() -> Self {
        Self {
            list: RwSignal::default(),
            last: StoredValue::new(0),
            waits: RwSignal::new(0),
        }
    }

    /// Those on screen, oldest first.
    pub fn list(self) -> ReadSignal<Vec<Notice>> {
        self.list.read_only()
    }

    fn add(self, words: String, undo: Option<Undo>) -> u64 {
        self.last.update_value(|number| *number += 1);
        let number = self.last.get_value();
        let notice = Notice {
            number,
            words,
            undo,
        };
        self.list.update(|list| {
            // What can still be undone stays; of the rest the last few are enough.
            let plain = list.iter().filter(|notice| notice.undo.is_none()).count();
            if plain >= MOST
                && let Some(oldest) = list.iter().position(|notice| notice.undo.is_none())
            {
                list.remove(oldest);
            }
            list.push(notice);
        });
        number
    }

    /// Says that something happened; the sentence goes by itself after a while. Said again, it
    /// is there once, and heard anew.
    pub fn say(self, words: String) {
        self.list
            .update(|list| list.retain(|notice| notice.undo.is_some() || notice.words != words));
        let number = self.add(words, None);
        task::spawn_page(async move {
            clock::sleep(STAY).await;
            self.remove(number);
        });
    }

    /// Says what is about to happen. The caller removes it when it has.
    pub fn offer_undo(self, words: String, undo: Undo) -> u64 {
        self.add(words, Some(undo))
    }

    /// Says what failed at its place on the screen; if that screen was left meanwhile, here.
    pub fn refuse(self, place: RwSignal<Option<Trouble>>, trouble: Trouble) {
        if let Some(Some(homeless)) = place.try_set(Some(trouble)) {
            let words = homeless.server_words.unwrap_or_default();
            self.say([homeless.what, words].join(" ").trim_end().to_owned());
        }
    }

    /// The server does something that no button or form of its own waits for.
    pub fn wait(self) -> Wait {
        self.waits.update(|waits| *waits += 1);
        Wait(self.waits)
    }

    /// Whether the page waits for such a thing.
    pub fn is_waiting(self) -> Signal<bool> {
        Signal::derive(move || self.waits.get() > 0)
    }

    /// Takes a notice off the screen.
    pub fn remove(self, number: u64) {
        // The page may have been closed down meanwhile; then there is nothing to take off.
        let _ = self
            .list
            .try_update(|list| list.retain(|notice| notice.number != number));
    }

    /// Takes off what needs no answer: it is in the words of before.
    pub fn forget_plain(self) {
        self.list
            .update(|list| list.retain(|notice| notice.undo.is_some()));
    }

    /// Takes all off.
    pub fn forget(self) {
        self.list.set(Vec::new());
        self.waits.set(0);
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}
