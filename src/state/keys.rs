//! The SSH keys the server holds. Asked for when somebody needs them; nobody else changes them
//! behind the page's back often enough to poll.

use std::collections::HashMap;

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use mist_api::{
    ApiError, Secret,
    call::{
        AddKey, DeleteKey, GenerateKey, ListKeys, PrivateKey, PublicKey, RenameKey, SetDefaultKey,
    },
    model::{Association, Key, KeyKind, Listed},
};
use mist_core::{
    lower::lower,
    public_key::{self, PublicKeyFacts},
    remote::Remote,
};
use thiserror::Error;

use super::{poller::Order, session::Session};
use crate::platform::{clock, task};

/// What a key's public half told.
#[derive(Debug, Clone, PartialEq)]
pub enum Described {
    /// Its kind and fingerprint.
    Facts(PublicKeyFacts),
    /// Nothing: it is no public key we can read.
    Unreadable,
    /// Nothing: it could not be fetched.
    Failed(ApiError),
}

/// Why a key was not renamed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RenameError {
    /// Another key has the name. Nothing was sent: a server of 2014 would destroy that key.
    #[error("the name is taken")]
    Taken,
    /// Who has the name could not be found out, and so nothing was sent.
    #[error("not sent: {0}")]
    NotSent(ApiError),
    /// The call failed.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// The keys, as a handle.
#[derive(Clone, Copy)]
pub struct Keys {
    session: Session,
    list: RwSignal<Remote<Listed<Key>, ApiError>>,
    order: StoredValue<Order>,
    /// By id; only keys whose list entry says nothing of it.
    described: RwSignal<HashMap<String, Described>>,
    is_describing: StoredValue<bool>,
}

impl Keys {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            list: RwSignal::new(Remote::new()),
            order: StoredValue::new(Order::default()),
            described: RwSignal::default(),
            is_describing: StoredValue::new(false),
        }
    }

    /// The list, its last error, its age. Sorted by name.
    pub fn list(self) -> ReadSignal<Remote<Listed<Key>, ApiError>> {
        self.list.read_only()
    }

    /// Asks for the list now.
    pub fn refresh(self) {
        task::spawn_page(async move {
            // The list has the error, for whoever shows it.
            let _ = self.ask().await;
        });
    }

    /// Behind a box: many ways end here, and each would hold a copy.
    fn ask(self) -> LocalBoxFuture<'static, Result<(), ApiError>> {
        Box::pin(self.fetch())
    }

    async fn fetch(self) -> Result<(), ApiError> {
        let number = self.order.try_update_value(Order::ask).unwrap_or_default();
        self.list.update(Remote::on_start);
        let answer = self.session.call(&ListKeys).await;
        let is_news = self.order.try_update_value(|order| order.take(number)) == Some(true);
        match answer {
            Ok(list) if is_news => self.set(list),
            // Something newer is known: the question is over all the same.
            Ok(_) => self.list.update(Remote::on_abort),
            Err(error) => {
                self.list.update(|list| {
                    if is_news {
                        list.on_err(error.clone());
                    } else {
                        list.on_abort();
                    }
                });
                return Err(error);
            }
        }
        Ok(())
    }

    fn set(self, mut keys: Listed<Key>) {
        keys.items
            .sort_by_key(|key| (lower(&key.id), key.id.clone()));
        self.described.update(|described| {
            described.retain(|id, _| keys.items.iter().any(|key| key.id == *id));
        });
        self.list.update(|list| {
            list.on_ok(keys, clock::now_ms());
        });
    }

    /// What a key's public half told, where the list says nothing of it and [`Keys::describe`] has
    /// found out.
    pub fn described(self, id: &str) -> Option<Described> {
        self.described.read().get(id).cloned()
    }

    /// As long as the current owner lives, finds out from the public halves what the lists of some
    /// servers don't say: once for each key, one after the other. What failed in an earlier life is
    /// tried again.
    pub fn describe(self) {
        self.described.update(|described| {
            described.retain(|_, known| !matches!(known, Described::Failed(_)));
        });
        Effect::new(move |_| {
            self.list.track();
            if !self.is_describing.get_value() {
                self.is_describing.set_value(true);
                task::spawn_page(self.describe_rest());
            }
        });
    }

    async fn describe_rest(self) {
        while let Some(id) = self.undescribed() {
            let told = match self.public_half(id.clone()).await {
                Ok(line) => {
                    public_key::describe(&line).map_or(Described::Unreadable, Described::Facts)
                }
                Err(error) => Described::Failed(error),
            };
            self.described
                .update(|described| drop(described.insert(id, told)));
        }
        self.is_describing.set_value(false);
    }

    fn undescribed(self) -> Option<String> {
        self.list.with_untracked(|list| {
            let described = self.described.read_untracked();
            let keys = &list.data()?.items;
            let key = keys
                .iter()
                .find(|key| key.fingerprint.is_none() && !described.contains_key(&key.id))?;
            Some(key.id.clone())
        })
    }

    /// Stores a private key under a name; `passphrase` opens it if it is protected.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn add(
        self,
        id: String,
        private_key: Secret,
        passphrase: Option<Secret>,
    ) -> Result<Key, ApiError> {
        let answer = self
            .session
            .call(&AddKey {
                id,
                private_key,
                passphrase,
            })
            .await;
        let key = self.look_after(answer)?;
        // What had this name before was another key.
        self.described
            .update(|described| drop(described.remove(&key.id)));
        // The list has the error, for whoever shows it.
        let _ = self.ask().await;
        Ok(key)
    }

    /// Has the server make a key of this kind, or of the kind that every server makes. Nothing is
    /// stored: the private key comes back to be added.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn generate(self, kind: Option<KeyKind>) -> Result<Secret, ApiError> {
        let generated = self.session.call(&GenerateKey { kind }).await?;
        Ok(generated.private_key)
    }

    /// The public half of a key.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn public_half(self, id: String) -> Result<String, ApiError> {
        self.session.call(&PublicKey { key: id }).await
    }

    /// The private half of a key. Not kept here: whoever asks answers for where it goes.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn private_half(self, id: String) -> Result<Secret, ApiError> {
        self.session.call(&PrivateKey { key: id }).await
    }

    /// Gives a key another name, unless a list fetched for this very moment has it taken.
    ///
    /// # Errors
    ///
    /// The name is another key's, or whatever the calls fail with.
    pub async fn rename(self, id: String, new_id: String) -> Result<(), RenameError> {
        self.ask().await.map_err(RenameError::NotSent)?;
        let is_taken = |list: &Remote<Listed<Key>, ApiError>| {
            let mut keys = list.data().into_iter().flat_map(|list| &list.items);
            keys.any(|key| key.id == new_id)
        };
        if self.list.with_untracked(is_taken) {
            return Err(RenameError::Taken);
        }
        let call = RenameKey {
            key: id.clone(),
            new_id,
        };
        let answer = self.session.call(&call).await;
        let now = self.look_after(answer)?;
        self.described.update(|described| {
            if let Some(known) = described.remove(&id) {
                described.insert(now, known);
            }
        });
        // The list has the error, for whoever shows it.
        let _ = self.ask().await;
        Ok(())
    }

    /// Deletes a key. The answer is the list of those that remain, newer than any under way.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn delete(self, id: String) -> Result<(), ApiError> {
        let answer = self.session.call(&DeleteKey { key: id }).await;
        let rest = self.look_after(answer)?;
        self.order.update_value(Order::overtake);
        // An answer of which nothing could be read says nothing of the keys.
        if rest.items.is_empty() && !rest.faults.is_empty() {
            // The list has the error, for whoever shows it.
            let _ = self.ask().await;
        } else {
            self.set(rest);
        }
        Ok(())
    }

    /// Makes a key the one used where none is named.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn make_default(self, id: String) -> Result<(), ApiError> {
        let answer = self.session.call(&SetDefaultKey { key: id }).await;
        self.look_after(answer)?;
        // The list has the error, for whoever shows it.
        let _ = self.ask().await;
        Ok(())
    }

    /// Whether a change was made whose answer was lost, the list tells.
    fn look_after<T>(self, answer: Result<T, ApiError>) -> Result<T, ApiError> {
        if answer.as_ref().is_err_and(ApiError::is_answer_lost) {
            self.refresh();
        }
        answer
    }

    /// Takes what a key opens from the answer to a change of it: newer than any list under way.
    pub(super) fn set_machines(self, id: &str, machines: Listed<Association>) {
        self.order.update_value(Order::overtake);
        // An answer of which nothing could be read says nothing of what the key opens.
        if machines.items.is_empty() && !machines.faults.is_empty() {
            self.refresh();
            return;
        }
        self.list.update(|list| {
            list.patch(|list| {
                if let Some(key) = list.items.iter_mut().find(|key| key.id == id) {
                    key.machines = machines.items;
                }
            });
        });
    }

    pub(super) fn forget(self) {
        // An answer still under way is of the account that is left.
        self.order.update_value(Order::overtake);
        self.list.set(Remote::new());
        self.described.update(HashMap::clear);
        // The questions under way are never answered.
        self.is_describing.set_value(false);
    }
}
