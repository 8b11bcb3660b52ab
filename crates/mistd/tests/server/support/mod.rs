//! What the tests stand on.

mod client;
mod mistd;
mod processes;
mod sshd;

pub(crate) use client::{Answer, Client, End, decode};
pub(crate) use mistd::{Mistd, mistd_program};
pub(crate) use processes::{process_of, processes_with, wait_until, wait_until_gone};
pub(crate) use sshd::{Sshd, key_pair};
