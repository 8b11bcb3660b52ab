//! Time and timers. Owns the only calls of `Date.now`, `setTimeout` and `requestAnimationFrame`.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use leptos::prelude::{ReadSignal, Set, signal};
use wasm_bindgen::{JsCast, closure::Closure};

/// Milliseconds since 1970, as the browser's clock has it.
pub fn now_ms() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds since 1970 are positive and far below 2^53"
    )]
    let now = js_sys::Date::now() as u64;
    now
}

/// Milliseconds since the page began: never jumps, so it measures how long things took.
pub fn monotonic_ms() -> f64 {
    web_sys::window()
        .and_then(|w| w.performance())
        .map_or(0.0, |p| p.now())
}

#[derive(Default)]
struct Wake {
    done: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Wake {
    fn fire(&self) {
        self.done.set(true);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

/// A wait that ends by timer. Dropping it clears the timer.
pub struct Sleep {
    wake: Rc<Wake>,
    handle: Option<i32>,
    _callback: Closure<dyn FnMut()>,
}

/// Waits for `duration`.
pub fn sleep(duration: Duration) -> Sleep {
    let wake = Rc::new(Wake::default());
    let callback = Closure::new({
        let wake = wake.clone();
        move || wake.fire()
    });
    let ms = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
    let handle = web_sys::window().and_then(|w| {
        w.set_timeout_with_callback_and_timeout_and_arguments_0(
            callback.as_ref().unchecked_ref(),
            ms,
        )
        .ok()
    });
    Sleep {
        wake,
        handle,
        _callback: callback,
    }
}

/// Waits until the browser has handled what people did meanwhile: between two pieces of work that together would
/// keep it from that for too long.
pub fn turn() -> Sleep {
    sleep(Duration::ZERO)
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.wake.done.get() {
            return Poll::Ready(());
        }
        *self.wake.waker.borrow_mut() = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let (Some(window), Some(handle)) = (web_sys::window(), self.handle) {
            window.clear_timeout_with_handle(handle);
        }
    }
}

/// Waits for the browser's next animation frame. In a hidden tab there are none, so that a pane
/// nobody looks at is not painted.
pub async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // A window always takes a frame request; without a window there is no page to paint.
            let _ = window.request_animation_frame(&resolve);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Longest that work which waits for an idle moment is put off.
const LATEST_MS: i32 = 2_000;
/// How long a browser that cannot tell when it is idle is left alone.
const PAUSE: Duration = Duration::from_millis(50);

/// Waits until the browser has nothing better to do, or for two seconds.
pub async fn idle() {
    let mut asked = false;
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().map(wasm_bindgen::JsValue::from);
        asked = window.is_some_and(|window| ask_idle(&window, &resolve).is_some());
    });
    if asked {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    } else {
        sleep(PAUSE).await;
    }
}

/// By name: not every browser has it.
fn ask_idle(window: &wasm_bindgen::JsValue, then: &js_sys::Function) -> Option<()> {
    let ask = js_sys::Reflect::get(window, &"requestIdleCallback".into()).ok()?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"timeout".into(), &LATEST_MS.into()).ok()?;
    let ask: js_sys::Function = ask.dyn_into().ok()?;
    ask.call2(window, then, &options).ok().map(drop)
}

/// The time, told anew every `step` for as long as the current component is on the page.
pub fn ticking(step: Duration) -> ReadSignal<u64> {
    let (now, set_now) = signal(now_ms());
    super::task::spawn_scoped(async move {
        loop {
            sleep(step).await;
            set_now.set(now_ms());
        }
    });
    now
}
