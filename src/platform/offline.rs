//! The page's worker, which opens the page without a network. What it does is in `public/sw.js`.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::clock;

/// The worker's file, beside the page.
const WORKER: &str = "sw.js";

/// Has the browser start the worker, once it has nothing better to do. A browser that has no workers, or
/// refuses this one, opens the page as ever: nobody needs to hear of it.
pub async fn register() {
    // The build that cuts the page into parts is the one that tells the worker of its files.
    if !cfg!(feature = "parts") {
        return;
    }
    clock::idle().await;
    if let Some(registering) = ask() {
        let _ = JsFuture::from(registering).await;
    }
}

/// By name: where the page did not come over a safe connection the browser has no such object, which
/// the typed binding takes for granted.
fn ask() -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let workers = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    let register: Function = Reflect::get(&workers, &"register".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let answer = register.call1(&workers, &JsValue::from_str(WORKER)).ok()?;
    answer.dyn_into().ok()
}
