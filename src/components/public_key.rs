//! Giving a key's public half to the person.

use super::refusal::Refusal;
use crate::{
    locales::explain,
    platform::{clipboard, file, task},
    say,
    state::State,
};

/// Puts the public half of the key on the clipboard, or into a file where the browser refuses.
/// `refusal` says why the server did not give it.
pub fn copy(state: State, id: String, refusal: Refusal) {
    refusal.clear();
    task::spawn_page(async move {
        let waits = state.notices.wait();
        let public = match state.keys.public_half(id.clone()).await {
            Ok(public) => public,
            Err(error) => {
                let what = say!(keys.copy_failed, name = &id);
                let again = move || copy(state, id.clone(), refusal);
                refusal.say(state, explain::trouble(what, &error), again);
                return;
            }
        };
        drop(waits);
        let words = if clipboard::copy(&public).await {
            say!(keys.copied_public, name = id)
        } else if file::download(&format!("{id}.pub"), &public).is_ok() {
            say!(keys.copy_refused, name = id)
        } else {
            say!(keys.copy_failed, name = id)
        };
        state.notices.say(words);
    });
}
