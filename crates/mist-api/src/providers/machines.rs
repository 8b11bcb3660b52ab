//! What providers want to know, and how they want it, when a machine is made (API notes §6 row 12, §7).

use thiserror::Error;

use crate::call::CreateMachine;
use crate::model::{Image, Location, Size, plain};

/// What a provider wants to know for making a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are four independent facts"
)]
pub struct MachineRules {
    /// Whether it makes machines at all.
    pub makes: bool,
    /// What machines can be called.
    pub name: NameRule,
    /// Whether a key goes on it. Servers take the default key where none is sent.
    pub key: bool,
    /// Whether it is made in a location of choice.
    pub location: bool,
    /// Whether it can be put into networks of choice, on servers that list them.
    pub networks: bool,
    /// What is sent besides ids.
    pub sends: Sends,
    /// The ids of the only images that fit sizes of less than 512 MB; empty where all do (`NephoScale`).
    pub small_images: &'static [&'static str],
}

/// From so much memory on a size takes any image, in MB.
const ROOMY: f64 = 512.0;

/// What a provider is sent besides the ids of image, size and location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sends {
    /// Nothing.
    Ids,
    /// The size's disk and what else is known of the image (Linode).
    DiskAndImage,
    /// The names of all three (Google).
    Names,
}

impl MachineRules {
    pub(super) const USUAL: Self = Self {
        makes: true,
        name: NameRule::Any,
        key: true,
        location: true,
        networks: false,
        sends: Sends::Ids,
        small_images: &[],
    };

    pub(super) const NONE: Self = Self {
        makes: false,
        ..Self::USUAL
    };

    /// The usual, with letters and digits and this for names; `longest` is 0 where nobody says.
    pub(super) const fn named(others: &'static str, capitals: bool, longest: u16) -> Self {
        Self {
            name: NameRule::Only {
                others,
                capitals,
                longest,
            },
            ..Self::USUAL
        }
    }

    /// Whether a machine of this size can be made from the image with this id.
    pub fn fits(&self, image: &str, size: &Size) -> bool {
        let is_small = size.ram.is_some_and(|ram| ram < ROOMY);
        !is_small || self.small_images.is_empty() || self.small_images.contains(&image)
    }

    /// Puts what was chosen into the call, as this provider wants it. A location without id is none: so servers list a cloud that
    /// has only one, or that failed to say (API notes §2.5).
    pub fn fill(
        &self,
        call: &mut CreateMachine,
        image: &Image,
        size: &Size,
        location: Option<&Location>,
    ) {
        call.image.clone_from(&image.id);
        call.size.clone_from(&size.id);
        let location = location.filter(|location| self.location && !location.id.is_empty());
        call.location = location.map(|location| location.id.clone());
        match self.sends {
            Sends::Ids => {}
            Sends::DiskAndImage => {
                call.disk = size.disk.map(plain);
                call.image_extra = Some(image.extra.clone().into());
            }
            Sends::Names => {
                call.image_name = Some(image.name.clone());
                call.size_name = Some(size.name.clone());
                call.location_name = location.map(|location| location.name.clone());
            }
        }
    }
}

/// What a provider's machines can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRule {
    /// Anything but nothing.
    Any,
    /// Letters without accents, digits, and little else.
    Only {
        /// The other characters.
        others: &'static str,
        /// Whether letters may be capitals.
        capitals: bool,
        /// The most characters; 0 where nobody says.
        longest: u16,
    },
}

/// Why a machine can't be called that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadName {
    /// There is no name.
    #[error("empty")]
    Empty,
    /// A capital, where there must be none.
    #[error("{0:?} is a capital")]
    Capital(char),
    /// A character that must not be in it.
    #[error("{0:?} is not allowed")]
    Character(char),
    /// Too many characters.
    #[error("longer than {longest} characters")]
    TooLong {
        /// The most there may be.
        longest: u16,
    },
}

impl NameRule {
    /// Whether a machine can be called `name`.
    ///
    /// # Errors
    ///
    /// [`BadName`]: the first thing that is wrong with it.
    pub fn check(self, name: &str) -> Result<(), BadName> {
        if name.trim().is_empty() {
            return Err(BadName::Empty);
        }
        let Self::Only {
            others,
            capitals,
            longest,
        } = self
        else {
            return Ok(());
        };
        for c in name.chars() {
            if c.is_ascii_uppercase() && !capitals {
                return Err(BadName::Capital(c));
            }
            if !c.is_ascii_alphanumeric() && !others.contains(c) {
                return Err(BadName::Character(c));
            }
        }
        // All of them are ASCII by now.
        if longest > 0 && name.len() > usize::from(longest) {
            return Err(BadName::TooLong { longest });
        }
        Ok(())
    }
}
