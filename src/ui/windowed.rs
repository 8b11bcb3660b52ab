//! A long list of which only the rows near the view are in the document. Rows all have the same height, and
//! are drawn in blocks, each in an element that is always there: so scrolling never moves a row in the
//! document, which would take the focus from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use leptos::{html, prelude::*};
use mist_core::window::Viewport;

use super::changing::{dynamic, rows};
use crate::platform::{dom, heights::Row};

/// Rows drawn beyond those in view, so that a fast scroll shows no gap.
const OVERSCAN: usize = 8;
/// Rows that are drawn together.
const BLOCK: usize = 32;

/// Which rows there are, in order, by numbers that mean something to the caller: a row keeps its element for
/// as long as its number is listed. No number may be there twice.
pub type Order = Arc<Vec<usize>>;

/// Makes a row of its number, and of its place in the order, from 0.
pub type DrawRow = Callback<(usize, Signal<usize>), AnyView>;

/// What moves the rows past.
#[derive(Debug, Clone, Copy)]
pub enum Scroller {
    /// The whole page.
    Page,
    /// An element around them.
    Element(NodeRef<html::Div>),
}

/// How a list is drawn.
#[derive(Clone, Copy)]
pub struct Windowed {
    /// The rows.
    pub order: Signal<Order>,
    /// Which height of the style sheet its rows have.
    pub row: Row,
    /// What they move in.
    pub scroller: Scroller,
    /// The place of a row that is drawn wherever the view is, with its neighbours: the one with the focus.
    pub kept: Signal<Option<usize>>,
    /// Draws a row.
    pub draw: DrawRow,
}

/// What part of the list is in view: pixels from its top, and the height of the view.
fn watch_view(content: NodeRef<html::Div>, scroller: Scroller) -> ReadSignal<(f64, f64)> {
    let (seen, set_seen) = signal((0.0, 900.0));
    let measure = move || {
        let Some(content) = content.get_untracked() else {
            return;
        };
        let top = content.get_bounding_client_rect().top();
        let now = match scroller {
            Scroller::Page => (-top, dom::window_height()),
            Scroller::Element(around) => {
                let Some(around) = around.get_untracked() else {
                    return;
                };
                let height = f64::from(around.client_height());
                (around.get_bounding_client_rect().top() - top, height)
            }
        };
        if seen.get_untracked() != now {
            set_seen.set(now);
        }
    };
    let watches = StoredValue::new_local(Vec::new());
    match scroller {
        Scroller::Page => {
            let scroll = window_event_listener(leptos::ev::scroll, move |_| measure());
            on_cleanup(move || scroll.remove());
        }
        Scroller::Element(around) => {
            Effect::new(move |_| {
                if let Some(around) = around.get() {
                    let scroll = dom::listen(&around, "scroll", measure);
                    watches.update_value(|watches| watches.push((scroll, None)));
                }
            });
        }
    }
    Effect::new(move |_| {
        if let Some(content) = content.get() {
            let size = dom::SizeWatch::new(&content, measure);
            watches.update_value(|watches| watches.push((None, size)));
        }
    });
    let resize = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    seen
}

/// Which blocks are drawn. Each is told for itself: of a thousand blocks a step of the view concerns a few.
#[derive(Clone, Copy)]
struct Drawn {
    now: StoredValue<BTreeSet<usize>>,
    told: StoredValue<BTreeMap<usize, RwSignal<bool>>>,
}

impl Drawn {
    fn new(wanted: Memo<BTreeSet<usize>>) -> Self {
        let drawn = Self {
            now: StoredValue::new(wanted.get_untracked()),
            told: StoredValue::new(BTreeMap::new()),
        };
        Effect::new(move |_| {
            let wanted = wanted.get();
            let before = drawn.now.get_value();
            drawn.now.set_value(wanted.clone());
            let changed = before.symmetric_difference(&wanted).copied();
            drawn.told.with_value(|told| {
                for number in changed {
                    if let Some(block) = told.get(&number) {
                        // A block that goes at this moment needs to know nothing.
                        block.try_set(wanted.contains(&number));
                    }
                }
            });
        });
        drawn
    }

    /// Whether the block with this number is drawn; asked once, by the block.
    fn of(self, number: usize) -> RwSignal<bool> {
        let is_drawn = RwSignal::new(self.now.with_value(|now| now.contains(&number)));
        self.told.update_value(|told| {
            told.insert(number, is_drawn);
        });
        is_drawn
    }
}

/// One block: its rows, or as much room as they take.
fn block(number: usize, list: Windowed, drawn: Drawn) -> AnyView {
    let first = number * BLOCK;
    let own = Memo::new(move |_| {
        let order = list.order.read();
        let own = order.iter().skip(first).take(BLOCK);
        own.copied().collect::<Vec<usize>>()
    });
    let height = move || px(own.read().len(), list.row.height());
    let is_drawn = drawn.of(number);
    let draw = move |key: String| {
        let row: usize = key.parse().unwrap_or_default();
        let place = Signal::derive(move || {
            let own = own.read();
            first
                + own
                    .iter()
                    .position(|known| *known == row)
                    .unwrap_or_default()
        });
        list.draw.run((row, place))
    };
    let content = move || {
        if !is_drawn.get() {
            return ().into_any();
        }
        rows(
            move || own.read().iter().map(usize::to_string).collect(),
            draw,
        )
    };
    view! {
        <div class="block" role="presentation" style:height=height>
            {dynamic(content)}
        </div>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows")]
fn px(rows: usize, row_height: f64) -> String {
    dom::px(rows as f64 * row_height)
}

impl Windowed {
    /// The rows, as one element.
    pub fn view(self) -> AnyView {
        let content = NodeRef::new();
        let seen = watch_view(content, self.scroller);
        let total = Memo::new(move |_| self.order.read().len());
        let wanted = Memo::new(move |_| {
            let (scroll_top, height) = seen.get();
            let view = Viewport {
                scroll_top,
                height,
                row_height: self.row.height(),
                total: total.get(),
            };
            let rows = view.visible(OVERSCAN);
            let near = rows.start / BLOCK..rows.end.div_ceil(BLOCK);
            // The blocks beside the one with the focus too: the next step of the keyboard may lead there.
            let kept = self.kept.get().map(|place| place / BLOCK);
            let kept = kept.map(|block| block.saturating_sub(1)..block + 2);
            near.chain(kept.into_iter().flatten()).collect()
        });
        let drawn = Drawn::new(wanted);
        let blocks = move || {
            let numbers = 0..total.get().div_ceil(BLOCK);
            numbers.map(|number| number.to_string()).collect()
        };
        let draw = move |number: String| block(number.parse().unwrap_or_default(), self, drawn);
        view! {
            <div class="windowed" role="presentation" node_ref=content>
                {rows(blocks, draw)}
            </div>
        }
        .into_any()
    }
}
