//! Every sentence the page shows. The sentences are in `*.json` beside this file and checked when
//! the page is built; `explain` turns errors into words. Nothing else in the page holds a sentence.

pub mod explain;
pub mod format;

pub use i18n::Locale;

use crate::{
    platform::{
        boot,
        plural::{self, Plural},
    },
    say,
};

#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    missing_docs,
    unused,
    unreachable_pub,
    unused_qualifications,
    reason = "generated from the sentence files"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
use generated::i18n;
use leptos_i18n::Locale as _;

/// The language the page speaks.
pub const fn current() -> Locale {
    Locale::en
}

/// The form of a sentence about `count` things in the page's language.
pub fn form_of(count: impl TryInto<usize>) -> Plural {
    let count = count.try_into().unwrap_or(usize::MAX);
    plural::of(current().as_str(), count)
}

/// What the page is called: by its host, or by us.
pub fn product() -> String {
    let named = boot::text_setting("title").filter(|title| !title.trim().is_empty());
    named.unwrap_or_else(|| say!(frame.product).to_owned())
}

/// What the tab is called while a screen shows.
pub fn tab_title(screen: &str) -> String {
    say!(frame.tab_title, screen = screen, product = product())
}

/// A sentence by its name in the sentence files, with its arguments:
/// `say!(machines.count, shown = 3, total = 9)`.
#[macro_export]
macro_rules! say {
    ($($sentence:tt)*) => {
        leptos_i18n::td_string!($crate::locales::current(), $($sentence)*)
    };
}

/// A sentence that counts, in the form its count asks for: `say_count!(machine.metadata_count,
/// count = 9; shown = 3)`. The first argument is what is counted; in the sentence files the name holds the
/// forms `one` and `other`.
#[macro_export]
macro_rules! say_count {
    ($($name:ident).+, $count:ident = $value:expr $(; $($argument:ident = $given:expr),+)?) => {
        match $value {
            $count => match $crate::locales::form_of($count) {
                $crate::platform::plural::Plural::One => {
                    $crate::say!($($name).+.one, $count = $count $($(, $argument = $given)+)?)
                }
                $crate::platform::plural::Plural::Other => {
                    $crate::say!($($name).+.other, $count = $count $($(, $argument = $given)+)?)
                }
            },
        }
    };
}
