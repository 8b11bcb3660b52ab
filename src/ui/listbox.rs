//! One of many, of any number: a list box with only the options near its view in the document. The focus
//! stays on the box; arrow keys move the active option, Enter or Space chooses it, a press does both.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::windowed::{Order, Scroller, Windowed};
use crate::platform::{clock, dom, heights::Row, task};

/// The class of the box; the style sheet decides how high its options are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionHeight {
    /// One line.
    One,
    /// Two lines.
    Two,
}

impl OptionHeight {
    const fn row(self) -> Row {
        match self {
            Self::One => Row::One,
            Self::Two => Row::Two,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::One => "listbox",
            Self::Two => "listbox two-lines",
        }
    }
}

/// Where a key takes the active option.
fn moved(key: &str, here: Option<usize>, last: usize, page: usize) -> Option<usize> {
    let there = match (key, here) {
        ("ArrowDown", Some(here)) => here + 1,
        ("ArrowUp", Some(here)) => here.saturating_sub(1),
        ("PageDown", Some(here)) => here + page,
        ("PageUp", Some(here)) => here.saturating_sub(page),
        ("Home" | "ArrowDown" | "PageDown", _) => 0,
        ("End" | "ArrowUp" | "PageUp", _) => last,
        _ => return None,
    };
    Some(there.min(last))
}

/// The options, and which of them keys act on.
#[derive(Clone, Copy)]
struct Options {
    order: Signal<Order>,
    on_choose: Callback<usize>,
    height: OptionHeight,
    node: NodeRef<html::Div>,
    /// By number, so that it stays the same option when others come before it.
    active: RwSignal<Option<usize>>,
    /// What the keys start from: the active option, else the chosen one.
    place: Memo<Option<usize>>,
}

impl Options {
    fn new(
        order: Signal<Order>,
        chosen: Signal<Option<usize>>,
        on_choose: Callback<usize>,
        height: OptionHeight,
        node: NodeRef<html::Div>,
    ) -> Self {
        let active = RwSignal::new(None);
        let place = Memo::new(move |_| {
            let order = order.read();
            let place_of = |number: Option<usize>| {
                let number = number?;
                order.iter().position(|known| *known == number)
            };
            place_of(active.get()).or_else(|| place_of(chosen.get()))
        });
        Self {
            order,
            on_choose,
            height,
            node,
            active,
            place,
        }
    }

    /// Scrolls the box by as little as shows the option at `place`.
    fn reveal(self, place: usize) {
        let Some(around) = self.node.get_untracked() else {
            return;
        };
        let height = self.height.row().height_now();
        #[expect(clippy::cast_precision_loss, reason = "a count of options")]
        let top = place as f64 * height;
        let (seen, room) = (
            f64::from(around.scroll_top()),
            f64::from(around.client_height()),
        );
        let wanted = if top < seen {
            top
        } else if top + height > seen + room {
            top + height - room
        } else {
            return;
        };
        #[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
        around.set_scroll_top(wanted.ceil() as i32);
    }

    /// The one that is chosen when the box appears is in view.
    fn reveal_chosen(self) {
        Effect::new(move |_| {
            if self.node.get().is_some() {
                task::spawn_scoped(async move {
                    clock::next_frame().await;
                    if let Some(place) = self.place.get_untracked() {
                        self.reveal(place);
                    }
                });
            }
        });
    }

    fn number_at(self, place: usize) -> Option<usize> {
        self.order.read_untracked().get(place).copied()
    }

    fn choose(self, number: usize) {
        self.active.set(Some(number));
        self.on_choose.run(number);
    }

    fn on_key(self, event: &KeyboardEvent) {
        let here = self.place.get_untracked();
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            if let Some(number) = here.and_then(|here| self.number_at(here)) {
                self.choose(number);
            }
            return;
        }
        let last = self.order.read_untracked().len().saturating_sub(1);
        let node = self.node.get_untracked();
        let room = f64::from(node.map_or(0, |around| around.client_height()));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few options"
        )]
        let page = (room / self.height.row().height_now()).max(1.0) as usize;
        if let Some(there) = moved(&event.key(), here, last, page) {
            event.prevent_default();
            self.active.set(self.number_at(there));
            self.reveal(there);
        }
    }
}

/// The list box.
#[component]
pub fn Listbox(
    /// Its name.
    #[prop(into)]
    label: String,
    /// The options, in order, by the caller's numbers.
    #[prop(into)]
    order: Signal<Order>,
    /// The number of the one chosen.
    #[prop(into)]
    chosen: Signal<Option<usize>>,
    /// Called with the number of the one to choose.
    #[prop(into)]
    on_choose: Callback<usize>,
    /// How high an option is.
    height: OptionHeight,
    /// What an option says; what changes in it is a closure of its own.
    #[prop(into)]
    draw: Callback<usize, AnyView>,
    /// The box, for a caller that moves focus to it.
    #[prop(optional)]
    node: NodeRef<html::Div>,
) -> impl IntoView {
    let stem = StoredValue::new(dom::fresh_id("option"));
    let option_id = move |number: usize| stem.with_value(|stem| format!("{stem}-{number}"));
    let options = Options::new(order, chosen, on_choose, height, node);
    options.reveal_chosen();
    let option = move |(number, place): (usize, Signal<usize>)| {
        let is_active = move || options.place.get() == Some(place.get());
        view! {
            <div
                class="option"
                role="option"
                id=option_id(number)
                aria-selected=move || if chosen.get() == Some(number) { "true" } else { "false" }
                aria-setsize=move || order.read().len()
                aria-posinset=move || place.get() + 1
                data-active=move || is_active().then_some("true")
                on:click=move |_| options.choose(number)
            >
                {draw.run(number)}
            </div>
        }
        .into_any()
    };
    let windowed = Windowed {
        order,
        row: height.row(),
        scroller: Scroller::Element(node),
        kept: options.place.into(),
        draw: Callback::new(option),
    };
    view! {
        <div
            class=height.class()
            role="listbox"
            tabindex="0"
            aria-label=label
            aria-activedescendant=move || {
                let number = order.read().get(options.place.get()?).copied()?;
                Some(option_id(number))
            }
            node_ref=node
            on:keydown=move |event| options.on_key(&event)
        >
            {windowed.view()}
        </div>
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::moved;

    #[test]
    fn keys_move_within_the_list() {
        assert_eq!(moved("ArrowDown", None, 9, 4), Some(0));
        assert_eq!(moved("ArrowDown", Some(9), 9, 4), Some(9));
        assert_eq!(moved("ArrowUp", None, 9, 4), Some(9));
        assert_eq!(moved("ArrowUp", Some(0), 9, 4), Some(0));
        assert_eq!(moved("PageDown", Some(7), 9, 4), Some(9));
        assert_eq!(moved("PageUp", Some(3), 9, 4), Some(0));
        assert_eq!(moved("Home", Some(3), 9, 4), Some(0));
        assert_eq!(moved("End", Some(3), 9, 4), Some(9));
        assert_eq!(moved("a", Some(3), 9, 4), None);
    }
}
