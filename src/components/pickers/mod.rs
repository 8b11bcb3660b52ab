//! Choosing one of many: a search above a list box. From the search, Enter and the down arrow lead into the
//! list.

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, html, prelude::*};
use mist_core::lower::lower;

use crate::{
    platform::dom,
    say,
    ui::{
        changing::dynamic,
        listbox::{Listbox, OptionHeight},
        search::SearchField,
        windowed::Order,
    },
};

pub mod key;

/// So many options are looked over faster than searched.
const FEW: usize = 6;

/// A picker.
#[derive(Clone, Copy)]
pub struct Picker {
    /// The list's name.
    pub name: &'static str,
    /// The search's name.
    pub search: &'static str,
    /// Whether it is searched also where it has few options, or none.
    pub is_always_searched: bool,
    /// What is searched for.
    pub query: RwSignal<String>,
    /// How many options there are before anything is searched for.
    pub total: Signal<usize>,
    /// The numbers of those that match.
    pub order: Signal<Order>,
    /// The number of the chosen one.
    pub chosen: Signal<Option<usize>>,
    /// Chooses one.
    pub on_choose: Callback<usize>,
    /// How high an option is.
    pub height: OptionHeight,
    /// Draws one.
    pub draw: Callback<usize, AnyView>,
}

impl Picker {
    /// The search and the list.
    pub fn view(self) -> AnyView {
        let node = NodeRef::<html::Div>::new();
        let is_searched = Memo::new(move |_| self.is_always_searched || self.total.get() > FEW);
        let is_any = Memo::new(move |_| !self.order.read().is_empty());
        let is_none = Memo::new(move |_| !is_any.get() && self.total.get() > 0);
        let list = move || {
            view! {
                <Listbox
                    label=self.name
                    order=self.order
                    chosen=self.chosen
                    on_choose=self.on_choose
                    height=self.height
                    draw=self.draw
                    node=node
                />
            }
            .into_any()
        };
        view! {
            {dynamic(move || if is_searched.get() { self.search(node) } else { ().into_any() })}
            {dynamic(move || if is_any.get() { list() } else { ().into_any() })}
            <p class="hint" role="status">
                {move || is_none.get().then(|| say!(create.none_match))}
            </p>
        }
        .into_any()
    }

    fn search(self, node: NodeRef<html::Div>) -> AnyView {
        let on_key = move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | "ArrowDown") {
                // Enter would send the form.
                event.prevent_default();
                node.get_untracked().as_deref().map(dom::focus);
            }
        };
        let field = SearchField::of(self.search, self.search, self.query);
        field.with(Signal::stored(false), Callback::new(on_key))
    }
}

/// The numbers of those whose words hold every word of the query.
pub fn matching<T>(items: &[T], query: &str, words_of: impl Fn(&T) -> String) -> Order {
    let query = lower(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let matches = |item: &T| {
        let text = lower(&words_of(item));
        words.iter().all(|word| text.contains(word))
    };
    let numbers = items.iter().enumerate().filter(|(_, item)| matches(item));
    Arc::new(numbers.map(|(number, _)| number).collect())
}
