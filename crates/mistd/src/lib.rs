//! A small mist server: it serves the page and speaks the mist API for real machines.
//!
//! ```text
//! cli       the command line: serve, user add, link, backup, restore
//! backup    the data folder as one file, and back
//! serve     binds, announces itself, stops cleanly
//! app       the parts put together
//! http      routes, the guard in front of them, the shapes of requests and answers
//! error     every fault, as status and words
//! accounts  passwords, tokens, links
//! providers what a kind of backend can do: bare metal over SSH, this computer
//! shell     commands in terminals, and their output on its way to the client
//! ssh       connecting, running, hanging up, keys
//! vault     secrets at rest
//! store     the database and its folder
//! log       how the log looks
//! ```
//!
//! Each line may use those below it, never those above, but for `error`, which everyone who has a
//! part in answering requests shares.

mod accounts;
mod app;
mod backup;
pub mod cli;
mod error;
mod http;
mod log;
mod providers;
mod serve;
mod shell;
mod ssh;
mod store;
mod vault;
