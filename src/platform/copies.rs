//! Small things that stand in many places and never change: drawn once, and copied from then on, which is one
//! call of the browser in place of one for each element and attribute.

use std::cell::RefCell;

use leptos::{
    prelude::{AddAnyAttr, AnyView, IntoAny, Mountable, Render, RenderHtml},
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState},
    },
};
use wasm_bindgen::JsCast;
use web_sys::Element;

type Draw = fn(&'static str) -> AnyView;

thread_local! {
    static DRAWN: RefCell<Vec<(Draw, &'static str, Element)>> = const { RefCell::new(Vec::new()) };
}

/// What `draw` makes of `words`: one element without listeners, and with nothing in it that changes.
pub fn copied(words: &'static str, draw: Draw) -> AnyView {
    Copied { draw, words }.into_any()
}

struct Copied {
    draw: Draw,
    words: &'static str,
}

impl Copied {
    fn first(&self) -> Option<Element> {
        let known = DRAWN.with_borrow(|drawn| {
            let mut drawn = drawn.iter();
            let found = drawn.find(|(draw, words, _)| {
                std::ptr::fn_addr_eq(self.draw, *draw) && self.words == *words
            });
            found.map(|(.., element)| element.clone())
        });
        known.or_else(|| {
            let around = web_sys::window()?.document()?.create_element("div").ok()?;
            (self.draw)(self.words).build().mount(&around, None);
            let element = around.first_element_child()?;
            let entry = (self.draw, self.words, element.clone());
            DRAWN.with_borrow_mut(|drawn| drawn.push(entry));
            Some(element)
        })
    }
}

impl Render for Copied {
    type State = Option<Element>;

    fn build(self) -> Option<Element> {
        let copy = self.first()?.clone_node_with_deep(true).ok()?;
        copy.dyn_into().ok()
    }

    fn rebuild(self, state: &mut Option<Element>) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for Copied {
    type Output<NewAttr: Attribute> = Self;

    // A copy is as it was drawn.
    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Self {
        self
    }
}

/// There is no page but in a browser: what is written out is nothing.
impl RenderHtml for Copied {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _page: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _attributes: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _at: &PositionState,
    ) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
