//! A menu behind a button, in the browser's own top layer: it closes by itself on Escape and on a
//! press elsewhere.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};

use super::{button::SayWhyNot, changing::dynamic, icon::Icon};
use crate::platform::{clock, copies::copied, dom, task};

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

/// What is chosen from, in an open menu.
const ENTRIES: &str = "[role=menuitem]";

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

/// What a menu works on.
#[derive(Clone, Copy)]
struct Menu {
    id: StoredValue<String>,
    label: Signal<String>,
    items: Signal<Vec<MenuItem>>,
    button: NodeRef<html::Button>,
    say: Option<SayWhyNot>,
}

impl Menu {
    /// The menu itself, which opens as soon as it is there.
    fn draw(self) -> AnyView {
        let Self {
            label,
            items,
            button,
            say,
            ..
        } = self;
        let open = RwSignal::new(false);
        let menu = NodeRef::<html::Div>::new();
        Effect::new(move |_| {
            if let Some(menu) = menu.get() {
                // Refused only when it is open already.
                let _ = menu.show_popover();
            }
        });
        let on_toggle = move |_| {
            let (Some(menu), Some(button)) = (menu.get_untracked(), button.get_untracked()) else {
                return;
            };
            let opened = menu.matches(":popover-open").unwrap_or(false);
            open.set(opened);
            dom::tell(
                &button,
                "aria-expanded",
                if opened { "true" } else { "false" },
            );
            if opened {
                // The entries are drawn by the time of the next frame.
                task::spawn_scoped(async move {
                    clock::next_frame().await;
                    dom::place_under(&menu, &button);
                    dom::walk(&menu, ENTRIES, "Home");
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
            } else if dom::walk(&menu, ENTRIES, &key) {
                event.prevent_default();
            }
        };
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
            <div
                class="menu"
                id=self.id.get_value()
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
        .into_any()
    }
}

/// A button with three dots that opens a menu. The menu is made when it is first wanted: a table has a button
/// in each row, and most are never pressed.
#[component]
pub fn MenuButton(
    /// The button's name.
    #[prop(into)]
    label: Signal<String>,
    /// The entries, in order; read anew each time it opens.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let is_made = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let say = use_context::<SayWhyNot>();
    // Later presses are the browser's own: it opens and closes what the button names.
    let press = move |event: MouseEvent| {
        if is_made.get_untracked() {
            return;
        }
        event.prevent_default();
        is_made.set(true);
    };
    let menu = move || {
        if !is_made.get() {
            return ().into_any();
        }
        let menu = Menu {
            id: StoredValue::new(dom::fresh_id("menu")),
            label,
            items,
            button,
            say,
        };
        if let Some(button) = button.get_untracked() {
            dom::tell(&button, "popovertarget", &menu.id.get_value());
        }
        menu.draw()
    };
    view! {
        <button
            type="button"
            class="btn quiet icon-only"
            aria-label=label
            aria-haspopup="menu"
            aria-expanded="false"
            node_ref=button
            on:click=press
        >
            {copied("", |_| Icon::Dots.draw().into_any())}
        </button>
        {dynamic(menu)}
    }
}
