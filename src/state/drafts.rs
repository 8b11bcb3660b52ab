//! What is typed into small forms and not sent yet, so that leaving a screen or closing a dialog by mistake
//! loses nothing. In memory only; gone when it is sent, given up on purpose, or the account leaves.

use std::collections::HashMap;

use leptos::prelude::*;

/// The drafts, as a handle.
#[derive(Clone, Copy)]
pub struct Drafts {
    fields: StoredValue<HashMap<String, ArcRwSignal<String>>>,
}

impl Drafts {
    pub(super) fn new() -> Self {
        Self {
            fields: StoredValue::default(),
        }
    }

    /// What is typed into the field of this name. The same text for everybody who asks.
    pub fn field(self, name: &str) -> RwSignal<String> {
        let field = self.fields.try_update_value(|fields| {
            let field = fields.entry(name.to_owned()).or_default();
            field.clone()
        });
        RwSignal::from(field.unwrap_or_default())
    }

    /// What is typed into the field of this name, if anything is.
    pub fn peek(self, name: &str) -> Option<String> {
        self.fields.with_value(|fields| {
            let text = fields.get(name)?.get_untracked();
            Some(text).filter(|text| !text.is_empty())
        })
    }

    /// Keeps a text under this name; an empty one is forgotten.
    pub fn keep(self, name: &str, text: String) {
        self.fields.update_value(|fields| {
            if text.is_empty() {
                fields.remove(name);
            } else {
                fields.insert(name.to_owned(), ArcRwSignal::new(text));
            }
        });
    }

    /// Empties the fields whose names begin like this, also where they are on the screen.
    pub fn empty(self, prefix: &str) {
        let fields: Vec<_> = self.fields.with_value(|fields| {
            let those = fields.iter().filter(|(name, _)| name.starts_with(prefix));
            those.map(|(_, field)| field.clone()).collect()
        });
        for field in fields {
            field.set(String::new());
        }
    }

    /// Empties all: a form that is still on the screen shows that nothing is left.
    pub(super) fn forget(self) {
        let fields = self.fields.try_update_value(std::mem::take);
        for field in fields.unwrap_or_default().values() {
            field.set(String::new());
        }
    }
}
