//! Talking to other tabs of this page.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// A line to every other open tab of the same origin. Closed when dropped.
pub struct Channel {
    inner: BroadcastChannel,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Joins the channel `name`; `on_message` hears the text of each message from another tab.
    /// `None` where the browser has no such channels.
    pub fn join(name: &str, on_message: impl Fn(String) + 'static) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_message(text);
            }
        });
        inner.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self {
            inner,
            _listener: listener,
        })
    }

    /// Sends `text` to the other tabs.
    pub fn send(&self, text: &str) {
        // Only values that can't be cloned are refused; text always can.
        let _ = self.inner.post_message(&JsValue::from_str(text));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.close();
    }
}
