//! Where the focus goes when the row that had it is gone.

use crate::platform::{clock, dom, task};

/// Once the screen is drawn anew and the focus is nowhere, gives it to the screen's title.
pub fn title_if_lost() {
    task::spawn_page(async move {
        clock::next_frame().await;
        dom::focus_if_lost(&["h1"]);
    });
}

/// Once the list is drawn anew and the focus is nowhere, gives it to the menu of the row at
/// `index`, or of the last one; in a list without rows, to the screen's title.
pub fn mend(index: usize) {
    task::spawn_page(async move {
        clock::next_frame().await;
        let is_given = dom::focus_is_lost() && dom::focus_nth("tbody [aria-haspopup=menu]", index);
        if !is_given && dom::focus_is_lost() {
            dom::focus_first("h1");
        }
    });
}
