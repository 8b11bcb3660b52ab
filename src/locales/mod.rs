//! Every sentence the page shows. The sentences are in `*.json` beside this file and checked when
//! the page is built; `explain` turns errors into words. Nothing else in the page holds a sentence.

pub mod explain;
pub mod format;

pub use i18n::Locale;

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

/// The language the page speaks.
pub const fn current() -> Locale {
    Locale::en
}

/// A sentence by its name in the sentence files, with its arguments:
/// `say!(machines.count, shown = 3, total = 9)`.
#[macro_export]
macro_rules! say {
    ($($sentence:tt)*) => {
        leptos_i18n::td_string!($crate::locales::current(), $($sentence)*)
    };
}
