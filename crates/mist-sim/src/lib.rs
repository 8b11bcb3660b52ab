//! Clouds that are not there: every provider of a mist server, simulated.
//!
//! Pure and deterministic: a seed, a clock and a request in, an answer out. It opens no socket, starts
//! no thread and asks no clock of its own; the same seed gives the same world. Facts about providers
//! are their own as of 2014; addresses come from the ranges set aside for documentation.
//!
//! A [`cloud::Cloud`] is what [`cloud::Cloud::furnished`] makes from the seed, and over that the
//! [`cloud::Record`]s of what people changed. Every change answers with the records to keep; after a
//! restart `Cloud::new(..).furnished(..)` and [`cloud::Cloud::restore`] give the same cloud again, in
//! whatever order the records come.
//!
//! ```
//! use mist_api::call::Action;
//! use mist_sim::{cloud::{Cloud, Options}, profile::Profile};
//!
//! let options = Options { images: 100, ..Options::default() };
//! let profile = Profile::of("ec2_eu_west", "").ok_or("no such provider")?;
//! let make = || Cloud::new(profile.clone(), 7, &options).furnished(10);
//! let mut cloud = make();
//! let machines = cloud.machines(0);
//! let runs = machines.iter().find(|machine| machine.can.reboot).ok_or("none runs")?;
//! let records = cloud.act(&runs.id, Action::Reboot, 1_000)?;
//!
//! let mut again = make();
//! again.restore(records);
//! assert_eq!(again, cloud);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Two backends of one provider and region differ by their seeds. The images of a public provider don't:
//! all its customers see the same, and here all its clouds hold one copy of Amazon's tens of thousands.

mod catalogue;
mod clock;
pub mod cloud;
pub mod demo;
pub mod faults;
pub mod monitoring;
mod odd;
pub mod profile;
pub mod refusal;
pub mod rng;
pub mod shell;

pub use cloud::{Record, RecordKind};
pub use refusal::Refusal;
