//! A mist server inside the page: `fetch` answers from a table.

use js_sys::{Function, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// Puts itself in the place of `fetch`, for the paths it knows, until dropped.
pub(crate) struct Server {
    set: Function,
    restore: Function,
}

const SCRIPT: &str = r"
(() => {
  const real = window.fetch;
  const answers = new Map();
  window.fetch = (request, ...rest) => {
    const answer = answers.get(new URL(request.url ?? request, location).pathname);
    if (answer === undefined) return real(request, ...rest);
    const headers = { 'Content-Type': 'application/json' };
    return Promise.resolve(new Response(answer, { headers }));
  };
  return {
    set: (path, answer) => answers.set(path, answer),
    restore: () => { window.fetch = real; },
  };
})()";

impl Server {
    /// Without any answer yet.
    pub(crate) fn start() -> Self {
        let made = js_sys::eval(SCRIPT).unwrap();
        let method = |name: &str| {
            let found = Reflect::get(&made, &name.into()).unwrap();
            found.unchecked_into::<Function>()
        };
        Self {
            set: method("set"),
            restore: method("restore"),
        }
    }

    /// From now on `path` is answered with this.
    pub(crate) fn answer(&self, path: &str, answer: &Value) {
        let answer = JsValue::from_str(&answer.to_string());
        self.set
            .call2(&JsValue::NULL, &path.into(), &answer)
            .unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.restore.call0(&JsValue::NULL).unwrap();
    }
}
