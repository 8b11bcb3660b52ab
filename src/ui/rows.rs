//! Lists whose rows stay the same elements for as long as they are listed, whatever else changes, so
//! that focus stays too. One function for all of them: each of its own would cost kilobytes.

use std::sync::Arc;

use leptos::prelude::*;

type Keys = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
type Row = Arc<dyn Fn(String) -> AnyView + Send + Sync>;

/// A row for each key, in order. No key may be there twice. `row` makes what changes in a row a
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
