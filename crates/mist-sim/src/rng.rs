//! Numbers that look random and depend on nothing but a seed and what they are for.

use std::fmt::Write;

/// A stream of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rng(u64);

impl Rng {
    /// The stream of `seed` for what the labels name. Other labels, other numbers: one more machine
    /// does not change the machines there are.
    pub fn new(seed: u64, labels: &[&str]) -> Self {
        let mut state = mix(seed);
        for label in labels {
            for byte in label.bytes() {
                state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
            state = mix(state);
        }
        Self(state)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `bound`, or 0 where that is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The error of a remainder of 64 bits is far below anything that a simulation shows.
        self.draw().checked_rem(bound).unwrap_or_default()
    }

    /// True as often as `percent` of a hundred times.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these; `None` of nothing.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(from.len() as u64);
        from.get(usize::try_from(index).ok()?)
    }

    /// From one number to another, both included.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most.saturating_sub(least).saturating_add(1))
    }

    /// A UUID of the fourth kind.
    pub fn uuid(&mut self) -> String {
        let parts = [8, 4, 3, 3, 12].map(|digits| self.hex(digits));
        let [first, second, third, fourth, last] = parts;
        format!("{first}-{second}-4{third}-a{fourth}-{last}")
    }

    /// So many hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        let mut text = String::with_capacity(digits + 16);
        while text.len() < digits {
            // Writing to a text cannot fail.
            let _ = write!(text, "{:016x}", self.draw());
        }
        text.truncate(digits);
        text
    }
}

/// `SplitMix64`'s finaliser.
const fn mix(mut n: u64) -> u64 {
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::Rng;
    use proptest::prelude::*;

    #[test]
    fn the_same_seed_and_labels_give_the_same_numbers_and_others_do_not() {
        let numbers = |seed, labels: &[&str]| {
            let mut rng = Rng::new(seed, labels);
            [rng.draw(), rng.draw(), rng.draw()]
        };
        assert_eq!(numbers(7, &["a", "b"]), numbers(7, &["a", "b"]));
        assert_ne!(numbers(7, &["a", "b"]), numbers(8, &["a", "b"]));
        assert_ne!(numbers(7, &["a", "b"]), numbers(7, &["ab"]));
    }

    proptest! {
        #[test]
        fn bounds_hold(seed: u64, bound: u64, digits in 0usize..70) {
            let mut rng = Rng::new(seed, &[]);
            prop_assert!(rng.below(bound) < bound.max(1));
            prop_assert_eq!(rng.hex(digits).len(), digits);
            prop_assert!(rng.pick(&[1, 2, 3]).is_some());
            prop_assert!(rng.pick::<u8>(&[]).is_none());
        }
    }
}
