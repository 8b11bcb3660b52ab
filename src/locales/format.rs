//! Numbers and times as people read them.

use mist_api::model::{KeyKind, MachineState};
use mist_core::{
    load::Load,
    units::{Age, Elapsed},
};

use crate::{platform::intl, say};

/// How long ago something was: "3 seconds".
pub fn age(ms: u64) -> String {
    match Age::of_ms(ms) {
        Age::Seconds(count) => say!(age.seconds, count = count),
        Age::Minutes(count) => say!(age.minutes, count = count),
        Age::Hours(count) => say!(age.hours, count = count),
        Age::Days(count) => say!(age.days, count = count),
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
        say!(age.two, whole = whole, rest = age(rest * 1000))
    }
}

/// The day of a moment in seconds since 1970: "Apr 1, 2014".
pub fn day(seconds: f64) -> String {
    intl::day(super::tag(), seconds)
}

/// The day here of a moment in milliseconds since 1970: "Nov 22, 2026".
pub fn day_here(ms: u64) -> String {
    intl::day_here(super::tag(), ms)
}

/// Day and minute: "Nov 22, 2026, 4:06 AM".
pub fn minute_here(ms: u64) -> String {
    intl::minute_here(super::tag(), ms)
}

/// The time of day, to the second: "04:06:12".
pub fn second_here(ms: u64) -> String {
    intl::second_here(super::tag(), ms)
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

/// A number with `places` decimals. What is no number or less than nothing is nothing: all that is told
/// here is measured or counted.
pub fn decimal(number: f64, places: u32) -> String {
    self::number(number, places, places)
}

/// A number with as many decimals as say something, from `least` to `most`.
pub fn number(number: f64, least: u32, most: u32) -> String {
    intl::number(super::tag(), number.max(0.0), least, most)
}

/// An amount of money with `places` decimals; `code` as ISO 4217 has it: "$0.010".
pub fn money(amount: f64, code: &str, places: u32) -> String {
    intl::money(super::tag(), amount.max(0.0), code, places)
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
            #[expect(clippy::cast_precision_loss, reason = "fewer than a minute has")]
            let seconds = tenths as f64 / 10.0;
            say!(elapsed.seconds, seconds = decimal(seconds, 1))
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
    fn round_trips_have_the_decimals_that_count() {
        assert_eq!(milliseconds(0.041), "0.04");
        assert_eq!(milliseconds(12.34), "12.3");
        assert_eq!(milliseconds(250.4), "250");
        assert_eq!(milliseconds(9.999), "10.00");
        assert_eq!(milliseconds(0.0), "0.00");
        assert_eq!(decimal(f64::NAN, 2), "0.00");
    }
}
