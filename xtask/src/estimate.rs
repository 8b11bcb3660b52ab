//! How long work will take, in words. The figures are measured on two cores.

use std::num::NonZero;
use std::thread;
use std::time::Duration;

/// Scales a duration measured on two cores to this machine's.
///
/// Not all of a build runs in parallel (the last, whole-program optimisation runs on one core),
/// so twice the cores do not halve it.
pub(crate) fn on_this_machine(two_cores: Duration) -> Duration {
    scaled(
        two_cores,
        thread::available_parallelism().map_or(2, NonZero::get),
    )
}

fn scaled(two_cores: Duration, cores: usize) -> Duration {
    let cores = u32::try_from(cores.clamp(1, 16)).unwrap_or(2);
    let serial = two_cores * 3 / 10;
    let parallel = two_cores * 7 / 10;
    serial + parallel * 2 / cores
}

/// A rough length for a person who decides whether to wait: "about 9 minutes".
pub(crate) fn in_words(expected: Duration) -> String {
    let seconds = expected.as_secs();
    match (seconds + 30) / 60 {
        0 if seconds < 10 => "a few seconds".to_owned(),
        0 | 1 if seconds <= 60 => "less than a minute".to_owned(),
        1 => "about a minute and a half".to_owned(),
        minutes => format!("about {minutes} minutes"),
    }
}

/// A running clock: `2:10`, from an hour on `1:02:10`.
pub(crate) fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cores_take_what_was_measured_and_more_cores_less() {
        let measured = Duration::from_secs(200);
        assert_eq!(scaled(measured, 2), measured);
        assert!(scaled(measured, 1) > measured);
        assert!(scaled(measured, 8) < measured);
        assert!(
            scaled(measured, 64) >= measured * 3 / 10,
            "the serial part stays"
        );
        assert_eq!(scaled(measured, 0), scaled(measured, 1));
    }

    #[test]
    fn estimates_read_as_people_say_them() {
        let words = |seconds| in_words(Duration::from_secs(seconds));
        assert_eq!(words(0), "a few seconds");
        assert_eq!(words(45), "less than a minute");
        assert_eq!(words(75), "about a minute and a half");
        assert_eq!(words(100), "about 2 minutes");
        assert_eq!(words(600), "about 10 minutes");
    }

    #[test]
    fn the_clock_pads_its_parts() {
        let at = |seconds| clock(Duration::from_secs(seconds));
        assert_eq!(at(5), "0:05");
        assert_eq!(at(130), "2:10");
        assert_eq!(at(3730), "1:02:10");
    }
}
