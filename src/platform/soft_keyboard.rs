//! The soft keyboard of tablets and phones. It covers the lower part of the page (Safari) or makes the
//! window lower (Chromium, as `index.html` asks); either way the field in use has to stay in sight.
//!
//! Tells the style sheet, on the root element: `--keyboard`, the height that is covered at the lower edge;
//! `--view-top`, how far the part in sight begins below the page's upper edge; and `data-keyboard` while the
//! keyboard is open: `low` where it leaves little room, else `open`.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, EventTarget, HtmlElement};

use super::{dom, media};

/// What is covered by less is a bar of the browser's own, or of a real keyboard.
const KEYBOARD: f64 = 100.0;
/// Below so many pixels in sight a screen does without what is not needed to type.
const LOW: f64 = 560.0;

/// What is in sight, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Sight {
    covered: f64,
    top: f64,
    height: f64,
    /// Of the window, with what is covered.
    window: (i32, i32),
}

/// What `all` pixels of the page show, when the browser says that `height` of them are in sight from `top`
/// on, magnified `scale` times by two fingers.
fn sight(window: (i32, i32), top: f64, height: f64, scale: f64) -> Sight {
    let all = f64::from(window.1);
    let height = (height * scale).min(all);
    // Magnified, the part in sight is anywhere; what is covered can only be told from its height.
    let top = if scale > 1.01 { 0.0 } else { top.max(0.0) };
    Sight {
        covered: (all - top - height).max(0.0).round(),
        top: top.round(),
        height,
        window,
    }
}

fn root() -> Option<HtmlElement> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.dyn_into().ok()
}

fn look(root: &Element) -> Sight {
    let window = (root.client_width(), root.client_height());
    match web_sys::window().and_then(|window| window.visual_viewport()) {
        Some(seen) => sight(window, seen.offset_top(), seen.height(), seen.scale()),
        None => sight(window, 0.0, f64::from(window.1), 1.0),
    }
}

/// Whether the field with the focus is typed into.
fn typed_into() -> Option<HtmlElement> {
    const FIELDS: &str = "textarea, select, input:not([type=checkbox], [type=radio], [type=file])";
    dom::focused().filter(|field| field.matches(FIELDS).unwrap_or(false))
}

/// Scrolls by as little as shows the field in use. At once: it has to be there when the keyboard is.
fn reveal() {
    if let Some(field) = typed_into() {
        dom::reveal(&field);
    }
}

/// The tallest the window was at its width: lower than that while somebody types, it makes room for a
/// keyboard.
#[derive(Default)]
struct Tallest(Cell<(i32, i32)>);

impl Tallest {
    fn is_lowered(&self, (width, height): (i32, i32)) -> bool {
        let (known, tallest) = self.0.get();
        if known != width || height > tallest {
            self.0.set((width, height));
            return false;
        }
        f64::from(tallest - height) > KEYBOARD
            && typed_into().is_some()
            && media::matches("(pointer: coarse)")
    }
}

fn tell(root: &HtmlElement, sight: Sight, is_open: bool) {
    let style = root.style();
    // The root element takes any attribute and any value of a property of ours.
    let _ = style.set_property("--keyboard", &dom::px(sight.covered));
    let _ = style.set_property("--view-top", &dom::px(sight.top));
    let _ = match (is_open, sight.height < LOW) {
        (false, _) => root.remove_attribute("data-keyboard"),
        (true, true) => root.set_attribute("data-keyboard", "low"),
        (true, false) => root.set_attribute("data-keyboard", "open"),
    };
}

/// Follows the keyboard for as long as the page lives. To be called once.
pub fn watch() {
    let (Some(window), Some(root)) = (web_sys::window(), root()) else {
        return;
    };
    let tallest = Tallest::default();
    let told = Cell::new((Sight::default(), false));
    tallest.is_lowered(look(&root).window);
    let update = Rc::new(move || {
        let sight = look(&root);
        let is_open = sight.covered > KEYBOARD || tallest.is_lowered(sight.window);
        if told.replace((sight, is_open)) != (sight, is_open) {
            tell(&root, sight, is_open);
        }
        if is_open {
            reveal();
        }
    });
    let listen = |target: &EventTarget, event: &str| {
        let update = update.clone();
        let callback = Closure::<dyn FnMut()>::new(move || update());
        let heard =
            target.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
        if heard.is_ok() {
            // It listens for as long as the page lives.
            callback.forget();
        }
    };
    listen(&window, "resize");
    listen(&window, "focusin");
    listen(&window, "focusout");
    if let Some(seen) = window.visual_viewport() {
        listen(&seen, "resize");
        listen(&seen, "scroll");
    }
    update();
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Sight, sight};

    const WINDOW: (i32, i32) = (768, 1024);

    #[test]
    fn what_is_not_in_sight_below_is_covered() {
        let open = sight(WINDOW, 0.0, 700.0, 1.0);
        assert_eq!((open.covered, open.height), (324.0, 700.0));
        // The page was pushed up to show a field: less is covered at the lower edge.
        let pushed = sight(WINDOW, 200.0, 700.0, 1.0);
        assert_eq!((pushed.covered, pushed.top), (124.0, 200.0));
    }

    #[test]
    fn what_two_fingers_magnify_is_not_covered() {
        let Sight { covered, top, .. } = sight(WINDOW, 300.0, 512.0, 2.0);
        assert_eq!((covered, top), (0.0, 0.0));
        let typing = sight(WINDOW, 300.0, 350.0, 2.0);
        assert_eq!((typing.covered, typing.top), (324.0, 0.0));
    }

    #[test]
    fn a_bar_of_the_browser_that_folds_away_covers_nothing() {
        let folded = sight(WINDOW, 0.0, 1080.0, 1.0);
        assert_eq!((folded.covered, folded.height), (0.0, 1024.0));
    }
}
