//! Where the reader is: the scroll position, whether the pane follows the end, and the selection
//! that must stay drawn.

use leptos::{html, prelude::*};
use mist_core::window::Viewport;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::platform::{dom, heights::Row};

/// How near the end counts as the end, in pixels; the padding below the last line comes on top.
const NEAR: f64 = 4.0;

/// Whether the pane follows the end, as a handle.
#[derive(Clone, Copy)]
pub struct Following(RwSignal<bool>);

impl Following {
    /// It does at first.
    pub fn new() -> Self {
        Self(RwSignal::new(true))
    }

    /// Whether it does now.
    pub fn is_on(self) -> bool {
        self.0.get()
    }

    /// The same, for once.
    pub(super) fn is_on_now(self) -> bool {
        self.0.get_untracked()
    }

    fn set(self, on: bool) {
        if self.is_on_now() != on {
            self.0.set(on);
        }
    }

    /// Follows again.
    pub fn resume(self) {
        self.set(true);
    }
}

impl Default for Following {
    fn default() -> Self {
        Self::new()
    }
}

/// The part of the output in view, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct ScrollPlace {
    pub(super) top: f64,
    pub(super) height: f64,
}

impl ScrollPlace {
    /// The view it gives on `total` lines.
    pub(super) fn view(self, total: usize) -> Viewport {
        Viewport {
            scroll_top: self.top,
            height: self.height,
            row_height: Row::Output.height(),
            total,
        }
    }
}

/// Follows the pane's scroll position and size, while `total` lines are in the document. Only the
/// reader's own scrolling up ends the following: output that grows the pane does not.
pub(super) fn watch_scroll(
    pane: NodeRef<html::Div>,
    following: Following,
    total: StoredValue<usize>,
) -> ReadSignal<ScrollPlace> {
    let (place, set_place) = signal(ScrollPlace::default());
    let last_top = StoredValue::new(0);
    let measure = move || {
        let Some(pane) = pane.get_untracked() else {
            return;
        };
        let mut top = pane.scroll_top();
        let is_lower = f64::from(pane.client_height()) < place.read_untracked().height;
        if is_lower && following.is_on_now() {
            // As when a soft keyboard opens: the end stays in view.
            pane.set_scroll_top(pane.scroll_height());
            top = pane.scroll_top();
        }
        let now = ScrollPlace {
            top: f64::from(top),
            height: f64::from(pane.client_height()),
        };
        let view = untrack(|| now.view(total.get_value()));
        if view.is_at_end(NEAR) {
            following.set(true);
        } else if top < last_top.get_value() {
            following.set(false);
        }
        last_top.set_value(top);
        if place.get_untracked() != now {
            set_place.set(now);
        }
    };
    let size_watch = StoredValue::new_local(None);
    let scrolled = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(pane) = pane.get() {
            size_watch.set_value(dom::SizeWatch::new(&pane, measure));
            scrolled.set_value(dom::listen(&pane, "scroll", measure));
        }
    });
    place
}

fn row_of(node: &Node) -> Option<u64> {
    let element = match node.dyn_ref::<Element>() {
        Some(element) => element.clone(),
        None => node.parent_element()?,
    };
    element
        .closest("[data-row]")
        .ok()??
        .get_attribute("data-row")?
        .parse()
        .ok()
}

/// The lines a selection in the pane begins and ends in, in order.
pub(super) fn watch_selection(pane: NodeRef<html::Div>) -> ReadSignal<Option<(u64, u64)>> {
    let (selected, set_selected) = signal(None);
    let on_change = move || {
        let found = (|| {
            let pane = pane.get_untracked()?;
            let selection = web_sys::window()?.get_selection().ok()??;
            if selection.is_collapsed() {
                return None;
            }
            let (anchor, focus) = (selection.anchor_node()?, selection.focus_node()?);
            if !pane.contains(Some(&anchor)) {
                return None;
            }
            let (anchor, focus) = (row_of(&anchor)?, row_of(&focus)?);
            Some((anchor.min(focus), anchor.max(focus)))
        })();
        if selected.get_untracked() != found {
            set_selected.set(found);
        }
    };
    let document = web_sys::window().and_then(|w| w.document());
    let listener =
        document.and_then(|document| dom::listen(&document, "selectionchange", on_change));
    // Kept, and so listening, for as long as the pane.
    StoredValue::new_local(listener);
    selected
}
