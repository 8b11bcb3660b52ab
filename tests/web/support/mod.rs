//! A place on the page to show a component, and ways to use it as a person does.

mod server;
mod stage;
mod wait;

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

pub(crate) use self::server::Server;
pub(crate) use self::stage::Stage;
pub(crate) use self::wait::{frames, until};

/// Presses a key on the element that has focus; whether the page took it for itself.
pub(crate) fn press(key: &str) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    let go_on = focused().dispatch_event(&event).unwrap();
    !go_on
}

/// Tells an element's listeners of an event that bubbles, as after the person's own act.
pub(crate) fn tell(element: &HtmlElement, event: &str) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict(event, &init).unwrap();
    element.dispatch_event(&event).unwrap();
}

/// The element that has focus.
pub(crate) fn focused() -> HtmlElement {
    let document = web_sys::window().unwrap().document().unwrap();
    document.active_element().unwrap().unchecked_into()
}

/// The words of an element.
pub(crate) fn words(element: &HtmlElement) -> String {
    element.text_content().unwrap_or_default()
}

/// The words of the elements that an attribute (`aria-labelledby`, `aria-describedby`) names.
pub(crate) fn words_named_by(element: &HtmlElement, attribute: &str) -> String {
    let document = web_sys::window().unwrap().document().unwrap();
    let ids = element.get_attribute(attribute).unwrap_or_default();
    let words: Vec<String> = ids
        .split_whitespace()
        .map(|id| {
            let named = document.get_element_by_id(id);
            let named = named.unwrap_or_else(|| panic!("{attribute} names {id}, which is nowhere"));
            named.text_content().unwrap_or_default()
        })
        .collect();
    words.join(" ")
}

/// Counts calls.
#[derive(Clone, Default)]
pub(crate) struct Calls(Rc<Cell<usize>>);

impl Calls {
    /// One more.
    pub(crate) fn count(&self) {
        self.0.set(self.0.get() + 1);
    }

    /// How many there were.
    pub(crate) fn total(&self) -> usize {
        self.0.get()
    }
}
