//! The API over HTTP: reads requests, calls the parts that do the work, writes answers.
//!
//! Owns routes, the guard in front of them, the request's line in the log, and the shapes of requests. Decides nothing about
//! accounts, machines or keys itself.

mod associations;
mod auth;
mod backends;
mod clouds;
mod guard;
mod journal;
mod keys;
mod lasting;
mod limits;
mod machines;
mod monitoring;
mod parameters;
mod proxies;
mod router;
mod shell;
mod spoiling;
mod static_files;
mod visit;

pub(crate) use guard::{BadOrigin, Guard};
pub(crate) use lasting::Lasting;
pub(crate) use proxies::{Network, Proxies};
pub(crate) use router::{overcrowded, router};
pub(crate) use spoiling::Spoiling;
