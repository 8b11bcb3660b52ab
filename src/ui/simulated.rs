//! What is simulated says so, in words: nobody is to take it for the real thing, or the other way round.

use leptos::prelude::*;

use super::icon::Icon;
use crate::{platform::copies::copied, say};

/// A word beside the name of something simulated, in narrow tables a flask. Screen readers hear a
/// sentence.
pub fn mark() -> AnyView {
    copied(say!(simulated.mark), draw_mark)
}

fn draw_mark(word: &'static str) -> AnyView {
    view! {
        <span class="tag simulated">
            {Icon::Flask.draw()}
            <span class="mark-word" aria-hidden="true">
                {word}
            </span>
            <span class="unseen">{say!(simulated.meaning)}</span>
        </span>
    }
    .into_any()
}

/// A sentence about something simulated, where it is used.
pub fn note(words: &'static str) -> AnyView {
    view! {
        <p class="note">
            {Icon::Flask.draw()} <span>{words}</span>
        </p>
    }
    .into_any()
}
