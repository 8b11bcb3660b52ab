//! Content that changes while it is on the page. Each function is compiled once, whatever it is
//! given: a closure put into a view as it is costs a kilobyte of its own.

use std::sync::Arc;

use leptos::prelude::*;

/// What `content` makes, made anew whenever something it read changes.
pub fn dynamic(content: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let content: Box<dyn FnMut() -> AnyView + Send> = Box::new(content);
    content.into_any()
}

/// The words that `words` says, whenever something it read changes.
pub fn text(words: impl FnMut() -> String + Send + 'static) -> AnyView {
    let words: Box<dyn FnMut() -> String + Send> = Box::new(words);
    words.into_any()
}

type Keys = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
type Row = Arc<dyn Fn(String) -> AnyView + Send + Sync>;

/// A row for each key, in order. Rows stay the same elements for as long as they are listed, whatever
/// else changes, so that focus stays too. No key may be there twice. `row` makes what changes in a row a
/// closure of its own.
pub fn rows(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    keyed(Arc::new(keys), Arc::new(row))
}

fn keyed(keys: Keys, row: Row) -> AnyView {
    view! { <For each=move || keys() key=String::clone children=move |key| row(key) /> }.into_any()
}
