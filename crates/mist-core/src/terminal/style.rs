//! How a stretch of text looks: colours and attributes as a program asked for them.
//!
//! Owns the values only. What a palette colour or "bold" looks like on screen is the page's
//! business; this module never names a CSS property.

/// A colour as a program named it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Color {
    /// The theme's own foreground or background.
    #[default]
    Default,
    /// An entry of the 256-colour palette. 0 to 15 belong to the theme ([`ansi_name`]), the rest
    /// are fixed ([`indexed_rgb`]).
    Indexed(u8),
    /// A true colour: red, green, blue.
    Rgb(u8, u8, u8),
}

/// A set of text attributes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Attributes(u8);

impl Attributes {
    /// No attribute.
    pub const NONE: Self = Self(0);
    /// Bold weight.
    pub const BOLD: Self = Self(1);
    /// Fainter than normal.
    pub const DIM: Self = Self(1 << 1);
    /// Italic.
    pub const ITALIC: Self = Self(1 << 2);
    /// Underlined, in whatever pattern was asked for.
    pub const UNDERLINE: Self = Self(1 << 3);
    /// Struck through.
    pub const STRIKE: Self = Self(1 << 4);
    /// Foreground and background exchanged.
    pub const INVERSE: Self = Self(1 << 5);
    /// Not to be shown, as for a password echo.
    pub const HIDDEN: Self = Self(1 << 6);
    /// A line above the text.
    pub const OVERLINE: Self = Self(1 << 7);

    /// Whether every attribute of `other` is in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// This set and `other` together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set less `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// Colours and attributes of a stretch of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// Colour of the characters.
    pub fg: Color,
    /// Colour behind them.
    pub bg: Color,
    /// Bold, italic and the like.
    pub attributes: Attributes,
}

impl Style {
    /// Text nobody styled.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Default,
        bg: Color::Default,
        attributes: Attributes::NONE,
    };

    /// Whether every attribute of `wanted` is set.
    pub const fn has(&self, wanted: Attributes) -> bool {
        self.attributes.contains(wanted)
    }

    /// Whether text in this style looks like text nobody styled.
    pub fn is_plain(&self) -> bool {
        *self == Self::PLAIN
    }
}

const ANSI_NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// The name of a palette entry that belongs to the theme; `None` from 16 up.
pub fn ansi_name(index: u8) -> Option<&'static str> {
    ANSI_NAMES.get(usize::from(index)).copied()
}

/// The fixed colour of palette entry 16 to 255 (6×6×6 cube, then 24 greys); `None` below 16,
/// where the theme decides.
pub const fn indexed_rgb(index: u8) -> Option<(u8, u8, u8)> {
    match index {
        0..=15 => None,
        16..=231 => {
            let n = index - 16;
            Some((cube_level(n / 36), cube_level(n / 6 % 6), cube_level(n % 6)))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            Some((grey, grey, grey))
        }
    }
}

/// The six levels of the colour cube: 0, 95, 135, 175, 215, 255.
const fn cube_level(step: u8) -> u8 {
    if step == 0 { 0 } else { 55 + 40 * step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn palette_ends_and_corners_are_xterms() {
        assert_eq!(indexed_rgb(15), None);
        assert_eq!(indexed_rgb(16), Some((0, 0, 0)));
        assert_eq!(indexed_rgb(21), Some((0, 0, 255)));
        assert_eq!(indexed_rgb(196), Some((255, 0, 0)));
        assert_eq!(indexed_rgb(231), Some((255, 255, 255)));
        assert_eq!(indexed_rgb(232), Some((8, 8, 8)));
        assert_eq!(indexed_rgb(244), Some((128, 128, 128)));
        assert_eq!(indexed_rgb(255), Some((238, 238, 238)));
    }

    #[test]
    fn every_index_has_either_a_name_or_a_colour() {
        for index in 0..=255 {
            assert_ne!(ansi_name(index).is_some(), indexed_rgb(index).is_some());
        }
        assert_eq!(ansi_name(9), Some("bright-red"));
    }

    #[test]
    fn attributes_are_a_set() {
        let both = Attributes::BOLD.with(Attributes::ITALIC);
        assert!(both.contains(Attributes::BOLD) && both.contains(Attributes::ITALIC));
        assert!(!both.contains(Attributes::BOLD.with(Attributes::DIM)));
        assert_eq!(both.without(Attributes::BOLD), Attributes::ITALIC);
        assert!(both.without(both).is_empty());
    }
}
