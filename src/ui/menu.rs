//! A menu behind a button, in the browser's own top layer: it closes by itself on Escape and on a
//! press elsewhere.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{button::SayWhyNot, icon::Icon};
use crate::platform::{clock, dom, task};

/// One entry of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// Its words.
    pub label: String,
    /// It takes something away.
    pub danger: bool,
    /// Why it can't be chosen now.
    pub why_not: Option<String>,
    /// Called when chosen.
    pub on_choose: Callback<()>,
}

fn items_of(menu: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

fn move_focus(menu: &HtmlElement, key: &str) -> bool {
    let items = items_of(menu);
    let last = items.len().saturating_sub(1);
    let focused = dom::focused();
    let here = items.iter().position(|item| Some(item) == focused.as_ref());
    let there = match (key, here) {
        ("ArrowDown", Some(here)) if here < last => here + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(here)) if here > 0 => here - 1,
        ("ArrowUp" | "End", _) => last,
        _ => return false,
    };
    if let Some(item) = items.get(there) {
        dom::focus(item);
    }
    true
}

/// Puts the menu under its button, inside the window.
fn place(menu: &HtmlElement, button: &HtmlElement) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let width = window
        .inner_width()
        .ok()
        .and_then(|w| w.as_f64())
        .unwrap_or_default();
    let height = window
        .inner_height()
        .ok()
        .and_then(|h| h.as_f64())
        .unwrap_or_default();
    let (anchor, size) = (
        button.get_bounding_client_rect(),
        menu.get_bounding_client_rect(),
    );
    // It ends where its button does, in the direction of the language.
    let left = if dom::is_right_to_left() {
        anchor.left()
    } else {
        anchor.right() - size.width()
    };
    let left = left.min(width - size.width() - 8.0).max(8.0);
    let below = anchor.bottom() + 4.0;
    let top = if below + size.height() > height {
        (anchor.top() - size.height() - 4.0).max(8.0)
    } else {
        below
    };
    let style = menu.style();
    // Plain pixel lengths are always taken.
    let _ = style.set_property("left", &dom::px(left));
    let _ = style.set_property("top", &dom::px(top));
}

/// An entry: chosen, it leaves the menu and does its work, or has it said why it can't.
fn entry(item: MenuItem, leave: Callback<()>, say: Option<SayWhyNot>) -> impl IntoView {
    let MenuItem {
        label,
        danger,
        why_not,
        on_choose,
    } = item;
    let disabled = why_not.is_some().then_some("true");
    let title = why_not.clone();
    let choose = move |_| {
        leave.run(());
        match (&why_not, say) {
            (None, _) => on_choose.run(()),
            (Some(words), Some(SayWhyNot(say))) => say.run(words.clone()),
            (Some(_), None) => {}
        }
    };
    view! {
        <button
            type="button"
            role="menuitem"
            class=if danger { "menu-item danger" } else { "menu-item" }
            tabindex="-1"
            aria-disabled=disabled
            title=title
            on:click=choose
        >
            {label}
        </button>
    }
}

/// A button with three dots that opens a menu.
#[component]
pub fn MenuButton(
    /// The button's name.
    #[prop(into)]
    label: Signal<String>,
    /// The entries, in order; read anew each time it opens.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let id = dom::fresh_id("menu");
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let menu = NodeRef::<html::Div>::new();
    let on_toggle = move |_| {
        let (Some(menu), Some(button)) = (menu.get_untracked(), button.get_untracked()) else {
            return;
        };
        let opened = menu.matches(":popover-open").unwrap_or(false);
        open.set(opened);
        if opened {
            // The entries are drawn by the time of the next frame.
            task::spawn_scoped(async move {
                clock::next_frame().await;
                place(&menu, &button);
                move_focus(&menu, "Home");
            });
        }
    };
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            // Refused only when it is closed already.
            let _ = menu.hide_popover();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(menu) = menu.get_untracked() else {
            return;
        };
        let key = event.key();
        if key == "Tab" {
            close();
        } else if move_focus(&menu, &key) {
            event.prevent_default();
        }
    };
    let say = use_context::<SayWhyNot>();
    let leave = Callback::new(move |()| {
        if let Some(button) = button.get_untracked() {
            dom::focus(&button);
        }
        close();
    });
    // Untracked: an open menu stays as it is when what it is about changes.
    let entries = move || {
        let items = open.get().then(|| items.get_untracked());
        let items = items.into_iter().flatten();
        items.map(|item| entry(item, leave, say)).collect_view()
    };
    view! {
        <button
            type="button"
            class="btn quiet icon-only"
            aria-label=label
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            popovertarget=id.clone()
            node_ref=button
        >
            {Icon::Dots.draw()}
        </button>
        <div
            class="menu"
            id=id
            role="menu"
            popover="auto"
            aria-label=label
            node_ref=menu
            on:toggle=on_toggle
            on:keydown=on_key
        >
            {entries}
        </div>
    }
}
