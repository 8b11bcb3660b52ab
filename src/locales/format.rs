//! Numbers and times as people read them.

use mist_api::model::{KeyKind, MachineState};
use mist_core::{
    load::Load,
    units::{Age, Elapsed},
};

use crate::{say, say_count};

/// How long ago something was: "3 seconds".
pub fn age(ms: u64) -> String {
    match Age::of_ms(ms) {
        Age::Seconds(count) => say_count!(age.seconds, count = count),
        Age::Minutes(count) => say_count!(age.minutes, count = count),
        Age::Hours(count) => say_count!(age.hours, count = count),
        Age::Days(count) => say_count!(age.days, count = count),
    }
}

/// How long before `now_ms` something was, at a time in seconds since 1970: "3 seconds".
pub fn age_at(seconds: f64, now_ms: u64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates"
    )]
    let then = (seconds * 1000.0) as u64;
    age(now_ms.saturating_sub(then))
}

/// How long ago something was, where it is told anew every second: "3 s".
pub fn age_short(ms: u64) -> String {
    match Age::of_ms(ms) {
        Age::Seconds(count) => say!(age_short.seconds, count = count),
        Age::Minutes(count) => say!(age_short.minutes, count = count),
        Age::Hours(count) => say!(age_short.hours, count = count),
        Age::Days(_) => age(ms),
    }
}

/// How long a machine has been up: "3 days 4 hours".
pub fn uptime(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates"
    )]
    let seconds = seconds as u64;
    let whole = age(seconds.saturating_mul(1000));
    // Minutes beside hours and hours beside days; smaller things are more than anybody asks for.
    let rest = match seconds {
        0..3600 => 0,
        3600..86_400 => seconds % 3600 / 60 * 60,
        _ => seconds % 86_400 / 3600 * 3600,
    };
    if rest == 0 {
        whole
    } else {
        format!("{whole} {}", age(rest * 1000))
    }
}

/// The day of a moment in seconds since 1970, as every language reads it: "2014-04-01".
pub fn day(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    let days = (seconds / 86_400.0).floor() as i64;
    let (year, month, day) = civil(days.clamp(-700_000, 2_900_000));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date of a day counted from 1970-01-01, by counting in eras of 400 years that begin with March.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// How busy a machine is, in a word.
pub fn load(load: Load) -> &'static str {
    match load {
        Load::Idle => say!(probe.load_idle),
        Load::Light => say!(probe.load_light),
        Load::Moderate => say!(probe.load_moderate),
        Load::Busy => say!(probe.load_busy),
        Load::Overloaded => say!(probe.load_overloaded),
    }
}

/// A number with `places` decimals. By whole numbers: the library's way of writing fractions exactly
/// would make the page kilobytes larger.
pub fn decimal(number: f64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the casts saturate, and scales are small"
    )]
    let scaled = (number * scale as f64).round() as u64;
    let whole = scaled / scale;
    if places == 0 {
        return whole.to_string();
    }
    let width = places as usize;
    format!("{whole}.{:0width$}", scaled % scale)
}

/// Milliseconds with as many decimals as say something: "0.04", "12.3", "250".
pub fn milliseconds(ms: f64) -> String {
    let places = match ms {
        _ if ms < 10.0 => 2,
        _ if ms < 100.0 => 1,
        _ => 0,
    };
    decimal(ms, places)
}

/// How long something took: "2.1 s".
pub fn elapsed(ms: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a duration is positive and far below 2^53 ms"
    )]
    let ms = ms as u64;
    match Elapsed::of_ms(ms) {
        Elapsed::Tenths(tenths) => {
            say!(elapsed.seconds, whole = tenths / 10, tenth = tenths % 10)
        }
        Elapsed::Minutes(minutes, seconds) => {
            say!(elapsed.minutes, minutes = minutes, seconds = seconds)
        }
        Elapsed::Hours(hours, minutes) => say!(elapsed.hours, hours = hours, minutes = minutes),
    }
}

/// A machine's state in a word.
pub fn machine_state(state: &MachineState) -> String {
    match state {
        MachineState::Running => say!(state.running).to_owned(),
        MachineState::Rebooting => say!(state.rebooting).to_owned(),
        MachineState::Terminated => say!(state.terminated).to_owned(),
        MachineState::Pending => say!(state.pending).to_owned(),
        MachineState::Stopped => say!(state.stopped).to_owned(),
        MachineState::Other(word) => word.clone(),
    }
}

/// A key's kind, and its size where that is known: "RSA 2048".
pub fn key_kind(kind: &KeyKind, bits: Option<u32>) -> String {
    let name = match kind {
        KeyKind::Rsa => "RSA",
        KeyKind::Ed25519 => "Ed25519",
        KeyKind::Ecdsa => "ECDSA",
        KeyKind::Other(word) => word,
    };
    bits.map_or_else(|| name.to_owned(), |bits| format!("{name} {bits}"))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn an_uptime_has_at_most_two_units() {
        assert_eq!(uptime(12.9), "12 seconds");
        assert_eq!(uptime(1850.65), "30 minutes");
        assert_eq!(uptime(3600.0), "1 hour");
        assert_eq!(uptime(7_320.0), "2 hours 2 minutes");
        assert_eq!(uptime(90_061.0), "1 day 1 hour");
        assert_eq!(uptime(86_400.0 * 40.0 + 59.0), "40 days");
        assert_eq!(uptime(-1.0), "0 seconds");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, wanted) in [
            (0.0, "1970-01-01"),
            (-1.0, "1969-12-31"),
            (951_782_400.0, "2000-02-29"),
            (1_396_310_400.0, "2014-04-01"),
            (4_107_542_399.0, "2100-02-28"),
            (4_107_542_400.0, "2100-03-01"),
            (f64::NAN, "1970-01-01"),
        ] {
            assert_eq!(day(seconds), wanted);
        }
    }

    #[test]
    fn round_trips_have_the_decimals_that_count() {
        assert_eq!(milliseconds(0.041), "0.04");
        assert_eq!(milliseconds(12.34), "12.3");
        assert_eq!(milliseconds(250.4), "250");
        assert_eq!(milliseconds(9.999), "10.00");
        assert_eq!(milliseconds(0.0), "0.00");
        assert_eq!(decimal(f64::NAN, 2), "0.00");
    }
}
