//! Clouds that are not there: every provider of a mist server, simulated.
//!
//! Pure and deterministic: a seed, a clock and a request in, an answer out. It opens no socket, starts
//! no thread and asks no clock of its own; the same seed gives the same world. Facts about providers
//! are their own as of 2014; addresses come from the ranges set aside for documentation.

pub mod faults;
pub mod monitoring;
pub mod refusal;
pub mod rng;
pub mod shell;
