//! The page's sentences, from Fluent's syntax to words on the screen.
//!
//! [`build`] reads a folder of `*.ftl` files, one for each language, checks them against each other and writes
//! down what the page needs. [`pattern`] fills in a sentence while the page runs. It knows no language's rules:
//! the browser does.

#[cfg(feature = "build")]
pub mod build;
pub mod pattern;
