//! A hello-world page: what Leptos costs before it does anything.

use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <h1>"Hello, world!"</h1> });
}
