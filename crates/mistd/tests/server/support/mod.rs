//! What the tests stand on.

mod client;
mod mistd;
mod processes;
mod random;
mod sshd;
mod untouched;

pub(crate) use client::{Answer, Client, End, decode, percent_encoded, raw, to_the_end};
pub(crate) use mistd::{EMAIL, Mistd, mistd_program};
pub(crate) use processes::{process_of, processes_with, wait_until, wait_until_gone};
pub(crate) use random::Random;
pub(crate) use sshd::{Sshd, key_pair, ssh_keygen};
pub(crate) use untouched::Untouched;
