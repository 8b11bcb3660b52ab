//! Randomness that can be had again: the seed is printed, and can be given.

/// A small generator (splitmix64): good enough to choose moments and deeds.
pub(crate) struct Random(u64);

impl Random {
    /// From `MISTD_TEST_SEED`, or always the same.
    pub(crate) fn seeded(what: &str) -> Self {
        let given = std::env::var("MISTD_TEST_SEED").ok();
        let seed = given.map_or(20_140_418, |seed| seed.parse().expect("a number as seed"));
        println!("{what}: MISTD_TEST_SEED={seed}");
        Self(seed)
    }

    /// Another one, for a task of its own.
    pub(crate) fn split(&mut self) -> Self {
        Self(self.next())
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    /// One of several.
    pub(crate) fn of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }
}
