//! Light, dark, or as the system has it. The choice is an attribute of the root element that the
//! style sheets read; `look.js` sets it before the first paint.

use super::{
    dom,
    storage::{self, Place},
};

const KEY: &str = "mist:theme";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Follow the system.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order shown.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of the choice in storage and in the attribute.
    pub const fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The choice kept in this browser.
pub fn chosen() -> Theme {
    let kept = storage::read(Place::Device, KEY);
    Theme::ALL
        .into_iter()
        .find(|theme| kept.as_deref() == Some(theme.id()))
        .unwrap_or_default()
}

/// Keeps the choice and shows it at once.
pub fn choose(theme: Theme) {
    storage::write(Place::Device, KEY, theme.id());
    dom::tell_root("data-theme", theme.id());
}
