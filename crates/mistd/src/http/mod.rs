//! The API over HTTP: reads requests, calls the parts that do the work, writes answers.
//!
//! Owns routes, the guard in front of them, and the shapes of requests. Decides nothing about
//! accounts, machines or keys itself.

mod associations;
mod auth;
mod backends;
mod guard;
mod keys;
mod machines;
mod parameters;
mod router;
mod shell;
mod static_files;

pub(crate) use guard::{BadOrigin, Guard};
pub(crate) use router::router;
