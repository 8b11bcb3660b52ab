//! The head of a column that sorts its table: a button, and which way it sorts now.

use leptos::prelude::*;
use mist_core::machines::Direction;

use super::{changing::dynamic, icon::Icon};

/// A head, whatever element it stands in.
#[derive(Clone, Copy)]
pub struct SortHead {
    /// The column's name.
    pub words: &'static str,
    /// Which way it sorts; `None` while another column does.
    pub direction: Signal<Option<Direction>>,
    /// Called to sort by it.
    pub on_sort: Callback<Direction>,
}

impl SortHead {
    /// For the `aria-sort` of its element.
    pub fn aria_sort(self) -> Option<&'static str> {
        self.direction.get().map(|direction| match direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        })
    }

    /// The button in it: once more turns the order round.
    pub fn button(self) -> AnyView {
        let press = move |_| {
            self.on_sort.run(match self.direction.get_untracked() {
                Some(Direction::Ascending) => Direction::Descending,
                Some(Direction::Descending) | None => Direction::Ascending,
            });
        };
        let arrow = move || match self.direction.get() {
            Some(Direction::Ascending) => Icon::ArrowUp.draw().into_any(),
            Some(Direction::Descending) => Icon::ArrowDown.draw().into_any(),
            None => ().into_any(),
        };
        view! {
            <button type="button" class="sort" on:click=press>
                {self.words}
                {dynamic(arrow)}
            </button>
        }
        .into_any()
    }
}
