//! Making and deleting networks. What the server has confirmed shows in the catalogue's list at once.

use mist_api::{
    ApiError,
    call::{CreateNetwork, DeleteNetwork, ListNetworks},
    model::Network,
};

use super::{catalogue::Shelf, session::Session};

/// The networks of backends, as a handle.
#[derive(Clone, Copy)]
pub struct Networks {
    session: Session,
    shelf: Shelf<ListNetworks>,
}

impl Networks {
    pub(super) fn new(session: Session, shelf: Shelf<ListNetworks>) -> Self {
        Self { session, shelf }
    }

    /// Makes a network.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn create(self, new: CreateNetwork) -> Result<Network, ApiError> {
        let answer = self.session.call(&new).await;
        if let Ok(made) = &answer {
            self.shelf.patch(&new.backend, |networks| {
                networks.retain(|known| known.id != made.id);
                networks.push(made.clone());
            });
        }
        self.look_after(&new.backend, answer.as_ref().err());
        answer
    }

    /// Deletes a network.
    ///
    /// # Errors
    ///
    /// Whatever the call fails with.
    pub async fn delete(self, backend: String, network: String) -> Result<(), ApiError> {
        let call = DeleteNetwork { backend, network };
        let answer = self.session.call(&call).await;
        if answer.is_ok() {
            self.shelf.patch(&call.backend, |networks| {
                networks.retain(|known| known.id != call.network);
            });
        }
        self.look_after(&call.backend, answer.as_ref().err());
        answer
    }

    /// After a change the list says more than its answer; one that is not found may be gone already, and a
    /// change whose answer was lost may have been made.
    fn look_after(self, backend: &str, error: Option<&ApiError>) {
        let is_in_doubt =
            |error: &ApiError| error.is_answer_lost() || matches!(error, ApiError::NotFound { .. });
        if error.is_none_or(is_in_doubt) {
            self.shelf.refresh(backend);
        }
    }
}
