//! Numbers and times as people read them.

use mist_api::model::{KeyKind, MachineState};
use mist_core::units::{Age, Elapsed};

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
