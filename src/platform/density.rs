//! How close things stand. The choice is an attribute of the root element that the style sheets read;
//! `look.js` sets it before the first paint.

use super::{
    dom, heights,
    storage::{self, Place},
};

const KEY: &str = "mist:density";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// Room to point at.
    #[default]
    Comfortable,
    /// More rows on the screen.
    Compact,
}

impl Density {
    /// Every choice, in the order shown.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The value of the choice in storage and in the attribute.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }
}

/// The choice kept in this browser.
pub fn chosen() -> Density {
    let kept = storage::read(Place::Device, KEY);
    Density::ALL
        .into_iter()
        .find(|density| kept.as_deref() == Some(density.id()))
        .unwrap_or_default()
}

/// Keeps the choice and shows it at once.
pub fn choose(density: Density) {
    storage::write(Place::Device, KEY, density.id());
    dom::tell_root("data-density", density.id());
    heights::measure();
}
