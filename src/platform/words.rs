//! Where the files of languages are, and which languages people have.

use std::time::Duration;

use futures::future::{Either, select};
use gloo_net::http::{Request, Response};

use super::{clock::sleep, dom, http};

/// Longest a file is waited for: it is small, and the page waits with it when it starts.
const PATIENCE: Duration = Duration::from_secs(20);

/// The languages the browser asks for, dearest first.
pub fn wanted() -> Vec<String> {
    let navigator = web_sys::window().map(|window| window.navigator());
    let tags = navigator.map(|navigator| navigator.languages());
    let tags = tags.unwrap_or_default();
    tags.iter().filter_map(|tag| tag.as_string()).collect()
}

/// The address of a language's file. The build names the file after its content, and writes the name down at the
/// page's root element: so it is always of the same build as the page.
fn address(tag: &str) -> Option<String> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.get_attribute(&format!("data-words-{}", tag.to_ascii_lowercase()))
}

/// Fetches a language's file. `None` where it did not come; why is for the browser's console.
pub async fn fetch(tag: &str) -> Option<String> {
    let address = address(tag)?;
    let abort = http::AbortOnDrop::new();
    let request = Request::get(&address).abort_signal(abort.signal().as_ref());
    let text = async {
        let answer = request.send().await.ok().filter(Response::ok)?;
        answer.text().await.ok()
    };
    match select(Box::pin(text), sleep(PATIENCE)).await {
        Either::Left((text, _)) => text,
        Either::Right(_) => None,
    }
}

/// Tells the browser, and with it screen readers, which language the page speaks.
pub fn declare(tag: &str, direction: &str) {
    dom::tell_root("lang", tag);
    dom::tell_root("dir", direction);
}
