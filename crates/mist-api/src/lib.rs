//! The mist REST API as types, once.
//!
//! A *call* ([`call`]) is a plain value that says what is wanted; it knows its address, its body and how to read the
//! answer. A [`client::Client`] carries calls over any [`transport::Transport`] (a browser, a native HTTP
//! client, memory). Answers are *models* ([`model`]): plain values, decoded liberally, because the servers that speak this
//! API disagree with their manual and with each other. Everything that can go wrong is one [`error::ApiError`].
//! A command's output streams through [`shell`].
//!
//! Paths and spellings are written down once, in [`endpoint`]; what only `mistd` understands, in [`extensions`].
//!
//! This crate knows no browser, no user interface and no server state. Comments name their source as
//! "the manual" (the API's published documentation) or "API notes §n" (what servers were seen to answer).
//!
//! ```
//! use mist_api::call::{Call, ListBackends};
//!
//! let call = ListBackends;
//! assert_eq!(call.http().path, "/backends");
//! let answer = call.decode(br#"[{"id": "b1", "title": "Tokyo", "provider": "ec2_ap_northeast"}]"#)?;
//! assert_eq!(answer.items[0].title, "Tokyo");
//! # Ok::<(), mist_api::error::ApiError>(())
//! ```

pub mod call;
pub mod client;
pub mod endpoint;
pub mod error;
pub mod extensions;
pub mod model;
pub mod providers;
pub mod shell;
pub mod transport;

mod percent;
mod secret;
mod wire;

pub use client::{Client, Credentials, ServerUrl};
pub use error::{ApiError, Unreadable};
pub use secret::Secret;
