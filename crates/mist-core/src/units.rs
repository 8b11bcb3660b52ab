//! Ages, sizes and durations, rounded to what a person reads at a glance.
//!
//! Owns the rounding. The words and separators are the page's, so results are numbers with
//! their unit.

/// How long ago something was, in its largest whole unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Less than a minute.
    Seconds(u64),
    /// Less than an hour.
    Minutes(u64),
    /// Less than a day.
    Hours(u64),
    /// A day or more.
    Days(u64),
}

impl Age {
    /// The age of something that happened `ms` milliseconds ago.
    pub const fn of_ms(ms: u64) -> Self {
        match ms / 1000 {
            seconds @ 0..60 => Self::Seconds(seconds),
            seconds @ 60..3600 => Self::Minutes(seconds / 60),
            seconds @ 3600..86_400 => Self::Hours(seconds / 3600),
            seconds => Self::Days(seconds / 86_400),
        }
    }

    /// Milliseconds after which an age of `ms` reads differently: when to look again.
    pub const fn changes_in_ms(ms: u64) -> u64 {
        let step = match Self::of_ms(ms) {
            Self::Seconds(_) => 1000,
            Self::Minutes(_) => 60_000,
            Self::Hours(_) => 3_600_000,
            Self::Days(_) => 86_400_000,
        };
        step - ms % step
    }
}

/// A unit of data, each 1024 times the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteUnit {
    /// Bytes.
    Bytes,
    /// Kibibytes.
    Kibi,
    /// Mebibytes.
    Mebi,
    /// Gibibytes.
    Gibi,
    /// Tebibytes.
    Tebi,
}

/// An amount of data with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteSize {
    /// Ten times the number to show; whole for [`ByteUnit::Bytes`].
    pub tenths: u64,
    /// What it counts.
    pub unit: ByteUnit,
}

impl ByteSize {
    /// `bytes` in the largest unit that keeps the number below 1024 (tebibytes go on),
    /// rounded to the nearest tenth.
    pub fn of(bytes: u64) -> Self {
        const UNITS: [(u32, ByteUnit); 4] = [
            (10, ByteUnit::Kibi),
            (20, ByteUnit::Mebi),
            (30, ByteUnit::Gibi),
            (40, ByteUnit::Tebi),
        ];
        let mut size = Self {
            tenths: bytes.saturating_mul(10),
            unit: ByteUnit::Bytes,
        };
        for (shift, unit) in UNITS {
            // What rounds up to 1024 reads as 1 of the next unit.
            if size.tenths < 10_240 {
                break;
            }
            let tenths = (u128::from(bytes) * 10 + (1 << (shift - 1))) >> shift;
            size = Self {
                tenths: u64::try_from(tenths).unwrap_or(u64::MAX),
                unit,
            };
        }
        size
    }
}

/// How long something took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elapsed {
    /// Less than a minute, in tenths of a second.
    Tenths(u64),
    /// Less than an hour: minutes and seconds.
    Minutes(u64, u64),
    /// An hour or more: hours and minutes.
    Hours(u64, u64),
}

impl Elapsed {
    /// A duration of `ms` milliseconds. Rounded down, so a running clock never runs ahead.
    pub const fn of_ms(ms: u64) -> Self {
        match ms / 1000 {
            0..60 => Self::Tenths(ms / 100),
            seconds @ 60..3600 => Self::Minutes(seconds / 60, seconds % 60),
            seconds => Self::Hours(seconds / 3600, seconds / 60 % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ages_switch_units_at_their_borders() {
        assert_eq!(Age::of_ms(3_999), Age::Seconds(3));
        assert_eq!(Age::of_ms(59_999), Age::Seconds(59));
        assert_eq!(Age::of_ms(60_000), Age::Minutes(1));
        assert_eq!(Age::of_ms(3_599_999), Age::Minutes(59));
        assert_eq!(Age::of_ms(3_600_000), Age::Hours(1));
        assert_eq!(Age::of_ms(86_399_999), Age::Hours(23));
        assert_eq!(Age::of_ms(86_400_000 * 3), Age::Days(3));
    }

    #[test]
    fn sizes_round_and_carry() {
        let size = |tenths, unit| ByteSize { tenths, unit };
        assert_eq!(ByteSize::of(0), size(0, ByteUnit::Bytes));
        assert_eq!(ByteSize::of(1023), size(10_230, ByteUnit::Bytes));
        assert_eq!(ByteSize::of(1024), size(10, ByteUnit::Kibi));
        assert_eq!(ByteSize::of(1536), size(15, ByteUnit::Kibi));
        assert_eq!(ByteSize::of((1 << 20) - 1), size(10, ByteUnit::Mebi));
        assert_eq!(ByteSize::of(20 << 30), size(200, ByteUnit::Gibi));
        assert_eq!(ByteSize::of(u64::MAX), size(10 << 24, ByteUnit::Tebi));
    }

    #[test]
    fn durations_read_like_a_stopwatch() {
        assert_eq!(Elapsed::of_ms(2_199), Elapsed::Tenths(21));
        assert_eq!(Elapsed::of_ms(61_000), Elapsed::Minutes(1, 1));
        assert_eq!(
            Elapsed::of_ms(3_600_000 * 2 + 60_000 * 5 + 59_999),
            Elapsed::Hours(2, 5)
        );
    }

    proptest! {
        #[test]
        fn an_age_changes_exactly_when_it_says(ms in 0u64..400_000_000_000) {
            let change = ms + Age::changes_in_ms(ms);
            prop_assert_eq!(Age::of_ms(change - 1), Age::of_ms(ms));
            prop_assert_ne!(Age::of_ms(change), Age::of_ms(ms));
        }

        #[test]
        fn sizes_stay_below_1024_of_a_unit(bytes in 0u64..1 << 49) {
            prop_assert!(ByteSize::of(bytes).tenths < 10_240);
        }
    }
}
