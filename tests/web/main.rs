//! What only a browser can tell: focus, roles, what is in the document, what the platform does.
//! Runs in headless Chromium (`cargo xtask test web`); for any other target it is empty.
//!
//! Nothing here waits for a time to pass: a test waits for a state, frame by frame, with a bound.
//! Keys sent by a script reach the page's own listeners but not the browser's (Escape, Tab), so
//! these tests close things the way the browser itself does and leave real keys to `tests/e2e`.

#![cfg(target_arch = "wasm32")]

mod components;
#[cfg(test)]
mod machines;
#[cfg(test)]
mod platform;
#[cfg(test)]
mod support;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod ui;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
