//! The list box, and the windowed list under it.

use std::sync::Arc;

use leptos::{html, prelude::*};
use mist_web::{
    platform::heights::Row,
    ui::{
        listbox::{Listbox, OptionHeight},
        windowed::{Order, Scroller, Windowed},
    },
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Stage, focused, frames, press, until, words};

const MANY: usize = 25_000;

/// More than these are never in the document at once: three blocks around the view, three around the focus.
const FEW: usize = 6 * 32;

/// A list box of numbers, what is in it, and what was chosen.
struct Numbers {
    stage: Stage,
    order: RwSignal<Order>,
    chosen: RwSignal<Option<usize>>,
}

impl Numbers {
    fn new(chosen: Option<usize>) -> Self {
        let order = RwSignal::new(Arc::new((0..MANY).collect::<Vec<_>>()));
        let chosen = RwSignal::new(chosen);
        let stage = Stage::show(move || {
            let draw =
                |number: usize| view! { <span>{format!("number {number}")}</span> }.into_any();
            view! {
                <Listbox
                    label="Image"
                    order=order
                    chosen=chosen
                    on_choose=move |number| chosen.set(Some(number))
                    height=OptionHeight::One
                    draw=Callback::new(draw)
                />
            }
        });
        Self {
            stage,
            order,
            chosen,
        }
    }

    fn list(&self) -> HtmlElement {
        self.stage.find("[role=listbox]")
    }

    /// What the active option says; nothing if none is active. The one that is named must be there.
    fn active(&self) -> Option<String> {
        let id = self.list().get_attribute("aria-activedescendant")?;
        let option: HtmlElement = self.stage.find(&format!("[role=option][id='{id}']"));
        Some(words(&option))
    }

    async fn until_active(&self, number: usize) {
        let wanted = format!("number {number}");
        until(&format!("{wanted} is active"), || {
            let list = self.list();
            let id = list.get_attribute("aria-activedescendant");
            let id = id.unwrap_or_default();
            self.stage.count(&format!("[id='{id}']")) == 1
                && self.active().as_deref() == Some(&*wanted)
        })
        .await;
    }

    fn drawn(&self) -> usize {
        self.stage.count("[role=option]")
    }
}

#[wasm_bindgen_test]
async fn only_options_near_the_view_are_in_the_document() {
    let numbers = Numbers::new(None);
    until("the first options", || numbers.drawn() > 0).await;
    assert!(numbers.drawn() <= FEW, "{} options", numbers.drawn());
    let first: HtmlElement = numbers.stage.all("[role=option]").remove(0);
    assert_eq!(
        first.get_attribute("aria-setsize").as_deref(),
        Some("25000")
    );
    assert_eq!(first.get_attribute("aria-posinset").as_deref(), Some("1"));
    numbers.list().focus().unwrap();
    assert!(press("End"));
    numbers.until_active(MANY - 1).await;
    assert!(numbers.drawn() <= FEW, "{} options", numbers.drawn());
}

#[wasm_bindgen_test]
async fn keys_move_the_active_option_and_choose_it() {
    let numbers = Numbers::new(None);
    until("the first options", || numbers.drawn() > 0).await;
    numbers.list().focus().unwrap();
    assert_eq!(numbers.active(), None);
    for (key, number) in [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("PageDown", 8),
        ("ArrowUp", 7),
        ("Home", 0),
        ("ArrowUp", 0),
    ] {
        assert!(press(key), "{key} is the list's");
        numbers.until_active(number).await;
        assert_eq!(focused(), numbers.list(), "the focus stays on the box");
    }
    assert!(!press("a"), "letters are not");
    assert_eq!(numbers.chosen.get_untracked(), None);
    press("ArrowDown");
    assert!(press(" "));
    until("it is chosen", || {
        numbers.stage.count("[aria-selected=true]") == 1
    })
    .await;
    assert_eq!(numbers.chosen.get_untracked(), Some(1));
}

#[wasm_bindgen_test]
async fn the_active_option_stays_when_the_view_goes_elsewhere_or_others_go() {
    let numbers = Numbers::new(Some(20_000));
    // The chosen one is shown, and keys start from it.
    numbers.until_active(20_000).await;
    let list = numbers.list();
    until("it is in view", || list.scroll_top() > 0).await;
    list.focus().unwrap();
    press("ArrowDown");
    numbers.until_active(20_001).await;
    list.set_scroll_top(0);
    until("the first option", || {
        numbers.stage.words().contains("number 0")
    })
    .await;
    numbers.until_active(20_001).await;
    assert!(numbers.drawn() <= FEW, "{} options", numbers.drawn());
    // Only those that a search finds: every thousandth, and the active one.
    let found = (0..MANY).filter(|number| number % 1000 == 0 || *number == 20_001);
    numbers.order.set(Arc::new(found.collect()));
    numbers.until_active(20_001).await;
    until("only those are left", || numbers.drawn() == 26).await;
    numbers.until_active(20_001).await;
    assert_eq!(focused(), list);
    // Without it the chosen one is where keys start, and without that none is.
    numbers.order.set(Arc::new(vec![3, 20_000]));
    numbers.until_active(20_000).await;
    numbers.order.set(Arc::new(vec![3, 4]));
    until("none is active", || numbers.active().is_none()).await;
    assert_eq!(focused(), list);
    press("End");
    numbers.until_active(4).await;
    numbers.order.set(Arc::default());
    until("none is left", || numbers.drawn() == 0).await;
    assert_eq!(numbers.active(), None);
}

#[wasm_bindgen_test]
async fn a_row_keeps_its_element_and_focus_while_its_number_is_listed() {
    let order: RwSignal<Order> = RwSignal::new(Arc::new((0..MANY).collect()));
    let focused_place = RwSignal::new(None::<usize>);
    let stage = Stage::show(move || {
        let node = NodeRef::<html::Div>::new();
        let draw = move |(number, place): (usize, Signal<usize>)| {
            view! {
                <div style="block-size: 44px">
                    <button on:focus=move |_| {
                        focused_place.set(Some(place.get_untracked()));
                    }>{format!("row {number}")}</button>
                </div>
            }
            .into_any()
        };
        let windowed = Windowed {
            order: order.into(),
            row: Row::One,
            scroller: Scroller::Element(node),
            kept: focused_place.into(),
            draw: Callback::new(draw),
        };
        view! {
            <div id="around" style="block-size: 400px; overflow: auto" node_ref=node>
                {windowed.view()}
            </div>
        }
    });
    until("the first rows", || stage.count("button") > 0).await;
    let around: HtmlElement = stage.find("#around");
    assert_eq!(around.scroll_height(), 44 * 25_000);
    let button: HtmlElement = stage.all("button").remove(2);
    button.focus().unwrap();
    around.set_scroll_top(44 * 12_000);
    until("rows elsewhere", || stage.words().contains("row 12001")).await;
    assert_eq!(focused(), button);
    assert!(
        stage.count("button") <= FEW,
        "{} rows",
        stage.count("button")
    );
    // The next step of the keyboard finds a row, though the view is far away.
    assert!(stage.words().contains("row 33"));
    order.update(|order| *order = Arc::new((0..MANY).filter(|number| number % 2 == 0).collect()));
    frames(3).await;
    assert_eq!(focused(), button, "row 2 is still listed");
    until("the list is half as long", || {
        around.scroll_height() == 44 * 12_500
    })
    .await;
}
