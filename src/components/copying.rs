//! Giving a person text to take along, and saying how that went.

use crate::{
    platform::{clipboard, task},
    say,
    state::State,
};

/// Puts `text` on the clipboard and says that `name` is copied, or that the browser refuses.
pub fn copy(state: State, name: String, text: String) {
    task::spawn_page(async move {
        let words = if clipboard::copy(&text).await {
            say!(machine.copied, name = name)
        } else {
            say!(machine.copy_failed).to_owned()
        };
        state.notices.say(words);
    });
}
