//! How busy a computer is, in steps a person can name.
//!
//! Owns the borders between the steps only. The words are the page's.

/// How much of its processors a computer uses, on average over some minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Load {
    /// Next to nothing.
    Idle,
    /// Less than half.
    Light,
    /// Around half.
    Moderate,
    /// Nearly all.
    Busy,
    /// More than there is: work waits.
    Overloaded,
}

impl Load {
    /// What a load average means on a computer with so many processor cores; `None` without a core
    /// to share it.
    pub fn of(average: f64, cores: u64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53 cores")]
        let share = average / cores as f64;
        share.is_finite().then_some(match share {
            _ if share > 1.2 => Self::Overloaded,
            _ if share > 0.8 => Self::Busy,
            _ if share > 0.4 => Self::Moderate,
            _ if share > 0.1 => Self::Light,
            _ => Self::Idle,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_load_is_more_on_fewer_cores() {
        assert_eq!(Load::of(2.0, 1), Some(Load::Overloaded));
        assert_eq!(Load::of(2.0, 2), Some(Load::Busy));
        assert_eq!(Load::of(2.0, 4), Some(Load::Moderate));
        assert_eq!(Load::of(2.0, 8), Some(Load::Light));
        assert_eq!(Load::of(2.0, 64), Some(Load::Idle));
    }

    #[test]
    fn without_cores_there_is_no_word() {
        assert_eq!(Load::of(0.5, 0), None);
        assert_eq!(Load::of(0.0, 0), None);
        assert_eq!(Load::of(f64::NAN, 2), None);
    }
}
