//! Small things done to elements: focus, ids, measures.

use std::cell::Cell;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, Event, EventTarget, FocusOptions, HtmlElement, HtmlInputElement, ResizeObserver,
    ScrollIntoViewOptions, ScrollLogicalPosition, SelectionMode,
};

thread_local! {
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// An id no other element of the page has.
pub fn fresh_id(stem: &str) -> String {
    let number = LAST_ID.get() + 1;
    LAST_ID.set(number);
    format!("{stem}-{number}")
}

/// Moves focus to `element`.
pub fn focus(element: &HtmlElement) {
    // An element that can't take focus leaves it where it was.
    let _ = element.focus();
}

/// Scrolls by as little as shows `element`, at once.
pub fn reveal(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Moves focus to the element with this id.
pub fn focus_id(id: &str) {
    if let Some(element) = by_id(id) {
        focus(&element);
    }
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}

/// The element that has focus.
pub fn focused() -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .active_element()?
        .dyn_into()
        .ok()
}

/// Writes `text` at the caret of a text field, in place of what is selected there; the caret then stands
/// behind it. `false` for a field that takes no text.
pub fn insert(input: &HtmlInputElement, text: &str) -> bool {
    let end = input.value().encode_utf16().count();
    let end = u32::try_from(end).unwrap_or(u32::MAX);
    let from = input.selection_start().ok().flatten().unwrap_or(end);
    let to = input.selection_end().ok().flatten().unwrap_or(end);
    let written = input.set_range_text_with_start_and_end_and_selection_mode(
        text,
        from,
        to,
        SelectionMode::End,
    );
    written.is_ok()
}

/// Whether no element has focus: the one that had it is gone.
pub fn focus_is_lost() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether an element that `selector` finds has focus, or something in it.
pub fn focus_is_in(selector: &str) -> bool {
    focused().is_some_and(|element| matches!(element.closest(selector), Ok(Some(_))))
}

/// Whether something is being typed into or chosen from.
pub fn is_typing() -> bool {
    focused().is_some_and(|element| element.matches("input, select, textarea").unwrap_or(false))
}

/// Height of the window in pixels.
pub fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok());
    height.and_then(|height| height.as_f64()).unwrap_or(900.0)
}

/// A length in pixels, as style sheets have it. To a hundredth, which is less than browsers draw: written by whole
/// numbers, since the standard library's way to write fractions is 20 KB of the module.
pub fn px(length: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no length is as long, and a cast stays in its range"
    )]
    let hundredths = (length * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.unsigned_abs();
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => format!("{sign}{whole}px"),
        (whole, rest) => format!("{sign}{whole}.{rest:02}px"),
    }
}

/// Width of the window in pixels.
pub fn window_width() -> f64 {
    let width = web_sys::window().and_then(|window| window.inner_width().ok());
    width.and_then(|width| width.as_f64()).unwrap_or_default()
}

/// The element that an event is about.
pub fn target(event: &Event) -> Option<HtmlElement> {
    event.target()?.dyn_into().ok()
}

/// The number that an attribute of the nearest element around has that `selector` finds.
pub fn number_around(element: &HtmlElement, selector: &str, name: &str) -> Option<usize> {
    let around = element.closest(selector).ok().flatten()?;
    around.get_attribute(name)?.parse().ok()
}

/// Moves focus among what `selector` finds in `around`, as arrows, Home and End lead. `false` for other keys.
pub fn walk(around: &HtmlElement, selector: &str, key: &str) -> bool {
    let Ok(found) = around.query_selector_all(selector) else {
        return false;
    };
    let items: Vec<HtmlElement> = (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect();
    let last = items.len().saturating_sub(1);
    let focused = focused();
    let here = items.iter().position(|item| Some(item) == focused.as_ref());
    let there = match (key, here) {
        ("ArrowDown", Some(here)) if here < last => here + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(here)) if here > 0 => here - 1,
        ("ArrowUp" | "End", _) => last,
        _ => return false,
    };
    if let Some(item) = items.get(there) {
        focus(item);
    }
    true
}

/// Puts what opened under its button, inside the window.
pub fn place_under(opened: &HtmlElement, button: &HtmlElement) {
    let (width, height) = (window_width(), window_height());
    let (anchor, size) = (
        button.get_bounding_client_rect(),
        opened.get_bounding_client_rect(),
    );
    // It ends where its button does, in the direction of the language.
    let left = if is_right_to_left() {
        anchor.left()
    } else {
        anchor.right() - size.width()
    };
    // Not by `clamp`, which writes its numbers when it panics, and the tables for that are large.
    let left = left.min(width - size.width() - 8.0).max(8.0);
    let below = anchor.bottom() + 4.0;
    let top = if below + size.height() > height {
        (anchor.top() - size.height() - 4.0).max(8.0)
    } else {
        below
    };
    let style = opened.style();
    // Plain pixel lengths are always taken.
    let _ = style.set_property("left", &px(left));
    let _ = style.set_property("top", &px(top));
}

/// Writes an attribute of an element that is not told by a signal.
pub fn tell(element: &Element, name: &str, value: &str) {
    // Elements take any attribute.
    let _ = element.set_attribute(name, value);
}

/// Whether the page goes from right to left.
pub fn is_right_to_left() -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    let root = document.and_then(|document| document.document_element());
    root.is_some_and(|root| root.get_attribute("dir").is_some_and(|dir| dir == "rtl"))
}

/// Tells the style sheets, and whoever reads the page, something of all of it: an attribute of its root element.
pub fn tell_root(name: &str, value: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // The root element takes any attribute.
        let _ = root.set_attribute(name, value);
    }
}

/// Puts caret or selection into a field, where its kind has one.
pub fn select(field: &HtmlInputElement, start: u32, end: u32) {
    // Refused by fields that have no selection.
    let _ = field.set_selection_range(start, end);
}

/// Calls `on_online` whenever the network comes back, until dropped.
pub fn on_online(on_online: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    listen(&window, "online", on_online)
}

/// Sets the words of the tab and the window.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|w| w.document()) {
        document.set_title(title);
    }
}

/// Tells when an element's size changes, until dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `on_change` once soon and after each change of `element`'s size.
    pub fn new(element: &Element, on_change: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(on_change);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Listens for an event until dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    callback: Closure<dyn FnMut()>,
}

/// Calls `on_event` on each `event` of `target`.
pub fn listen(
    target: &EventTarget,
    event: &'static str,
    on_event: impl FnMut() + 'static,
) -> Option<Listener> {
    let callback = Closure::<dyn FnMut()>::new(on_event);
    target
        .add_event_listener_with_callback(event, callback.as_ref().unchecked_ref())
        .ok()?;
    Some(Listener {
        target: target.clone(),
        event,
        callback,
    })
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Taking off a listener that is there does not fail.
        let _ = self.target.remove_event_listener_with_callback(
            self.event,
            self.callback.as_ref().unchecked_ref(),
        );
    }
}

fn first(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let found = document.query_selector(selector).ok().flatten()?;
    found.dyn_into().ok()
}

/// An attribute of the first element that `selector` finds.
pub fn attribute_of(selector: &str, name: &str) -> Option<String> {
    first(selector)?.get_attribute(name)
}

/// Moves focus to the first element that `selector` finds, if there is one.
pub fn focus_first(selector: &str) -> bool {
    let found = first(selector);
    found.as_ref().map(focus);
    found.is_some()
}

/// When nothing has the focus, gives it back to the element that `selector` finds, without
/// scrolling there: what is looked at stays.
pub fn give_back_focus(selector: &str) {
    if let Some(element) = first(selector).filter(|_| focus_is_lost()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that can't take focus leaves it where it was.
        let _ = element.focus_with_options(&options);
    }
}

/// When nothing has the focus, moves it to what the first of `selectors` finds that finds anything.
/// Focus that is somewhere stays there.
pub fn focus_if_lost(selectors: &[&str]) {
    if focus_is_lost() {
        // Where none finds anything, the screen was left.
        let _ = selectors.iter().any(|selector| focus_first(selector));
    }
}

/// Moves focus to the element at `index` among those that `selector` finds, or to the last of them.
/// `false` when there is none.
pub fn focus_nth(selector: &str, index: usize) -> bool {
    let found = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|document| document.query_selector_all(selector).ok());
    let Some(found) = found else { return false };
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    let nth = found.item(index.min(found.length().saturating_sub(1)));
    let Some(Ok(element)) = nth.map(JsCast::dyn_into::<HtmlElement>) else {
        return false;
    };
    focus(&element);
    true
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::px;

    #[test]
    fn lengths_are_written_to_a_hundredth_of_a_pixel() {
        for (length, written) in [
            (0.0, "0px"),
            (44.0, "44px"),
            (46.75, "46.75px"),
            (33.333_333, "33.33px"),
            (-8.05, "-8.05px"),
            (-0.001, "0px"),
            (440_000.0, "440000px"),
            (f64::NAN, "0px"),
        ] {
            assert_eq!(px(length), written);
        }
    }
}
