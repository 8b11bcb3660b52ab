//! `mistd` as a whole: the real program, real HTTP, a real OpenSSH server, real processes.
//!
//! Nothing here touches the machine's own SSH set-up: the fixture's server has a throwaway host key,
//! home and `authorized_keys`, and a `reboot` that only records.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that meets the unexpected is to fail, there and then"
)]

mod accounts;
mod authorized_keys;
mod backup;
mod bare_metal;
mod clouds;
mod command_line;
mod compression;
mod crash;
mod files;
mod golden;
mod guard;
mod journal;
mod key_formats;
mod keys;
mod limits;
mod local_shell;
mod proxy;
mod remote_shell;
mod safety;
mod secrets;
mod stopping;
mod support;
mod tags;
mod tls;
mod trust;
