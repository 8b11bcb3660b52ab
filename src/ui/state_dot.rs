//! A state as a word with a coloured dot: the colour never says it alone.

use leptos::prelude::*;

/// How a state feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// On its way.
    Moving,
    /// Broken.
    Bad,
    /// Off.
    Off,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "state good",
            Self::Moving => "state moving",
            Self::Bad => "state bad",
            Self::Off => "state off",
        }
    }
}

/// The word with its dot.
pub fn state_dot(tone: Tone, word: String) -> impl IntoView {
    view! {
        <span class=tone.class()>
            <span class="dot" aria-hidden="true"></span>
            {word}
        </span>
    }
}
