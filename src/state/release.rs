//! Whether the page's host has a newer release than the one that is open. `cargo xtask dist` names each release in
//! `index.html`; a page built without that never asks.

use std::time::Duration;

use leptos::prelude::*;

use crate::platform::{clock, dom, http, task, visibility};

/// The element that names the release.
const META: &str = "meta[name=\"release\"]";

/// How often the host is asked while somebody looks at the page.
const EVERY: Duration = Duration::from_mins(10);

/// The host's releases, as a handle.
#[derive(Debug, Clone, Copy)]
pub struct Release {
    is_newer: RwSignal<bool>,
}

impl Release {
    /// Asks now and then from now on.
    pub(super) fn new() -> Self {
        let release = Self {
            is_newer: RwSignal::new(false),
        };
        if let Some(ours) = dom::attribute_of(META, "content") {
            task::spawn_page(release.watch(ours));
        }
        release
    }

    async fn watch(self, ours: String) {
        while !self.is_newer.get_untracked() {
            clock::sleep(EVERY).await;
            if !visibility::hidden() {
                self.ask(&ours).await;
            }
        }
    }

    async fn ask(self, ours: &str) {
        // A host that can't be reached says nothing of its releases.
        if let Some(page) = http::own_page().await
            && let Some(there) = named(&page)
            && there != ours
        {
            self.is_newer.set(true);
        }
    }

    /// Asks now: a file of this release was not there.
    pub fn doubt(self) {
        if let Some(ours) = dom::attribute_of(META, "content") {
            task::spawn_page(async move { self.ask(&ours).await });
        }
    }

    /// Whether there is a newer one.
    pub fn is_newer(self) -> ReadSignal<bool> {
        self.is_newer.read_only()
    }
}

/// The release that a page names.
fn named(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<meta name=\"release\" content=\"")?;
    rest.split_once('"').map(|(name, _)| name)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_release_or_does_not() {
        let page = r#"<head><title>x</title><meta name="release" content="0a1b"></head>"#;
        assert_eq!(named(page), Some("0a1b"));
        assert_eq!(named("<html>502 Bad Gateway</html>"), None);
        assert_eq!(named(r#"<meta name="release" content="0a"#), None);
    }
}
