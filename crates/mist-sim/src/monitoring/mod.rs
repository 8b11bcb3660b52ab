//! What simulated machines measure.

use crate::rng::Rng;

/// The machine that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Its seed: [`crate::shell::Host::seed`].
    pub seed: u64,
    /// How many processor cores it has.
    pub cores: u32,
}

/// The load of a machine over 1, 5 and 15 minutes.
pub fn load_now(machine_seed: u64, cores: u32, now_ms: u64) -> [f64; 3] {
    [60_000, 300_000, 900_000].map(|span| {
        let mut rng = Rng::new(machine_seed, &["load", &(now_ms / span).to_string()]);
        let hundredths = u32::try_from(rng.below(100)).unwrap_or_default();
        f64::from(hundredths) / 100.0 * f64::from(cores.max(1))
    })
}
