//! What is typed into the form, and what is wrong with it.

use leptos::prelude::*;
use mist_api::call::NewBackend;
use mist_core::validate::{HostEntry, HostError, Port, UserName};

use crate::{locales::explain, say, state::adding::Typed};

/// A field's text and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Input {
    /// Its text.
    pub value: RwSignal<String>,
    /// What is wrong with it.
    pub error: RwSignal<Option<String>>,
}

impl Input {
    fn new(value: RwSignal<String>) -> Self {
        Self {
            value,
            error: RwSignal::new(None),
        }
    }

    /// What `parse` makes of the text; its error stands at the field.
    fn check<T, E>(
        self,
        parse: impl FnOnce(&str) -> Result<T, E>,
        words: impl FnOnce(E) -> &'static str,
    ) -> Option<T> {
        let parsed = self.value.with_untracked(|text| parse(text));
        match parsed {
            Ok(value) => {
                self.error.set(None);
                Some(value)
            }
            Err(error) => {
                self.error.set(Some(words(error).to_owned()));
                None
            }
        }
    }
}

/// The form's fields.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What to call it.
    pub title: Input,
    /// The host name or address.
    pub host: Input,
    /// Whom to sign in as.
    pub user: Input,
    /// The port SSH listens on.
    pub port: Input,
    /// The name of the key.
    pub key: Input,
}

impl Draft {
    /// Over what is typed.
    pub fn new(typed: Typed) -> Self {
        Self {
            title: Input::new(typed.title),
            host: Input::new(typed.host),
            user: Input::new(typed.user),
            port: Input::new(typed.port),
            key: Input::new(typed.key),
        }
    }

    /// `ops@db1:2222` typed as a host goes where each part belongs.
    fn spread(self) {
        let Ok(entry) = self
            .host
            .value
            .with_untracked(|text| HostEntry::parse(text))
        else {
            return;
        };
        if let Some(user) = entry.user {
            self.user.value.set(user.as_str().to_owned());
        }
        if let Some(port) = entry.port {
            self.port.value.set(port.number().to_string());
        }
        self.host.value.set(entry.host.as_str().to_owned());
    }

    /// The backend, if it can be sent; otherwise every field says what is wrong.
    pub fn check(self) -> Option<NewBackend> {
        self.spread();
        let host = self.host.check(
            |text| HostEntry::parse(text).map(|entry| entry.host),
            |error: HostError| explain::host(error),
        );
        let user = self.user.check(UserName::parse, explain::user);
        let port = self.port.check(Port::parse, explain::port);
        let key = self.key.check(
            |text| {
                if text.is_empty() {
                    Err(())
                } else {
                    Ok(text.to_owned())
                }
            },
            |()| say!(add_backend.no_key),
        );
        let (host, user, port, key) = (host?, user?, port?, key?);
        let title = self.title.value.get_untracked().trim().to_owned();
        let title = if title.is_empty() {
            host.as_str().to_owned()
        } else {
            title
        };
        Some(NewBackend::bare_metal(
            title,
            host.as_str(),
            user.as_str(),
            port.number(),
            key,
        ))
    }
}
