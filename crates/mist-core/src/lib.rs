//! The pure logic the page runs on.
//!
//! Owns what can be decided without a browser: the terminal model, windowing, polling, data
//! with its last error, list patching, command history, form validation, names by pattern, public keys,
//! load, units, the order of machines and sizes, and finding in long lists. It knows no API call, no browser, no view and no sentence in any
//! language: results are typed values the page words. Time always comes in as an argument.

pub mod decimal;
pub mod diff;
pub mod finder;
pub mod history;
pub mod load;
pub mod lower;
pub mod machines;
pub mod pattern;
pub mod poll;
pub mod public_key;
pub mod remote;
pub mod sizes;
pub mod terminal;
pub mod units;
pub mod validate;
pub mod window;

mod ssh_string;
