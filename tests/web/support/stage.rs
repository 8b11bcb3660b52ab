//! Where a test's component stands.

use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyViewState,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The page's own style sheets: scrolling and focus depend on them.
const STYLES: [&str; 7] = [
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/frame.css"),
    include_str!("../../../style/controls.css"),
    include_str!("../../../style/parts.css"),
    include_str!("../../../style/tables.css"),
    include_str!("../../../style/terminal.css"),
];

/// A component on the page, until dropped.
pub(crate) struct Stage {
    host: HtmlElement,
    _view: UnmountHandle<AnyViewState>,
}

impl Stage {
    /// Shows what `view` makes.
    pub(crate) fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        style_once();
        let host: HtmlElement = make("div");
        document().body().unwrap().append_child(&host).unwrap();
        Self {
            _view: mount_to(host.clone(), move || view().into_any()),
            host,
        }
    }

    /// The one element `selector` finds.
    pub(crate) fn find<T: JsCast>(&self, selector: &str) -> T {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.host.inner_html());
        found.remove(0)
    }

    /// Every element `selector` finds, in order.
    pub(crate) fn all<T: JsCast>(&self, selector: &str) -> Vec<T> {
        let found = self.host.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|index| found.item(index).unwrap().unchecked_into())
            .collect()
    }

    /// How many elements `selector` finds.
    pub(crate) fn count(&self, selector: &str) -> usize {
        self.all::<Element>(selector).len()
    }

    /// All words on it.
    pub(crate) fn words(&self) -> String {
        super::words(&self.host)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.host.remove();
    }
}

fn document() -> web_sys::Document {
    web_sys::window().unwrap().document().unwrap()
}

fn make<T: JsCast>(tag: &str) -> T {
    document().create_element(tag).unwrap().unchecked_into()
}

fn style_once() {
    const MARK: &str = "the-page-s-style";
    if document().get_element_by_id(MARK).is_some() {
        return;
    }
    let style: HtmlElement = make("style");
    style.set_id(MARK);
    style.set_text_content(Some(&STYLES.concat()));
    document().head().unwrap().append_child(&style).unwrap();
}
