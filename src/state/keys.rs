//! The SSH keys the server holds. Asked for when somebody needs them; nobody else changes them
//! behind the page's back often enough to poll.

use leptos::prelude::*;
use mist_api::{
    ApiError, Secret,
    call::{AddKey, DeleteKey, GenerateKey, ListKeys, PublicKey, SetDefaultKey},
    model::{Key, Listed},
};
use mist_core::remote::Remote;

use super::{poller::Order, session::Session};
use crate::platform::{clock, task};

/// The keys, as a handle.
#[derive(Clone, Copy)]
pub struct Keys {
    session: Session,
    list: RwSignal<Remote<Listed<Key>, ApiError>>,
    order: StoredValue<Order>,
}

impl Keys {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            list: RwSignal::new(Remote::new()),
            order: StoredValue::new(Order::default()),
        }
    }

    /// The list, its last error, its age. Sorted by name.
    pub fn list(self) -> ReadSignal<Remote<Listed<Key>, ApiError>> {
        self.list.read_only()
    }

    /// Asks for the list now.
    pub fn refresh(self) {
        task::spawn_page(self.ask());
    }

    async fn ask(self) {
        let number = self.order.try_update_value(Order::ask).unwrap_or_default();
        self.list.update(Remote::on_start);
        let answer = self.session.call(&ListKeys).await;
        if self.order.try_update_value(|order| order.take(number)) != Some(true) {
            return;
        }
        match answer {
            Ok(list) => self.set(list),
            Err(error) => self.list.update(|list| list.on_err(error)),
        }
    }

    fn set(self, mut keys: Listed<Key>) {
        keys.items
            .sort_by_key(|key| (key.id.to_lowercase(), key.id.clone()));
        self.list.update(|list| {
            list.on_ok(keys, clock::now_ms());
        });
    }

    /// Stores a private key under a name.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn add(self, id: String, private_key: Secret) -> Result<Key, ApiError> {
        let answer = self
            .session
            .call(&AddKey {
                id,
                private_key,
                passphrase: None,
            })
            .await;
        let key = self.look_after(answer)?;
        self.ask().await;
        Ok(key)
    }

    /// Has the server make a key. Nothing is stored: the private key comes back to be added.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn generate(self) -> Result<Secret, ApiError> {
        let generated = self.session.call(&GenerateKey { kind: None }).await?;
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
            self.ask().await;
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
        self.ask().await;
        Ok(())
    }

    /// Whether a change was made whose answer was lost, the list tells.
    fn look_after<T>(self, answer: Result<T, ApiError>) -> Result<T, ApiError> {
        if answer.as_ref().is_err_and(ApiError::is_answer_lost) {
            self.refresh();
        }
        answer
    }

    pub(super) fn forget(self) {
        // An answer still under way is of the account that is left.
        self.order.update_value(Order::overtake);
        self.list.set(Remote::new());
    }
}
