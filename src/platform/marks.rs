//! User Timing marks, so that tools can measure what people feel.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The first screen answers input.
pub const INTERACTIVE: &str = "mist:interactive";
/// The rows of a machine list are on screen; `rows`.
pub const MACHINES_PAINTED: &str = "mist:machines:painted";
/// A poll's answer has been applied; `changed`.
pub const POLL_APPLIED: &str = "mist:poll:applied";
/// The first byte of a command's output arrived.
pub const SHELL_FIRST_BYTE: &str = "mist:shell:first-byte";
/// The last line of a command's output is painted; `bytes`.
pub const SHELL_END: &str = "mist:shell:end";

/// Sets the mark `name`.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|w| w.performance()) {
        // A browser without User Timing only loses the measurement.
        let _ = performance.mark(name);
    }
}

/// Sets the mark `name` with one number in its detail.
pub fn mark_with(name: &str, field: &str, value: f64) {
    let Some(performance) = web_sys::window().and_then(|w| w.performance()) else {
        return;
    };
    let detail = Object::new();
    // Setting a field of a fresh object cannot fail; a lost mark would harm nobody either way.
    let _ = Reflect::set(&detail, &field.into(), &value.into());
    let options = Object::new();
    let _ = Reflect::set(&options, &"detail".into(), &detail);
    // web-sys knows only the form without a detail.
    let mark: Option<Function> = Reflect::get(&performance, &"mark".into())
        .ok()
        .and_then(|mark| mark.dyn_into().ok());
    if let Some(mark) = mark {
        let _ = mark.call2(&performance, &JsValue::from_str(name), &options);
    }
}
